/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Pages of a draft with the boxes of their input fields drawn in, each with the
 * number that its person will see (and with what the sender filled in), and
 * cut-outs of places found.
 * Cached under a hash of file and fields. Errors as in office/pages.h. */
#ifndef OFFICE_MARKED_H
#define OFFICE_MARKED_H

#include "office/blanks.h"

#define MARKED_CUT 320 /* px, the width of a cut-out */
#define MARKED_NAME 10 /* bytes of a mark with its NUL */

/* What stands on the box of field i: "1" for ［1］; "2-1" for the ［1］ of party 2
 * once more than one person has fields, "0-1" for the sender's own, "?-1" for
 * nobody's. */
const char *marked_text(struct arena *a, const struct contract *c, size_t i);
/* Page n, over all files. */
enum err marked_picture(const struct conf *conf, struct arena *a, const struct contract *c,
			int64_t n, int width, int *fd_r, const char **type_r) MUST_USE;
/* "-1a2b3c4d": what a browser keeps under an address does not change. "" when the
 * page has no field. */
void marked_name(struct arena *a, const struct contract *c, int64_t n, char out[MARKED_NAME]);

/* The surroundings of blank number i of l, the blanks of file `paper` (from 0). */
enum err marked_blank(const struct conf *conf, struct arena *a, const struct contract *c,
		      size_t paper, const struct blanks *l, size_t i, int *fd_r,
		      const char **type_r) MUST_USE;

#endif
