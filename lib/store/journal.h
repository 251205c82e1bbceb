/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The journal's files journal.0001, journal.0002 … in one folder: appending,
 * reading from a place on, cutting a torn tail. Knows frames, not what they
 * change. The caller holds journal.lock for everything but journal_scan. */
#ifndef STORE_JOURNAL_H
#define STORE_JOURNAL_H

#include "store/calls.h"
#include "store/frame.h"

struct journal {
	const struct store_calls *c;
	int dir;
	int fd; /* the segment that is open now; -1 = none */
	uint32_t segment;
	bool writing;
};

enum scan_end {
	SCAN_END,    /* every byte was a frame that follows */
	SCAN_TORN,   /* then bytes that are no frame, and no later frame anywhere */
	SCAN_DAMAGED /* then such bytes, but a valid frame of a later number follows */
};

void journal_init(struct journal *j, const struct store_calls *c, int dir);
void journal_clear(struct journal *j); /* closes the segment */

/* Reads frames from *at on and moves it behind the last good one, going on to
 * the next segment where one ends. fn (may be NULL) is called for each; an error
 * of it ends the scan and is returned. MISSING: at's segment is not there. */
typedef enum err journal_fn(void *arg, const struct frame *f);
enum err journal_scan(struct journal *j, struct place *at, journal_fn *fn, void *arg,
		      enum scan_end *end_r) MUST_USE;

/* True when the journal has bytes, or a segment, behind this place. */
bool journal_goes_on(struct journal *j, const struct place *at);
/* Syncs at's segment, all later ones and the folder. BROKEN: outcome unknown. */
enum err journal_sync_from(struct journal *j, const struct place *at) MUST_USE;
/* Cuts off what lies behind the place and syncs. BROKEN = not done. */
enum err journal_cut(struct journal *j, const struct place *at) MUST_USE;
/* The segment after at's is created (empty) and at moves to its start. RETRY:
 * no space; at is unchanged. */
enum err journal_roll(struct journal *j, struct place *at) MUST_USE;
/* Creates the first segment of a new store. */
enum err journal_create(struct journal *j) MUST_USE;

/* Appends one frame at the place (which is not moved), not yet synced. RETRY:
 * it was taken back, nothing changed. BROKEN: it could not be taken back. */
enum err journal_write(struct journal *j, const struct place *at, struct bytes frame) MUST_USE;
/* Makes the last journal_write durable. BROKEN: outcome unknown; never again. */
enum err journal_sync(struct journal *j, const struct place *at) MUST_USE;
/* Reads the bytes behind the place and writes the same ones again, so that the
 * kernel has to take them to the disk anew; then syncs. RETRY, BROKEN. */
enum err journal_rewrite_from(struct journal *j, const struct place *at) MUST_USE;

#endif
