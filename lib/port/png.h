/* SPDX-License-Identifier: AGPL-3.0-or-later
 * PNG (W3C PNG, second edition) with a palette, deflated by zlib: exactly the
 * two kinds a page of text needs, no filter, level 6 (pades.md §6). */
#ifndef PORT_PNG_H
#define PORT_PNG_H

#include "base/buf.h"
#include "base/err.h"

/* One byte a pixel in, values 0–15: 4-bit grey (0 black … 15 white). */
enum err png_grey(const unsigned char *levels, int width, int height, struct buf *out) MUST_USE;
/* One byte a pixel, an index into `colours` RGB triples (≤ 256). */
enum err png_palette(const unsigned char *indices, int width, int height,
		     const unsigned char *palette, int colours, struct buf *out) MUST_USE;

#endif
