/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The names in each directory of an image, in byte order, because GDBM has hash
 * order. Belongs to the image, never to the journal. A small directory is one
 * record; a big one a root record that leads to chunks of at most INDEX_CHUNK
 * bytes, so that an insert rewrites one chunk and a count of 8 bytes:
 *
 *   "\1r" dir           'L' name*               all names, or
 *                       'R' u32 next (u32 id name)*   chunks in order, each with
 *                                               a lower bound of its names
 *   "\1c" dir "\1" u32  name*                   chunk of that id
 *   "\1n" dir           u64                     names in all chunks
 *   name := u8 length, bytes
 *
 * What results depends only on the adds and removes and their order. */
#ifndef STORE_INDEX_H
#define STORE_INDEX_H

#include "base/arena.h"
#include "port/gdbm.h"

#include <stdbool.h>

#define INDEX_CHUNK ((size_t)4096)
#define INDEX_MARK 1 /* first byte of the index's keys; no key of the store has it */

/* dir and name as in store.h's keys. The caller knows that the name is new,
 * resp. there; otherwise BROKEN (the image is out of step). */
enum err index_add(struct db *db, struct bytes dir, struct bytes name) MUST_USE;
enum err index_remove(struct db *db, struct bytes dir, struct bytes name) MUST_USE;
/* Up to max names after `after` (p NULL = from the start), in reverse before
 * it, NUL-terminated in the arena. */
enum err index_names(struct db *db, struct bytes dir, struct bytes after, bool reverse, size_t max,
		     struct arena *a, char ***names_r, size_t *n_r) MUST_USE;
enum err index_count(struct db *db, struct bytes dir, uint64_t *n_r) MUST_USE;

#endif
