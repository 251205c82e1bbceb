/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Letters and embedded subsets. Knows fonts in PDF; must not know boxes. */
#include "pdf/typeface.h"

#include "base/str.h"
#include "port/digest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CLUSTER 16 /* characters that can make one letter */
#define BFCHARS 100 /* of one block (Adobe Technical Note 5014) */

/* --- letters ---------------------------------------------------------------------- */

static bool selector(uint32_t c)
{
	return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
}

/* The combining marks that fonts of Japanese have. */
static bool mark(uint32_t c)
{
	return (c >= 0x300 && c <= 0x36F) || (c >= 0x1AB0 && c <= 0x1AFF) ||
	       (c >= 0x1DC0 && c <= 0x1DFF) || (c >= 0x20D0 && c <= 0x20FF) || c == 0x3099 ||
	       c == 0x309A || (c >= 0xFE20 && c <= 0xFE2F);
}

struct cluster {
	uint32_t cp[CLUSTER]; /* without selectors */
	uint32_t selector;    /* 0 = none */
	size_t n;
	struct bytes text;
};

/* The character at utf8 with what follows it; false at the end. A byte that is
 * no UTF-8 counts as U+FFFD. */
static bool next_cluster(struct bytes *rest, struct cluster *c)
{
	*c = (struct cluster){ .text = { rest->p, 0 } };
	while (rest->n) {
		uint32_t cp = 0xFFFD;
		size_t len = str_utf8_next(rest->p, rest->n, &cp);
		if (c->n && ((!selector(cp) && !mark(cp)) || c->n == CLUSTER || c->cp[0] == '\n'))
			break;
		len += !len;
		if (!selector(cp))
			c->cp[c->n++] = cp;
		else if (c->n == 1 && !c->selector)
			c->selector = cp;
		rest->p += len;
		rest->n -= len;
		c->text.n += len;
	}
	return c->n > 0;
}

static void one_glyph(struct arena *a, const struct glyph_font *f, uint32_t id, struct letter *l)
{
	l->glyph = arena_alloc(a, sizeof *l->glyph);
	l->advance = glyph_advance(f, id);
	*l->glyph = (struct glyph){ .id = id, .advance = l->advance, .width = l->advance };
	l->glyphs = 1;
}

static bool set_in(struct arena *a, const struct glyph_font *f, const struct cluster *c,
		   bool upright, struct letter *l)
{
	struct glyph set[2 * CLUSTER];
	uint32_t cp[CLUSTER + 1] = { c->cp[0] };
	size_t n = 1;
	for (size_t i = 0; i < c->n; i++)
		if (!glyph_of(f, c->cp[i]))
			return false;
	if (c->n == 1 && !upright) {
		uint32_t id = c->selector ? glyph_variant(f, c->cp[0], c->selector) : 0;
		one_glyph(a, f, id ? id : glyph_of(f, c->cp[0]), l);
		return true;
	}
	if (c->selector && glyph_variant(f, c->cp[0], c->selector))
		cp[n++] = c->selector;
	for (size_t i = 1; i < c->n; i++)
		cp[n++] = c->cp[i];
	l->glyphs = glyph_set(f, cp, n, upright, set, 2 * CLUSTER);
	if (!l->glyphs)
		return false;
	l->glyph = arena_dup(a, set, l->glyphs * sizeof *set);
	l->advance = 0;
	for (size_t i = 0; i < l->glyphs; i++)
		l->advance += set[i].advance;
	return true;
}

/* The first font that has all of it, and the variant if any font has that. */
static bool set_letter(struct arena *a, const struct typefaces *t, const struct cluster *c,
		       int first, bool upright, struct letter *l)
{
	for (int want = c->selector != 0; want >= 0; want--)
		for (int i = 0; i < TYPEFACES; i++) {
			l->face = (first + i) % TYPEFACES;
			const struct glyph_font *f = t->font[l->face];
			if (want && !glyph_variant(f, c->cp[0], c->selector))
				continue;
			if (set_in(a, f, c, upright, l))
				return true;
		}
	return false;
}

