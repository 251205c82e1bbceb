/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The image: every record as of one place in the journal, plus the ordered
 * index. Disposable; built by applying frames. The caller holds the locks for
 * as long as an image is open. BROKEN anywhere means: throw it away and build
 * it again. */
#ifndef STORE_IMAGE_H
#define STORE_IMAGE_H

#include "base/arena.h"
#include "port/gdbm.h"
#include "store/frame.h"

#include <stdbool.h>

struct image;

/* Takes the descriptor in any case. */
enum err image_open(int fd, enum db_mode mode, struct image **image_r) MUST_USE;
enum err image_close(struct image *i) MUST_USE; /* NULL-safe */

enum err image_get(struct image *i, const char *key, struct arena *a, struct bytes *value_r)
	MUST_USE;
enum err image_names(struct image *i, const char *dir, const char *after, bool reverse, size_t max,
		     struct arena *a, char ***names_r, size_t *n_r) MUST_USE;
enum err image_count(struct image *i, const char *dir, uint64_t *n_r) MUST_USE;
enum err image_apply(struct image *i, const struct frame *f) MUST_USE;

/* Are a's records those of b, in both directions, and is a's index complete?
 * CONFLICT: no; *why_r is a word of struct store_report, key (STORE_KEY + 1
 * bytes) the record. */
enum err image_compare(struct image *a, struct image *b, uint64_t *records_r, const char **why_r,
		       char *key) MUST_USE;

#endif
