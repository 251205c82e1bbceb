/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * May this person do this now, and if not, why? The answer is a word that
 * pages show and the clerk asks again before each letter. Pure. */
#ifndef CORE_POLICY_H
#define CORE_POLICY_H

#include "core/contract.h"

enum policy {
	POLICY_YES,
	POLICY_TERMS,     /* first accept the terms */
	POLICY_NOT_TURN,
	POLICY_EXPIRED,   /* the reply date has passed */
	POLICY_REPLACED,  /* the link's generation is over (forwarded, renewed) */
	POLICY_AGREED,    /* has agreed already */
	POLICY_DECLINED,  /* declined by this person */
	POLICY_ENDED,     /* declined by somebody else */
	POLICY_WITHDRAWN,
	POLICY_CLOSED,    /* concluded: only the result */
	POLICY_LOCKED,    /* five wrong codes */
	POLICY_STALE,     /* the link is too old, the reply date is open (link_days; lib/web/link) */
	POLICY_NO         /* never in this state */
};

const char *policy_word(enum policy p); /* also the message id "link.<word>" */

/* A party with a link of the given generation wants to act. */
enum policy policy_party(const struct contract *c, int64_t slot, int64_t generation,
			 enum contract_act act, int64_t now);
enum policy policy_owner(const struct contract *c, const char *account, enum contract_act act);
/* Is an intent still worth a letter? YES, or REPLACED when overtaken, or
 * NOT_TURN when it must wait for a signature. */
enum policy policy_notice(const struct contract *c, const struct notice *n, int64_t now);

#endif
