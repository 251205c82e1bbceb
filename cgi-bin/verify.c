/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Anyone: is this PDF as it was concluded (its versions and pages for ten minutes)?
 * Is this mail genuine? Where are my receipts? */
#include "web/page.h"

#include "office/proof.h"
#include "web/session.h"
#include "web/typed.h"

#include "base/file.h"
#include "base/hex.h"
#include "base/str.h"

#define CHECKS 60  /* files of one address in ten minutes */
#define LARGE ((int64_t)20 << 20)
#define LARGES 10  /* of more bytes than that: one visitor cannot fill PROOF_ROOM */
#define LOOKS 2000 /* pictures and versions of one ticket in ten minutes */

static enum err form(struct req *r, struct reply *p)
{
	(void)r;
	xdoc_attr_int(reply_view(p, "signature"), "max_mb", PROOF_FILE >> 20);
	return OK;
}

static enum err check(struct req *r, struct reply *p)
{
	const char *ticket;
	const struct upload *f = req_file(r, "file", 0);
	if (!f) {
		req_wrong(r, "file", "up.none", (char *)0);
		return INVALID;
	}
	if (!rate_allow(r, "verify", r->peer, CHECKS, 10 * MINUTE) ||
	    (f->size > LARGE && !rate_allow(r, "verify.large", r->peer, LARGES, 10 * MINUTE)))
		return reply_error(p, 429, NULL);
	enum err e = proof_take(r->conf, r->arena, f->fd, f->name, &ticket);
	if (!e)
		reply_to(p, route_path(r->arena, r->conf, AT_VERIFY_RESULT, ticket));
	return e;
}

/* n_r may be NULL. OK and *done_r: the answer is in p already. */
static enum err find(struct req *r, struct reply *p, struct proof *f, int64_t *n_r, bool *done_r)
{
	const char *ticket = req_part(r, "w");
	*done_r = true;
	if (!token_valid(ticket, PROOF_TICKET) ||
	    (n_r && str_to_int(req_part(r, "n"), 0, PROOF_VERSIONS, n_r)))
		return MISSING;
	enum err e = proof_open(r->conf, r->arena, ticket, f);
	if (e == MISSING)
		return reply_error(p, 410, "proof");
	if (!e && !rate_allow(r, "proof", ticket, LOOKS, 10 * MINUTE))
		return reply_error(p, 429, NULL);
	*done_r = e != OK;
	return e;
}

static enum err result(struct req *r, struct reply *p)
{
	struct proof f;
	bool done;
	enum err e = find(r, p, &f, NULL, &done);
	if (e || done)
		return e;
	proof_present(reply_view(p, "signature-result"), r->arena, &f, req_part(r, "w"),
		      req_int(r, "page", 1));
	return OK;
}

static enum err version(struct req *r, struct reply *p)
{
	struct proof f;
	int64_t n = 0, bytes;
	bool done;
	int fd;
	enum err e = find(r, p, &f, &n, &done);
	if (e || done)
		return e;
	/* what he sent he has; this is no place to put files for others */
	e = n ? proof_bytes(r->conf, req_part(r, "w"), &f, n, &fd, &bytes) : MISSING;
	if (!e)
		reply_file(p, fd, 0, bytes, "application/pdf",
			   proof_version_name(r->arena, &f, n), 0);
	return e;
}

static enum err picture(struct req *r, struct reply *p)
{
	struct proof f;
	int64_t n = 0;
	const char *type;
	bool done;
	int fd = -1, width = str_eq(req_text(r, "width"), "1280") ? 1280 : 320;
	enum err e = find(r, p, &f, &n, &done);
	if (e || done)
		return e;
	e = proof_picture(r->conf, r->arena, req_part(r, "w"), &f, n, req_int(r, "page", 1), width,
			  &fd, &type);
	if (!e)
		reply_file(p, fd, 1, file_size(fd) - 1, type, NULL, PROOF_LIFE / SECOND);
	return e;
}

static const struct input file_input[] = {
	{ .name = "file", .type = INPUT_FILE, .max = PROOF_FILE, .label = "pdf" },
	{ 0 },
};
static const struct input page_input[] = {
	{ .name = "page", .type = INPUT_INT, .min = 0, .max = 1000000 },
	{ .name = "width", .type = INPUT_CHOICE, .words = "320|1280" },
	{ 0 },
};
static const struct route routes[] = {
	{ AT_VERIFY_CHECK, ANYONE, typed_get, typed_post, typed_inputs, 0, ROUTE_OPEN },
	{ AT_VERIFY_COPY, ANYONE, copy_get, copy_post, copy_inputs, 0, ROUTE_OPEN },
	{ AT_VERIFY, ANYONE, form, check, file_input, 2 * PROOF_FILE, ROUTE_OPEN }, /* its own limit is told */
	{ AT_VERIFY_RESULT, ANYONE, result, NULL, page_input, 0, 0 },
	{ AT_VERIFY_VERSION, ANYONE, version, NULL, NULL, 0, 0 },
	{ AT_VERIFY_PICTURE, ANYONE, picture, NULL, page_input, 0, 0 },
	{ 0 },
};

const struct page page = { "verify", routes };
