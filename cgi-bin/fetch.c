/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Page pictures, PDFs and the papers about them, to somebody allowed to have
 * them: a recipient by link, the owner by session. */
#include "web/page.h"

#include "office/letter.h"
#include "office/papers.h"
#include "core/present.h"
#include "office/vault.h"
#include "web/link.h"
#include "web/place.h"
#include "web/placement.h"
#include "web/session.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/str.h"

#include <string.h>

#define PAPERS 20       /* of one reader about one contract, in ten minutes */
#define PAPERS_PEER 100 /* of one address */

static enum err number(const struct req *r, int64_t *n_r)
{
	return str_to_int(req_part(r, "n"), 1, 1000000, n_r) ? MISSING : OK;
}

/* Before the release the file that is agreed to, afterwards the signed one. */
static enum err send_pdf(struct req *r, struct reply *p, const struct contract *c)
{
	int64_t n;
	int fd = -1;
	enum err e = number(r, &n);
	if (e || n > (int64_t)c->n_papers)
		return MISSING;
	const struct paper *f = &c->papers[n - 1];
	e = vault_open(r->conf, present_hash(f, c), &fd);
	if (!e)
		reply_file(p, fd, 0, file_size(fd), "application/pdf",
			   letter_file_name(r->arena, f), 0);
	return e;
}

/* Papers are set anew by children each time. */
static bool too_often(const struct req *r, const struct contract *c, int64_t slot)
{
	const char *who = arena_printf(r->arena, "%s %lld", c->id, (long long)slot);
	return !rate_allow(r, "paper", who, PAPERS, 10 * MINUTE) ||
	       !rate_allow(r, "papers", r->peer, PAPERS_PEER, 10 * MINUTE);
}

/* slot: whose receipt it is, and whose language; 0 = the sender's. */
static enum err send_paper(struct req *r, struct reply *p, const struct contract *c, int64_t slot)
{
	const char *lang = r->lang_chosen || !slot ? r->lang : papers_lang(c, slot);
	const char *kind = strrchr(r->path, '/') + 1;
	int fd = -1;
	bool zip = str_eq(kind, "zip");
	if (too_often(r, c, slot))
		return reply_error(p, 429, NULL);
	enum err e = zip ? papers_zip(r->conf, r->arena, c, lang, &fd)
		     : str_eq(kind, "receipt")
			     ? papers_receipt(r->conf, r->arena, c, slot, lang, &fd)
			     : papers_certificate(r->conf, r->arena, c, lang, &fd);
	if (!e)
		reply_file(p, fd, 0, file_size(fd), zip ? "application/zip" : "application/pdf",
			   papers_name(r->arena, c, kind), 0);
	return e;
}

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
		return send_pdf(r, p, c);
	default:
		return send_paper(r, p, c, slot);
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
