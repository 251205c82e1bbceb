/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Page pictures and PDFs, to somebody allowed to have them: a recipient by
 * link, the owner by session. */
#include "web/page.h"

#include "core/letter.h"
#include "core/pages.h"
#include "core/present.h"
#include "core/vault.h"
#include "web/link.h"

#include "base/file.h"
#include "base/str.h"

#define PICTURE_AGE 600 /* seconds in the browser's own cache */

static enum err number(const struct req *r, int64_t *n_r)
{
	return str_to_int(req_part(r, "n"), 1, 1000000, n_r) ? MISSING : OK;
}

static enum err send_picture(struct req *r, struct reply *p, const struct contract *c)
{
	int64_t n;
	int width, fd = -1;
	const char *type;
	enum err e = number(r, &n);
	if (e || pages_width(req_part(r, "w"), &width))
		return MISSING;
	e = pages_picture(r->conf, r->arena, c, n, width, &fd, &type);
	if (!e)
		reply_file(p, fd, 1, file_size(fd) - 1, type, NULL, PICTURE_AGE);
	return e;
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

typedef enum err send_fn(struct req *r, struct reply *p, const struct contract *c);

/* A record read a moment ago may name a file that was replaced since: once more. */
static enum err send_twice(struct req *r, struct reply *p, struct contract *c, send_fn *give)
{
	enum err e = give(r, p, c);
	if (e != MISSING || ledger_load(r->conf, r->arena, c->id, &c))
		return e;
	return give(r, p, c);
}

static enum err by_link(struct req *r, struct reply *p, send_fn *give)
{
	struct link l;
	enum err e = link_open(r, p, DO_AGREE, &l);
	if (e)
		return e;
	if (link_may_read(r, &l))
		return send_twice(r, p, l.c, give);
	bool open = l.policy == POLICY_YES || l.policy == POLICY_TERMS ||
		    l.policy == POLICY_AGREED || l.policy == POLICY_CLOSED;
	if (open && !link_is_old(r, &l))
		return reply_error(p, 403, "ticket");
	return link_state(r, p, &l, false);
}

static enum err by_owner(struct req *r, struct reply *p, send_fn *give)
{
	struct contract *c;
	enum err e = ledger_load(r->conf, r->arena, r->doc, &c);
	if (e)
		return e;
	if (!str_eq(c->owner, r->user))
		return MISSING; /* whether it exists is nobody else's business */
	return send_twice(r, p, c, give);
}

static enum err link_page(struct req *r, struct reply *p)
{
	return by_link(r, p, send_picture);
}

static enum err link_pdf(struct req *r, struct reply *p)
{
	return by_link(r, p, send_pdf);
}

static enum err doc_page(struct req *r, struct reply *p)
{
	return by_owner(r, p, send_picture);
}

static enum err doc_pdf(struct req *r, struct reply *p)
{
	return by_owner(r, p, send_pdf);
}

static const struct route routes[] = {
	{ AT_FETCH_LINK_PAGE, LINK, link_page, NULL, NULL, 0, 0 },
	{ AT_FETCH_LINK_PDF, LINK, link_pdf, NULL, NULL, 0, 0 },
	{ AT_FETCH_DOC_PAGE, OWNER, doc_page, NULL, NULL, 0, 0 },
	{ AT_FETCH_DOC_PDF, OWNER, doc_pdf, NULL, NULL, 0, 0 },
	{ 0 },
};

const struct page page = { "fetch", routes };
