/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Records of signed-in browsers: session/<hash> → user, times, operator or not;
 * visitor/<user>/<hash> finds a user's. The hash is made by lib/web from the
 * cookie, which is stored nowhere. */
#ifndef CORE_VISIT_H
#define CORE_VISIT_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

#define SESSION_IDLE (12 * HOUR)
#define SESSION_LIFE (14 * DAY)

struct visit {
	const char *user;
	int64_t created, seen; /* ns UTC */
	bool operator_;
};

/* hash: 64 hex digits. Errors of the store: RETRY, BROKEN. user is an account
 * id without '/'. */
enum err visit_add(const struct conf *c, struct arena *a, const char *hash, const char *user,
		   bool operator_) MUST_USE;
/* MISSING also when it is older than `life` or idle for longer than `idle`.
 * Moves `seen` on at most once an hour. */
enum err visit_find(const struct conf *c, struct arena *a, const char *hash, int64_t idle,
		    int64_t life, struct visit *r) MUST_USE;
enum err visit_drop(const struct conf *c, struct arena *a, const char *hash) MUST_USE;
enum err visit_drop_user(const struct conf *c, struct arena *a, const char *user) MUST_USE;
/* Deletes up to 500 that are over their life; for the clerk. */
enum err visit_sweep(const struct conf *c, struct arena *a, int64_t life) MUST_USE;

#endif
