/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reads the body within its limit and hands it to a decoder. Knows no route. */
#include "web/body.h"

#include "base/log.h"
#include "base/str.h"

#include <string.h>
#include <strings.h>
#include <unistd.h>

#define CHUNK 65536
#define DRAIN (INT64_C(64) << 20) /* read and dropped, so that the answer is seen */

void raws_init(struct raws *l, struct arena *a, const struct conf *c, const struct input *inputs)
{
	*l = (struct raws){ .arena = a, .conf = c, .inputs = inputs };
	l->end = &l->first;
}

const struct input *raws_declared(const struct raws *l, const char *name)
{
	for (const struct input *i = l->inputs; i && i->name; i++)
		if (!strcmp(i->name, name))
			return i;
	return NULL;
}

/* The runner's own fields. */
static bool is_ours(const char *name)
{
	return !strcmp(name, "csrf") || !strcmp(name, "k") || !strcmp(name, "lang");
}

static bool raws_has(const struct raws *l, const char *name)
{
	for (const struct raw *r = l->first; r; r = r->next)
		if (!r->file && !strcmp(r->name, name))
			return true;
	return false;
}

enum err raws_add(struct raws *l, const char *name, const void *p, size_t n, bool cut,
		  struct upload *file)
{
	if (++l->parts > FORM_PARTS)
		return INVALID;
	const struct input *input = raws_declared(l, name);
	if (!file && !is_ours(name) && !input)
		return OK; /* undeclared input does not exist */
	if (!file && !(input && input->flags & INPUT_MANY) && raws_has(l, name))
		return OK; /* the first one counts; further ones are not kept */
	if ((l->text += n) > FORM_TEXT)
		return INVALID;
	struct raw *r = arena_alloc(l->arena, sizeof *r);
	char *text = arena_strn(l->arena, p, n);
	size_t k = 0;
	for (size_t i = 0; i < n; i++)
		if (text[i])
			text[k++] = text[i];
	text[k] = 0;
	r->name = arena_str(l->arena, name);
	r->text = text;
	r->n = k;
	r->cut = cut;
	r->file = file;
	*l->end = r;
	l->end = &r->next;
	return OK;
}

void raws_clear(struct raws *l)
{
	for (struct raw *r = l->first; r; r = r->next)
		if (r->file && r->file->fd >= 0) {
			close(r->file->fd);
			r->file->fd = -1;
		}
}

static void drain(struct fcgi *f, int64_t left)
{
	static char waste[CHUNK];
	size_t got = 1;
	if (left < 0 || left > DRAIN)
		left = DRAIN;
	while (left > 0 && got && !fcgi_read(f, waste, sizeof waste, &got))
		left -= (int64_t)got;
}

struct decoder {
	struct multipart *multipart; /* or */
	struct buf *text;
};

static enum err feed(struct decoder *d, const void *p, size_t n)
{
	if (d->multipart)
		return multipart_feed(d->multipart, p, n);
	buf_add(d->text, p, n);
	return OK;
}

/* length < 0: not told, read to the end. */
static enum err pump(struct fcgi *f, int64_t length, int64_t limit, struct decoder *d, int64_t *got_r)
{
	static char chunk[CHUNK];
	enum err e = OK, bad = OK;
	int64_t all = 0;
	while (length < 0 || all < length) {
		size_t want = sizeof chunk, got;
		if (length >= 0 && length - all < (int64_t)want)
			want = (size_t)(length - all);
		if ((e = fcgi_read(f, chunk, want, &got)))
			return INVALID; /* the visitor went away */
		if (!got)
			break;
		all += (int64_t)got;
		if (all > limit) {
			drain(f, length < 0 ? -1 : length - all);
			return DENIED;
		}
		if (!bad)
			bad = feed(d, chunk, got); /* go on reading: the answer shall be seen */
	}
	*got_r = all;
	if (bad)
		return bad;
	return length >= 0 && all < length ? INVALID : OK;
}

static bool has_type(const char *value, const char *type)
{
	size_t n = strlen(type);
	return !strncasecmp(value, type, n) && (!value[n] || value[n] == ';' || value[n] == ' ');
}

enum err body_read(struct fcgi *f, int64_t limit, struct raws *l)
{
	const char *type = fcgi_param(f, "CONTENT_TYPE"), *told = fcgi_param(f, "CONTENT_LENGTH");
	struct decoder d = { 0 };
	struct buf text;
	int64_t length = -1;
	enum err e;
	type = type ? type : "";
	if (!str_empty(told) && str_to_int(told, 0, INT64_MAX, &length))
		return INVALID;
	if (str_empty(told) && fcgi_is_cgi(f))
		length = 0;
	if (length > limit) {
		drain(f, length);
		return DENIED;
	}
	buf_init(&text, (size_t)limit);
	if (has_type(type, "multipart/form-data")) {
		if ((e = multipart_new(l, type, &d.multipart))) {
			drain(f, length);
			return e;
		}
	} else if (has_type(type, "application/x-www-form-urlencoded") || (!*type && !length)) {
		d.text = &text;
	} else {
		drain(f, length);
		return INVALID;
	}
	e = pump(f, length, limit, &d, &l->body);
	if (!e)
		e = d.multipart ? multipart_end(d.multipart)
				: urlenc_parse(l, buf_text(&text), text.n);
	multipart_free(d.multipart);
	buf_clear(&text);
	return e;
}
