/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * One page, or parts of it, drawn into the picture cache. Errors of every call
 * as in office/tool.h. */
#ifndef OFFICE_SKETCH_H
#define OFFICE_SKETCH_H

#include "base/arena.h"
#include "base/conf.h"
#include "base/err.h"

#define SKETCH_CUTS 20 /* parts in one run */

struct sketch_cut {
	const unsigned char *name; /* 32 bytes: kept as page 0 of this file */
	int64_t at[4];             /* x y w h, 1/100 mm from the upper left corner */
};
struct sketches {
	int width;                 /* px, of all */
	const unsigned char *name; /* the whole page, kept under this; NULL = only parts */
	struct sketch_cut cut[SKETCH_CUTS];
	size_t cuts;
};

/* INVALID: it cannot be drawn (*why_r). RETRY: no answer within `wait` ns. */
enum err sketch_page(const struct conf *c, struct arena *a, int fd, int64_t page,
		     const struct sketches *what, int64_t wait, const char **why_r) MUST_USE;

#endif
