/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reads a file of ours forwards. Knows the frame of a file (ISO 32000-1 §7.5);
 * must not know what objects mean, nor anything of the writing side. */
#include "pdf/history.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ENTRY 20 /* bytes of a table's line */

struct reader {
	struct arena *arena;
	struct history *h;
	struct lexer l;
	struct history_object *found; /* grows; of the revision being read */
	size_t count, cap;
};

static bool literal(struct lexer *l, const char *text)
{
	size_t n = strlen(text);
	if (l->src.n - l->at < n || memcmp(l->src.p + l->at, text, n))
		return false;
	l->at += n;
	return true;
}

/* A decimal without sign or leading zeros, as our writers print it. */
static bool decimal(struct lexer *l, size_t *r)
{
	size_t v = 0, from = l->at;
	while (l->at < l->src.n && l->src.p[l->at] >= '0' && l->src.p[l->at] <= '9') {
		if (l->at - from >= 15 || (v == 0 && l->at > from))
			return false;
		v = v * 10 + (size_t)(l->src.p[l->at++] - '0');
	}
	*r = v;
	return l->at > from;
}

/* "%PDF-1.7" and at most one comment of high bytes. */
static bool header(struct lexer *l)
{
	if (!literal(l, "%PDF-1.7\n"))
		return false;
	if (l->at >= l->src.n || l->src.p[l->at] != '%')
		return true;
	for (l->at++; l->at < l->src.n && l->src.p[l->at] >= 0x80;)
		l->at++;
	return literal(l, "\n");
}

/* l stands behind the dictionary: the data must be as long as it says. */
static bool stream(struct lexer *l, struct history_object *o)
{
	struct value v;
	if (o->value.kind != VALUE_DICT || !literal(l, "stream\n") ||
	    value_get(&o->value, "Length", &v) || v.kind != VALUE_INT || v.number < 0 ||
	    (uint64_t)v.number > l->src.n - l->at)
		return false;
	o->stream = (struct bytes){ l->src.p + l->at, (size_t)v.number };
	l->at += (size_t)v.number;
	if (l->at < l->src.n && l->src.p[l->at] == '\n')
		l->at++;
	return literal(l, "endstream");
}

static bool object(struct lexer *l, struct history_object *o, const char **why)
{
	size_t number;
	*why = "object";
	memset(o, 0, sizeof *o);
	o->at = l->at;
	if (!decimal(l, &number) || !number || number >= HISTORY_OBJECTS ||
	    !literal(l, " 0 obj\n") || !value_read(l, &o->value) || !literal(l, "\n"))
		return false;
	o->number = (uint32_t)number;
	if (l->at < l->src.n && l->src.p[l->at] == 's') {
		*why = "stream";
		if (!stream(l, o) || !literal(l, "\n"))
			return false;
	}
	if (!literal(l, "endobj\n"))
		return false;
	o->end = l->at - 1;
	return true;
}

static bool objects(struct reader *r)
{
	struct lexer *l = &r->l;
	r->count = r->cap = 0;
	r->found = NULL;
	while (l->at < l->src.n && l->src.p[l->at] != 'x') {
		if (r->count == HISTORY_OBJECTS)
			return false;
		if (r->count == r->cap) {
			size_t cap = r->cap ? 2 * r->cap : 16;
			struct history_object *more =
			    arena_new_array(r->arena, struct history_object, cap);
			if (r->count)
				memcpy(more, r->found, r->count * sizeof *more);
			r->found = more;
			r->cap = cap;
		}
		if (!object(l, &r->found[r->count++], &r->h->why))
			return false;
	}
	r->h->why = "table";
	return l->at < l->src.n;
}

/* One line of a table must say where object n was found. */
static bool entry(struct reader *r, size_t at)
{
	char line[ENTRY + 8];
	snprintf(line, sizeof line, "%010zu 00000 n \n", at);
	return literal(&r->l, line);
}

