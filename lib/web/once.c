/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Sends and compares one-time codes. Stores none: core/token makes them. */
#include "web/once.h"

#include "office/aside.h"
#include "web/input.h"
#include "web/session.h"

#include "base/hex.h"
#include "base/str.h"

#include <string.h>

#define AN_HOUR 3

struct once { /* into the transaction and back */
	const struct link *l;
	char code[7];
	int64_t left;
};

const char *once_masked(struct arena *a, const char *mail)
{
	const char *at = strrchr(mail, '@');
	uint32_t cp;
	size_t n = str_utf8_next(mail, strlen(mail), &cp);
	return arena_printf(a, "%.*s***%s", (int)n, mail, at ? at : "");
}

bool once_wanted(const struct link *l)
{
	return l->party && l->party->one_time && !l->once;
}

static bool mine(const struct contract *c, const struct link *l, int64_t now)
{
	enum policy y = policy_party(c, l->slot, l->generation, DO_OPEN, now);
	return y == POLICY_YES;
}

static enum err new_code(struct contract *c, int64_t now, struct change *ch, struct arena *a,
			 void *ctx)
{
	const struct once *o = ctx;
	(void)a;
	return mine(c, o->l, now) ? aside_code(c, o->l->slot, now, ch) : CONFLICT;
}

enum err once_send(struct req *r, struct reply *p, const struct link *l)
{
	struct once o = { .l = l };
	const char *key = arena_printf(r->arena, "%s %lld", l->c->id, (long long)l->slot);
	if (!rate_allow(r, "once", key, AN_HOUR, HOUR))
		return DENIED;
	enum err e = ledger_change(r->conf, r->arena, l->c->id, 0, new_code, &o, NULL);
	if (!e)
		reply_wake(p);
	return e;
}

static enum err count(struct contract *c, int64_t now, struct change *ch, struct arena *a, void *ctx)
{
	struct once *o = ctx;
	(void)a;
	(void)ch;
	if (!mine(c, o->l, now))
		return CONFLICT;
	enum err e = aside_code_try(c, o->l->slot, now);
	if (!e) {
		token_once(c, o->l->slot, o->code);
		o->left = ASIDE_CODE_TRIES - contract_party(c, o->l->slot)->once_tries;
	}
	return e;
}

static enum err use_up(struct contract *c, int64_t now, struct change *ch, struct arena *a,
		       void *ctx)
{
	const struct once *o = ctx;
	(void)now;
	(void)a;
	(void)ch;
	char code[7];
	token_once(c, o->l->slot, code);
	if (!contract_party(c, o->l->slot)->once_until || !str_eq(code, o->code))
		return CONFLICT; /* used by somebody faster, or replaced */
	aside_code_right(c, o->l->slot);
	return OK;
}

/* Digits of any width, without blanks and hyphens. */
static bool same(struct req *r, const char *typed, const char *code)
{
	char digits[7] = "";
	size_t n = 0;
	for (const char *s = input_narrow(r->arena, typed); *s; s++) {
		if (*s == ' ' || *s == '-')
			continue;
		if (n == 6)
			return false;
		digits[n++] = *s;
	}
	return n == 6 && bytes_same_secret(digits, code, 6);
}

enum err once_check(struct req *r, const struct link *l)
{
	struct once o = { .l = l };
	const char *typed = req_text(r, "once");
	if (!*typed) {
		req_wrong(r, "once", "code.once.empty", (char *)0);
		return INVALID;
	}
	enum err e = ledger_change(r->conf, r->arena, l->c->id, 0, count, &o, NULL);
	if (e == DENIED) {
		req_wrong(r, "once", "code.once.dead", (char *)0);
		return INVALID;
	}
	if (e)
		return e;
	if (same(r, typed, o.code))
		e = ledger_change(r->conf, r->arena, l->c->id, 0, use_up, &o, NULL);
	else
		e = INVALID;
	if (e == INVALID || e == CONFLICT) {
		req_wrong(r, "once", o.left > 0 ? "code.once.wrong" : "code.once.dead", "n",
			  arena_printf(r->arena, "%lld", (long long)o.left), (char *)0);
		return INVALID;
	}
	return e;
}

enum err once_post(struct req *r, struct reply *p)
{
	struct link l;
	enum err e = link_open(r, p, DO_OPEN, &l);
	if (e)
		return e;
	if (l.policy != POLICY_YES || l.result || !l.party->one_time)
		return link_state(r, p, &l, true);
	e = once_send(r, p, &l);
	if (e == DENIED)
		return reply_error(p, 429, "once");
	if (e == CONFLICT) {
		e = link_again(r, &l, DO_OPEN);
		return e ? e : link_state(r, p, &l, true);
	}
	if (!e)
		reply_to(p, route_path(r->arena, r->conf, AT_REVIEW, r->token));
	return e;
}
