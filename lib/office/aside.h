/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What a recipient tells or asks for beside the answer itself: when it will come,
 * that the request was not expected, a one-time code, a look for somebody inside.
 * Pure, in the manner of core/contract: on an error *c is unchanged. */
#ifndef OFFICE_ASIDE_H
#define OFFICE_ASIDE_H

#include "core/contract.h"

#define ASIDE_NOTE 400 /* characters */

/* あとで返答する: the sender sees 検討中, reminders rest until that day (0 = none
 * given). CONFLICT: the slot is not open. INVALID: not between now and the reply
 * date. */
enum err aside_later(struct contract *c, int64_t slot, int64_t now, int64_t day, const char *note,
		     struct change *ch) MUST_USE;
/* 受け取る予定がない: reminders stop, the operator is told at `address` ("" = by
 * the log alone). CONFLICT: not open, or told before. why: sender, address, odd. */
enum err aside_report(struct contract *c, int64_t slot, int64_t now, const char *why,
		      const char *address, struct change *ch) MUST_USE;

#define ASIDE_CODE_LIFE (10 * MINUTE)
#define ASIDE_CODE_TRIES 5
/* A new one-time code to the registered address; the one before is dead. */
enum err aside_code(struct contract *c, int64_t slot, int64_t now, struct change *ch) MUST_USE;
/* Counts a try, before it is compared (rules.md 3.5). DENIED: no code is alive. */
enum err aside_code_try(struct contract *c, int64_t slot, int64_t now) MUST_USE;
/* It was right, and is used up. */
void aside_code_right(struct contract *c, int64_t slot);

/* 社内の人に見せる: a read-only link by mail, until the slot is somebody else's.
 * CONFLICT: not open. INVALID: sees it anyway. DENIED: ASIDE_SHOWN were shown. */
#define ASIDE_SHOWN 5 /* by one slot */
enum err aside_show(struct contract *c, int64_t slot, int64_t now, const struct person *to,
		    struct arena *a, struct change *ch) MUST_USE;
/* Did the present holder of the slot show it to this viewer (from 0)? */
bool aside_shown(const struct contract *c, size_t viewer, int64_t slot);
/* May this viewer (from 0) still look before the conclusion? */
bool aside_may_look(const struct contract *c, size_t viewer);

#endif
