/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Shows a document to one more person, who may do nothing with it. */
#include "web/showing.h"

#include "office/aside.h"
#include "office/care.h"
#include "office/pages.h"
#include "web/accept.h"
#include "web/session.h"
#include "web/unfit.h"

#include "base/str.h"

#define AN_HOUR 10
#define PART 20 /* pages in one HTML */

struct showing { /* into the transaction */
	const struct link *l;
	struct person to;
	bool concluded;
};

/* Party of a concluded document, or one who has not answered yet. */
static bool may_show(const struct req *r, const struct link *l, bool *concluded_r)
{
	*concluded_r = l->c->state == CONTRACT_CONCLUDED;
	if (*concluded_r)
		return l->party && link_has_result(r, l);
	return link_ready(l);
}

enum err showing_get(struct req *r, struct reply *p)
{
	struct link l;
	bool concluded;
	enum err e = link_open(r, p, DO_AGREE, &l);
	if (e)
		return e;
	if (!may_show(r, &l, &concluded))
		return link_state(r, p, &l, false);
	struct xnode *n = link_view(r, p, &l, "show");
	xdoc_attr_flag(n, "concluded", concluded);
	xdoc_attr_flag(n, "code", l.party->has_code);
	xdoc_attr_flag(n, "sent", !r->wrongs && req_checked(r, "sent"));
	for (size_t i = 0; i < l.c->n_viewers; i++)
		if (aside_shown(l.c, i, l.slot))
			xdoc_attr(xdoc_add_text(n, "shown", l.c->viewers[i].mail), "name",
				  l.c->viewers[i].name);
	return OK;
}

static enum err show(struct contract *c, int64_t now, struct change *ch, struct arena *a, void *ctx)
{
	const struct showing *s = ctx;
	const struct party *p = contract_party(c, s->l->slot);
	if (s->concluded)
		return care_share(c, s->l->slot, now, &s->to, p->lang, a, ch);
	if (policy_party(c, s->l->slot, s->l->generation, DO_AGREE, now) != POLICY_YES)
		return CONFLICT;
	return aside_show(c, s->l->slot, now, &s->to, a, ch);
}

enum err showing_post(struct req *r, struct reply *p)
{
	struct link l;
	struct showing s = { .l = &l, .to = { req_text(r, "mail"), req_text(r, "name"),
					      req_text(r, "company"), "" } };
	enum err e = link_open(r, p, DO_AGREE, &l);
	if (e)
		return e;
	if (!may_show(r, &l, &s.concluded))
		return link_state(r, p, &l, true);
	if (!rate_allow(r, "show", arena_printf(r->arena, "%s %lld", l.c->id, (long long)l.slot),
			AN_HOUR, HOUR))
		return reply_error(p, 429, NULL);
	if (!unfit_name(r, "name") || !unfit_name(r, "company")) /* the certificate lists them */
		return INVALID;
	e = ledger_change(r->conf, r->arena, l.c->id, 0, show, &s, NULL);
	if (e == INVALID || e == DENIED) {
		req_wrong(r, "mail", e == INVALID ? "shw.dup" : "shw.full", (char *)0);
		return INVALID;
	}
	if (e == CONFLICT) {
		e = link_again(r, &l, DO_AGREE);
		return e ? e : link_state(r, p, &l, true);
	}
	if (e)
		return e;
	reply_wake(p);
	reply_to(p, arena_printf(r->arena, "%s?sent=1",
				 route_path(r->arena, r->conf, AT_REVIEW_SHOW, r->token)));
	return OK;
}

/* ---- who looks ---- */

static void add_pages(struct req *r, struct xnode *n, const struct contract *c)
{
	int64_t all = pages_count(c), from = req_int(r, "from", 1);
	if (from > all)
		from = 1;
	int64_t to = from + PART - 1 < all ? from + PART - 1 : all;
	xdoc_attr_int(n, "from", from);
	xdoc_attr_int(n, "to", to);
	if (from > 1)
		xdoc_attr_int(n, "back", from > PART ? from - PART : 1);
	if (to < all)
		xdoc_attr_int(n, "more", to + 1);
	pages_present(n, r->conf, r->arena, c, from, to);
}

enum err looking_get(struct req *r, struct reply *p)
{
	struct link l;
	enum err e = link_open(r, p, DO_AGREE, &l);
	if (e)
		return e;
	if (!l.look || l.policy != POLICY_YES)
		return link_state(r, p, &l, false);
	const struct viewer *v = &l.c->viewers[l.slot - NOTICE_VIEWER];
	struct xnode *n = link_view(r, p, &l, "look");
	xdoc_attr(n, "by", contract_party(l.c, v->by)->name);
	if (link_may_look(&l))
		add_pages(r, n, l.c);
	else
		xdoc_attr_flag(n, "code", true);
	return OK;
}

/* The code is the one of the slot that shows it; its tries count there. */
enum err looking_post(struct req *r, struct reply *p)
{
	struct link l;
	enum err e = link_open(r, p, DO_OPEN, &l);
	if (e)
		return e;
	if (!l.look || l.policy != POLICY_YES)
		return link_state(r, p, &l, false);
	const struct viewer *v = &l.c->viewers[l.slot - NOTICE_VIEWER];
	struct link of = l;
	of.slot = v->by;
	of.party = contract_party(l.c, v->by);
	of.generation = of.party->generation;
	of.look = of.result = false;
	if (of.party->has_code && of.party->state == PARTY_OPENED) {
		e = accept_code(r, p, &of);
		if (e || of.policy != POLICY_YES)
			return e;
	} else if (of.party->has_code) {
		return link_state_of(r, p, &l, "looked", 410);
	}
	link_grant(r, p, &l, ACT_BY_MAIL | ACT_BY_CODE);
	reply_to(p, route_path(r->arena, r->conf, AT_REVIEW_LOOK, r->token));
	return OK;
}
