/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Judges the new holder before the record does. Writes through the ledger. */
#include "web/handing.h"

#include "web/unfit.h"

#include "base/mailbox.h"
#include "base/str.h"

#include <string.h>

struct handing { /* into the transaction and back */
	const struct link *l;
	struct person to;
	const char *message;
	enum policy policy;
};

static const char *domain(const char *mail)
{
	const char *at = strrchr(mail, '@');
	return at ? at + 1 : "";
}

bool handing_open(struct req *r, struct reply *p, struct link *l, enum err *e_r)
{
	*e_r = link_open(r, p, DO_FORWARD, l);
	if (*e_r)
		return false;
	if (!link_ready(l)) {
		*e_r = link_state(r, p, l, r->post);
		return false;
	}
	if (l->party->forward == FORWARD_NO || l->party->forwards >= FORWARDS) {
		*e_r = link_state_of(r, p, l, l->party->forwards ? "often" : "noforward", 403);
		return false;
	}
	return true;
}

/* Something was filled in that the next holder will not see. */
static bool typed(const struct link *l)
{
	for (size_t i = 0; i < l->c->n_fields; i++)
		if (l->c->fields[i].slot == l->slot && *l->c->fields[i].value)
			return true;
	return false;
}

void handing_show(struct req *r, struct reply *p, const struct link *l, const char *view)
{
	struct xnode *n = link_view(r, p, l, view);
	const char *own = domain(l->party->mail), *other = domain(req_text(r, "mail"));
	if (l->party->forward == FORWARD_DOMAIN)
		xdoc_attr(n, "domain", own);
	if (*other && !str_eq(own, other))
		xdoc_attr(n, "other", other);
	xdoc_attr_flag(n, "code", l->party->has_code);
	xdoc_attr_flag(n, "typed", typed(l));
}

void handing_judge(struct req *r, const struct link *l)
{
	(void)unfit_name(r, "name"); /* both stand in Reason and certificate */
	(void)unfit_name(r, "company");
	const char *mail = req_text(r, "mail"), *own = domain(l->party->mail);
	if (mailbox_same(mail, l->party->mail)) {
		req_wrong(r, "mail", "fwd.self", (char *)0);
		return;
	}
	if (mailbox_same(mail, l->c->mail)) {
		req_wrong(r, "mail", "fwd.sender", (char *)0);
		return;
	}
	for (size_t i = 0; i < l->c->n_parties; i++)
		if (mailbox_same(mail, l->c->parties[i].mail)) {
			req_wrong(r, "mail", "fwd.dup", "n",
				  arena_printf(r->arena, "%zu", i + 1), (char *)0);
			return;
		}
	if (l->party->forward == FORWARD_DOMAIN && !str_eq(own, domain(mail)))
		req_wrong(r, "mail", "fwd.only", "d", own, (char *)0);
}

static enum err hand(struct contract *c, int64_t now, struct change *ch, struct arena *a, void *ctx)
{
	struct handing *h = ctx;
	(void)a;
	h->policy = policy_party(c, h->l->slot, h->l->generation, DO_FORWARD, now);
	if (h->policy != POLICY_YES)
		return CONFLICT;
	return contract_forward(c, h->l->slot, now, &h->to, h->message, ch);
}

/* Something happened between the page and the press. */
static enum err refused(struct req *r, struct reply *p, struct link *l)
{
	enum err e = link_again(r, l, DO_FORWARD);
	if (e)
		return e;
	if (l->policy != POLICY_YES)
		return link_state(r, p, l, true);
	handing_judge(r, l);
	return r->wrongs ? INVALID : CONFLICT;
}

enum err handing_do(struct req *r, struct reply *p, struct link *l)
{
	struct handing h = { .l = l, .message = req_text(r, "message"),
			     .to = { req_text(r, "mail"), req_text(r, "name"),
				     req_text(r, "company"), "" } };
	enum err e = ledger_change(r->conf, r->arena, l->c->id, 0, hand, &h, NULL);
	if (e == CONFLICT || e == INVALID || e == DENIED)
		return refused(r, p, l);
	if (e)
		return e;
	reply_wake(p);
	reply_to(p, route_path(r->arena, r->conf, AT_FORWARD_DONE, r->token));
	return OK;
}

static enum err take_back(struct contract *c, int64_t now, struct change *ch, struct arena *a,
			  void *ctx)
{
	const struct link *l = ctx;
	(void)a;
	return contract_undo(c, l->slot, l->generation, now, ch);
}

enum err handing_undo(struct req *r, struct reply *p, struct link *l)
{
	enum err e = ledger_change(r->conf, r->arena, l->c->id, 0, take_back, l, NULL);
	if (e == CONFLICT) { /* the new holder was faster, or it was pressed twice */
		e = link_again(r, l, DO_UNDO);
		return e ? e : link_state(r, p, l, true);
	}
	if (e)
		return e;
	reply_wake(p);
	reply_to(p, route_path(r->arena, r->conf, AT_REVIEW, r->token));
	return OK;
}
