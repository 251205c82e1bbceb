/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Time. An instant is int64_t nanoseconds since 1970-01-01T00:00:00Z (UTC,
 * good until 2262). Expiry is judged by clock_now, deadlines by clock_mono.
 * Tests link another clock.c. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

#define SECOND INT64_C(1000000000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

int64_t clock_now(void);  /* wall clock, ns UTC */
int64_t clock_mono(void); /* monotonic, ns, for deadlines only */
/* False when the kernel says that the clock is not synchronised (adjtimex). */
bool clock_synchronised(void);

struct civil {
	int year, month, day, hour, minute, second, nano;
	int weekday; /* 0 = Sunday */
};
/* In Japan Standard Time (UTC+9, no summer time). */
struct civil clock_jst(int64_t t);
int64_t clock_from_jst(const struct civil *c); /* weekday ignored */
/* 23:59:59 JST of the day that is `days` after t. */
int64_t clock_day_end(int64_t t, int days);

#define CLOCK_TEXT 48
/* "YYYY-MM-DD HH:MM:SS.nnnnnnnnn +0900 JST", the form of Reason (mission.md). */
void clock_reason(int64_t t, char out[CLOCK_TEXT]);
/* "D:YYYYMMDDHHmmSS+09'00'" (ISO 32000-1 §7.9.4). */
void clock_pdf(int64_t t, char out[CLOCK_TEXT]);
/* "YYYY-MM-DDTHH:MM:SS.nnnnnnnnnZ" for records, and back (INVALID). */
void clock_iso(int64_t t, char out[CLOCK_TEXT]);
enum err clock_parse_iso(const char *s, int64_t *t_r) MUST_USE;

#endif
