/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Between store.c, which every backend shares (keys, limits, a transaction's
 * own changes), and one backend. A backend's handle begins with struct store. */
#ifndef STORE_BACKEND_H
#define STORE_BACKEND_H

#include "store/frame.h"
#include "store/store.h"

struct backend {
	/* Fills txn's time and seq. On error nothing is held. */
	enum err (*begin)(struct store *s, struct txn *t);
	/* What is committed; within begin … end. */
	enum err (*get)(struct store *s, const char *key, struct arena *a, struct bytes *value_r);
	/* Names (without dir) in byte order or reverse, beyond `after` (NULL = all). */
	enum err (*names)(struct store *s, const char *dir, const char *after, bool reverse,
			  size_t max, struct arena *a, char ***names_r, size_t *n_r);
	enum err (*count)(struct store *s, const char *dir, uint64_t *n_r);
	/* At least one change, keys sorted. end follows in any case. */
	enum err (*commit)(struct store *s, const struct txn *t);
	void (*end)(struct store *s);
	/* What was read contradicts itself. Sets why; BROKEN. */
	enum err (*rotten)(struct store *s);
	void (*close)(struct store *s); /* frees s */

	enum err (*head)(struct store *s, struct store_head *head_r);
	enum err (*checkpoint)(struct store *s, bool force);
	enum err (*check)(struct store *s, struct store_report *report_r);
	enum err (*rebuild)(struct store *s);
	bool (*read_only)(struct store *s);
	enum err (*make_writable)(struct store *s);
};

struct store {
	const struct backend *b;
	struct txn *open;
	const char *why;
	bool unknown;
};

struct txn {
	struct store *s;
	enum store_mode mode;
	int64_t time;
	uint64_t seq;
	struct change *changes; /* sorted; keys and values are malloc'ed */
	size_t n, cap, bytes;
};

/* Sets store_why and passes e on. */
static inline enum err store_failed(struct store *s, enum err e, const char *why)
{
	s->why = why;
	return e;
}

/* The instant of a transaction after one of `last`: RETRY when `now` is more
 * than STORE_SKEW behind (STORE_WRITE). */
#define STORE_SKEW (2 * SECOND)
enum err store_instant(struct store *s, enum store_mode mode, int64_t now, int64_t last,
		       int64_t *time_r) MUST_USE;

#endif
