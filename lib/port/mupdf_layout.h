/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What stands where on a page: characters with their places, and straight ruled
 * lines. Points (1/72 inch) from the upper left corner of the page as shown. */
#ifndef PORT_MUPDF_LAYOUT_H
#define PORT_MUPDF_LAYOUT_H

#include "port/mupdf.h"

#include <stdint.h>

#define MU_GLYPHS 60000 /* of one page; what comes after is left out */
#define MU_BARS 8000

/* One character of a horizontal line of text that runs upright; blanks too. */
struct mu_glyph {
	uint32_t c;
	int line; /* MuPDF's line, from 0, in reading order */
	float x0, y0, x1, y1, base, size;
};

/* A ruled line: horizontal (y0 = y1) or vertical (x0 = x1); x0 <= x1, y0 <= y1. */
struct mu_bar {
	float x0, y0, x1, y1;
};

struct mu_layout {
	struct mu_glyph *glyphs;
	size_t n_glyphs;
	struct mu_bar *bars;
	size_t n_bars;
};

/* Of the page that mu_page read last. INVALID: its text cannot be taken. What it
 * fills in is malloc'd: mu_layout_clear, also after an error. */
enum err mu_layout(struct mu *m, struct mu_layout *r) MUST_USE;
void mu_layout_clear(struct mu_layout *l);

#endif
