/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Can what is drawn be read back? In a subset a glyph has one meaning (ISO 32000-1
 * §9.10.3); fonts draw some different characters by one glyph. Of such a text
 * nobody could prove from the file what was agreed to. */
#ifndef PDF_LEGIBLE_H
#define PDF_LEGIBLE_H

#include "pdf/letter.h"

/* NULL, or the first of these letters whose glyphs stand for something else in the
 * same face of the same text, or for nothing. Marks, blanks and variation selectors
 * behind a character may differ; so may signs (two hyphens), and a radical and its
 * ideograph, which look alike. *twin_r: the letter before it that is drawn by the same
 * glyph; NULL = it says nothing by itself. */
const struct letter *letters_illegible(struct arena *a, const struct letter *l, size_t n,
				       const struct letter **twin_r);

#endif
