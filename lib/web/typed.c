/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The typed door. Never shows a link before the code from the mailbox was right. */
#include "web/typed.h"

#include "core/address.h"
#include "core/outbox.h"
#include "office/copies.h"
#include "web/input.h"
#include "web/once.h"
#include "web/session.h"

#include "base/mailbox.h"
#include "base/str.h"

#include <string.h>

#define OF_PEER 100
#define OF_MAIL 100

const struct input typed_inputs[] = {
	{ .name = "number", .type = INPUT_TEXT, .flags = INPUT_REQUIRED, .max = 40,
	  .label = "typ.number" },
	{ .name = "mail", .type = INPUT_MAIL, .flags = INPUT_REQUIRED, .label = "typ.mail" },
	{ .name = "step", .type = INPUT_CHOICE, .words = "check|send|open" },
	{ .name = "once", .type = INPUT_SECRET, .max = 40 },
	{ 0 },
};
const struct input copy_inputs[] = {
	{ .name = "mail", .type = INPUT_MAIL, .flags = INPUT_REQUIRED, .label = "typ.mail" },
	{ .name = "sent", .type = INPUT_CHECK },
	{ 0 },
};

/* Capitals, width, blanks and hyphens do not matter: "7k4f 92qx" → "7K4F-92QX". */
static const char *number_of(struct req *r)
{
	char out[10] = "";
	size_t n = 0;
	for (const char *s = input_narrow(r->arena, req_text(r, "number")); *s; s++) {
		if (*s == ' ' || *s == '-')
			continue;
		if (n == 9)
			return "";
		out[n++] = (char)(*s >= 'a' && *s <= 'z' ? *s - 32 : *s);
		if (n == 4)
			out[n++] = '-';
	}
	return n == 9 ? arena_str(r->arena, out) : "";
}

/* MISSING: no letter with this number went to this address, or not lately. */
static enum err find(struct req *r, struct link *l)
{
	const char *mail = req_text(r, "mail");
	struct token_ref ref;
	char token[TOKEN_CHARS + 1];
	memset(l, 0, sizeof *l);
	enum err e = address_door(r->conf, r->arena, mail, number_of(r), &ref);
	if (!e)
		e = ledger_load(r->conf, r->arena, ref.contract, &l->c);
	if (e)
		return e;
	l->slot = ref.slot;
	l->generation = ref.generation;
	l->party = contract_party(l->c, l->slot);
	if (!l->party || !mailbox_same(l->party->mail, mail) || l->party->generation != l->generation)
		return MISSING;
	token_make(l->c, TOKEN_ACT, l->slot, token);
	r->token = arena_str(r->arena, token);
	return OK;
}

enum err typed_get(struct req *r, struct reply *p)
{
	(void)r;
	(void)reply_view(p, "typed");
	return OK;
}

/* The code's page; nothing in it tells what it opens. */
static enum err ask_code(struct req *r, struct reply *p)
{
	r->token = "";
	(void)reply_view(p, "typed-code");
	return OK;
}

static enum err open_it(struct req *r, struct reply *p, struct link *l)
{
	const char *token = r->token;
	enum err e = once_check(r, l);
	if (e == CONFLICT) { /* over meanwhile: like a code that is over */
		req_wrong(r, "once", "code.once.dead", (char *)0);
		e = INVALID;
	}
	if (e == INVALID) {
		e = ask_code(r, p);
		reply_status(p, 422);
		return e;
	}
	if (e)
		return e;
	r->token = token;
	link_grant(r, p, l, ACT_BY_ONE_TIME);
	reply_to(p, route_path(r->arena, r->conf, AT_REVIEW, token));
	return OK;
}

/* An invitation that is over gets no code, and a stranger no word about it, nor a
 * quicker answer: the clerk drops this one unsent (core/policy). */
static enum err no_code(struct req *r, struct reply *p, const struct link *l)
{
	struct notice n = { .kind = NOTICE_ONCE, .contract = l->c->id, .slot = l->slot,
			    .address = "", .extra = "" };
	reply_wake(p);
	return outbox_add(r->conf, r->arena, &n);
}

enum err typed_post(struct req *r, struct reply *p)
{
	struct link l;
	const char *step = req_text(r, "step");
	if (!rate_allow(r, "typed", r->peer, OF_PEER, 10 * MINUTE) ||
	    !rate_allow(r, "typed.mail", req_text(r, "mail"), OF_MAIL, HOUR))
		return reply_error(p, 429, NULL);
	enum err e = find(r, &l);
	if (e && e != MISSING)
		return e;
	if (str_eq(step, "check") || e) {
		r->token = "";
		xdoc_attr_flag(reply_view(p, "typed-answer"), "yes", !e);
		return OK;
	}
	if (str_eq(step, "open"))
		return open_it(r, p, &l);
	e = once_send(r, p, &l);
	if (e == DENIED) {
		r->token = "";
		return reply_error(p, 429, "once");
	}
	if (e == CONFLICT)
		e = no_code(r, p, &l);
	return e ? e : ask_code(r, p);
}

enum err copy_get(struct req *r, struct reply *p)
{
	struct xnode *n = reply_view(p, "copy");
	xdoc_attr_flag(n, "sent", !r->wrongs && req_checked(r, "sent"));
	xdoc_attr(n, "from", r->conf->from);
	return OK;
}

enum err copy_post(struct req *r, struct reply *p)
{
	const char *mail = req_text(r, "mail");
	if (!rate_allow(r, "copy", r->peer, OF_PEER, HOUR))
		return reply_error(p, 429, NULL);
	/* over the limit of one address: no further mail, and no word about it */
	if (rate_allow(r, "copy.mail", mail, 3, HOUR)) {
		enum err e = copies_ask(r->conf, r->arena, mail, r->lang);
		if (e)
			return e;
		reply_wake(p);
	}
	reply_to(p, arena_printf(r->arena, "%s?sent=1",
				 route_path(r->arena, r->conf, AT_VERIFY_COPY)));
	return OK;
}
