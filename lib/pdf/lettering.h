/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A value set into its box: one line in the middle of its height, or several
 * from the top. Letters are as large as asked, or as the box allows, and made
 * smaller until everything fits: nothing is ever cut off. */
#ifndef PDF_LETTERING_H
#define PDF_LETTERING_H

#include "pdf/lines.h"
#include "pdf/subset.h"

#define LETTERING_FLOOR 6.0 /* pt: below that it is hard to read */

struct lettering {
	double size; /* pt */
	bool small;  /* smaller than asked, or than a box of this height would have */
	bool tiny;   /* and below the floor */
	struct line *line;
	size_t lines;
	double x, y;   /* baseline of the first line */
	double pitch;  /* from line to line */
};

/* size: pt, 0 = by the box of w × h pt. */
void lettering_fit(struct arena *a, const struct letter *letters, size_t n, bool several,
		   double size, double w, double h, struct lettering *r);
/* The content stream's text, fonts named /G and /M (subset[face]). */
void lettering_draw(const struct lettering *t, const struct letter *letters,
		    const struct subset *subset, struct buf *out);

#endif
