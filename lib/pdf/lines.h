/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Breaks letters into lines by the Japanese rules (JIS X 4051, "kinsoku"): no
 * closing bracket, stop, small kana or long vowel sign begins a line, no opening
 * bracket ends one, Latin words and numbers stay whole where they fit. What does
 * not fit otherwise is broken anywhere. */
#ifndef PDF_LINES_H
#define PDF_LINES_H

#include "pdf/letter.h"

struct line {
	size_t from, to; /* letters, without the blanks at its end */
	int width;	 /* 1/1000 of the size */
};
/* Lines no wider than `measure` (one letter at least); a line feed ends a line,
 * also an empty one. Returns how many, at least one, at most n + 1: so much room
 * has r. */
size_t lines_break(const struct letter *letters, size_t n, int measure, struct line *r);

#endif
