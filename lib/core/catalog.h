/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Lists of contracts: the owner's folders, counts and months. The index records
 * (core/summary.h) ride in the same transaction as the contract; the ledger
 * calls catalog_out/in/count. Errors as in ledger.h. */
#ifndef CORE_CATALOG_H
#define CORE_CATALOG_H

#include "core/summary.h"

#include "base/conf.h"

struct txn;

/* Newest first; after = key of the last one seen, or NULL. */
struct listing {
	struct summary *rows;
	const char **keys;
	size_t n;
};
enum err catalog_list(const struct conf *conf, struct arena *a, const char *owner, enum folder f,
		     const char *after, size_t limit, struct listing *r) MUST_USE;
struct dashboard {
	uint64_t counts[FOLDERS];
	int64_t months[12]; /* 送信 pressed per calendar month JST, [0] = this month */
	struct listing recent; /* the newest sent ones */
};
enum err catalog_dashboard(const struct conf *conf, struct arena *a, const char *owner,
			  struct dashboard *r) MUST_USE;

/* Contracts whose time comes by `until`, the earliest first: AGEING, when the
 * newest archive time stamp ends; LOOK, when somebody is to be told something
 * (core/timetable). Keys; catalog_id makes the contract's id of one. after: the
 * last key seen, or NULL. */
enum catalog_clock { CATALOG_AGEING, CATALOG_LOOK, CATALOG_CLOCKS };
enum err catalog_due(const struct conf *conf, struct arena *a, enum catalog_clock k, int64_t until,
		     const char *after, size_t limit, const char ***keys_r, size_t *n_r) MUST_USE;
const char *catalog_id(const char *key);
/* Every contract, in the order of ids. after: the last id seen, or NULL. */
enum err catalog_all(const struct conf *conf, struct arena *a, const char *after, size_t limit,
		     const char ***ids_r, size_t *n_r) MUST_USE;

/* For the ledger, inside its transaction: the old index records go, the new ones
 * come, and a 送信 is counted in its month (JST). */
enum err catalog_out(struct txn *t, const struct contract *c) MUST_USE;
enum err catalog_in(struct txn *t, struct arena *a, const struct contract *c) MUST_USE;
enum err catalog_count(struct txn *t, struct arena *a, const struct contract *c) MUST_USE;

#endif
