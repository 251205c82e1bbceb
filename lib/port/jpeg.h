/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Baseline JPEG by libjpeg, for pages that are photographs. */
#ifndef PORT_JPEG_H
#define PORT_JPEG_H

#include "base/buf.h"
#include "base/err.h"

/* RGB, 3 bytes a pixel; grey = write one component only. quality 1–100.
 * BROKEN: libjpeg failed or out is full. */
enum err jpeg_write(const unsigned char *rgb, int width, int height, bool grey, int quality,
		    struct buf *out) MUST_USE;

#endif
