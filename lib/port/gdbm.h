/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * One GDBM file as a map from bytes to bytes, in no order. Always without
 * GDBM's own locks and without mmap: the caller holds a lock for as long as a
 * handle is open (a handle over a lock release destroys the file), and a cut
 * file is an error instead of SIGBUS. Nothing here is durable.
 *
 * (The prefix is db_ because gdbm_ belongs to the library.)
 *
 * Errors: MISSING only where GDBM says "item not found"; RETRY for no space;
 * everything else, also "needs recovery", is BROKEN: throw the file away. */
#ifndef PORT_GDBM_H
#define PORT_GDBM_H

#include "base/buf.h"
#include "base/err.h"

struct db;

enum db_mode { DB_READ, DB_WRITE, DB_NEW };

/* Takes the descriptor in any case (closed on error, or by db_close). DB_NEW
 * truncates the file and makes an empty map. */
enum err db_open(int fd, enum db_mode mode, struct db **db_r) MUST_USE;
/* OK only if every write reached the file. Frees the handle in any case. A
 * handle that wrote syncs the file here; GDBM knows no other way to close. */
enum err db_close(struct db *db) MUST_USE;

/* value_r is the caller's: db_drop it. */
enum err db_get(struct db *db, struct bytes key, struct bytes *value_r) MUST_USE;
enum err db_has(struct db *db, struct bytes key) MUST_USE; /* OK or MISSING */
enum err db_put(struct db *db, struct bytes key, struct bytes value) MUST_USE;
enum err db_del(struct db *db, struct bytes key) MUST_USE;
/* Walks all keys; previous->p NULL = the first. MISSING at the end. Do not
 * change the map meanwhile. The caller drops what he got. */
enum err db_next(struct db *db, struct bytes previous, struct bytes *key_r) MUST_USE;
void db_drop(struct bytes b);

#endif