/* "0 N", the free head, then every number from 1: the shape of a base. */
static bool base_table(struct reader *r, size_t *size_r)
{
	size_t zero, size;
	if (!decimal(&r->l, &zero) || zero || !literal(&r->l, " ") || !decimal(&r->l, &size) ||
	    size != r->count + 1 || !literal(&r->l, "\n0000000000 65535 f \n"))
		return false;
	const struct history_object **base =
	    arena_new_array(r->arena, const struct history_object *, size);
	for (size_t i = 0; i < r->count; i++) {
		uint32_t n = r->found[i].number;
		if (n >= size || base[n])
			return false;
		base[n] = &r->found[i];
	}
	for (size_t n = 1; n < size; n++)
		if (!entry(r, base[n]->at))
			return false;
	r->h->base = base;
	*size_r = size;
	return true;
}

static const struct history_object *in_revision(const struct history_object *o, size_t count,
						uint32_t number)
{
	for (size_t i = 0; i < count; i++)
		if (o[i].number == number)
			return &o[i];
	return NULL;
}

static int by_number(const void *a, const void *b)
{
	const struct history_object *const *x = a, *const *y = b;
	return (*x)->number < (*y)->number ? -1 : (*x)->number > (*y)->number;
}

/* Rising runs of exactly the numbers that were found, each once. */
static bool later_table(struct reader *r)
{
	size_t listed = 0, last = 0;
	const struct history_object **sorted =
	    arena_new_array(r->arena, const struct history_object *, r->count + 1);
	for (size_t i = 0; i < r->count; i++)
		sorted[i] = &r->found[i];
	qsort(sorted, r->count, sizeof *sorted, by_number);
	while (r->l.at < r->l.src.n && r->l.src.p[r->l.at] != 't') {
		size_t first, n;
		if (!decimal(&r->l, &first) || !literal(&r->l, " ") || !decimal(&r->l, &n) ||
		    !literal(&r->l, "\n") || !n || first <= last || n > r->count - listed)
			return false;
		for (size_t i = 0; i < n; i++, listed++)
			if (sorted[listed]->number != first + i || !entry(r, sorted[listed]->at))
				return false;
		last = first + n - 1;
	}
	return listed == r->count && r->count > 0;
}

static bool trailer(struct reader *r, struct history_revision *v)
{
	size_t at;
	r->h->why = "trailer";
	return literal(&r->l, "trailer") && (literal(&r->l, "\n") || literal(&r->l, " ")) &&
	       value_read(&r->l, &v->trailer) && v->trailer.kind == VALUE_DICT &&
	       literal(&r->l, "\nstartxref\n") && decimal(&r->l, &at) && at == v->xref &&
	       literal(&r->l, "\n%%EOF\n");
}

static bool keys_known(const struct value *dict)
{
	static const char *const known[] = { "Size", "Root", "Info", "ID", "Prev" };
	unsigned seen = 0;
	struct walk w;
	struct value k, v;
	for (walk_init(&w, dict); walk_next(&w, &k, &v);) {
		unsigned bit = 0;
		for (unsigned i = 0; i < 5; i++)
			if (value_name_is(&k, known[i]))
				bit = 1u << i;
		if (!bit || seen & bit)
			return false;
		seen |= bit;
	}
	return true;
}

static bool same_key(const struct value *a, const struct value *b, const char *key)
{
	struct value x, y;
	enum err e = value_get(a, key, &x), f = value_get(b, key, &y);
	return e == f && (e == MISSING || (!e && x.kind == y.kind && bytes_eq(x.src, y.src)));
}

static bool first_id(const struct value *trailer_dict, struct value *r)
{
	struct walk w;
	struct value id, second, third;
	if (value_get(trailer_dict, "ID", &id) || id.kind != VALUE_ARRAY)
		return false;
	walk_init(&w, &id);
	return walk_next(&w, NULL, r) && walk_next(&w, NULL, &second) &&
	       !walk_next(&w, NULL, &third) && r->kind == VALUE_STRING &&
	       second.kind == VALUE_STRING;
}

