/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The imprint of a seal (押印) from typed characters, in vermilion: a ring, a
 * square frame or an ellipse, the characters of Mincho in columns from the
 * right (Latin letters, or an ellipse lying down: lines from the left), stretched
 * to fill it. */
#ifndef PDF_SEAL_H
#define PDF_SEAL_H

#include "pdf/subset.h"

enum seal_shape { SEAL_ROUND, SEAL_SQUARE, SEAL_OVAL };

/* In columns: its letters are to be read with upright. */
bool seal_upright(enum seal_shape shape, const char *utf8, double w, double h);
/* The content stream, as large as fits into w × h pt. Blanks and line feeds
 * among the letters are passed over; without any letter nothing is drawn. */
void seal_draw(enum seal_shape shape, const struct letter *letters, size_t n, bool upright, double w,
	       double h, const struct subset *subset, struct buf *out);

#endif
