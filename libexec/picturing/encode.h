/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Pixels of a page as the smallest file that shows them: a page of text becomes
 * a 4-bit grey or a palette PNG, a photograph a JPEG, decided by counting the
 * pixels that the palette would falsify. */
#ifndef PICTURING_ENCODE_H
#define PICTURING_ENCODE_H

#include "base/buf.h"
#include "base/err.h"

struct pixels {
	unsigned char *rgb; /* 3 bytes a pixel, rows without padding */
	int w, h;
};

/* Appends the file; *kind_r: "png" or "jpeg". BROKEN from the encoders. */
enum err encode_picture(const struct pixels *px, struct buf *out, const char **kind_r) MUST_USE;

#endif
