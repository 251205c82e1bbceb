/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One glyph, one meaning. Knows characters; must not know PDF, nor the verifier's
 * code: what is alike here must be alike there, not the other way round. */
#include "pdf/legible.h"

#include "base/str.h"

#include <stdlib.h>
#include <string.h>

struct use { /* of a glyph, by a letter */
	uint32_t glyph;
	size_t letter, part; /* part 0 speaks for its letter */
};

static bool within(uint32_t c, const uint32_t (*range)[2], size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (c >= range[i][0] && c <= range[i][1])
			return true;
	return false;
}
#define WITHIN(c, r) within((c), (r), sizeof(r) / sizeof *(r))

static const uint32_t marks[][2] = {
	{ 0x300, 0x36F },   { 0x1AB0, 0x1AFF }, { 0x1DC0, 0x1DFF },
	{ 0x20D0, 0x20FF }, { 0x3099, 0x309A }, { 0xFE20, 0xFE2F },
};
static const uint32_t blanks[][2] = {
	{ 0, 0x20 },	    { 0x7F, 0xA0 },	{ 0x1680, 0x1680 }, { 0x2000, 0x200A },
	{ 0x2028, 0x2029 }, { 0x202F, 0x202F }, { 0x205F, 0x205F }, { 0x3000, 0x3000 },
	{ 0xFE00, 0xFE0F }, { 0xE0100, 0xE01EF },
};
static const uint32_t signs[][2] = {
	{ '!', '/' },	    { ':', '@' },	{ '[', '`' },	    { '{', '~' },
	{ 0xA1, 0xBF },	    { 0x2010, 0x2027 }, { 0x2030, 0x205E }, { 0x20A0, 0x20CF },
	{ 0x2100, 0x2BFF }, { 0x3001, 0x3004 }, { 0x3008, 0x3030 }, { 0xFF01, 0xFF0F },
	{ 0xFF1A, 0xFF20 }, { 0xFF3B, 0xFF40 }, { 0xFF5B, 0xFF65 }, { 0xFFE0, 0xFFEE },
};
static const uint32_t radicals[][2] = { { 0x2E80, 0x2FDF } };
static const uint32_t ideographs[][2] = { { 0x3400, 0x9FFF }, { 0x2E80, 0x2FDF } };

/* What is left of a letter without marks and blanks, 0 = nothing. */
static uint32_t meaning(const struct letter *l, size_t *marks_r)
{
	struct bytes s = l->text;
	uint32_t c, found = 0;
	*marks_r = 0;
	for (size_t len; s.n && (len = str_utf8_next(s.p, s.n, &c)); s.p += len, s.n -= len) {
		bool mark = WITHIN(c, marks);
		*marks_r += mark;
		if (!found && !mark && !WITHIN(c, blanks))
			found = c;
	}
	return found;
}

static bool alike(uint32_t a, uint32_t b)
{
	return a == b || (WITHIN(a, signs) && WITHIN(b, signs)) ||
	       (WITHIN(a, radicals) && WITHIN(b, ideographs)) ||
	       (WITHIN(b, radicals) && WITHIN(a, ideographs));
}

/* The uses of a glyph in a row, the first that speaks in front. */
static int by_glyph(const void *a, const void *b)
{
	const struct use *x = a, *y = b;
	if (x->glyph != y->glyph)
		return x->glyph < y->glyph ? -1 : 1;
	if (!x->part != !y->part)
		return x->part ? 1 : -1;
	if (x->letter != y->letter)
		return x->letter < y->letter ? -1 : 1;
	return x->part < y->part ? -1 : x->part > y->part;
}

/* Two letters drawn by one glyph: the one of them that comes later, and the other. */
struct clash {
	size_t bad, twin; /* bad = number of letters: none */
};

/* The earliest that the uses of one face make. */
static void first_bad(const struct letter *l, const struct use *use, size_t uses, size_t *silent,
		      struct clash *c)
{
	size_t marked;
	for (size_t i = 0, k; i < uses; i = k) {
		uint32_t said = use[i].part ? 0 : meaning(&l[use[i].letter], &marked);
		for (k = i; k < uses && use[k].glyph == use[i].glyph; k++) {
			size_t at = use[k].letter, before = use[i].letter;
			uint32_t wants = use[k].part ? 0 : meaning(&l[at], &marked);
			silent[at] += use[i].part != 0;
			if (alike(said, wants))
				continue;
			if (at < before) { /* a part drawn before what it would mean */
				before = at;
				at = use[i].letter;
			}
			if (at < c->bad)
				*c = (struct clash){ at, before };
		}
	}
}

const struct letter *letters_illegible(struct arena *a, const struct letter *l, size_t n,
				       const struct letter **twin_r)
{
	size_t count = 0, marked;
	struct clash c = { n, n };
	for (size_t i = 0; i < n; i++)
		count += l[i].glyphs;
	struct use *use = arena_new_array(a, struct use, count + 1);
	size_t *silent = arena_new_array(a, size_t, n + 1); /* glyphs that mean nothing */
	for (int face = 0; face < TYPEFACES; face++) {
		count = 0;
		for (size_t i = 0; i < n; i++)
			for (size_t k = 0; l[i].face == face && k < l[i].glyphs; k++)
				use[count++] = (struct use){ l[i].glyph[k].id, i, k };
		qsort(use, count, sizeof *use, by_glyph);
		first_bad(l, use, count, silent, &c);
	}
	for (size_t i = 0; i < c.bad; i++) {
		(void)meaning(&l[i], &marked);
		if (silent[i] > marked)
			c = (struct clash){ i, i };
	}
	*twin_r = c.twin < c.bad ? &l[c.twin] : NULL;
	return c.bad < n ? &l[c.bad] : NULL;
}
