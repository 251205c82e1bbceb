/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One party's own clockwork. Pure. */
#include "core/party.h"

#include "base/clock.h"

bool party_pending(const struct party *p)
{
	return p->state == PARTY_INVITED || p->state == PARTY_OPENED;
}

bool party_expired(const struct party *p, int64_t now)
{
	return party_pending(p) && p->due && now > p->due;
}

void party_invite(struct party *p, int64_t now)
{
	p->state = PARTY_INVITED;
	p->invited = now;
	p->due = p->due_set ? p->due_set : clock_day_end(now, (int)p->due_days);
}
