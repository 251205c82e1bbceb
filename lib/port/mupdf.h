/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Pages of a PDF as pixels and as text by MuPDF 1.21 (static, without ICC and
 * without running scripts). Only for limited children: damaged and endless
 * pages are expected; the child's CPU limit ends the endless ones.
 *
 * Fonts that a file names but does not carry: Gothic names are drawn with IPAex
 * Gothic, Mincho names with IPAex Mincho when those were loaded, else with
 * MuPDF's own CJK font (one Mincho for everything). */
#ifndef PORT_MUPDF_H
#define PORT_MUPDF_H

#include "base/buf.h"
#include "base/err.h"

struct mu;

enum mu_face { MU_GOTHIC, MU_MINCHO };

/* Never fails: out of memory ends the process. memory: bytes MuPDF may keep
 * cached between pages. */
struct mu *mu_new(size_t memory);
/* A TrueType file in memory; borrowed until mu_free. */
void mu_font(struct mu *m, enum mu_face face, struct bytes file);
/* Borrowed until mu_free. DENIED: needs a password; INVALID: not readable. */
enum err mu_open(struct mu *m, struct bytes file) MUST_USE;
void mu_free(struct mu *m);

int mu_pages(struct mu *m); /* 0 when they cannot be counted */

/* Reads one page (from 1) and keeps it until the next call. Size in points
 * (1/72 inch) as shown: cropped and rotated. INVALID: cannot be drawn whole. */
enum err mu_page(struct mu *m, int number, double *width_r, double *height_r) MUST_USE;
/* Draws the page that was read: 3 bytes (RGB) a pixel, rows without padding,
 * `width` pixels wide (narrower when the whole would have more than max_pixels).
 * *pixels_r is malloc'd and the caller's. */
enum err mu_draw(struct mu *m, int width, size_t max_pixels, unsigned char **pixels_r, int *width_r,
		 int *height_r) MUST_USE;
/* The same for a part of the page: x, y, w, h in points from the upper left corner. */
enum err mu_draw_part(struct mu *m, const double part[4], int width, size_t max_pixels,
		      unsigned char **pixels_r, int *width_r, int *height_r) MUST_USE;
/* Appends the text of the page: UTF-8 that XML may carry, one paragraph a
 * line. Stops at out's maximum. */
enum err mu_text(struct mu *m, struct buf *out) MUST_USE;

#endif
