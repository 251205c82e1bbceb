/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Load, change, save: the only file of core that sees the store. A change is
 * one write transaction: load, compare the version, decide (a pure function),
 * put record, history, indexes, links and notices, commit. No lock is held
 * when a function here returns.
 *
 * Errors: MISSING no such contract · CONFLICT the version is another one by
 * now, or the act is no longer possible · RETRY try again in a moment ·
 * BROKEN; after a BROKEN commit ledger_unknown() tells whether the outcome is
 * unknown ("is being checked", never "not recorded"). */
#ifndef CORE_LEDGER_H
#define CORE_LEDGER_H

#include "core/contract.h"
#include "core/summary.h"
#include "core/token.h"

#include "base/conf.h"

struct store;
struct txn;

/* The process's one store handle, opened at first use. NULL after a log line
 * when it cannot be opened. */
struct store *ledger_store(const struct conf *conf);
bool ledger_unknown(void);
uint64_t ledger_seq(const struct conf *conf);

/* A transaction over the store, for the other files of records in core, which
 * end it themselves. RETRY, BROKEN (said in the log). */
enum err ledger_reading(const struct conf *conf, struct txn **t_r) MUST_USE;
enum err ledger_writing(const struct conf *conf, struct txn **t_r) MUST_USE;

enum err ledger_load(const struct conf *conf, struct arena *a, const char *id,
		     struct contract **c_r) MUST_USE;
/* What a link opens. MISSING: no such token. */
enum err ledger_by_token(const struct conf *conf, struct arena *a, const char *token,
			 struct token_ref *ref_r, struct contract **c_r) MUST_USE;
/* The 書類ID of a file that was released, by its SHA-256. MISSING: none of ours. */
enum err ledger_released(const struct conf *conf, struct arena *a, const unsigned char sha[32],
			 const char **document_r) MUST_USE;
/* The history, oldest first, chain verified against the record: BROKEN. */
enum err ledger_events(const struct conf *conf, struct arena *a, const struct contract *c,
		       struct event **events_r, size_t *n_r) MUST_USE;

/* Decides inside the transaction; everything it returns but OK is the answer
 * of ledger_change and nothing is written. Pure: no I/O. */
typedef enum err ledger_fn(struct contract *c, int64_t now, struct change *ch, struct arena *a,
			   void *ctx);
/* version 0 = whatever it is. c_r (may be NULL): the contract as saved. */
enum err ledger_change(const struct conf *conf, struct arena *a, const char *id, int64_t version,
		       ledger_fn *fn, void *ctx, struct contract **c_r) MUST_USE;
/* A new draft of this owner; its id is made here. */
enum err ledger_create(const struct conf *conf, struct arena *a, const char *owner, ledger_fn *fn,
		       void *ctx, struct contract **c_r) MUST_USE;
enum err ledger_discard(const struct conf *conf, struct arena *a, const char *id, int64_t version)
	MUST_USE;

/* The pieces, for outbox.c, inside a transaction of its own. */
enum err ledger_get(struct txn *t, struct arena *a, const char *id, struct contract **c_r) MUST_USE;
enum err ledger_save(struct txn *t, struct arena *a, const struct contract *before,
		     struct contract *c, struct change *ch) MUST_USE;

#endif
