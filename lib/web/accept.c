/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Terms and access code. Knows no page but its own. */
#include "web/accept.h"

#include "office/code.h"
#include "office/terms.h"
#include "web/once.h"
#include "web/session.h"

#include "base/hex.h"
#include "base/str.h"

#include <string.h>

#define AN_HOUR 30 /* times that one slot comes in: each is a line of the history */

struct door { /* into the transactions and back */
	const struct link *l;
	enum policy policy;
	int64_t tries;
	const char *version;
	unsigned char hash[32];
	unsigned methods;
};

bool accept_passed(const struct req *r, const struct link *l)
{
	return l->ticket == OK && !l->result && l->party && l->policy != POLICY_STALE &&
	       l->party->state == PARTY_OPENED &&
	       str_eq(l->party->terms_version, r->conf->terms_version) &&
	       policy_party(l->c, l->slot, l->generation, DO_AGREE, r->now) == POLICY_YES;
}

/* The language the visitor reads in: his own choice, else what the sender set. */
static const char *reads(const struct req *r, const struct link *l)
{
	if (r->lang_chosen)
		return r->lang;
	return l->party->lang == LANG_EN ? "en" : "ja";
}

/* Who forwarded it to this reader, as the mail tells, whatever was corrected since. */
static void add_forwarder(struct xnode *n, const struct link *l)
{
	const struct move *m = NULL;
	for (size_t i = 0; i < l->c->n_moves; i++)
		if (l->c->moves[i].slot == l->slot && l->c->moves[i].kind != MOVE_CORRECTION)
			m = &l->c->moves[i];
	if (!m || m->kind != MOVE_FORWARD)
		return;
	struct xnode *x = xdoc_add(n, "move");
	xdoc_attr(x, "name", m->name);
	xdoc_attr(x, "company", m->company);
	xdoc_attr(x, "mail", m->mail);
	xdoc_attr(x, "message", m->message);
}

enum err accept_show(struct req *r, struct reply *p, const struct link *l)
{
	struct terms t;
	enum err e = terms_get(r->arena, r->conf, "terms", NULL, reads(r, l), &t);
	if (e)
		return BROKEN;
	struct xnode *n = link_view(r, p, l, "landing");
	add_forwarder(n, l);
	xdoc_attr(n, "terms", t.sha256);
	xdoc_attr(n, "terms_version", t.version);
	xdoc_attr_int(n, "chars", t.chars);
	xdoc_attr_flag(n, "code", l->party->has_code);
	if (once_wanted(l)) {
		xdoc_attr(n, "once", once_masked(r->arena, l->party->mail));
		xdoc_attr_flag(n, "once_sent", l->party->once_until > r->now);
	}
	xdoc_attr_flag(n, "old", l->ticket == MISSING && !r->post);
	if (str_eq(req_text(r, "to"), "lite"))
		xdoc_attr(n, "to", "lite");
	return OK;
}

/* Which of our texts was shown: by its hash, in either language. */
static bool shown(struct req *r, struct door *d)
{
	static const char *const langs[] = { "ja", "en" };
	struct terms t;
	for (int i = 0; i < 2; i++) {
		if (terms_get(r->arena, r->conf, "terms", NULL, langs[i], &t) ||
		    !str_eq(t.sha256, req_text(r, "terms")))
			continue;
		d->version = t.version;
		return hex_decode(t.sha256, d->hash, sizeof d->hash) == OK;
	}
	return false;
}

static bool may(const struct contract *c, int64_t now, struct door *d)
{
	d->policy = policy_party(c, d->l->slot, d->l->generation, DO_OPEN, now);
	return d->policy == POLICY_YES;
}

/* Counts the try. Five tries in the air, or broken off, are five wrong ones. */
static enum err count_try(struct contract *c, int64_t now, struct change *ch, struct arena *a,
			  void *ctx)
{
	struct door *d = ctx;
	const struct party *p = contract_party(c, d->l->slot);
	(void)a;
	if (!may(c, now, d))
		return CONFLICT;
	if (p->code_tries >= CODE_TRIES && !p->code_locked) {
		contract_code_wrong(c, d->l->slot, now, ch);
		d->policy = POLICY_LOCKED;
		return OK;
	}
	contract_code_try(c, d->l->slot, now);
	d->tries = p->code_tries;
	return OK;
}

static enum err count_wrong(struct contract *c, int64_t now, struct change *ch, struct arena *a,
			    void *ctx)
{
	struct door *d = ctx;
	const struct party *p = contract_party(c, d->l->slot);
	(void)a;
	if (p->code_locked <= now) /* a second one in flight does not lock and tell again */
		contract_code_wrong(c, d->l->slot, now, ch);
	d->policy = p->code_locked > now ? POLICY_LOCKED : POLICY_YES;
	return OK;
}

