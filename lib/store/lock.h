/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The three locks of a store on disk, always taken in this order and never
 * backwards (rules.md 3.6): journal (writers, one after another), turn (a gate
 * that everybody passes, so that readers cannot starve a writer), data (image:
 * shared = reading, exclusive = changing). flock(2) on one file each, tried
 * until a common deadline: a stopped holder must not stop the house. */
#ifndef STORE_LOCK_H
#define STORE_LOCK_H

#include "store/calls.h"

enum lock_name { LOCK_JOURNAL, LOCK_TURN, LOCK_DATA, LOCKS };

struct locks {
	const struct store_calls *c;
	int fd[LOCKS];
	unsigned held; /* bit per lock_name */
	int64_t until; /* clock_mono */
};

/* Opens journal.lock, turn.lock, data.lock in dir; MISSING unless create. */
enum err locks_open(struct locks *l, const struct store_calls *c, int dir, bool create) MUST_USE;
void locks_close(struct locks *l);
/* The deadline for all locks until the next call: ns from now. */
void locks_deadline(struct locks *l, int64_t wait);
enum err lock_take(struct locks *l, enum lock_name which, bool shared) MUST_USE; /* RETRY */
void lock_release(struct locks *l, enum lock_name which); /* nothing when not held */
void lock_release_all(struct locks *l);

#endif
