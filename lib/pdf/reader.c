/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Cross-reference tables and objects. Knows the shape of our own files; must
 * not know signatures or fields. */
#include "pdf/reader.h"

#include <string.h>

#define ENTRY 20   /* bytes of a cross-reference entry, §7.5.4 */
#define ID_MAX 256 /* bytes of the first ID string as spelled */

struct section {
	size_t start, xref, table, end; /* table: the first subsection's head */
	struct value trailer;
	uint32_t size;
	size_t prev; /* 0 = none */
};

struct entry {
	uint32_t at;
	uint32_t section;
};

struct pdf {
	struct arena *arena;
	struct bytes file;
	struct section *sections; /* oldest first */
	size_t count;
	struct entry *entries; /* at = 0: none */
	uint32_t size, root, info;
	struct bytes id;
};

struct bytes pdf_bytes(const struct pdf *p)
{
	return p->file;
}

size_t pdf_revisions(const struct pdf *p)
{
	return p->count;
}

size_t pdf_revision_start(const struct pdf *p, size_t i)
{
	return p->sections[i].start;
}

size_t pdf_revision_end(const struct pdf *p, size_t i)
{
	return p->sections[i].end;
}

size_t pdf_xref(const struct pdf *p)
{
	return p->sections[p->count - 1].xref;
}

uint32_t pdf_size(const struct pdf *p)
{
	return p->size;
}

uint32_t pdf_root(const struct pdf *p)
{
	return p->root;
}

uint32_t pdf_info(const struct pdf *p)
{
	return p->info;
}

struct bytes pdf_first_id(const struct pdf *p)
{
	return p->id;
}

static bool is_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}

/* Exactly this text at *at, which moves behind it. */
static bool take(struct bytes f, size_t *at, const char *text)
{
	size_t n = strlen(text);
	if (*at > f.n || f.n - *at < n || memcmp(f.p + *at, text, n))
		return false;
	*at += n;
	return true;
}

/* A decimal number of 1–10 digits without needless zeros. */
static bool take_number(struct bytes f, size_t *at, size_t *r)
{
	size_t i = *at, v = 0;
	for (; i < f.n && i - *at < 10 && is_digit(f.p[i]); i++)
		v = v * 10 + (size_t)(f.p[i] - '0');
	if (i == *at || (f.p[*at] == '0' && i - *at > 1))
		return false;
	*at = i;
	*r = v;
	return true;
}

static bool header(struct bytes f)
{
	size_t at = 0;
	if (!take(f, &at, "%PDF-") || f.n - at < 4)
		return false;
	const unsigned char *v = f.p + at;
	return v[1] == '.' && (v[3] == '\n' || v[3] == '\r') &&
	       ((v[0] == '1' && v[2] >= '0' && v[2] <= '7') || (v[0] == '2' && v[2] == '0'));
}

/* The offset behind the last "startxref". */
static bool tail(struct bytes f, size_t *xref_r)
{
	static const char mark[] = "startxref\n";
	size_t end = f.n, at;
	if (f.n < 64 || memcmp(f.p + f.n - 7, "\n%%EOF\n", 7))
		return false;
	for (end -= 7; end > 0 && f.n - end < 18 && is_digit(f.p[end - 1]);)
		end--;
	at = end - (sizeof mark - 1);
	return take(f, &at, mark) && take_number(f, &at, xref_r) && at == f.n - 7;
}

/* "first count\n" and behind it count entries that lie in the file. */
static bool subsection(struct bytes f, size_t *at, size_t *first_r, size_t *count_r)
{
	return take_number(f, at, first_r) && take(f, at, " ") && take_number(f, at, count_r) &&
	       take(f, at, "\n") && *count_r > 0 && *first_r <= PDF_OBJECTS &&
	       *count_r <= PDF_OBJECTS - *first_r && *count_r <= (f.n - *at) / ENTRY;
}