static enum err open_it(struct contract *c, int64_t now, struct change *ch, struct arena *a,
			void *ctx)
{
	struct door *d = ctx;
	const struct party *p = contract_party(c, d->l->slot);
	if (!may(c, now, d))
		return CONFLICT;
	if (p->has_code != d->l->party->has_code ||
	    memcmp(p->code_salt, d->l->party->code_salt, sizeof p->code_salt))
		return CONFLICT; /* another code than the one that was typed */
	if (d->l->party->has_code)
		contract_code_right(c, d->l->slot);
	return contract_open(c, d->l->slot, now, arena_str(a, d->version), d->hash, d->methods, ch);
}

/* Nothing that counts was typed: wrong like any other. */
static bool code_matches(const struct party *p, const char *typed)
{
	unsigned char hash[32];
	return code_hash(typed, p->code_salt, hash) == OK &&
	       bytes_same_secret(hash, p->code_hash, sizeof hash);
}

/* The refusal of a transaction as the page it deserves. */
static enum err refused(struct req *r, struct reply *p, struct link *l, enum policy why)
{
	enum err e = link_again(r, l, DO_OPEN);
	if (e)
		return e;
	l->policy = why;
	if (why == POLICY_YES)
		return CONFLICT;
	return link_state(r, p, l, true);
}

static enum err check_code(struct req *r, struct reply *p, struct link *l, struct door *d)
{
	const char *code = req_text(r, "code");
	if (!*code) {
		req_wrong(r, "code", "code.empty", (char *)0);
		return INVALID;
	}
	enum err e = ledger_change(r->conf, r->arena, l->c->id, 0, count_try, d, NULL);
	if (e == CONFLICT || (!e && d->policy != POLICY_YES))
		return refused(r, p, l, d->policy);
	if (e)
		return e;
	if (code_matches(l->party, code))
		return OK;
	e = ledger_change(r->conf, r->arena, l->c->id, 0, count_wrong, d, NULL);
	if (e)
		return e;
	if (d->policy == POLICY_LOCKED) {
		reply_wake(p);
		return refused(r, p, l, d->policy);
	}
	int64_t left = d->tries < CODE_TRIES ? CODE_TRIES - d->tries : 1;
	req_wrong(r, "code", "code.wrong", "n", arena_printf(r->arena, "%lld", (long long)left),
		  (char *)0);
	return INVALID;
}

/* It was right: the tries so far are no longer held against anybody. */
static enum err forgive(struct contract *c, int64_t now, struct change *ch, struct arena *a,
			void *ctx)
{
	const struct door *d = ctx;
	(void)now;
	(void)ch;
	(void)a;
	contract_code_right(c, d->l->slot);
	return OK;
}

enum err accept_code(struct req *r, struct reply *p, struct link *l)
{
	struct door d = { .l = l, .policy = POLICY_YES };
	enum err e = check_code(r, p, l, &d);
	if (e || l->policy != POLICY_YES)
		return e;
	return ledger_change(r->conf, r->arena, l->c->id, 0, forgive, &d, NULL);
}

enum err accept_terms(struct req *r, struct reply *p, struct link *l)
{
	struct door d = { .l = l, .policy = POLICY_YES, .methods = ACT_BY_MAIL };
	enum err e = OK;
	if (!shown(r, &d)) {
		req_wrong(r, "terms", "agree.terms", (char *)0);
		return INVALID;
	}
	if (!rate_allow(r, "accept", arena_printf(r->arena, "%s %lld %lld", l->c->id,
						  (long long)l->slot, (long long)l->generation),
			AN_HOUR, HOUR)) {
		l->policy = POLICY_LOCKED; /* the answer is the reply */
		return reply_error(p, 429, NULL);
	}
	if (l->party->has_code) {
		d.methods |= ACT_BY_CODE;
		e = check_code(r, p, l, &d);
		if (e || l->policy != POLICY_YES)
			return e;
	}
	if (once_wanted(l)) {
		if (l->party->has_code)
			e = ledger_change(r->conf, r->arena, l->c->id, 0, forgive, &d, NULL);
		e = e ? e : once_check(r, l);
		if (e)
			return e == CONFLICT ? refused(r, p, l, POLICY_YES) : e;
	}
	if (l->once || l->party->one_time)
		d.methods |= ACT_BY_ONE_TIME;
	e = ledger_change(r->conf, r->arena, l->c->id, 0, open_it, &d, NULL);
	if (e == CONFLICT)
		return refused(r, p, l, d.policy);
	if (!e)
		link_grant(r, p, l, d.methods);
	return e;
}
