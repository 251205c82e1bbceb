/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The two fonts of values, IPAex Gothic and, for what it lacks, IPAmj Mincho:
 * text as letters, and subsets of them as objects of a revision (ISO 32000-1
 * §9.7.4 CIDFontType2, §9.9, §9.10.3). No glyph 0 is ever drawn. */
#ifndef PDF_TYPEFACE_H
#define PDF_TYPEFACE_H

#include "pdf/writer.h"
#include "port/glyph.h"

#define TYPEFACES 2 /* in the order of the chain */
enum { TYPEFACE_GOTHIC, TYPEFACE_MINCHO };

struct typefaces {
	struct glyph_font *font[TYPEFACES];
};

/* A character with what modifies it (marks, a variation selector). Where no font
 * has the variant, the character itself is drawn; a selector without a character
 * draws nothing. */
struct letter {
	uint32_t character;
	struct bytes text; /* as it was written */
	int face;
	struct glyph *glyph; /* none for a line feed */
	size_t glyphs;
	int advance; /* 1/1000 of the size */
};

/* first: the face to be asked first. upright: for vertical lines. INVALID: no
 * font has a character; *missing_r names it, in a. Letters borrow utf8. */
enum err letters_read(struct arena *a, const struct typefaces *t, const char *utf8, int first,
		      bool upright, struct letter **r, size_t *count_r,
		      const char **missing_r) MUST_USE;

/* One font as a text names it. */
struct subset {
	uint32_t number;    /* of its Type0 font; the next four belong to it */
	uint32_t *old;	    /* old[cid]: the glyph in the font */
	size_t count;
	struct bytes file;
	const char *name;   /* with its tag */
};
/* The glyphs of `face` in these letters; number is still to be given. MISSING:
 * none. BROKEN: HarfBuzz failed. */
enum err subset_make(struct arena *a, const struct typefaces *t, int face,
		     const struct letter *letters, size_t n, struct subset *r) MUST_USE;
uint32_t subset_cid(const struct subset *s, uint32_t glyph);
/* Writes the five objects number … number+4. */
void subset_write(struct arena *a, struct revision *r, const struct typefaces *t, int face,
		  const struct letter *letters, size_t n, const struct subset *s);

#endif
