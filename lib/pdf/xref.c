/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Header, cross-reference tables and trailers. Knows the shape of our own
 * files; must not know objects. */
#include "pdf/xref.h"

#include <string.h>

#define ENTRY 20   /* bytes of a cross-reference entry, §7.5.4 */
#define ID_MAX 256 /* bytes of the first ID string as spelled */

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
	       take(f, at, "\n") && *count_r > 0 && *first_r <= XREF_OBJECTS &&
	       *count_r <= XREF_OBJECTS - *first_r && *count_r <= (f.n - *at) / ENTRY;
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

static bool trailer(const struct xref *x, struct xref_section *s)
{
	struct value v;
	if (!value_get(&s->trailer, "Encrypt", &v) || !value_get(&s->trailer, "XRefStm", &v) ||
	    !value_get(&s->trailer, "Type", &v))
		return false;
	if (value_get(&s->trailer, "Size", &v) || v.kind != VALUE_INT || v.number < 2 ||
	    v.number > XREF_OBJECTS)
		return false;
	s->size = (uint32_t)v.number;
	enum err e = value_get(&s->trailer, "Prev", &v);
	if (e == MISSING)
		return true;
	/* backwards only, so that the chain ends */
	if (e || v.kind != VALUE_INT || v.number < 1 || (size_t)v.number >= s->xref)
		return false;
	s->prev = (size_t)v.number;
	return s->prev < x->file.n;
}

/* Everything from "xref" to "%%EOF\n". */
static const char *section(const struct xref *x, size_t xref, struct xref_section *s)
{
	struct bytes f = x->file;
	size_t at = xref, first, count, again;
	*s = (struct xref_section){ .xref = xref };
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
	    s->trailer.kind != VALUE_DICT || !trailer(x, s))
		return "trailer";
	at = l.at;
	if (!take(f, &at, "\nstartxref\n") || !take_number(f, &at, &again) || again != xref ||
	    !take(f, &at, "\n%%EOF\n"))
		return "tail";
	s->end = at;
	return NULL;
}

/* Newest to oldest, then turned round. */
static const char *chain(struct arena *a, struct xref *x, size_t at)
{
	struct xref_section *found = arena_new_array(a, struct xref_section, XREF_SECTIONS);
	size_t n = 0;
	if (!at)
		return "tail";
	for (; at; at = found[n++].prev) {
		if (n == XREF_SECTIONS)
			return "xref";
		const char *why = section(x, at, &found[n]);
		if (why)
			return why;
	}
	if (found[0].end != x->file.n)
		return "tail";
	x->sections = arena_new_array(a, struct xref_section, n);
	x->count = n;
	for (size_t i = 0; i < n; i++) {
		struct xref_section *s = &x->sections[i];
		*s = found[n - 1 - i];
		s->start = i ? s[-1].end : 0;
		if (s->start >= s->xref)
			return "xref";
	}
	return NULL;
}

static bool store(struct xref *x, size_t i, size_t number, const unsigned char *e)
{
	const struct xref_section *s = &x->sections[i];
	size_t at;
	if (!i && !number)
		return entry(e, " 65535 f \n", &at) && !at;
	if (!entry(e, " 00000 n \n", &at) || at < s->start || !at || at >= s->xref ||
	    x->file.p[at - 1] > ' ')
		return false;
	x->entries[number] = (struct xref_entry){ (uint32_t)at, (uint32_t)i };
	return true;
}

/* Fills the entries of one section; the numbers rise, the new ones without a gap. */
static bool table(struct xref *x, size_t i)
{
	const struct xref_section *s = &x->sections[i];
	size_t at = s->table, first, count, least = 0, old = i ? s[-1].size : 0, size = old;
	if (s->size > x->size || (i && x->file.p[at] == '0'))
		return false;
	for (bool start = true; is_digit(x->file.p[at]); start = false) {
		if (!subsection(x->file, &at, &first, &count) || (!start && first <= least) ||
		    first + count > s->size || (!i && (!start || first)))
			return false;
		if (first + count > size) {
			if (first > size)
				return false;
			size = first + count;
		}
		least = first + count;
		for (size_t k = 0; k < count; k++, at += ENTRY)
			if (!store(x, i, first + k, x->file.p + at))
				return false;
	}
	return size == s->size;
}

/* What may not differ between the trailers. */
static bool same_trailer(struct xref *x, const struct xref_section *s, bool first)
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
		x->root = (uint32_t)root.number;
		x->info = (uint32_t)info.number;
		x->id = id.src;
	}
	return x->root == root.number && x->info == info.number && bytes_eq(x->id, id.src);
}

enum err xref_open(struct arena *a, struct bytes file, struct xref *x, const char **why_r)
{
	size_t at = 0;
	*x = (struct xref){ .file = file };
	*why_r = file.n > XREF_FILE_MAX ? "size"
		 : !header(file)	? "header"
		 : !tail(file, &at)	? "tail"
					: chain(a, x, at);
	if (*why_r)
		return INVALID;
	x->size = x->sections[x->count - 1].size;
	*why_r = "xref";
	/* every object has its 20 bytes in some table */
	if (x->size > file.n / ENTRY)
		return INVALID;
	x->entries = arena_new_array(a, struct xref_entry, x->size);
	for (size_t i = 0; i < x->count; i++)
		if (!table(x, i))
			return INVALID;
	*why_r = "trailer";
	for (size_t i = 0; i < x->count; i++)
		if (!same_trailer(x, &x->sections[i], i == 0))
			return INVALID;
	*why_r = NULL;
	return OK;
}

bool xref_plain(const struct xref *x)
{
	static const char *const known[] = { "Size", "Root", "Info", "ID", "Prev" };
	struct walk w;
	struct value k, v;
	for (size_t i = 0; i < x->count; i++) {
		walk_init(&w, &x->sections[i].trailer);
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
