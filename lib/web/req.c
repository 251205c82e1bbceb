/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A handler's questions about its request. */
#include "web/req.h"

#include "base/log.h"
#include "base/str.h"
#include "web/page.h"

#include <stdarg.h>
#include <string.h>

static const struct input *declared(const struct req *r, const char *name)
{
	for (const struct input *i = r->route ? r->route->inputs : NULL; i && i->name; i++)
		if (!strcmp(i->name, name))
			return i;
	log_die("input.undeclared", "page=%s input=%s", r->page->name, name);
}

static const struct value *find(const struct req *r, const char *name, size_t at)
{
	const struct input *in = declared(r, name);
	for (size_t i = 0; i < r->values_n; i++)
		if (r->values[i].input == in && !at--)
			return &r->values[i];
	return NULL;
}

const char *req_text_at(const struct req *r, const char *name, size_t i)
{
	const struct value *v = find(r, name, i);
	const struct input *in = declared(r, name);
	if (v)
		return v->text;
	/* an absent choice is its first word */
	if (in->type == INPUT_CHOICE && !i && !(in->flags & (INPUT_MANY | INPUT_REQUIRED)))
		return arena_strn(r->arena, in->words, strcspn(in->words, "|"));
	return "";
}

const char *req_text(const struct req *r, const char *name)
{
	return req_text_at(r, name, 0);
}

size_t req_count(const struct req *r, const char *name)
{
	const struct input *in = declared(r, name);
	size_t n = 0;
	for (size_t i = 0; i < r->values_n; i++)
		n += r->values[i].input == in;
	return n;
}

int64_t req_int(const struct req *r, const char *name, int64_t absent)
{
	const struct value *v = find(r, name, 0);
	return v && *v->text ? v->number : absent;
}

bool req_checked(const struct req *r, const char *name)
{
	return find(r, name, 0) != NULL;
}

const struct upload *req_file(const struct req *r, const char *name, size_t i)
{
	const struct value *v = find(r, name, i);
	return v ? v->file : NULL;
}

const char *req_part(const struct req *r, const char *key)
{
	for (int i = 0; i < r->parts.n; i++)
		if (!strcmp(r->parts.key[i], key))
			return r->parts.value[i];
	return "";
}

static void add_wrong(struct req *r, const char *field, int at, const char *text, const char *id,
		      va_list ap)
{
	struct wrong *w = arena_alloc(r->arena, sizeof *w);
	w->field = field;
	w->at = at;
	w->text = text ? arena_str(r->arena, text) : NULL;
	w->label = field;
	for (const struct input *i = r->route ? r->route->inputs : NULL; i && i->name; i++)
		if (!strcmp(i->name, field) && i->label)
			w->label = i->label;
	w->id = id;
	for (int k = 0; k < 3; k++) {
		const char *key = va_arg(ap, const char *);
		if (!key)
			break;
		w->key[k] = key;
		w->value[k] = arena_str(r->arena, va_arg(ap, const char *));
	}
	*r->wrongs_end = w;
	r->wrongs_end = &w->next;
}

void req_wrong(struct req *r, const char *field, const char *id, ...)
{
	va_list ap;
	va_start(ap, id);
	add_wrong(r, field, 0, NULL, id, ap);
	va_end(ap);
}

void req_wrong_at(struct req *r, const char *field, int at, const char *label_text, const char *id,
		  ...)
{
	va_list ap;
	va_start(ap, id);
	add_wrong(r, field, at, label_text, id, ap);
	va_end(ap);
}
