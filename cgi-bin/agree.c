/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A recipient agrees: final confirmation, the act itself, the result. */
#include "web/page.h"

#include "core/contract.h"
#include "web/confirm.h"
#include "web/refusal.h"

#include "base/hex.h"

#include <string.h>

struct act_of { /* into the transaction and back */
	const struct link *l;
	unsigned char shown[32];
	bool authorised;
	const char *approval;
	enum policy policy;
};

/* 同意 is asked for a person who holds a ticket; else the link's page. */
static bool may_agree(const struct link *l)
{
	return link_ready(l);
}

static enum err confirm_get(struct req *r, struct reply *p)
{
	struct link l;
	enum err e = link_open(r, p, DO_AGREE, &l);
	if (e)
		return e;
	if (!may_agree(&l))
		return link_state(r, p, &l, false);
	return confirm_show(r, p, &l);
}

static enum err agree(struct contract *c, int64_t now, struct change *ch, struct arena *a,
		      void *ctx)
{
	struct act_of *t = ctx;
	struct party *p = contract_party(c, t->l->slot);
	t->policy = policy_party(c, t->l->slot, t->l->generation, DO_AGREE, now);
	if (t->policy != POLICY_YES)
		return CONFLICT;
	if (p->authority && t->authorised) {
		p->authorised = true;
		p->approval = arena_str(a, t->approval);
	}
	return contract_agree(c, t->l->slot, now, t->shown, t->l->methods, ch);
}

/* Pressed twice, in a second tab, too late, or something else was shown. */
static enum err refused(struct req *r, struct reply *p, struct link *l, enum policy policy)
{
	if (policy == POLICY_YES)
		return link_state_of(r, p, l, "changed", 409);
	enum err e = link_again(r, l, DO_AGREE);
	if (e)
		return e;
	l->policy = policy;
	return link_state(r, p, l, true);
}

static enum err confirm_post(struct req *r, struct reply *p)
{
	struct link l;
	enum err e = link_open(r, p, DO_AGREE, &l);
	if (e)
		return e;
	struct act_of t = { .l = &l, .policy = l.policy };
	unsigned char now[32];
	bool away;
	if (!may_agree(&l))
		return link_state(r, p, &l, true);
	if (hex_decode(req_text(r, "binds"), t.shown, sizeof t.shown))
		return refused(r, p, &l, POLICY_YES);
	contract_binds(l.c, l.slot, now); /* what fits is what is agreed to */
	if (memcmp(now, t.shown, sizeof now))
		return refused(r, p, &l, POLICY_YES);
	e = confirm_fits(r, p, &l, &away);
	if (e || away)
		return e;
	t.authorised = req_checked(r, "authority");
	t.approval = req_text(r, "approval");
	if (!confirm_typed(r, &l))
		return INVALID;
	e = ledger_change(r->conf, r->arena, l.c->id, 0, agree, &t, NULL);
	if (e == CONFLICT || e == INVALID) /* INVALID: an item was blanked meanwhile */
		return refused(r, p, &l, t.policy);
	if (e)
		return e;
	reply_wake(p);
	reply_to(p, route_path(r->arena, r->conf, AT_AGREE_DONE, r->token));
	return OK;
}

static enum err done_get(struct req *r, struct reply *p)
{
	struct link l;
	enum err e = link_open(r, p, DO_AGREE, &l);
	if (e)
		return e;
	if (!link_has_result(r, &l))
		return link_state(r, p, &l, false);
	struct items own;
	struct xnode *n = link_view(r, p, &l, "done");
	items_of(r->arena, l.c, l.slot, &own);
	items_present(n, l.c, &own);
	return OK;
}

static const struct input agree_inputs[] = {
	CONFIRM_INPUTS,
	{ 0 },
};

static const struct input refusal_inputs[] = { REFUSAL_INPUTS, { 0 } };

static const struct route routes[] = {
	{ AT_AGREE, LINK, confirm_get, confirm_post, agree_inputs, 0, 0 },
	{ AT_AGREE_DONE, LINK, done_get, NULL, NULL, 0, 0 },
	{ AT_AGREE_DECLINE, LINK, refusal_get, refusal_post, refusal_inputs, 0, 0 },
	{ AT_AGREE_DECLINE_CONFIRM, LINK, refusal_confirm_get, refusal_confirm_post, refusal_inputs, 0, 0 },
	{ 0 },
};

const struct page page = { "agree", routes };