/* No font has both a character and its mark: each by itself. */
static bool set_apart(struct arena *a, const struct typefaces *t, const struct cluster *c,
		      int first, struct letter *l, size_t *count)
{
	size_t at = 0;
	for (size_t i = 0; i < c->n; i++) {
		uint32_t cp;
		struct cluster one = { .cp = { c->cp[i] }, .n = 1 };
		one.text.p = c->text.p + at;
		do {
			size_t len = str_utf8_next(c->text.p + at, c->text.n - at, &cp);
			at += len ? len : 1;
		} while (selector(cp) && at < c->text.n);
		one.text.n = (size_t)(c->text.p + at - one.text.p);
		l[*count] = (struct letter){ .character = one.cp[0], .text = one.text };
		if (!set_letter(a, t, &one, first, false, &l[*count]))
			return false;
		++*count;
	}
	return true;
}

enum err letters_read(struct arena *a, const struct typefaces *t, const char *utf8, int first,
		      bool upright, struct letter **r, size_t *count_r, const char **missing_r)
{
	struct bytes rest = { (const unsigned char *)utf8, strlen(utf8) };
	struct letter *l = arena_new_array(a, struct letter, rest.n + 1);
	struct cluster c;
	size_t n = 0;
	while (next_cluster(&rest, &c)) {
		l[n] = (struct letter){ .character = c.cp[0], .text = c.text };
		if (c.cp[0] == '\n' || set_letter(a, t, &c, first, upright, &l[n])) {
			n++;
			continue;
		}
		if (c.n > 1 && set_apart(a, t, &c, first, l, &n))
			continue;
		*missing_r = arena_strn(a, c.text.p, c.text.n);
		return INVALID;
	}
	*r = l;
	*count_r = n;
	return OK;
}

/* --- subsets ---------------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
	uint32_t x, y;
	memcpy(&x, a, sizeof x);
	memcpy(&y, b, sizeof y);
	return x < y ? -1 : x > y;
}

static size_t glyphs_of(struct arena *a, int face, const struct letter *l, size_t n, uint32_t **r)
{
	size_t count = 0, kept = 0;
	for (size_t i = 0; i < n; i++)
		count += l[i].face == face ? l[i].glyphs : 0;
	*r = arena_new_array(a, uint32_t, count + 1);
	count = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; l[i].face == face && k < l[i].glyphs; k++)
			(*r)[count++] = l[i].glyph[k].id;
	qsort(*r, count, sizeof **r, by_value);
	for (size_t i = 0; i < count; i++)
		if (!i || (*r)[i] != (*r)[kept - 1])
			(*r)[kept++] = (*r)[i];
	return kept;
}

/* Six letters from the subset itself (§9.6.4): different for different subsets. */
static const char *tagged(struct arena *a, const char *name, struct bytes file)
{
	unsigned char sum[SHA256_SIZE];
	char tag[7] = "";
	digest_sha256(file.p, file.n, sum);
	for (int i = 0; i < 6; i++)
		tag[i] = (char)('A' + (sum[2 * i] << 8 | sum[2 * i + 1]) % 26);
	return arena_printf(a, "%s+%s", tag, name);
}

enum err subset_make(struct arena *a, const struct typefaces *t, int face,
		     const struct letter *letters, size_t n, struct subset *r)
{
	struct glyph_facts facts;
	uint32_t *glyphs;
	struct buf file;
	size_t count = glyphs_of(a, face, letters, n, &glyphs);
	if (!count)
		return MISSING;
	buf_init(&file, REVISION_MAX);
	enum err e = glyph_subset(a, t->font[face], glyphs, count, &file, &r->old, &r->count);
	for (size_t i = 1; !e && i < r->count; i++)
		if (r->old[i] <= r->old[i - 1])
			e = BROKEN;
	if (!e) {
		r->file = (struct bytes){ arena_dup(a, file.p, file.n), file.n };
		glyph_facts(t->font[face], &facts);
		r->name = tagged(a, facts.name, r->file);
	}
	buf_clear(&file);
	return e;
}

uint32_t subset_cid(const struct subset *s, uint32_t glyph)
{
	const uint32_t *at = bsearch(&glyph, s->old, s->count, sizeof *s->old, by_value);
	return at ? (uint32_t)(at - s->old) : 0;
}

/* --- objects ---------------------------------------------------------------------- */

static void put_stream(struct revision *r, uint32_t number, const char *more, struct bytes data)
{
	revision_begin(r, number);
	buf_printf(&r->out, "<</Length %zu%s>>\nstream\n", data.n, more);
	buf_add(&r->out, data.p, data.n);
	buf_str(&r->out, "\nendstream");
	revision_end(r);
}

