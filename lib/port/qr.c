/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows libqrencode. */
#include "port/qr.h"

#include <qrencode.h>

enum err qr_make(struct arena *a, const char *text, unsigned char **modules_r, int *side_r)
{
	QRcode *q = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	if (!q)
		return INVALID;
	int side = q->width;
	unsigned char *m = arena_alloc(a, (size_t)side * (size_t)side);
	for (int i = 0; i < side * side; i++)
		m[i] = q->data[i] & 1; /* the other bits say what a module is for */
	QRcode_free(q);
	*modules_r = m;
	*side_r = side;
	return OK;
}
