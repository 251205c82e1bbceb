/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * When a waiting contract is to be looked at although nobody acts: scheduled
 * reminders (M02: first after c->remind_first days, then every c->remind_every)
 * and the word before the reply date (M03); and the passing of that date (M13,
 * M14). Nobody is reminded who has not got the request yet, reported it, whose
 * letter came back, or whose date has passed; who meant to reply later, not
 * before that day. Pure. The key
 * look/<instant>-<id> follows every change of the contract. */
#ifndef CORE_TIMETABLE_H
#define CORE_TIMETABLE_H

#include "core/contract.h"

#define TIMETABLE_WARN 2 /* days before the reply date, at nine in the morning JST */

/* Each ns UTC; 0 = never, as things stand. */
int64_t timetable_remind(const struct contract *c);
int64_t timetable_warn(const struct contract *c);
int64_t timetable_expiry(const struct contract *c);
int64_t timetable_next(const struct contract *c); /* the earliest of all */

#endif
