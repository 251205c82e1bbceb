/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Writes an answer: status, security headers, body. Knows CGI's form of a
 * response (RFC 3875 §6), no page. */
#include "web/answer.h"

#include "base/log.h"
#include "base/str.h"
#include "port/view.h"
#include "web/model.h"
#include "web/page.h"

#include <string.h>
#include <unistd.h>

#define CSP_COMMON                                                                               \
	"default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "             \
	"frame-ancestors 'none'; base-uri 'none'"

static const char *phrase(int status)
{
	static const struct {
		int status;
		const char *phrase;
	} rows[] = { { 200, "OK" },
		     { 303, "See Other" },
		     { 304, "Not Modified" },
		     { 400, "Bad Request" },
		     { 403, "Forbidden" },
		     { 404, "Not Found" },
		     { 405, "Method Not Allowed" },
		     { 409, "Conflict" },
		     { 410, "Gone" },
		     { 413, "Content Too Large" },
		     { 422, "Unprocessable Content" },
		     { 429, "Too Many Requests" },
		     { 500, "Internal Server Error" },
		     { 503, "Service Unavailable" } };
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].status == status)
			return rows[i].phrase;
	return "Status";
}

/* RFC 8187 for filename*, an ASCII name for old browsers. */
static void add_disposition(struct buf *h, const char *name)
{
	static const char keep[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "0123456789!#$&+-.^_`|~";
	const char *dot = strrchr(name, '.');
	bool ascii = dot && strlen(dot) < 6 && dot[strspn(dot + 1, keep) + 1] == 0;
	buf_printf(h, "Content-Disposition: attachment; filename=\"document%s\"; filename*=UTF-8''",
		   ascii ? dot : "");
	for (; *name; name++)
		if (strchr(keep, *name))
			buf_byte(h, (unsigned char)*name);
		else
			buf_printf(h, "%%%02X", (unsigned char)*name);
	buf_str(h, "\r\n");
}

static void add_headers(struct reply *p, struct buf *h, int64_t length)
{
	const struct req *r = p->r;
	bool script = r->route && r->route->flags & ROUTE_SCRIPT;
	buf_printf(h, "Status: %d %s\r\n", p->status, phrase(p->status));
	if (p->location)
		buf_printf(h, "Location: %s\r\n", p->location);
	buf_printf(h, "Content-Type: %s\r\nContent-Length: %lld\r\n",
		   p->type ? p->type : "text/html; charset=UTF-8", (long long)length);
	if (p->file && p->max_age)
		buf_printf(h, "Cache-Control: private, max-age=%d\r\n", p->max_age);
	else
		buf_str(h, "Cache-Control: no-store\r\n");
	if (p->file)
		buf_str(h, "Content-Security-Policy: default-src 'none'; sandbox\r\n");
	else
		buf_printf(h, "Content-Security-Policy: %s%s\r\n", CSP_COMMON,
			   script ? "; script-src 'self'; connect-src 'self'" : "");
	if (p->save_as)
		add_disposition(h, p->save_as);
	if (p->status == 405)
		buf_printf(h, "Allow: %s\r\n",
			   !r->route || (r->route->get && r->route->post) ? "GET, HEAD, POST"
			   : r->route->get			       ? "GET, HEAD"
								       : "POST");
	if (p->status == 429 || p->status == 503)
		buf_str(h, "Retry-After: 60\r\n");
	buf_str(h, "X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n"
		   "X-Frame-Options: DENY\r\nCross-Origin-Opener-Policy: same-origin\r\n"
		   "Permissions-Policy: camera=(), geolocation=(), microphone=()\r\n"
		   "X-Robots-Tag: noindex\r\n");
	buf_add(h, p->headers.p, p->headers.n);
	buf_str(h, "\r\n");
}

static enum err send_file(struct reply *p, struct fcgi *f)
{
	static char chunk[65536];
	int64_t left = p->n, at = p->at;
	while (left > 0) {
		size_t want = left < (int64_t)sizeof chunk ? (size_t)left : sizeof chunk;
		ssize_t got = pread(p->fd, chunk, want, at);
		if (got <= 0)
			return BROKEN;
		enum err e = fcgi_write(f, chunk, (size_t)got);
		if (e)
			return e;
		left -= got;
		at += got;
	}
	return OK;
}

static enum err draw(struct reply *p)
{
	const char *lang = p->lang && !p->r->lang_chosen ? p->lang : p->r->lang;
	model_finish(p, lang);
	buf_clear(&p->body);
	return view_html(lang, p->view, p->doc, &p->body);
}

enum err reply_send(struct reply *p, struct fcgi *f, bool head, int64_t *bytes_r)
{
	struct buf h;
	if (p->view && draw(p)) {
		/* the error page is drawn by the same machine: it may work, it may not */
		bool again = !str_eq(p->view, "error");
		(void)reply_error(p, 500, NULL);
		if (!again || draw(p)) {
			reply_text(p, "500\n");
			p->status = 500;
		}
	}
	int64_t length = p->file ? p->n : (int64_t)p->body.n;
	*bytes_r = length;
	buf_init(&h, p->body.max);
	add_headers(p, &h, length);
	if (!head && !p->file)
		buf_add(&h, p->body.p, p->body.n);
	enum err e = fcgi_write(f, h.p, h.n);
	buf_clear(&h);
	if (!e && p->file && !head)
		e = send_file(p, f);
	return e;
}
