/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is shown of the pages, and where a saved form leads. */
#include "web/reading.h"

#include "office/pages.h"
#include "web/place.h"
#include "web/session.h"

#include "base/clock.h"
#include "base/str.h"

#define PART 60      /* pages in one HTML (ux.md, amendment 7) */
#define PART_LITE 20 /* of the simple version, whose texts are all open */
#define SAVES 600 /* forms of one person in an hour */
#define TEXT_HERE 24576 /* bytes of text that one HTML carries beside its pictures */

static bool is_step(const struct req *r)
{
	return str_eq(req_text(r, "view"), "step");
}

static const char *place(struct req *r, bool lite)
{
	return route_path(r->arena, r->conf, lite ? AT_REVIEW_LITE : AT_REVIEW_READ, r->token);
}

/* --- showing ----------------------------------------------------------------------- */

static void add_part(struct xnode *n, const struct link *l, const struct items *own,
		     const struct part *t, int64_t least, bool only)
{
	xdoc_attr_int(n, "from", t->from);
	xdoc_attr_int(n, "to", t->to);
	if (t->back)
		xdoc_attr_int(n, "back", t->back);
	if (t->back_item)
		xdoc_attr_int(n, "back_item", t->back_item);
	if (!t->more)
		return;
	struct part next = items_part(l->c, own, t->more, t->more_item, least, only);
	xdoc_attr_int(n, "more", t->more);
	xdoc_attr_int(n, "more_to", next.to);
	if (t->more_item)
		xdoc_attr_int(n, "more_item", t->more_item);
}

/* The number of the first item with a mistake; 0 = none. */
static int64_t first_wrong(const struct req *r, const struct items *l)
{
	for (size_t k = 0; k < l->n; k++)
		for (const struct wrong *w = r->wrongs; w; w = w->next)
			if (str_eq(w->field, arena_printf(r->arena, "f%lld", (long long)l->i[k].n)))
				return l->i[k].n;
	return 0;
}

static void add_seen(struct req *r, struct xnode *n, const struct items *l)
{
	int64_t keys[FIELDS];
	size_t k = 0;
	for (int checks = 0; checks < 2; checks++) /* in the order of fillin.h */
		for (size_t i = 0; i < l->n && k < FIELDS; i++)
			if (l->i[i].shown && (l->i[i].f->kind == FIELD_CHECK) == checks)
				keys[k++] = (int64_t)l->i[i].index + 1;
	xdoc_attr(n, "seen", items_seen(r->arena, l, keys, k));
}

static void show_pages(struct req *r, struct xnode *n, const struct link *l, struct items *own,
		       int64_t least)
{
	bool only = own->n && str_eq(req_text(r, "view"), "fields");
	int64_t item = first_wrong(r, own), page = req_int(r, "from", 1);
	if (!item)
		item = req_int(r, "f", 0);
	if (item && item <= (int64_t)own->n)
		page = own->i[item - 1].page;
	else
		item = 0;
	struct part t = items_part(l->c, own, page, item, least, only);
	items_show_part(own, &t);
	add_part(n, l, own, &t, least, only);
	if (only)
		xdoc_attr(n, "fields", "1");
	int64_t text = only ? 0 : pages_present(n, r->conf, r->arena, l->c, t.from, t.to);
	for (int64_t i = t.from; only && i <= t.to; i++)
		if (items_on(own, i))
			text += pages_present(n, r->conf, r->arena, l->c, i, i);
	xdoc_attr_flag(n, "textaway", text > TEXT_HERE);
	place_items(r, n, l->c, l->slot, own, t.from, t.to);
}

static void show_step(struct req *r, struct xnode *n, const struct link *l, struct items *own)
{
	int64_t steps = items_steps(own), at = first_wrong(r, own);
	if (at)
		at = own->i[at - 1].step;
	else if (!(at = req_int(r, "f", 0)) && !(at = items_waiting(own, 1)))
		at = steps + 1;
	if (at > steps)
		at = steps + 1;
	for (size_t k = 0; k < own->n; k++)
		own->i[k].shown = own->i[k].step == at;
	xdoc_attr_int(n, "step", at);
	xdoc_attr_int(n, "steps", steps);
	xdoc_attr_flag(n, "last", at == steps);
	xdoc_attr_flag(n, "over", at > steps);
	xdoc_attr_flag(n, "end", req_checked(r, "end"));
	place_items(r, n, l->c, l->slot, own, 0, 0);
}

