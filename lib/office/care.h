/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What becomes of a sent contract beside the acts of core/contract: a new access
 * code, the result shown to others, what the clerk tells by the timetable. Pure,
 * in the manner of core/contract: on an error *c is unchanged. */
#ifndef OFFICE_CARE_H
#define OFFICE_CARE_H

#include "core/contract.h"

/* The sender gives an open slot a new access code (or its first); hash: office/code.
 * Wrong tries and a lock end with the old code. CONFLICT: the slot is not open. */
enum err care_recode(struct contract *c, int64_t slot, int64_t now, const unsigned char salt[32],
		     const unsigned char hash[32], struct change *ch) MUST_USE;

/* Shows the concluded contract to one more person, by mail (M16). by: 0 the
 * sender, else the party. CONFLICT: not concluded. INVALID: gets it anyway. DENIED:
 * CARE_VIEWERS have it. */
#define CARE_VIEWERS 64
enum err care_share(struct contract *c, int64_t by, int64_t now, const struct person *to,
		    enum party_lang lang, struct arena *a, struct change *ch) MUST_USE;

/* Reminds, warns and announces as core/timetable says. CONFLICT: nothing is due. */
enum err care_look(struct contract *c, int64_t now, struct change *ch) MUST_USE;

/* A draft like c: files, recipients, fields; no values, no codes, no dates. to is
 * a fresh record. */
void care_copy(const struct contract *c, struct contract *to, struct arena *a);

#endif
