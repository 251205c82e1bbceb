/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The letters of one value as a font of its own: a subset and the objects that
 * say what it is (ISO 32000-1 §9.7.4 CIDFontType2, §9.9, §9.10.3). */
#ifndef PDF_SUBSET_H
#define PDF_SUBSET_H

#include "pdf/letter.h"
#include "pdf/writer.h"

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