/* "oooooooooo ggggg n \n" */
static bool entry(const unsigned char *e, const char *rest, size_t *at_r)
{
	*at_r = 0;
	for (int i = 0; i < 10; i++) {
		if (!is_digit(e[i]))
			return false;
		*at_r = *at_r * 10 + (size_t)(e[i] - '0');
	}
	return !memcmp(e + 10, rest, ENTRY - 10);
}

static bool trailer(const struct pdf *p, struct section *s)
{
	struct value v;
	if (!value_get(&s->trailer, "Encrypt", &v) || !value_get(&s->trailer, "XRefStm", &v) ||
	    !value_get(&s->trailer, "Type", &v))
		return false;
	if (value_get(&s->trailer, "Size", &v) || v.kind != VALUE_INT || v.number < 2 ||
	    v.number > PDF_OBJECTS)
		return false;
	s->size = (uint32_t)v.number;
	enum err e = value_get(&s->trailer, "Prev", &v);
	if (e == MISSING)
		return true;
	/* backwards only, so that the chain ends */
	if (e || v.kind != VALUE_INT || v.number < 1 || (size_t)v.number >= s->xref)
		return false;
	s->prev = (size_t)v.number;
	return s->prev < p->file.n;
}

/* Everything from "xref" to "%%EOF\n". */
static const char *section(const struct pdf *p, size_t xref, struct section *s)
{
	struct bytes f = p->file;
	size_t at = xref, first, count, again;
	*s = (struct section){ .xref = xref };
	if (!xref || xref >= f.n || f.p[xref - 1] != '\n' || !take(f, &at, "xref\n"))
		return "xref";
	s->table = at;
	do {
		if (!subsection(f, &at, &first, &count))
			return "xref";
		at += count * ENTRY;
	} while (at < f.n && is_digit(f.p[at]));
	struct lexer l;
	lex_init(&l, f, at);
	if (!lex_word(&l, "trailer") || !value_read(&l, &s->trailer) ||
	    s->trailer.kind != VALUE_DICT || !trailer(p, s))
		return "trailer";
	at = l.at;
	if (!take(f, &at, "\nstartxref\n") || !take_number(f, &at, &again) || again != xref ||
	    !take(f, &at, "\n%%EOF\n"))
		return "tail";
	s->end = at;
	return NULL;
}

/* Newest to oldest, then turned round. */
static const char *chain(struct pdf *p, size_t xref)
{
	struct section *found = arena_new_array(p->arena, struct section, PDF_REVISIONS);
	size_t n = 0;
	if (!xref)
		return "tail";
	for (; xref; xref = found[n++].prev) {
		if (n == PDF_REVISIONS)
			return "xref";
		const char *why = section(p, xref, &found[n]);
		if (why)
			return why;
	}
	if (found[0].end != p->file.n)
		return "tail";
	p->sections = arena_new_array(p->arena, struct section, n);
	p->count = n;
	for (size_t i = 0; i < n; i++) {
		struct section *s = &p->sections[i];
		*s = found[n - 1 - i];
		s->start = i ? s[-1].end : 0;
		if (s->start >= s->xref)
			return "xref";
	}
	return NULL;
}

static bool store(struct pdf *p, size_t i, size_t number, const unsigned char *e)
{
	const struct section *s = &p->sections[i];
	size_t at;
	if (!i && !number)
		return entry(e, " 65535 f \n", &at) && !at;
	if (!entry(e, " 00000 n \n", &at) || at < s->start || !at || at >= s->xref ||
	    p->file.p[at - 1] > ' ')
		return false;
	p->entries[number] = (struct entry){ (uint32_t)at, (uint32_t)i };
	return true;
}

/* Fills the entries of one section; the numbers rise, the new ones without a gap. */
static bool table(struct pdf *p, size_t i)
{
	const struct section *s = &p->sections[i];
	size_t at = s->table, first, count, least = 0, old = i ? s[-1].size : 0, size = old;
	if (s->size > p->size || (i && p->file.p[at] == '0'))
		return false;
	for (bool start = true; is_digit(p->file.p[at]); start = false) {
		if (!subsection(p->file, &at, &first, &count) || (!start && first <= least) ||
		    first + count > s->size || (!i && (!start || first)))
			return false;
		if (first + count > size) {
			if (first > size)
				return false;
			size = first + count;
		}
		least = first + count;
		for (size_t k = 0; k < count; k++, at += ENTRY)
			if (!store(p, i, first + k, p->file.p + at))
				return false;
	}
	return size == s->size;
}

