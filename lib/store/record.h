/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * One record of an image: 8 bytes of sum (the first of SHA-256 over key, NUL,
 * value), then the value. So a rotten image is noticed when it is read: a wrong
 * sum is BROKEN, and the image has to be built again. */
#ifndef STORE_RECORD_H
#define STORE_RECORD_H

#include "port/gdbm.h"

#define RECORD_SUM 8

/* Replaces the contents of out. MISSING. */
enum err record_get(struct db *db, struct bytes key, struct buf *out) MUST_USE;
enum err record_put(struct db *db, struct bytes key, struct bytes value) MUST_USE;

#endif
