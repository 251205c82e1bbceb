/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Embedded subsets. Knows fonts in PDF; must not know boxes. */
#include "pdf/subset.h"

#include "base/str.h"
#include "port/digest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BFCHARS 100 /* of one block (Adobe Technical Note 5014) */

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
