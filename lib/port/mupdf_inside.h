/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What the files of this port share. For lib/port/mupdf*.c alone. */
#ifndef PORT_MUPDF_INSIDE_H
#define PORT_MUPDF_INSIDE_H

#include "port/mupdf.h"

#include <mupdf/fitz.h>

struct mu {
	fz_context *ctx;
	fz_document *doc;
	fz_display_list *list; /* of the page that was read */
	fz_rect box;
	fz_font *face[2];
};

#endif