static void put_utf16(struct buf *out, struct bytes s)
{
	uint32_t c;
	for (size_t len; s.n && (len = str_utf8_next(s.p, s.n, &c)); s.p += len, s.n -= len) {
		if (c >= 0x10000)
			buf_printf(out, "%04X%04X", 0xD800u + ((c - 0x10000) >> 10),
				   0xDC00u + ((c - 0x10000) & 0x3FF));
		else
			buf_printf(out, "%04X", (unsigned)c);
	}
}

/* text[cid]: what a glyph means. The first of a letter's glyphs stands for all of
 * it; where two letters share a glyph, the first one speaks. */
static size_t meanings(int face, const struct letter *l, size_t n, const struct subset *s,
		       struct bytes *text)
{
	size_t known = 0;
	for (size_t i = 0; i < n; i++) {
		if (l[i].face != face || !l[i].glyphs)
			continue;
		struct bytes *m = &text[subset_cid(s, l[i].glyph[0].id)];
		known += !m->n;
		if (!m->n)
			*m = l[i].text;
	}
	return known;
}

static void put_tounicode(struct arena *a, struct revision *r, int face, const struct letter *l,
			  size_t n, const struct subset *s)
{
	struct bytes *text = arena_new_array(a, struct bytes, s->count);
	size_t left = meanings(face, l, n, s, text), room = 0;
	struct buf out;
	buf_init(&out, REVISION_MAX);
	buf_str(&out, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
		      "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
		      "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
	for (size_t cid = 1; cid < s->count; cid++) {
		if (!text[cid].n)
			continue;
		if (!room) {
			room = left < BFCHARS ? left : BFCHARS;
			buf_printf(&out, "%zu beginbfchar\n", room);
		}
		buf_printf(&out, "<%04zX> <", cid);
		put_utf16(&out, text[cid]);
		buf_str(&out, ">\n");
		left--;
		if (!--room)
			buf_str(&out, "endbfchar\n");
	}
	buf_str(&out, "endcmap\nend\nend");
	put_stream(r, s->number + 4, "", buf_bytes(&out));
	buf_clear(&out);
}

static void put_cidfont(struct revision *r, const struct glyph_font *f, const struct subset *s)
{
	revision_begin(r, s->number + 1);
	buf_printf(&r->out,
		   "<</Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo "
		   "<</Registry (Adobe) /Ordering (Identity) /Supplement 0>> /FontDescriptor "
		   "%lu 0 R /CIDToGIDMap /Identity /DW 1000 /W [1 [",
		   s->name, (unsigned long)s->number + 2);
	for (size_t cid = 1; cid < s->count; cid++)
		buf_printf(&r->out, "%s%d", cid > 1 ? " " : "", glyph_advance(f, s->old[cid]));
	buf_str(&r->out, "]]>>");
	revision_end(r);
}

void subset_write(struct arena *a, struct revision *r, const struct typefaces *t, int face,
		  const struct letter *letters, size_t n, const struct subset *s)
{
	const struct glyph_font *f = t->font[face];
	struct glyph_facts m;
	char more[40];
	unsigned long at = s->number;
	glyph_facts(f, &m);
	revision_begin(r, s->number);
	buf_printf(&r->out,
		   "<</Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H "
		   "/DescendantFonts [%lu 0 R] /ToUnicode %lu 0 R>>",
		   s->name, at + 1, at + 4);
	revision_end(r);
	put_cidfont(r, f, s);
	revision_begin(r, s->number + 2);
	buf_printf(&r->out,
		   "<</Type /FontDescriptor /FontName /%s /Flags %d /FontBBox [%d %d %d %d] "
		   "/ItalicAngle 0 /Ascent %d /Descent %d /CapHeight %d /StemV 80 /FontFile2 %lu 0 R>>",
		   s->name, face == TYPEFACE_MINCHO ? 6 : 4, m.box[0], m.box[1], m.box[2], m.box[3],
		   m.ascent, m.descent, m.cap, at + 3);
	revision_end(r);
	snprintf(more, sizeof more, " /Length1 %zu", s->file.n);
	put_stream(r, s->number + 3, more, s->file);
	put_tounicode(a, r, face, letters, n, s);
}