static enum err show(struct req *r, struct reply *p, bool lite)
{
	struct link l;
	struct items own;
	enum err e = link_open(r, p, DO_AGREE, &l);
	if (e)
		return e;
	bool door = l.policy == POLICY_TERMS || (l.policy == POLICY_YES && l.ticket != OK);
	if (door && lite && !l.result) {
		reply_to(p, arena_printf(r->arena, "%s?to=lite",
					 route_path(r->arena, r->conf, AT_REVIEW, r->token)));
		return OK;
	}
	if (l.policy != POLICY_YES || l.ticket != OK || l.result)
		return link_state(r, p, &l, false);
	if (!r->post && req_checked(r, "check") && fillin_complete(r, &l))
		reply_status(p, 422);
	items_of(r->arena, l.c, l.slot, &own);
	fillin_typed(r, &own);
	bool step = is_step(r) && !lite;
	struct xnode *n = link_view(r, p, &l, step ? "step" : lite ? "lite" : "read");
	xdoc_attr_flag(n, "saved", !r->wrongs && req_checked(r, "saved"));
	xdoc_attr_flag(n, "named", req_checked(r, "named"));
	if (step)
		show_step(r, n, &l, &own);
	else
		show_pages(r, n, &l, &own, lite ? PART_LITE : PART);
	add_seen(r, n, &own);
	items_present(n, l.c, &own);
	items_before(n, r->arena, l.c, l.slot);
	return OK;
}

/* --- after a form ------------------------------------------------------------------- */

/* The next screen that waits, else the summary. */
static void next_step(struct req *r, struct reply *p, struct items *own)
{
	int64_t steps = items_steps(own), at = req_int(r, "f", 1);
	int64_t next = items_waiting(own, at + 1);
	if (str_eq(req_text(r, "do"), "back"))
		next = at - 1;
	else if (!next || (req_checked(r, "end") && !own->left))
		next = own->left ? items_waiting(own, 1) : steps + 1;
	if (next < 1)
		reply_to(p, place(r, false));
	else
		reply_to(p, arena_printf(r->arena, "%s?view=step&f=%lld", place(r, false),
					 (long long)next));
}

/* Back to the pages, at the next item that waits. */
static void next_item(struct req *r, struct reply *p, const struct items *own, bool lite)
{
	const char *fields = str_eq(req_text(r, "view"), "fields") ? "&view=fields" : "";
	int64_t next = items_next(own, req_int(r, "first", 1) - 1);
	int64_t from = req_int(r, "from", 1);
	if (next)
		reply_to(p, arena_printf(r->arena, "%s?saved=1%s&f=%lld#f%lld", place(r, lite),
					 fields, (long long)next, (long long)next));
	else
		reply_to(p, arena_printf(r->arena, "%s?saved=1%s&from=%lld#agree", place(r, lite),
					 fields, (long long)from));
}

static enum err saved(struct req *r, struct reply *p, struct link *l, bool lite)
{
	struct items own;
	if (str_eq(req_text(r, "do"), "agree")) {
		enum err e = fillin_complete(r, l);
		if (e)
			return e;
		reply_to(p, route_path(r->arena, r->conf, AT_AGREE, r->token));
		return OK;
	}
	/* told while it is being typed, not at 同意; it is saved all the same */
	if (!str_eq(req_text(r, "do"), "back") && fillin_try(r, l) == INVALID)
		return INVALID;
	items_of(r->arena, l->c, l->slot, &own);
	if (is_step(r) && !lite)
		next_step(r, p, &own);
	else
		next_item(r, p, &own, lite);
	return OK;
}

static enum err post(struct req *r, struct reply *p, bool lite)
{
	struct link l;
	bool step = is_step(r) && !lite;
	enum err e = link_open(r, p, DO_AGREE, &l);
	if (e)
		return e;
	/* a ticket that was good and is too old may still save: nothing is shown */
	bool late = l.ticket == MISSING;
	if (l.result || l.policy != POLICY_YES || (l.ticket != OK && !late))
		return link_state(r, p, &l, true);
	if (!rate_allow(r, "fill", arena_printf(r->arena, "%s %lld", l.c->id, (long long)l.slot),
			SAVES, HOUR))
		return reply_error(p, 429, NULL);
	e = fillin_save(r, &l, step && !str_eq(req_text(r, "do"), "back"));
	if (e == CONFLICT)
		return link_state(r, p, &l, true);
	if (late && (!e || e == INVALID)) {
		r->carry = r->ticket;
		reply_to(p, arena_printf(r->arena, "%s%s",
					 route_path(r->arena, r->conf, AT_REVIEW, r->token),
					 lite ? "?to=lite" : ""));
		return OK;
	}
	return e ? e : saved(r, p, &l, lite);
}

enum err reading_get(struct req *r, struct reply *p)
{
	return show(r, p, false);
}

enum err reading_post(struct req *r, struct reply *p)
{
	return post(r, p, false);
}

enum err lite_get(struct req *r, struct reply *p)
{
	return show(r, p, true);
}

enum err lite_post(struct req *r, struct reply *p)
{
	return post(r, p, true);
}
