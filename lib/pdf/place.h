/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Where a box on a page as it is seen lies in the page's own coordinates
 * (ISO 32000-1 §7.7.3.3 /MediaBox /CropBox /Rotate /UserUnit, inherited where
 * they may be; §12.5.5 how an appearance is put into its rectangle). */
#ifndef PDF_PLACE_H
#define PDF_PLACE_H

#include "pdf/reader.h"

struct place {
	double rect[4];	  /* /Rect in user space */
	double w, h;	  /* of the appearance's /BBox [0 0 w h], points as seen */
	double matrix[6]; /* turns it upright for those who look at the page */
	int turn;	  /* /Rotate: 0, 90, 180, 270 */
};

/* x, y from the upper left corner, 1/100 mm. Up to PLACE_SLACK over the edge is
 * moved inside. INVALID: further out, smaller than PLACE_LEAST, or a page whose
 * boxes are no boxes. */
#define PLACE_SLACK 100
#define PLACE_LEAST 50
enum err place_box(const struct pdf *p, uint32_t page, int64_t x, int64_t y, int64_t w, int64_t h,
		   struct place *r) MUST_USE;
/* The whole page as it is seen. INVALID: boxes that are none. */
enum err place_page(const struct pdf *p, uint32_t page, struct place *r) MUST_USE;

#endif
