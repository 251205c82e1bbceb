/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A page for tests, under the address of /upload: declares one input of each
 * type and tells what the handler gets to see. The runner is the real one. */
#include "web/main.c"

#include "base/hex.h"
#include "base/str.h"
#include "port/xdoc.h"
#include "web/csrf.h"
#include "web/session.h"

#include <unistd.h>

static const struct input inputs[] = {
	{ .name = "line", .type = INPUT_TEXT, .max = 10 },
	{ .name = "need", .type = INPUT_TEXT, .flags = INPUT_REQUIRED, .label = "name" },
	{ .name = "lines", .type = INPUT_LINES, .max = 20000 },
	{ .name = "password", .type = INPUT_SECRET, .min = 3 },
	{ .name = "email", .type = INPUT_MAIL, .flags = INPUT_MANY },
	{ .name = "number", .type = INPUT_INT, .min = -5, .max = INT64_C(1000000000000) },
	{ .name = "date", .type = INPUT_DATE },
	{ .name = "lang", .type = INPUT_CHOICE, .words = "ja|en" },
	{ .name = "check", .type = INPUT_CHECK },
	{ .name = "files", .type = INPUT_FILE, .flags = INPUT_MANY, .max = 100000 },
	{ 0 }
};

static enum err show(struct req *r, struct reply *p)
{
	char token[CSRF_CHARS + 1];
	if (r->route->inputs && str_eq(req_text(r, "line"), "token")) {
		csrf_token(r, token);
		reply_text(p, token);
		return OK;
	}
	struct xnode *n = reply_view(p, "front");
	xdoc_attr(n, "hostile", "a\x01&<b>\xFF\"\x0Bz\xED\xA0\x80");
	return OK;
}

static void dump(struct req *r, struct buf *b)
{
	for (const struct input *i = inputs; i->name; i++)
		for (size_t k = 0; k < req_count(r, i->name); k++) {
			const struct upload *u = req_file(r, i->name, k);
			buf_printf(b, "%s=%s", i->name, req_text_at(r, i->name, k));
			if (i->type == INPUT_INT)
				buf_printf(b, " (%lld)", (long long)req_int(r, i->name, -99));
			if (u) {
				unsigned char got[64] = { 0 };
				char hex[65];
				hex_encode(u->sha256, 32, hex);
				ssize_t n = pread(u->fd, got, sizeof got, 0);
				buf_printf(b, "name[%s] size[%lld] sha[%s] head[%.*s]", u->name,
					   (long long)u->size, hex, (int)(n < 8 ? n : 8), got);
			}
			buf_byte(b, '\n');
		}
	buf_printf(b, "choice=%s absent=%s\n", req_text(r, "lang"), req_text(r, "line"));
}

static enum err take(struct req *r, struct reply *p)
{
	struct buf b;
	if (str_eq(req_text(r, "line"), "own")) {
		req_wrong(r, "line", "err.range", NULL);
		return INVALID;
	}
	if (str_eq(req_text(r, "line"), "moved")) {
		reply_to(p, route_path(r->arena, r->conf, AT_UPLOAD));
		return OK;
	}
	buf_init(&b, 1 << 20);
	dump(r, &b);
	reply_bytes(p, "text/plain; charset=UTF-8", buf_bytes(&b));
	buf_clear(&b);
	return OK;
}

/* A recipient's address: doc "d", slot 1; the generation is the token's first character. */
static enum err link_get(struct req *r, struct reply *p)
{
	unsigned methods;
	char token[CSRF_CHARS + 1];
	enum err e = ticket_check(r, p, "d", 1, r->token[0], &methods);
	csrf_token(r, token);
	reply_text(p, arena_printf(r->arena, "ticket=%s methods=%u rate=%d csrf=%s\n", err_word(e),
				   methods, rate_allow(r, "try", r->token, 3, HOUR), token));
	return OK;
}

static enum err link_view(struct req *r, struct reply *p)
{
	unsigned methods;
	enum err e = ticket_check(r, p, "d", 1, r->token[0], &methods);
	xdoc_attr(reply_view(p, "help"), "ticket", err_word(e));
	reply_lang(p, "en");
	return OK;
}

static enum err link_post(struct req *r, struct reply *p)
{
	ticket_grant(r, p, "d", 1, r->token[0], 3);
	reply_to(p, route_path(r->arena, r->conf, AT_REVIEW_READ, r->token));
	return OK;
}

static enum err sign_in(struct req *r, struct reply *p)
{
	enum err e = session_open(r, p, "user7", false);
	if (!e)
		reply_to(p, route_path(r->arena, r->conf, AT_SEARCH_HOME));
	return e;
}

static enum err sign_out(struct req *r, struct reply *p)
{
	enum err e = session_close(r, p);
	if (!e)
		reply_to(p, route_path(r->arena, r->conf, AT_FRONT));
	return e;
}

static enum err own(struct req *r, struct reply *p)
{
	reply_text(p, arena_printf(r->arena, "user=%s\n", r->user));
	return OK;
}

static enum err fails(struct req *r, struct reply *p)
{
	static const struct {
		const char *word;
		int status;
	} rows[] = { { "410", 410 }, { "429", 429 }, { "503", 503 } };
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (str_eq(req_part(r, "w"), rows[i].word))
			return reply_error(p, rows[i].status, NULL);
	return err_parse(req_part(r, "w"));
}

static enum err file(struct req *r, struct reply *p)
{
	int fd[2];
	(void)r;
	if (pipe(fd))
		return RETRY;
	close(fd[1]);
	reply_file(p, fd[0], 0, 0, "application/pdf", "秘密\"保持.pdf", 600);
	return OK;
}

static enum err view_broken(struct req *r, struct reply *p)
{
	(void)r;
	(void)reply_view(p, "no-such-view");
	return OK;
}

static const struct route routes[] = {
	{ .at = AT_UPLOAD, .get = show, .post = take, .inputs = inputs, .body = 2 << 20 },
	{ .at = AT_REVIEW, .who = LINK, .get = link_get, .post = link_post },
	{ .at = AT_REVIEW_READ, .who = LINK, .get = link_get },
	{ .at = AT_REVIEW_LITE, .who = LINK, .get = link_view },
	{ .at = AT_ACCOUNT_LOGIN, .get = show, .post = sign_in },
	{ .at = AT_ACCOUNT_LOGOUT, .post = sign_out },
	{ .at = AT_SEARCH_HOME, .who = OWNER, .get = own },
	{ .at = AT_SEARCH, .who = OPERATOR, .get = own },
	{ .at = AT_FETCH_LINK_PAGE, .get = fails },
	{ .at = AT_SEARCH_DONE, .get = file, .flags = ROUTE_SCRIPT },
	{ .at = AT_SEARCH_SENT, .get = view_broken },
	{ 0 }
};

const struct page page = { "echo", routes };
