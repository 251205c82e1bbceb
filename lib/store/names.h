/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A packed, sorted list of names (u8 length, bytes)* in a buffer, each with
 * `extra` fixed bytes before its length (0 in chunks, 4 = the id in roots).
 * Pure. */
#ifndef STORE_NAMES_H
#define STORE_NAMES_H

#include "base/buf.h"
#include "base/err.h"

struct names {
	struct buf b;
	size_t extra;
};

/* True when b is such a list to the last byte. */
bool names_valid(const struct names *l);
/* Offset of the first entry whose name is ≥ name (b.n = none). */
size_t names_find(const struct names *l, struct bytes name, bool *exact_r);
/* The entry at this offset; next_r = offset of the one behind. */
struct bytes names_at(const struct names *l, size_t at, size_t *next_r);
/* Offset of the entry that ends at `at` (> 0). */
size_t names_before(const struct names *l, size_t at);
void names_insert(struct names *l, size_t at, const unsigned char *extra, struct bytes name);
void names_remove(struct names *l, size_t at);
size_t names_count(const struct names *l);

#endif
