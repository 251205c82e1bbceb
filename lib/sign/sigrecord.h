/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * One line of the signer's log (teiketsu-signature(5)), and what the lines of
 * one chain say together: its state. Pure; no file is touched here. */
#ifndef SIGN_SIGRECORD_H
#define SIGN_SIGRECORD_H

#include "base/act.h"
#include "base/buf.h"
#include "base/err.h"

#define SIGRECORD_LINE 16384 /* bytes of a line at most */
#define SIGRECORD_ATTEMPTS 3
#define SIGRECORD_MOVES 256 /* reassigns of one chain: one for each slot, and as many again */

enum log_event {
	SIG_INIT = 1,
	SIG_REKEY,
	SIG_SIGN,
	SIG_REPEAT,
	SIG_AGAIN,
	SIG_REASSIGN,
	SIG_ALLOW,
	SIG_CUT,
	SIG_ADOPT /* a signature that a restored log lacked (ctl log adopt) */
};

struct sigrecord {
	int64_t seq, at; /* at: the signer's own time, ns UTC */
	enum log_event event;
	unsigned char log[16], key[32];           /* init, rekey */
	char chain[ACT_CHAIN + 1];                /* sign … reassign */
	int version, attempt;                     /* sign, repeat, again */
	unsigned char act[32], digest[32];
	int64_t time;                             /* the act's; also of reassign */
	int64_t length, gap, gap_len;
	bool rostered;                            /* the first record of version 1 has a roster … */
	int parties;                              /* … with parties+1 entries */
	unsigned char roster[ACT_SLOTS + 1][32];
	int slot;                                 /* reassign */
	unsigned char to[32];
	char reason[12];
	int64_t until, bytes;                     /* allow; cut */
	unsigned char hash[32];                   /* of the line; set by both functions */
};

/* Appends the line with its newline; before = hash of the line before. */
void sigrecord_put(struct sigrecord *r, const unsigned char before[32], struct buf *out);
/* line without its newline. INVALID: not exactly what sigrecord_put writes, or
 * the hash does not follow from `before` (NULL = not checked). */
enum err sigrecord_parse(struct bytes line, const unsigned char before[32], struct sigrecord *r)
	MUST_USE;

struct sigversion {
	unsigned char act[32], digest[32];
	int64_t time, length, gap, gap_len;
	int attempt;
};

struct sigchain {
	int last; /* newest signed version, 0 = none */
	int parties;
	int moves;     /* reassigns so far */
	int64_t moved; /* time of the last one */
	unsigned char roster[ACT_SLOTS + 1][32];
	struct sigversion v[ACT_SLOTS + 4]; /* v[1]… */
};

/* BROKEN when the record cannot follow; other chains' records are the caller's
 * mistake. */
enum err sigchain_apply(struct sigchain *c, const struct sigrecord *r) MUST_USE;

#endif
