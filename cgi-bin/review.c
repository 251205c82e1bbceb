/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A recipient opens the link: terms and access code, then the pages. */
#include "web/page.h"

#include "office/pages.h"
#include "web/accept.h"
#include "web/link.h"

#include "base/str.h"

#define PART 60      /* pages in one HTML (ux.md, amendment 7) */
#define PART_LITE 20 /* of the simple version, whose texts are all open */

static enum err landing_get(struct req *r, struct reply *p)
{
	struct link l;
	enum err e = link_open(r, p, DO_OPEN, &l);
	if (e)
		return e;
	if (accept_passed(r, &l)) {
		bool lite = str_eq(req_text(r, "to"), "lite");
		reply_to(p, route_path(r->arena, r->conf, lite ? AT_REVIEW_LITE : AT_REVIEW_READ,
				       r->token));
		return OK;
	}
	if (link_has_result(r, &l) && !l.result) /* says so, and leads to the result */
		return link_state_of(r, p, &l, "agreed", 200);
	if (l.policy != POLICY_YES || l.result)
		return link_state(r, p, &l, false);
	return accept_show(r, p, &l);
}

static enum err landing_post(struct req *r, struct reply *p)
{
	struct link l;
	enum err e = link_open(r, p, DO_OPEN, &l);
	if (e)
		return e;
	if (l.policy != POLICY_YES || l.result)
		return link_state(r, p, &l, true);
	e = accept_terms(r, p, &l);
	if (e)
		return e;
	bool lite = str_eq(req_text(r, "to"), "lite");
	if (l.policy == POLICY_YES)
		reply_to(p, route_path(r->arena, r->conf, lite ? AT_REVIEW_LITE : AT_REVIEW_READ,
				       r->token));
	return OK;
}

/* The pages from ?from= on, one part of them. */
static void add_part(struct req *r, struct xnode *n, const struct contract *c, int64_t part)
{
	int64_t all = pages_count(c), from = req_int(r, "from", 1);
	if (from > all)
		from = 1;
	int64_t to = from + part - 1 < all ? from + part - 1 : all;
	xdoc_attr_int(n, "from", from);
	xdoc_attr_int(n, "to", to);
	if (from > 1)
		xdoc_attr_int(n, "back", from > part ? from - part : 1);
	if (to < all) {
		int64_t end = to + part < all ? to + part : all;
		xdoc_attr_int(n, "more", to + 1);
		xdoc_attr_int(n, "more_to", end);
	}
	pages_present(n, r->conf, r->arena, c, from, to);
}

static enum err show(struct req *r, struct reply *p, const char *view, int64_t part)
{
	struct link l;
	enum err e = link_open(r, p, DO_AGREE, &l);
	if (e)
		return e;
	bool door = l.policy == POLICY_TERMS || (l.policy == POLICY_YES && l.ticket != OK);
	if (door && part == PART_LITE && !l.result) {
		reply_to(p, arena_printf(r->arena, "%s?to=lite",
					 route_path(r->arena, r->conf, AT_REVIEW, r->token)));
		return OK;
	}
	if (l.policy != POLICY_YES || l.ticket != OK || l.result)
		return link_state(r, p, &l, false);
	add_part(r, link_view(r, p, &l, view), l.c, part);
	return OK;
}

static enum err read_get(struct req *r, struct reply *p)
{
	return show(r, p, "read", PART);
}

static enum err lite_get(struct req *r, struct reply *p)
{
	return show(r, p, "lite", PART_LITE);
}

static const struct input landing_inputs[] = {
	{ .name = "code", .type = INPUT_SECRET, .max = 200 },
	{ .name = "terms", .type = INPUT_TEXT, .max = 64 },
	{ .name = "to", .type = INPUT_CHOICE, .words = "read|lite" },
	{ 0 },
};
static const struct input part_inputs[] = {
	{ .name = "from", .type = INPUT_INT, .min = 1, .max = 1000000 },
	{ 0 },
};

static const struct route routes[] = {
	{ AT_REVIEW, LINK, landing_get, landing_post, landing_inputs, 0, 0 },
	{ AT_REVIEW_READ, LINK, read_get, NULL, part_inputs, 0, 0 },
	{ AT_REVIEW_LITE, LINK, lite_get, NULL, part_inputs, 0, 0 },
	{ 0 },
};

const struct page page = { "review", routes };
