/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Recipients' links. Knows contracts and policy; changes nothing. */
#include "web/link.h"

#include "office/aside.h"
#include "office/pages.h"
#include "office/present.h"
#include "web/session.h"

#include "base/clock.h"
#include "base/hex.h"
#include "base/str.h"

static const int statuses[] = {
	[POLICY_EXPIRED] = 410, [POLICY_WITHDRAWN] = 410,
	[POLICY_LOCKED] = 429, [POLICY_STALE] = 410, [POLICY_NO] = 404,
};

static const char *language(const struct link *l)
{
	enum party_lang lang = LANG_JA;
	const struct party *p = contract_party(l->c, l->slot);
	if (p)
		lang = p->lang;
	else if (l->slot >= NOTICE_VIEWER && (size_t)(l->slot - NOTICE_VIEWER) < l->c->n_viewers)
		lang = l->c->viewers[l->slot - NOTICE_VIEWER].lang;
	return lang == LANG_EN ? "en" : "ja";
}

/* A result link judges nothing but its generation: it is no way to act. */
static enum policy judge(const struct req *r, const struct link *l, enum contract_act act)
{
	size_t v = (size_t)(l->slot - NOTICE_VIEWER);
	if (l->look)
		return v < l->c->n_viewers && aside_may_look(l->c, v) ? POLICY_YES : POLICY_ENDED;
	if (!l->party)
		return l->result && l->c->state == CONTRACT_CONCLUDED ? POLICY_CLOSED : POLICY_NO;
	enum policy y = policy_party(l->c, l->slot, l->generation, act, r->now);
	bool open = y == POLICY_YES || y == POLICY_TERMS || y == POLICY_LOCKED;
	if (open && l->party->linked &&
	    r->now > clock_day_end(l->party->linked, (int)r->conf->link_days))
		return POLICY_STALE;
	return y;
}

/* Of the link's generation, and the slot went on to somebody else. */
static bool forwarder(const struct link *l)
{
	const struct move *m = move_of_link(l->c, l->slot, l->generation);
	return m && move_stands(l->c, m);
}

static const char *door_of(struct arena *a, const struct contract *c, int64_t slot)
{
	size_t v = (size_t)(slot - NOTICE_VIEWER);
	const struct party *p = contract_party(c, slot >= NOTICE_VIEWER && v < c->n_viewers
							  ? c->viewers[v].by
							  : slot);
	char salt[65];
	if (!p || !p->has_code)
		return c->id;
	hex_encode(p->code_salt, 32, salt);
	return arena_printf(a, "%s %s", c->id, salt);
}

void link_grant(struct req *r, struct reply *p, const struct link *l, unsigned methods)
{
	ticket_grant(r, p, door_of(r->arena, l->c, l->slot), (int)l->slot, (int)l->generation,
		     methods);
}

enum err link_open(struct req *r, struct reply *p, enum contract_act act, struct link *l)
{
	struct token_ref ref;
	enum err e = ledger_by_token(r->conf, r->arena, r->token, &ref, &l->c);
	if (e)
		return e;
	l->slot = ref.slot;
	l->generation = ref.generation;
	l->look = ref.kind == TOKEN_LOOK;
	l->result = ref.kind != TOKEN_ACT;
	l->once = false;
	l->party = contract_party(l->c, l->slot);
	reply_lang(p, language(l));
	if (l->result && forwarder(l)) { /* sees the result like somebody it is shown to */
		l->party = NULL;
		l->slot = 0;
	}
	l->policy = judge(r, l, act);
	l->ticket = ticket_check(r, p, door_of(r->arena, l->c, l->slot), (int)l->slot,
				 (int)l->generation, &l->methods);
	if (l->ticket == OK && !(l->methods & ACT_BY_MAIL)) { /* typed entry: the door is ahead */
		l->once = true;
		l->ticket = DENIED;
	}
	return l->policy == POLICY_NO && !l->result ? MISSING : OK;
}

enum err link_again(struct req *r, struct link *l, enum contract_act act)
{
	enum err e = ledger_load(r->conf, r->arena, l->c->id, &l->c);
	if (e)
		return e;
	l->party = contract_party(l->c, l->slot); /* none of slot 0 */
	l->policy = judge(r, l, act);
	return OK;
}

/* The days begin anew when the way to the result was asked for again. */
static int64_t until(const struct req *r, const struct link *l)
{
	size_t v = (size_t)(l->slot - NOTICE_VIEWER);
	int64_t copied = l->party			 ? l->party->copied
			 : l->slot && v < l->c->n_viewers ? l->c->viewers[v].copied
							  : 0;
	int64_t from = copied > l->c->concluded ? copied : l->c->concluded;
	return from + r->conf->result_days * DAY;
}

bool link_is_old(const struct req *r, const struct link *l)
{
	return l->c->concluded && r->now > until(r, l);
}

static bool running(const struct contract *c)
{
	return c->state == CONTRACT_WAITING || c->state == CONTRACT_CONCLUDING ||
	       c->state == CONTRACT_CONCLUDED;
}