/* What a trailer has to keep of the one before it. */
static bool trailer_fits(const struct history *h, const struct history_revision *v, size_t fresh)
{
	struct value x, id, old_id;
	if (!keys_known(&v->trailer) || value_get(&v->trailer, "Size", &x) || x.kind != VALUE_INT ||
	    x.number != (int64_t)v->size || !first_id(&v->trailer, &id) ||
	    value_get(&v->trailer, "Root", &x) || x.kind != VALUE_REF)
		return false;
	if (!h->count)
		return value_get(&v->trailer, "Prev", &x) == MISSING;
	const struct history_revision *before = &h->revisions[h->count - 1];
	return v->size == before->size + fresh && same_key(&before->trailer, &v->trailer, "Root") &&
	       same_key(&before->trailer, &v->trailer, "Info") &&
	       first_id(&before->trailer, &old_id) && bytes_eq(old_id.src, id.src) &&
	       !value_get(&v->trailer, "Prev", &x) && x.kind == VALUE_INT &&
	       x.number == (int64_t)before->xref;
}

/* New numbers follow the ones there were, without a gap. */
static bool count_fresh(const struct reader *r, uint32_t size, size_t *fresh_r)
{
	size_t fresh = 0;
	for (size_t i = 0; i < r->count; i++)
		fresh += r->found[i].number >= size;
	for (size_t i = 0; i < r->count; i++)
		if (r->found[i].number >= size + fresh)
			return false;
	*fresh_r = fresh;
	return true;
}

static bool revision(struct reader *r)
{
	struct history *h = r->h;
	struct history_revision *v = &h->revisions[h->count];
	size_t size = 0, fresh = 0;
	*v = (struct history_revision){ .start = h->end };
	if (!objects(r))
		return false;
	v->xref = r->l.at;
	if (!literal(&r->l, "xref\n"))
		return false;
	if (!h->count) {
		if (!base_table(r, &size))
			return false;
	} else if (!later_table(r) || !count_fresh(r, h->revisions[h->count - 1].size, &fresh)) {
		return false;
	}
	v->size = h->count ? h->revisions[h->count - 1].size + (uint32_t)fresh : (uint32_t)size;
	if (!trailer(r, v) || !trailer_fits(h, v, fresh))
		return false;
	v->end = r->l.at;
	v->objects = r->found;
	v->count = r->count;
	h->end = v->end;
	h->count++;
	return true;
}

enum err history_read(struct arena *a, struct bytes file, struct history *h)
{
	struct reader r = { .arena = a, .h = h };
	*h = (struct history){ .file = file, .why = "size" };
	h->revisions = arena_new_array(a, struct history_revision, HISTORY_REVISIONS);
	if (!file.n || file.n > HISTORY_FILE)
		return INVALID;
	h->why = "header";
	lex_init(&r.l, file, 0);
	if (!header(&r.l))
		return INVALID;
	h->end = 0;
	while (h->count < HISTORY_REVISIONS && r.l.at < file.n)
		if (!revision(&r))
			break;
	if (h->end == file.n)
		h->why = NULL;
	else if (h->count && r.l.at == h->end)
		h->why = "junk";
	return h->count ? OK : INVALID;
}

const struct history_object *history_object(const struct history *h, size_t at, uint32_t number)
{
	for (size_t i = at + 1; i-- > 1;) {
		const struct history_object *o =
		    in_revision(h->revisions[i].objects, h->revisions[i].count, number);
		if (o)
			return o;
	}
	return number < h->revisions[0].size ? h->base[number] : NULL;
}

struct value history_resolve(const struct history *h, size_t at, const struct value *v)
{
	if (v->kind != VALUE_REF)
		return *v;
	const struct history_object *o = history_object(h, at, (uint32_t)v->number);
	if (!o || o->stream.p || o->value.kind == VALUE_REF)
		return (struct value){ .kind = VALUE_NULL };
	return o->value;
}

uint32_t history_root(const struct history *h)
{
	struct value v;
	if (value_get(&h->revisions[0].trailer, "Root", &v) || v.kind != VALUE_REF)
		return 0;
	return (uint32_t)v.number;
}
