/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Instants out of the record alone. Pure. */
#include "core/timetable.h"

#include "base/clock.h"

/* Whoever may be reminded now; NULL: nobody. */
static const struct party *waiting_for(const struct contract *c)
{
	const struct party *p = contract_party(c, contract_turn(c));
	bool quiet = !p || !c->remind_first || p->is_sender || !p->mailed || p->reported || p->bounced;
	return quiet ? NULL : p;
}

int64_t timetable_remind(const struct contract *c)
{
	const struct party *p = waiting_for(c);
	if (!p || (p->reminded && !c->remind_every))
		return 0;
	int64_t at = p->reminded ? p->reminded + c->remind_every * DAY
				 : p->mailed + c->remind_first * DAY;
	if (at < p->later)
		at = p->later;
	return p->due && at > p->due ? 0 : at;
}

int64_t timetable_warn(const struct contract *c)
{
	const struct party *p = waiting_for(c);
	if (!p || !p->due || p->due_told == p->due)
		return 0;
	int64_t at = p->due - TIMETABLE_WARN * DAY - 15 * HOUR; /* it ends at 24 o'clock */
	return at > p->mailed + DAY || p->reminded ? at : 0; /* the request itself said it */
}

int64_t timetable_expiry(const struct contract *c)
{
	const struct party *p = contract_party(c, contract_turn(c));
	return p && p->due && p->expiry_told != p->due ? p->due + 1 : 0;
}

int64_t timetable_next(const struct contract *c)
{
	int64_t at[] = { timetable_remind(c), timetable_warn(c), timetable_expiry(c) }, first = 0;
	for (int i = 0; i < 3; i++)
		if (at[i] && (!first || at[i] < first))
			first = at[i];
	return first;
}
