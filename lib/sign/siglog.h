/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The signer's log on disk: append only, hash-chained, synced before the key
 * is used; and beside it one small file per chain with the chain's lines
 * (teiketsu-signature(5), LOG FOLDER).
 *
 * Words in *why_r: no_log (MISSING), log_busy, log_full, state (RETRY: nothing
 * counts as signed), log_sync, log_broken, log_behind (BROKEN). */
#ifndef SIGN_SIGLOG_H
#define SIGN_SIGLOG_H

#include "sign/sigrecord.h"

struct siglog {
	int dir, fd;
	int64_t seq, end, start; /* newest record, its end and start in the file */
	int64_t at;              /* its time */
	int64_t day, used, lines; /* JST day of the newest record; signatures, records on it */
	int64_t until;           /* end of the last allow */
	unsigned char head[32], key[32];
};

/* Makes the log with its first record, bound to a key, in an existing empty
 * folder. CONFLICT when there is one. */
enum err siglog_create(const char *dir, const unsigned char key[32], const char **why_r) MUST_USE;

/* Reads how things stand without a lock; fd stays -1. For answers only. */
enum err siglog_peek(const char *dir, struct siglog *l, const char **why_r) MUST_USE;
/* Repairs what a crash left between log and chain files, if anything. */
enum err siglog_settle(const char *dir, int64_t wait, const char **why_r) MUST_USE;
/* One chain's state without a lock; a chain nobody signed has last = 0. */
enum err siglog_chain(const char *dir, const char *chain, struct sigchain *c, const char **why_r)
	MUST_USE;

/* Opens, locks (waiting at most `wait` ns), cuts a torn last line, brings the
 * chain files up to date. */
enum err siglog_open(const char *dir, int64_t wait, struct siglog *l, const char **why_r) MUST_USE;
/* Sets r->seq, r->at; appends and syncs. On RETRY nothing was recorded. */
enum err siglog_append(struct siglog *l, struct sigrecord *r, const char **why_r) MUST_USE;
void siglog_close(struct siglog *l); /* unlocks */

/* Signatures (repeats not counted) resp. records of the JST day of t. */
int64_t siglog_used(const struct siglog *l, int64_t t);
int64_t siglog_lines(const struct siglog *l, int64_t t);

/* Walks all records from the first, checking every hash; see(NULL) never. Stops
 * at the first bad one: BROKEN, *seq_r = the last good one. */
enum err siglog_verify(const char *dir, void (*see)(const struct sigrecord *r, void *arg),
		       void *arg, int64_t *seq_r, const char **why_r) MUST_USE;

#endif
