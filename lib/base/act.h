/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * An act: what a person did, as it was recorded, for one PDF of one contract
 * (a chain). Everything that a signature says comes from here and from nowhere
 * else, so a revision can be made again byte for byte. This file also holds
 * the one table of Japanese sentences outside the catalogues: the Reason
 * (mission.md, "Decisions"); tested byte by byte.
 *
 * Versions of a chain with n agreeing parties: 1 FIX, 2 SEND (slot 0),
 * 3…n+2 AGREE (slots 1…n, in order), n+3 CONCLUDE. */
#ifndef BASE_ACT_H
#define BASE_ACT_H

#include "base/buf.h"
#include "base/err.h"
#include "base/msg.h"

#define ACT_SLOTS 128   /* agreeing parties at most */
#define ACT_CHAIN 24    /* bytes of a chain id: 16 token characters, '-', file number from 1 */
#define ACT_TITLE 480   /* bytes of UTF-8 */
#define ACT_NAME 480
#define ACT_MAIL 254    /* RFC 5321 §4.5.3.1.3 */
#define ACT_WIRE 8192   /* bytes of a whole act on the wire, at most */

enum act_kind { ACT_FIX = 1, ACT_SEND, ACT_AGREE, ACT_CONCLUDE };

/* How the person was authenticated; mail is always among them. */
enum { ACT_BY_MAIL = 1, ACT_BY_CODE = 2, ACT_BY_ONE_TIME = 4 };

struct act {
	enum act_kind kind;
	char chain[ACT_CHAIN + 1]; /* also the 書類ID of the file */
	int version;               /* from 1 */
	int64_t time;              /* ns UTC: the instant of the act */
	int parties;               /* n; FIX and CONCLUDE */
	/* FIX only */
	char title[ACT_TITLE + 1];
	int pages;
	unsigned char upload[32]; /* SHA-256 of the file as it was uploaded */
	unsigned char base[32];   /* SHA-256 of the base file that is signed */
	/* roster[i] = SHA-256 of the address (lower-case ASCII domain) of slot i;
	 * 0 is the sender. n+1 entries. */
	unsigned char roster[ACT_SLOTS + 1][32];
	/* SEND and AGREE only */
	int slot;
	char name[ACT_NAME + 1];
	char mail[ACT_MAIL + 1];
	unsigned methods;
	unsigned char binds[32]; /* what the person agreed to (rules.md 1.8) */
};

/* Writes the act's fields, always the same ones in the same order for a kind. */
void act_put(struct msg *m, const struct act *a);
/* Reads the first fields of m as an act: exactly the ones act_put writes, in
 * that order, every value in its range; else INVALID. *at_r (may be NULL) is
 * where msg_next goes on after them. */
enum err act_parse(const struct msg *m, struct act *a, size_t *at_r) MUST_USE;
/* The canonical bytes (act_put's fields) to be hashed as "act hash". */
void act_bytes(const struct act *a, struct buf *out);
/* The Reason in UTF-8. */
void act_reason(const struct act *a, struct buf *out);

#endif
