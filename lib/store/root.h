/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * One directory's records in the index (store/index.h): the root, its chunks,
 * its count. kind is 'r', 'c' or 'n', id the 4 bytes of a chunk's number or
 * NULL. BROKEN where the image contradicts itself. */
#ifndef STORE_ROOT_H
#define STORE_ROOT_H

#include "port/gdbm.h"
#include "store/names.h"

#include <stdbool.h>

#define ROOT_MAX ((size_t)64 << 20)
#define CHUNK_MAX (INDEX_CHUNK + 512)

struct root {
	struct names l; /* leaf: the names themselves; else (id, lower bound) */
	bool leaf;
	uint32_t next; /* id of the next chunk that is made */
};

enum err root_put(struct db *db, char kind, struct bytes dir, const unsigned char *id,
		  struct bytes value) MUST_USE;
enum err root_get(struct db *db, char kind, struct bytes dir, const unsigned char *id,
		  struct buf *out) MUST_USE;
enum err root_del(struct db *db, char kind, struct bytes dir, const unsigned char *id) MUST_USE;

/* r->l.b is the caller's to clear, also on error. MISSING: an empty directory. */
enum err root_load(struct db *db, struct bytes dir, struct root *r) MUST_USE;
enum err root_save(struct db *db, struct bytes dir, const struct root *r) MUST_USE;
/* c->b is the caller's to clear, also on error. */
enum err root_chunk(struct db *db, struct bytes dir, const unsigned char *id, struct names *c)
	MUST_USE;
/* Offset of the root's entry whose chunk has, or would have, the name. */
size_t root_entry(const struct names *root, struct bytes name);

#endif
