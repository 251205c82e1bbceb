/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Places of a page where something is to be filled in: after a label that ends
 * in a colon or is a usual word of forms, on drawn or typed lines, in empty
 * cells of tables, squares to be ticked, places for a seal. Proposals only: a
 * person says which of them are right. */
#ifndef PICTURING_BLANKS_H
#define PICTURING_BLANKS_H

#include "picturing/scene.h"

#define BLANKS 120 /* of one page */

struct blank {
	const char *kind;   /* "text", "lines", "date", "check", "round" */
	float x, y, w, h;   /* points from the upper left corner */
	char label[LABEL];  /* what it is called; may be "" */
};

/* At most BLANKS, in reading order; returns how many. */
size_t blanks_find(const struct scene *s, struct blank out[BLANKS]);

#endif
