/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Where a file asks for something to be filled in, as the picture child sees it
 * (op=blanks), and where its lines of text stand. Asked once for a file and kept
 * in the vault's cache. */
#ifndef OFFICE_BLANKS_H
#define OFFICE_BLANKS_H

#include "core/contract.h"

#include "base/conf.h"

#define BLANKS_MOST 2000 /* of one file */

struct blank {
	int64_t paper, page;  /* file from 1, page in it from 1 */
	enum field_kind kind;
	int64_t x, y, w, h;   /* 1/100 mm, as in struct field */
	const char *label;    /* ≤ FIELD_LABEL characters; may be "" */
};
struct text_line {
	int64_t page, base;   /* 1/100 mm from above */
};
struct blanks {
	struct blank *b; /* in reading order */
	size_t n;
	struct text_line *lines;
	size_t n_lines;
};

/* Of file `paper` (from 0) of a draft. Never fails: of a file that cannot be
 * read none are known. */
void blanks_of(const struct conf *conf, struct arena *a, const struct contract *c, size_t paper,
	       struct blanks *r);

#endif
