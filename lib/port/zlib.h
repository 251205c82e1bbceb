/* SPDX-License-Identifier: AGPL-3.0-or-later
 * zlib. PNG (W3C PNG, second edition): exactly the two kinds a page of text
 * needs, no filter, level 6 (pades.md §6); and a question about deflated data. */
#ifndef PORT_ZLIB_H
#define PORT_ZLIB_H

#include "base/buf.h"
#include "base/err.h"

/* One byte a pixel in, values 0–15: 4-bit grey (0 black … 15 white). */
enum err zlib_png_grey(const unsigned char *levels, int width, int height,
		       struct buf *out) MUST_USE;
/* One byte a pixel, an index into `colours` RGB triples (≤ 256). */
enum err zlib_png_palette(const unsigned char *indices, int width, int height,
			  const unsigned char *palette, int colours, struct buf *out) MUST_USE;

/* True when the data (RFC 1950) ends where a block ends, and hardly anything
 * follows: libqpdf and MuPDF take what came before a cut for the whole. */
bool zlib_whole(struct bytes data);

#endif
