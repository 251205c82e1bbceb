/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The two clocks and the four written forms of an instant. */
#include "base/clock.h"

#include <stdio.h>
#include <string.h>
#include <sys/timex.h>
#include <time.h>

static int64_t read_clock(clockid_t id)
{
	struct timespec ts;
	clock_gettime(id, &ts);
	return (int64_t)ts.tv_sec * SECOND + ts.tv_nsec;
}

int64_t clock_now(void)
{
	return read_clock(CLOCK_REALTIME);
}

int64_t clock_mono(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

bool clock_synchronised(void)
{
	struct timex tx;
	memset(&tx, 0, sizeof tx);
	return adjtimex(&tx) != TIME_ERROR && !(tx.status & STA_UNSYNC);
}

/* Days since 1970-01-01 <-> date (proleptic Gregorian; Hinnant's formulas). */
static int64_t days_of(int y, int m, int d)
{
	y -= m <= 2;
	int64_t era = (y >= 0 ? y : y - 399) / 400, yoe = y - era * 400;
	int64_t doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static struct civil civil_of(int64_t t)
{
	struct civil c;
	int64_t secs = t / SECOND - (t % SECOND < 0), days = secs / 86400 - (secs % 86400 < 0);
	int64_t rest = secs - days * 86400, z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097, doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
	c.day = (int)(doy - (153 * mp + 2) / 5 + 1);
	c.month = (int)(mp < 10 ? mp + 3 : mp - 9);
	c.year = (int)(yoe + era * 400 + (c.month <= 2));
	c.hour = (int)(rest / 3600);
	c.minute = (int)(rest % 3600 / 60);
	c.second = (int)(rest % 60);
	c.nano = (int)(t - secs * SECOND);
	c.weekday = (int)((days % 7 + 11) % 7);
	return c;
}

struct civil clock_jst(int64_t t)
{
	return civil_of(t + 9 * HOUR);
}

int64_t clock_from_jst(const struct civil *c)
{
	int64_t secs = days_of(c->year, c->month, c->day) * 86400 + c->hour * 3600 +
		       c->minute * 60 + c->second;
	return secs * SECOND + c->nano - 9 * HOUR;
}

int64_t clock_day_end(int64_t t, int days)
{
	struct civil c = clock_jst(t + days * DAY);
	c.hour = 23;
	c.minute = c.second = 59;
	c.nano = 0;
	return clock_from_jst(&c);
}

void clock_reason(int64_t t, char out[CLOCK_TEXT])
{
	struct civil c = clock_jst(t);
	snprintf(out, CLOCK_TEXT, "%04d-%02d-%02d %02d:%02d:%02d.%09d +0900 JST", c.year, c.month,
		 c.day, c.hour, c.minute, c.second, c.nano);
}

void clock_pdf(int64_t t, char out[CLOCK_TEXT])
{
	struct civil c = clock_jst(t);
	snprintf(out, CLOCK_TEXT, "D:%04d%02d%02d%02d%02d%02d+09'00'", c.year, c.month, c.day,
		 c.hour, c.minute, c.second);
}

void clock_iso(int64_t t, char out[CLOCK_TEXT])
{
	struct civil c = civil_of(t);
	snprintf(out, CLOCK_TEXT, "%04d-%02d-%02dT%02d:%02d:%02d.%09dZ", c.year, c.month, c.day,
		 c.hour, c.minute, c.second, c.nano);
}

static int number(const char *s, int n)
{
	int v = 0;
	while (n-- > 0)
		v = v * 10 + (*s++ - '0');
	return v;
}

enum err clock_parse_iso(const char *s, int64_t *t_r)
{
	static const char form[] = "0000-00-00T00:00:00.000000000Z";
	if (!s || strlen(s) != sizeof form - 1)
		return INVALID;
	for (size_t i = 0; form[i]; i++)
		if (form[i] == '0' ? s[i] < '0' || s[i] > '9' : s[i] != form[i])
			return INVALID;
	struct civil c = { .year = number(s, 4), .month = number(s + 5, 2),
			   .day = number(s + 8, 2), .hour = number(s + 11, 2),
			   .minute = number(s + 14, 2), .second = number(s + 17, 2),
			   .nano = number(s + 20, 9) };
	int64_t t = clock_from_jst(&c) + 9 * HOUR;
	struct civil d = clock_jst(t - 9 * HOUR); /* refuses 31 February */
	if (c.year != d.year || c.month != d.month || c.day != d.day || c.hour != d.hour ||
	    c.minute != d.minute || c.second != d.second || c.nano != d.nano)
		return INVALID;
	*t_r = t;
	return OK;
}
