/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Objects by number. Knows where they stand; must not know what they mean. */
#include "pdf/reader.h"

#include <stdlib.h>
#include <string.h>

struct pdf {
	struct arena *arena;
	struct xref x;
};

enum err pdf_open(struct arena *a, struct bytes file, struct pdf **r, const char **why_r)
{
	*r = arena_alloc(a, sizeof **r);
	(*r)->arena = a;
	return xref_open(a, file, &(*r)->x, why_r);
}

struct bytes pdf_bytes(const struct pdf *p)
{
	return p->x.file;
}

size_t pdf_revisions(const struct pdf *p)
{
	return p->x.count;
}

size_t pdf_revision_start(const struct pdf *p, size_t i)
{
	return p->x.sections[i].start;
}

size_t pdf_revision_end(const struct pdf *p, size_t i)
{
	return p->x.sections[i].end;
}

size_t pdf_xref(const struct pdf *p)
{
	return p->x.sections[p->x.count - 1].xref;
}

uint32_t pdf_size(const struct pdf *p)
{
	return p->x.size;
}

uint32_t pdf_root(const struct pdf *p)
{
	return p->x.root;
}

uint32_t pdf_info(const struct pdf *p)
{
	return p->x.info;
}

struct bytes pdf_first_id(const struct pdf *p)
{
	return p->x.id;
}

bool pdf_plain_trailers(const struct pdf *p)
{
	return xref_plain(&p->x);
}

/* Behind "stream": its bytes and "endstream" (§7.3.8.1). */
static bool stream(struct lexer *l, struct object *o)
{
	struct value length;
	struct bytes f = l->src;
	size_t at = l->at;
	if (o->value.kind != VALUE_DICT || value_get(&o->value, "Length", &length) ||
	    length.kind != VALUE_INT || length.number < 0)
		return false;
	if (at < f.n && f.p[at] == '\r')
		at++;
	if (at == f.n || f.p[at++] != '\n')
		return false;
	if ((uint64_t)length.number > f.n - at)
		return false;
	o->stream = (struct bytes){ f.p + at, (size_t)length.number };
	l->at = at + o->stream.n;
	return lex_word(l, "endstream");
}

enum err pdf_object(const struct pdf *p, uint32_t number, struct object *r)
{
	struct token n, g;
	struct lexer l;
	if (number >= p->x.size || !p->x.entries[number].at)
		return MISSING;
	const struct xref_entry *e = &p->x.entries[number];
	*r = (struct object){ .number = number, .at = e->at };
	/* nothing of an object lies beyond its own revision's body */
	lex_init(&l, (struct bytes){ p->x.file.p, p->x.sections[e->section].xref }, e->at);
	if (lex_next(&l, &n) != LEX_INT || n.src.p != p->x.file.p + e->at || n.number != number ||
	    n.src.p[0] == '0' || n.src.p[0] == '+' || lex_next(&l, &g) != LEX_INT || g.src.n != 1 ||
	    g.number || !lex_word(&l, "obj") || !value_read(&l, &r->value))
		return INVALID;
	if (lex_word(&l, "stream") && !stream(&l, r))
		return INVALID;
	if (!lex_word(&l, "endobj"))
		return INVALID;
	r->end = l.at;
	return OK;
}

enum err pdf_resolve(const struct pdf *p, const struct value *v, struct value *r)
{
	struct object o;
	if (v->kind != VALUE_REF) {
		*r = *v;
		return OK;
	}
	enum err e = pdf_object(p, (uint32_t)v->number, &o);
	if (e)
		return e;
	*r = o.value;
	return o.value.kind == VALUE_REF || o.stream.p ? INVALID : OK;
}

enum err pdf_get(const struct pdf *p, const struct value *dict, const char *key, struct value *r)
{
	struct value v;
	enum err e = value_get(dict, key, &v);
	return e ? e : pdf_resolve(p, &v, r);
}

enum err pdf_catalog(const struct pdf *p, struct value *r)
{
	struct object o;
	struct value type;
	if (pdf_object(p, p->x.root, &o) || o.stream.p || value_get(&o.value, "Type", &type) ||
	    !value_name_is(&type, "Catalog"))
		return INVALID;
	*r = o.value;
	return OK;
}

static int by_place(const void *a, const void *b)
{
	size_t x, y;
	memcpy(&x, a, sizeof x);
	memcpy(&y, b, sizeof y);
	return x < y ? -1 : x > y;
}

bool pdf_tight(const struct pdf *p)
{
	const struct xref_section *s = &p->x.sections[p->x.count - 1];
	struct place {
		size_t at, end;
	} *place = arena_new_array(p->arena, struct place, p->x.size);
	size_t n = 0, at = s->start;
	for (uint32_t i = 1; i < p->x.size; i++) {
		struct object o;
		if (p->x.entries[i].section != p->x.count - 1)
			continue;
		if (pdf_object(p, i, &o))
			return false;
		place[n++] = (struct place){ o.at, o.end };
	}
	qsort(place, n, sizeof *place, by_place);
	if (p->x.count == 1)
		at = n ? place[0].at : 0;
	for (size_t i = 0; i < n; at = place[i++].end + 1)
		if (place[i].at != at || p->x.file.p[place[i].end] != '\n')
			return false;
	return at == s->xref;
}
