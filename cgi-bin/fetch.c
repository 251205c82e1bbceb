/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Page pictures, PDFs and the papers about them, to somebody allowed to have
 * them: a recipient by link, the owner by session. */
#include "web/page.h"

#include "web/download.h"
#include "web/link.h"
#include "web/place.h"
#include "web/placement.h"

#include "base/str.h"

static enum err give(struct req *r, struct reply *p, const struct contract *c, int64_t slot)
{
	switch (r->route->at) {
	case AT_FETCH_LINK_PAGE:
	case AT_FETCH_DOC_PAGE:
		return place_page(r, p, c, slot);
	case AT_FETCH_LINK_PLACE:
		return place_css(r, p, c, slot);
	case AT_FETCH_LINK_CUT:
		return place_cut(r, p, c, slot);
	case AT_FETCH_DOC_MARKED:
		return placement_picture(r, p, c);
	case AT_FETCH_DOC_BLANK:
		return placement_cut(r, p, c);
	case AT_FETCH_LINK_PDF:
	case AT_FETCH_DOC_PDF:
		return download_pdf(r, p, c);
	default:
		return download_paper(r, p, c, slot);
	}
}

/* A record read a moment ago may name a file that was replaced since: once more. */
static enum err give_twice(struct req *r, struct reply *p, struct contract *c, int64_t slot)
{
	enum err e = give(r, p, c, slot);
	if (e != MISSING || ledger_load(r->conf, r->arena, c->id, &c))
		return e;
	return give(r, p, c, slot);
}

static enum err by_link(struct req *r, struct reply *p)
{
	struct link l;
	enum err e = link_open(r, p, DO_AGREE, &l);
	if (e)
		return e;
	bool paper = r->route->at != AT_FETCH_LINK_PAGE && r->route->at != AT_FETCH_LINK_PDF;
	if (l.look && paper) /* who may look sees the pages and no more */
		return DENIED;
	if (link_may_read(r, &l))
		return give_twice(r, p, l.c, l.slot);
	bool open = l.policy == POLICY_YES || l.policy == POLICY_TERMS ||
		    l.policy == POLICY_AGREED || l.policy == POLICY_CLOSED;
	if (open && !link_is_old(r, &l))
		return reply_error(p, 403, "ticket");
	return link_state(r, p, &l, false);
}

static enum err by_owner(struct req *r, struct reply *p)
{
	struct contract *c;
	enum err e = ledger_load(r->conf, r->arena, r->doc, &c);
	if (e)
		return e;
	if (!str_eq(c->owner, r->user))
		return MISSING; /* whether it exists is nobody else's business */
	return give_twice(r, p, c, 0);
}

static const struct input place_inputs[] = { PLACE_INPUTS, { 0 } };
#define BOTH(what) { AT_FETCH_LINK_##what, LINK, by_link, NULL, NULL, 0, 0 }, \
		   { AT_FETCH_DOC_##what, OWNER, by_owner, NULL, NULL, 0, 0 }
static const struct route routes[] = {
	{ AT_FETCH_LINK_PLACE, LINK, by_link, NULL, place_inputs, 0, 0 },
	{ AT_FETCH_LINK_CUT, LINK, by_link, NULL, NULL, 0, 0 },
	{ AT_FETCH_DOC_MARKED, OWNER, by_owner, NULL, NULL, 0, 0 },
	{ AT_FETCH_DOC_BLANK, OWNER, by_owner, NULL, NULL, 0, 0 },
	BOTH(PAGE), BOTH(PDF), BOTH(CERTIFICATE), BOTH(RECEIPT), BOTH(ZIP),
	{ 0 },
};

const struct page page = { "fetch", routes };
