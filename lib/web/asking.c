/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Questions and fresh links. Neither agrees to anything. */
#include "web/asking.h"

#include "core/question.h"
#include "web/link.h"
#include "web/once.h"
#include "web/session.h"

#include "base/str.h"

#define AN_HOUR_ASK 10
#define AN_HOUR_RENEW 3

struct asking { /* into the transaction */
	const struct link *l;
	enum question_why why;
	const char *text;
};

static const char *slot_key(struct req *r, const struct link *l)
{
	return arena_printf(r->arena, "%s %lld", l->c->id, (long long)l->slot);
}

/* Whoever holds the link: a question opens nothing. */
static bool may_ask(const struct link *l)
{
	return !l->result && l->party && l->party->state != PARTY_WAITS &&
	       contract_allows(l->c->state, DO_ASK) && !move_of_link(l->c, l->slot, l->generation);
}

static enum question_why why_of(const struct req *r)
{
	const char *w = req_text(r, "why");
	return str_eq(w, "time") ? QUESTION_TIME : str_eq(w, "again") ? QUESTION_AGAIN : QUESTION_ASK;
}

static void own_questions(struct xnode *n, const struct link *l)
{
	for (size_t i = 0; i < l->c->n_questions; i++) {
		const struct question *q = &l->c->questions[i];
		if (q->slot != l->slot || !str_eq(q->mail, l->party->mail))
			continue;
		struct xnode *x = xdoc_add(n, "ask");
		xdoc_attr(x, "why", question_word(q->why));
		xdoc_attr_time(x, "time", q->asked);
		xdoc_add_text(x, "text", q->text);
		if (!q->answered)
			continue;
		xdoc_attr_time(x, "answered", q->answered);
		xdoc_add_text(x, "answer", q->answer);
	}
}

enum err asking_get(struct req *r, struct reply *p)
{
	struct link l;
	enum err e = link_open(r, p, DO_ASK, &l);
	if (e)
		return e;
	if (!may_ask(&l))
		return link_state(r, p, &l, false);
	struct xnode *n = link_view(r, p, &l, "ask");
	xdoc_attr_flag(n, "sent", !r->wrongs && req_checked(r, "sent"));
	if (l.ticket == OK || !l.party->has_code)
		own_questions(n, &l);
	return OK;
}

static enum err put_question(struct contract *c, int64_t now, struct change *ch, struct arena *a,
			     void *ctx)
{
	const struct asking *q = ctx;
	(void)a;
	return contract_ask(c, q->l->slot, q->l->generation, now, q->why, q->text, ch);
}

enum err asking_post(struct req *r, struct reply *p)
{
	struct link l;
	enum err e = link_open(r, p, DO_ASK, &l);
	if (e)
		return e;
	if (!may_ask(&l))
		return link_state(r, p, &l, true);
	struct asking q = { &l, why_of(r), req_text(r, "text") };
	if (q.why == QUESTION_ASK && !*q.text) {
		req_wrong(r, "text", "err.required", (char *)0);
		return INVALID;
	}
	if (!rate_allow(r, "ask", slot_key(r, &l), AN_HOUR_ASK, HOUR))
		return reply_error(p, 429, NULL);
	e = ledger_change(r->conf, r->arena, l.c->id, 0, put_question, &q, NULL);
	if (e == CONFLICT) {
		e = link_again(r, &l, DO_ASK);
		return e ? e : link_state(r, p, &l, true);
	}
	if (e == DENIED && !(q.why == QUESTION_TIME && question_waits(l.c, l.slot))) {
		req_wrong(r, "text", "ask.full", "max",
			  arena_printf(r->arena, "%d", QUESTIONS), (char *)0);
		return INVALID;
	}
	if (e && e != DENIED) /* the same was asked before: that is as good */
		return e;
	reply_wake(p);
	const char *at = route_path(r->arena, r->conf, AT_REVIEW_ASK, r->token);
	reply_to(p, arena_printf(r->arena, "%s?sent=1", at));
	return OK;
}

/* ---- a fresh link ---- */

/* Whose link this is or was may have a new one. */
static bool may_renew(const struct req *r, const struct link *l)
{
	return !l->result && l->party && contract_allows(l->c->state, DO_RENEW) &&
	       l->c->state == CONTRACT_WAITING && party_pending(l->party) &&
	       !party_expired(l->party, r->now) && !move_of_link(l->c, l->slot, l->generation);
}

enum err renewing_get(struct req *r, struct reply *p)
{
	struct link l;
	enum err e = link_open(r, p, DO_RENEW, &l);
	if (e)
		return e;
	if (!may_renew(r, &l))
		return link_state(r, p, &l, false);
	struct xnode *n = link_view(r, p, &l, "renew");
	xdoc_attr(n, "masked", once_masked(r->arena, l.party->mail));
	xdoc_attr_flag(n, "sent", l.policy == POLICY_REPLACED); /* by a newer one */
	return OK;
}

static enum err renew(struct contract *c, int64_t now, struct change *ch, struct arena *a, void *ctx)
{
	const struct link *l = ctx;
	(void)a;
	if (move_of_link(c, l->slot, l->generation))
		return CONFLICT;
	return contract_renew(c, l->slot, now, ch);
}

enum err renewing_post(struct req *r, struct reply *p)
{
	struct link l;
	enum err e = link_open(r, p, DO_RENEW, &l);
	if (e)
		return e;
	if (!may_renew(r, &l))
		return link_state(r, p, &l, true);
	if (!rate_allow(r, "renew", slot_key(r, &l), AN_HOUR_RENEW, HOUR))
		return reply_error(p, 429, "renew");
	e = ledger_change(r->conf, r->arena, l.c->id, 0, renew, &l, NULL);
	if (e == CONFLICT) {
		e = link_again(r, &l, DO_RENEW);
		return e ? e : link_state(r, p, &l, true);
	}
	if (e)
		return e;
	reply_wake(p);
	reply_to(p, route_path(r->arena, r->conf, AT_REVIEW_RENEW, r->token));
	return OK;
}
