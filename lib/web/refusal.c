/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A recipient declines. Nothing is recorded before the last button. */
#include "web/refusal.h"

#include "web/link.h"

#include "base/str.h"

struct refusal { /* into the transaction and back */
	const struct link *l;
	const char *why, *text;
	enum policy policy;
};

/* False: the answer is in *e_r and the reply. */
static bool open_link(struct req *r, struct reply *p, struct link *l, enum err *e_r)
{
	*e_r = link_open(r, p, DO_DECLINE, l);
	if (*e_r)
		return false;
	if (link_ready(l))
		return true;
	*e_r = link_state(r, p, l, r->post);
	return false;
}

enum err refusal_get(struct req *r, struct reply *p)
{
	struct link l;
	enum err e;
	if (open_link(r, p, &l, &e))
		(void)link_view(r, p, &l, "decline");
	return e;
}

/* Reloaded or typed: the form is where it begins. */
enum err refusal_confirm_get(struct req *r, struct reply *p)
{
	if (r->wrongs)
		return refusal_get(r, p);
	reply_to(p, route_path(r->arena, r->conf, AT_AGREE_DECLINE, r->token));
	return OK;
}

/* Changes nothing: asks once more. */
enum err refusal_confirm_post(struct req *r, struct reply *p)
{
	struct link l;
	enum err e;
	if (open_link(r, p, &l, &e))
		(void)link_view(r, p, &l, req_checked(r, "back") ? "decline" : "decline-confirm");
	return e;
}

static enum err decline(struct contract *c, int64_t now, struct change *ch, struct arena *a,
			void *ctx)
{
	struct refusal *t = ctx;
	t->policy = policy_party(c, t->l->slot, t->l->generation, DO_DECLINE, now);
	if (t->policy != POLICY_YES)
		return CONFLICT;
	return contract_decline(c, t->l->slot, now, t->why, t->text, a, ch);
}

enum err refusal_post(struct req *r, struct reply *p)
{
	struct link l;
	enum err e;
	if (!open_link(r, p, &l, &e))
		return e;
	struct refusal t = { .l = &l, .why = req_text(r, "why"), .text = req_text(r, "text") };
	e = ledger_change(r->conf, r->arena, l.c->id, 0, decline, &t, NULL);
	if (e == CONFLICT) {
		e = link_again(r, &l, DO_DECLINE);
		l.policy = t.policy;
		return e ? e : link_state(r, p, &l, true);
	}
	if (e)
		return e;
	reply_wake(p);
	reply_to(p, route_path(r->arena, r->conf, AT_AGREE_DECLINE, r->token));
	return OK;
}
