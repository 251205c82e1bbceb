/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The signer's log against what the journal tells (rules.md 1.7): facts first, in
 * any order, then the log's lines in theirs, then the question what is left over.
 * Pure; tells each difference once. */
#ifndef SIGN_SIGAUDIT_H
#define SIGN_SIGAUDIT_H

#include "sign/sigrecord.h"

struct sigaudit;

/* A line for the administrator. */
typedef void sigaudit_tell(void *arg, const char *text);

struct sigaudit *sigaudit_new(sigaudit_tell *tell, void *arg);
void sigaudit_free(struct sigaudit *s); /* NULL-safe */

/* From the journal: an act that was recorded at this instant … */
void sigaudit_act(struct sigaudit *s, const char *chain, int version, const unsigned char act[32],
		  int64_t recorded);
/* … the line of the log that was committed with a signature … */
void sigaudit_signed(struct sigaudit *s, const char *chain, int version, int64_t seq,
		     const unsigned char hash[32]);
/* … and the SHA-256 of an address that a slot moved to. */
void sigaudit_holder(struct sigaudit *s, const char *chain, int slot, const unsigned char mail[32]);

/* One line of the log. */
void sigaudit_line(struct sigaudit *s, const struct sigrecord *r);

/* What is left: lines that the journal knows and the log lacks, acts recorded before
 * `before` that nobody signed. The number of differences in all. */
uint64_t sigaudit_end(struct sigaudit *s, int64_t before);

#endif
