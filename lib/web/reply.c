/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a handler says. Sending is in send.c. */
#include "web/answer.h"

#include "base/log.h"
#include "base/str.h"

#include <string.h>
#include <unistd.h>

#define BODY_MAX (32u << 20)
#define HEADERS_MAX 16384

void reply_init(struct reply *p, struct req *r)
{
	*p = (struct reply){ .r = r, .status = 200, .fd = -1 };
	buf_init(&p->headers, HEADERS_MAX);
	buf_init(&p->body, BODY_MAX);
}

void reply_forget(struct reply *p)
{
	xdoc_free(p->doc);
	p->doc = NULL;
	p->view = p->why = p->location = p->type = p->save_as = NULL;
	buf_clear(&p->body);
	if (p->fd >= 0)
		close(p->fd);
	p->fd = -1;
	p->file = false;
	p->status = 200;
}

void reply_clear(struct reply *p)
{
	reply_forget(p);
	buf_clear(&p->headers);
}

struct xnode *reply_view(struct reply *p, const char *view)
{
	int status = p->status;
	reply_forget(p);
	p->status = status;
	p->view = view;
	p->doc = xdoc_new("page");
	return xdoc_root(p->doc);
}

void reply_status(struct reply *p, int status)
{
	p->status = status;
}

enum err reply_error(struct reply *p, int status, const char *why)
{
	reply_forget(p);
	(void)reply_view(p, "error");
	p->status = status;
	p->why = why;
	return OK;
}

void reply_to(struct reply *p, const char *path)
{
	reply_forget(p);
	p->status = 303;
	p->location = path;
	if (!p->r->carry || !*p->r->token)
		return;
	int end = (int)strcspn(path, "#");
	p->location = arena_printf(p->r->arena, "%.*s%ck=%s%s", end, path,
				   memchr(path, '?', (size_t)end) ? '&' : '?', p->r->carry,
				   path + end);
}

void reply_file(struct reply *p, int fd, int64_t at, int64_t n, const char *type, const char *name,
		int max_age)
{
	reply_forget(p);
	p->file = true;
	p->fd = fd;
	p->at = at;
	p->n = n;
	p->type = type;
	p->save_as = name ? arena_str(p->r->arena, name) : NULL;
	p->max_age = max_age;
}

void reply_bytes(struct reply *p, const char *type, struct bytes b)
{
	reply_forget(p);
	p->type = type;
	buf_add(&p->body, b.p, b.n);
}

void reply_text(struct reply *p, const char *text)
{
	reply_bytes(p, "text/plain; charset=UTF-8",
		    (struct bytes){ (const unsigned char *)text, strlen(text) });
}

void reply_lang(struct reply *p, const char *lang)
{
	p->lang = str_eq(lang, "en") ? "en" : "ja";
}

void reply_wake(struct reply *p)
{
	p->wake = true;
}
