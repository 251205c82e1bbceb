/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * QR codes (ISO/IEC 18004, JIS X 0510) by libqrencode, error correction level M. */
#ifndef PORT_QR_H
#define PORT_QR_H

#include "base/arena.h"
#include "base/err.h"

/* modules_r: side*side bytes in the arena, row by row, 1 = dark; the four light
 * modules around it that the standard asks for are the caller's. INVALID: more
 * than a code can hold (2,331 bytes). */
enum err qr_make(struct arena *a, const char *text, unsigned char **modules_r, int *side_r)
	MUST_USE;

#endif
