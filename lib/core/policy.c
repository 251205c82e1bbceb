/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Judgement only: nothing is changed here. */
#include "core/policy.h"

#include "base/str.h"

static const char *const words[] = { "yes",	"terms",    "turn",  "expired", "replaced",  "agreed",
				     "declined", "ended",   "withdrawn", "closed", "locked", "stale", "no" };

const char *policy_word(enum policy p)
{
	return words[p];
}

static enum policy closed(const struct contract *c, const struct party *p)
{
	switch (c->state) {
	case CONTRACT_WITHDRAWN:
		return POLICY_WITHDRAWN;
	case CONTRACT_DECLINED:
		return p->state == PARTY_DECLINED ? POLICY_DECLINED : POLICY_ENDED;
	case CONTRACT_CONCLUDING:
	case CONTRACT_CONCLUDED:
		return POLICY_CLOSED;
	default:
		return POLICY_NO;
	}
}

enum policy policy_party(const struct contract *c, int64_t slot, int64_t generation,
			 enum contract_act act, int64_t now)
{
	const struct party *p = contract_party(c, slot);
	if (!p || c->state == CONTRACT_DRAFT)
		return POLICY_NO;
	if (generation != p->generation)
		return POLICY_REPLACED;
	if (p->state == PARTY_AGREED && c->state == CONTRACT_WAITING)
		return POLICY_AGREED;
	if (!contract_allows(c->state, act))
		return closed(c, p);
	if (p->state == PARTY_WAITS)
		return POLICY_NOT_TURN;
	if (party_expired(p, now))
		return POLICY_EXPIRED;
	if (act == DO_OPEN && p->code_locked > now)
		return POLICY_LOCKED;
	if (act != DO_OPEN && p->state == PARTY_INVITED)
		return POLICY_TERMS;
	return POLICY_YES;
}

enum policy policy_owner(const struct contract *c, const char *account, enum contract_act act)
{
	if (!str_eq(c->owner, account))
		return POLICY_NO;
	return contract_allows(c->state, act) ? POLICY_YES : POLICY_CLOSED;
}

enum policy policy_notice(const struct contract *c, const struct notice *n, int64_t now)
{
	const struct party *p = contract_party(c, n->slot);
	if (contract_signed_version(c) < n->after)
		return POLICY_NOT_TURN;
	if (n->kind == NOTICE_WITHDRAWN) /* of what nobody heard of, nobody is told */
		return p && p->mailed ? POLICY_YES : POLICY_REPLACED;
	if (n->kind == NOTICE_ONCE)
		return p && p->generation == n->generation && now <= p->once_until ? POLICY_YES
										    : POLICY_REPLACED;
	if (notice_link(n) != LINKS_ACT)
		return POLICY_YES;
	if (!p || p->generation != n->generation || c->state != CONTRACT_WAITING ||
	    !party_pending(p) || party_expired(p, now))
		return POLICY_REPLACED;
	return POLICY_YES;
}
