/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Who held a slot before: what became of it when it was forwarded, taken back
 * or corrected. Kept under moves/<id>, oldest first, never changed. Pure. */
#ifndef CORE_MOVE_H
#define CORE_MOVE_H

#include <stdbool.h>
#include <stdint.h>

#define MOVES 300        /* of one contract at most */
#define MOVE_MESSAGE 400 /* characters */

enum move_kind { MOVE_FORWARD, MOVE_UNDO, MOVE_CORRECTION, MOVE_KINDS };

struct move {
	int64_t slot;
	int64_t generation;  /* links of this one, and of those before it, ended */
	enum move_kind kind;
	int64_t time;
	const char *mail, *name, *company, *post; /* who held it until then, and … */
	const char *said_name, *said_company, *said_post; /* … as the sender wrote it */
	const char *message; /* of a forward: to the next holder */
};

struct contract;

const char *move_word(enum move_kind k); /* in records; the signer's "reason" */
/* How a link of this slot and generation ended: NULL = not by a move. */
const struct move *move_of_link(const struct contract *c, int64_t slot, int64_t generation);
/* The newest of a slot; NULL = never moved. */
const struct move *move_last(const struct contract *c, int64_t slot);
/* A forward that was not taken back. */
bool move_stands(const struct contract *c, const struct move *m);
/* Name and address of who got the slot by this move. */
const char *move_to_name(const struct contract *c, const struct move *m);
const char *move_to_mail(const struct contract *c, const struct move *m);
/* Who held the slot at that instant. */
const char *move_name_at(const struct contract *c, int64_t slot, int64_t time);

#endif
