/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The page tree (ISO 32000-1 §7.7.3) of a file that pdf/reader opened. */
#ifndef PDF_PAGES_H
#define PDF_PAGES_H

#include "pdf/reader.h"

#define PAGES_MAX 20000
#define PAGES_DEPTH 64

/* The object numbers of all pages in order, in a. INVALID: no page, over
 * PAGES_MAX, deeper than PAGES_DEPTH, a node met twice, a node that is no
 * indirect dictionary or whose /Type is neither Pages nor Page. */
enum err pages_list(struct arena *a, const struct pdf *p, uint32_t **list_r,
		    size_t *count_r) MUST_USE;

/* The page's own value of an inheritable key or the nearest ancestor's
 * (§7.7.3.4), as it is written there; null counts as none. MISSING: nowhere. */
enum err pages_inherited(const struct pdf *p, uint32_t page, const char *key,
			 struct value *r) MUST_USE;

#endif