/* Old, ended and replaced links show no result to anybody. */
static bool has_agreed(const struct req *r, const struct link *l)
{
	if (link_is_old(r, l) || l->look)
		return false;
	if (!l->party)
		return l->policy == POLICY_CLOSED;
	return l->party->state == PARTY_AGREED && l->policy != POLICY_REPLACED && running(l->c);
}

bool link_has_result(const struct req *r, const struct link *l)
{
	bool known = l->result || l->ticket == OK || (l->party && !l->party->has_code);
	return known && has_agreed(r, l);
}

bool link_ready(const struct link *l)
{
	return !l->result && l->policy == POLICY_YES && l->ticket == OK;
}

bool link_may_look(const struct link *l)
{
	if (!l->look || l->policy != POLICY_YES)
		return false;
	const struct viewer *v = &l->c->viewers[l->slot - NOTICE_VIEWER];
	return l->ticket == OK || !contract_party(l->c, v->by)->has_code;
}

bool link_may_read(const struct req *r, const struct link *l)
{
	if (link_has_result(r, l) || link_may_look(l))
		return true;
	return !l->result && l->ticket == OK && l->policy == POLICY_YES;
}

struct xnode *link_view(struct req *r, struct reply *p, const struct link *l, const char *view)
{
	struct xnode *n = reply_view(p, view);
	const struct party *next = contract_party(l->c, contract_turn(l->c));
	int64_t pages = pages_count(l->c);
	char matching[10];
	token_matching(r->token, matching);
	xdoc_attr(n, "matching", matching);
	xdoc_attr_int(n, "pages", pages);
	int64_t items = (int64_t)field_count(l->c, 0, l->slot);
	xdoc_attr_int(n, "minutes", pages + 1 + (items + 2) / 3); /* a third of a minute each */
	if (items)
		xdoc_attr_int(n, "items", items);
	xdoc_attr_int(n, "methods", l->methods);
	if (next)
		xdoc_attr(n, "next", next->name);
	if (l->c->concluded)
		xdoc_attr_time(n, "until", until(r, l));
	/* who held the slot once is not shown who holds it now */
	bool over = l->policy == POLICY_REPLACED && move_of_link(l->c, l->slot, l->generation);
	present_contract(n, r->arena, l->c, over ? 0 : l->slot, r->now);
	return n;
}

/* What became of a slot that this link's holder had. */
static const char *moved_word(const struct contract *c, const struct move *m)
{
	if (m->kind == MOVE_CORRECTION)
		return "corrected";
	if (m->kind == MOVE_UNDO)
		return "undone";
	return move_stands(c, m) ? "forwarded" : "takenback";
}

/* A link that a newer one, or another person, took the place of. */
static enum err replaced(struct req *r, struct reply *p, const struct link *l)
{
	const struct move *m = move_of_link(l->c, l->slot, l->generation);
	struct xnode *n = link_view(r, p, l, "link-state");
	xdoc_attr(n, "kind", m ? moved_word(l->c, m) : "replaced");
	if (m) {
		xdoc_attr(n, "to", move_to_name(l->c, m));
		xdoc_attr_time(n, "moved", m->time);
	}
	xdoc_attr_flag(n, "undo", contract_may_undo(l->c, l->slot, l->generation));
	reply_status(p, m && m->kind == MOVE_FORWARD ? 200 : 410);
	return OK;
}

enum err link_state_of(struct req *r, struct reply *p, const struct link *l, const char *kind,
		       int status)
{
	struct xnode *n = link_view(r, p, l, "link-state");
	xdoc_attr(n, "kind", kind);
	xdoc_attr_flag(n, "result", link_has_result(r, l));
	reply_status(p, status);
	return OK;
}

enum err link_state(struct req *r, struct reply *p, const struct link *l, bool after_press)
{
	enum policy why = l->policy;
	if (l->look && why != POLICY_YES)
		return link_state_of(r, p, l, "looked", 410);
	if (l->look) {
		reply_to(p, route_path(r->arena, r->conf, AT_REVIEW_LOOK, r->token));
		return OK;
	}
	if (link_has_result(r, l)) {
		reply_to(p, route_path(r->arena, r->conf, AT_AGREE_DONE, r->token));
		return OK;
	}
	if (link_is_old(r, l))
		return link_state_of(r, p, l, "old", 410);
	if (why == POLICY_NO || (l->result && (why == POLICY_YES || why == POLICY_TERMS)))
		return MISSING;
	if (why == POLICY_TERMS || why == POLICY_YES) { /* the landing page is where it begins */
		reply_to(p, route_path(r->arena, r->conf, AT_REVIEW, r->token));
		return OK;
	}
	if (why == POLICY_REPLACED)
		return replaced(r, p, l);
	if (why == POLICY_CLOSED)
		why = POLICY_AGREED;
	struct xnode *n = link_view(r, p, l, "link-state");
	xdoc_attr(n, "kind", policy_word(why));
	xdoc_attr_flag(n, "pressed", after_press);
	xdoc_attr_flag(n, "asked", question_waits(l->c, l->slot));
	size_t code = (size_t)why;
	reply_status(p, code < sizeof statuses / sizeof *statuses && statuses[code] ? statuses[code]
										     : 200);
	return OK;
}
