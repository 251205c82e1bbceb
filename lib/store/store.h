/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The records of the house: a durable, ordered map from keys to bytes, changed
 * by transactions. Nothing here names a backend; there is one on disk (journal
 * + image, man/teiketsu-journal.5) and one in memory for tests. t/210 holds
 * every backend to what is written here.
 *
 * Keys are text: 1–240 bytes, each 0x21–0x7E or ≥ 0x80, not beginning or ending
 * with '/'. The directory of a key is everything up to and including its last
 * '/' ("owner/7/sent/0000123" lies in "owner/7/sent/"; a key without '/' lies
 * in ""). Values are any bytes, at most STORE_VALUE. All changes of one
 * transaction together: at most STORE_TXN bytes of keys and values (and 7 for
 * each); they become visible and durable together or not at all.
 *
 * One transaction at a time on a handle. A handle belongs to one process: open
 * it after fork. Descriptors are close-on-exec; never fork without exec while
 * a transaction is open.
 *
 * Errors, besides the ones named at a function: INVALID = bad key or too long ·
 * RETRY = not now (lock busy for 5 s, no space, clock behind) and nothing was
 * changed · BROKEN = the store is read-only, damaged or the machine failed.
 * store_why() says more precisely. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"

#define STORE_KEY 240
#define STORE_VALUE ((size_t)1 << 20)
#define STORE_TXN (((size_t)16 << 20) - 1024)

struct store;
struct txn;
struct store_calls; /* lib/store/calls.h: the file calls, exchanged by tests */

enum store_mode { STORE_READ, STORE_WRITE };

/* All zero = what a page wants. */
struct store_options {
	bool create;        /* make a new store in an empty folder (ctl init, tests) */
	bool allow_network; /* also on NFS, SMB, … where locks and syncs may lie */
	int64_t lock_wait;  /* ns to wait for locks in all; 0 = 5 s */
	uint64_t segment;   /* bytes after which a new journal.NNNN begins; 0 = 64 MiB */
	uint64_t reserve;   /* bytes to stay free beside a second image; 0 = 64 MiB */
	const struct store_calls *calls; /* NULL = the C library */
};

/* Opens the store in folder `dir` (0700, owned by the caller). opt may be NULL.
 * MISSING: no store there (and not opt.create). DENIED: no rights, or a network
 * file system. Nothing is recovered yet; the first transaction does that. */
enum err store_open(const char *dir, const struct store_options *opt, struct store **store_r)
	MUST_USE;
/* An empty store that dies with the handle. now: its clock, NULL = clock_now. */
struct store *store_open_memory(int64_t (*now)(void));
void store_close(struct store *s); /* NULL-safe; aborts an open transaction */

/* ---- transactions ---- */

/* STORE_READ sees one state of the store and holds writers off for its length:
 * fetch, abort, then build the page. STORE_WRITE waits until no other writer is
 * active, so what it reads stays true until its commit: read, check, decide,
 * put, commit. Hold neither across a helper, a server or a browser. */
enum err store_begin(struct store *s, enum store_mode mode, struct txn **txn_r) MUST_USE;
/* The value, copied into the arena (with a NUL behind it). Sees the changes of
 * its own transaction. MISSING when there is none. */
enum err txn_get(struct txn *t, const char *key, struct arena *a, struct bytes *value_r) MUST_USE;
/* Sets or replaces. DENIED in a STORE_READ. INVALID also when STORE_TXN would
 * be passed; the transaction stays as it was. */
enum err txn_put(struct txn *t, const char *key, const void *value, size_t n) MUST_USE;
enum err txn_puts(struct txn *t, const char *key, const char *text) MUST_USE;
/* Deletes; OK also when there is no such key. */
enum err txn_del(struct txn *t, const char *key) MUST_USE;

struct store_item {
	const char *key; /* the whole key */
	struct bytes value;
};

/* The keys directly inside `dir` ("" or ending with '/'), in byte order (or the
 * reverse), with values, at most `limit` (≥ 1) of them. `after`: NULL, or a
 * whole key of this directory (it need not exist) that the first item comes
 * after (in reverse: before). Items lie in the arena. An empty list is OK. */
enum err txn_list(struct txn *t, const char *dir, const char *after, bool reverse, size_t limit,
		  struct arena *a, struct store_item **items_r, size_t *n_r) MUST_USE;
/* How many keys lie directly inside `dir`; does not read them. */
enum err txn_count(struct txn *t, const char *dir, uint64_t *n_r) MUST_USE;

/* The instant of this transaction, ns UTC; always the same. In a STORE_WRITE it
 * was read inside the lock and is greater than that of every commit before (a
 * clock more than 2 s behind the last commit: store_begin answers RETRY). */
int64_t txn_time(const struct txn *t);
/* The sequence number this transaction's commit will carry (STORE_WRITE), resp.
 * of the last commit it sees (STORE_READ). Numbers are 1, 2, 3 … */
uint64_t txn_seq(const struct txn *t);

/* Ends the transaction in any case (t is gone). OK: durable. No change made =
 * OK without a frame. RETRY: nothing was recorded, begin anew. BROKEN: if
 * store_unknown() the outcome is not known: say that it is being checked, never
 * that it was not recorded; else nothing was recorded. */
enum err txn_commit(struct txn *t) MUST_USE;
void txn_abort(struct txn *t); /* NULL-safe; also the end of a STORE_READ */

/* ---- about the store ---- */

/* True when the last txn_commit on this handle ended with an unknown outcome. */
bool store_unknown(const struct store *s);
/* One fixed word for the last error on this handle, for logs and the choice of
 * a page: "" nested lock_busy clock_behind no_space read_only damaged
 * sync_failed truncate_failed network_fs io no_journal value_sum too_long */
const char *store_why(const struct store *s);

struct store_head {
	uint64_t seq; /* 0 = nothing was ever committed */
	int64_t time;
	unsigned char chain[32]; /* SHA-256 of the last frame: the journal's head */
};
/* The newest applied commit, without any lock in the usual case. */
enum err store_head(struct store *s, struct store_head *head_r) MUST_USE;
/* store_head's number; 0 also on any error. */
uint64_t store_seq(struct store *s);

/* Writes a checkpoint when enough was written since the last (force: always
 * when anything was). Called by the clerk. Readers go on; writers wait. */
enum err store_checkpoint(struct store *s, bool force) MUST_USE;

struct store_report {
	uint64_t frames, records, bytes; /* verified frames, compared records, journal bytes */
	uint32_t segment;                /* where trouble was met, when there was */
	uint64_t offset;
	const char *why;                 /* fixed word; "" = all well. Also: read_only, chain,
					    record_differs, record_missing, record_extra, index */
	char key[STORE_KEY + 1];         /* the record in question, or "" */
};
/* Verifies every frame of every segment, rebuilds an image aside from the oldest
 * source there is and compares it with the live one record by record. BROKEN
 * when anything differs (report says what); RETRY as usual. */
enum err store_check(struct store *s, struct store_report *report_r) MUST_USE;

/* Throws the image away and builds it again from checkpoint and journal. */
enum err store_rebuild(struct store *s) MUST_USE;
bool store_read_only(struct store *s);
/* The operator says that the disk is sound again: writes the doubtful tail of
 * the journal once more, syncs it, verifies, removes both read-only marks.
 * BROKEN when the journal is damaged in the middle (marks stay). */
enum err store_make_writable(struct store *s) MUST_USE;

#endif
