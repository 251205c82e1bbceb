/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Text as letters of the two fonts of values: IPAex Gothic and, for what it
 * lacks, IPAmj Mincho. No glyph 0 is ever drawn. */
#ifndef PDF_LETTER_H
#define PDF_LETTER_H

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

#endif
