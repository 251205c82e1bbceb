/* SPDX-License-Identifier: AGPL-3.0-or-later
 * あとで返答する and 受け取る予定がない. */
#include "web/telling.h"

#include "web/blocks.h"
#include "web/link.h"
#include "web/session.h"

#include "base/log.h"
#include "base/str.h"

#define AN_HOUR 10

struct word { /* into the transaction */
	const struct link *l;
	int64_t day;
	const char *text, *address;
};

static const char *slot_key(struct req *r, const struct link *l)
{
	return arena_printf(r->arena, "%s %lld", l->c->id, (long long)l->slot);
}

static enum err sent(struct req *r, struct reply *p, enum place at)
{
	reply_wake(p);
	reply_to(p, arena_printf(r->arena, "%s?sent=1",
				 route_path(r->arena, r->conf, at, r->token)));
	return OK;
}

/* ---- later ---- */

enum err later_get(struct req *r, struct reply *p)
{
	struct link l;
	enum err e = link_open(r, p, DO_AGREE, &l);
	if (e)
		return e;
	if (!link_ready(&l))
		return link_state(r, p, &l, false);
	struct xnode *n = link_view(r, p, &l, "later");
	xdoc_attr_flag(n, "sent", !r->wrongs && req_checked(r, "sent"));
	if (l.party->later > r->now)
		xdoc_attr_time(n, "later", l.party->later);
	xdoc_attr(n, "note", l.party->later_note);
	return OK;
}

static enum err say_later(struct contract *c, int64_t now, struct change *ch, struct arena *a,
			  void *ctx)
{
	const struct word *w = ctx;
	(void)a;
	if (policy_party(c, w->l->slot, w->l->generation, DO_AGREE, now) != POLICY_YES)
		return CONFLICT;
	return aside_later(c, w->l->slot, now, w->day, w->text, ch);
}

enum err later_post(struct req *r, struct reply *p)
{
	struct link l;
	enum err e = link_open(r, p, DO_AGREE, &l);
	if (e)
		return e;
	if (!link_ready(&l))
		return link_state(r, p, &l, true);
	struct word w = { &l, block_day_end(req_text(r, "day")), req_text(r, "note"), "" };
	if (!rate_allow(r, "later", slot_key(r, &l), AN_HOUR, HOUR))
		return reply_error(p, 429, NULL);
	e = ledger_change(r->conf, r->arena, l.c->id, 0, say_later, &w, NULL);
	if (e == INVALID) {
		req_wrong(r, "day", w.day <= r->now ? "lat.past" : "lat.due", (char *)0);
		return INVALID;
	}
	if (e == CONFLICT) {
		e = link_again(r, &l, DO_AGREE);
		return e ? e : link_state(r, p, &l, true);
	}
	return e ? e : sent(r, p, AT_REVIEW_LATER);
}

/* ---- report ---- */

/* The link alone is enough: who does not know the sender accepts no terms. */
static bool may_report(const struct link *l)
{
	return !l->result && l->party && l->c->state == CONTRACT_WAITING &&
	       party_pending(l->party) && !move_of_link(l->c, l->slot, l->generation);
}

enum err report_get(struct req *r, struct reply *p)
{
	struct link l;
	enum err e = link_open(r, p, DO_OPEN, &l);
	if (e)
		return e;
	if (!may_report(&l))
		return link_state(r, p, &l, false);
	xdoc_attr_flag(link_view(r, p, &l, "report"), "sent", l.party->reported != 0);
	return OK;
}

static enum err say_report(struct contract *c, int64_t now, struct change *ch, struct arena *a,
			   void *ctx)
{
	const struct word *w = ctx;
	(void)a;
	if (move_of_link(c, w->l->slot, w->l->generation))
		return CONFLICT;
	return aside_report(c, w->l->slot, now, w->text, w->address, ch);
}

enum err report_post(struct req *r, struct reply *p)
{
	struct link l;
	enum err e = link_open(r, p, DO_OPEN, &l);
	if (e)
		return e;
	if (!may_report(&l))
		return link_state(r, p, &l, true);
	struct word w = { &l, 0, req_text(r, "why"), r->conf->alarm };
	e = ledger_change(r->conf, r->arena, l.c->id, 0, say_report, &w, NULL);
	if (!e)
		log_line("report", "contract=%s slot=%lld why=%s", l.c->id, (long long)l.slot,
			 w.text);
	return e && e != CONFLICT ? e : sent(r, p, AT_REVIEW_REPORT);
}