/* What may not differ between the trailers. */
static bool same_trailer(struct pdf *p, const struct section *s, bool first)
{
	struct value root, info, ids, id;
	struct walk w;
	if (value_get(&s->trailer, "Root", &root) || root.kind != VALUE_REF)
		return false;
	enum err e = value_get(&s->trailer, "Info", &info);
	if (e == MISSING)
		info.number = 0;
	else if (e || info.kind != VALUE_REF)
		return false;
	if (value_get(&s->trailer, "ID", &ids) || ids.kind != VALUE_ARRAY)
		return false;
	walk_init(&w, &ids);
	if (!walk_next(&w, NULL, &id) || id.kind != VALUE_STRING || id.src.n > ID_MAX)
		return false;
	if (first) {
		p->root = (uint32_t)root.number;
		p->info = (uint32_t)info.number;
		p->id = id.src;
	}
	return p->root == root.number && p->info == info.number && bytes_eq(p->id, id.src);
}

enum err pdf_open(struct arena *a, struct bytes file, struct pdf **r, const char **why_r)
{
	struct pdf *p = arena_alloc(a, sizeof *p);
	size_t xref = 0;
	*p = (struct pdf){ .arena = a, .file = file };
	*why_r = file.n > PDF_FILE_MAX	? "size"
		 : !header(file)	? "header"
		 : !tail(file, &xref)	? "tail"
					: chain(p, xref);
	if (*why_r)
		return INVALID;
	p->size = p->sections[p->count - 1].size;
	/* every object has its 20 bytes in some table */
	if (p->size > file.n / ENTRY) {
		*why_r = "xref";
		return INVALID;
	}
	p->entries = arena_new_array(a, struct entry, p->size);
	for (size_t i = 0; i < p->count && !*why_r; i++)
		*why_r = !table(p, i)				     ? "xref"
			 : !same_trailer(p, &p->sections[i], i == 0) ? "trailer"
								     : NULL;
	*r = p;
	return *why_r ? INVALID : OK;
}

bool pdf_plain_trailers(const struct pdf *p)
{
	static const char *const known[] = { "Size", "Root", "Info", "ID", "Prev" };
	struct walk w;
	struct value k, v;
	for (size_t i = 0; i < p->count; i++) {
		walk_init(&w, &p->sections[i].trailer);
		while (walk_next(&w, &k, &v)) {
			bool plain = false;
			for (size_t j = 0; j < sizeof known / sizeof *known; j++)
				plain = plain || value_name_is(&k, known[j]);
			if (!plain)
				return false;
		}
	}
	return true;
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
	if (!take(f, &at, "\n") && !take(f, &at, "\r\n"))
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
	if (number >= p->size || !p->entries[number].at)
		return MISSING;
	const struct entry *e = &p->entries[number];
	*r = (struct object){ .number = number, .at = e->at };
	/* nothing of an object lies beyond its own revision's body */
	lex_init(&l, (struct bytes){ p->file.p, p->sections[e->section].xref }, e->at);
	if (lex_next(&l, &n) != LEX_INT || n.src.p != p->file.p + e->at || n.number != number ||
	    n.src.p[0] == '0' || n.src.p[0] == '+' || lex_next(&l, &g) != LEX_INT ||
	    g.src.n != 1 || g.number || !lex_word(&l, "obj") || !value_read(&l, &r->value))
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
	if (pdf_object(p, p->root, &o) || o.stream.p || value_get(&o.value, "Type", &type) ||
	    !value_name_is(&type, "Catalog"))
		return INVALID;
	*r = o.value;
	return OK;
}
