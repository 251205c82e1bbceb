/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A double of the clock, linked into copies of programs for tests of years: the
 * time of day is later by the seconds that stand in the file SHIFT_FILE when the
 * program starts. Libraries see it, too. */
#include <stdio.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static long long shift;

__attribute__((constructor)) static void begin(void)
{
	FILE *f = fopen(SHIFT_FILE, "r");
	if (!f || fscanf(f, "%lld", &shift) != 1)
		_exit(99);
	fclose(f);
}

int clock_gettime(clockid_t which, struct timespec *t)
{
	int r = (int)syscall(SYS_clock_gettime, which, t);
	if (!r && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE))
		t->tv_sec += shift;
	return r;
}

int gettimeofday(struct timeval *restrict t, void *restrict zone)
{
	struct timespec now;
	(void)zone;
	int r = clock_gettime(CLOCK_REALTIME, &now);
	t->tv_sec = now.tv_sec;
	t->tv_usec = now.tv_nsec / 1000;
	return r;
}

time_t time(time_t *r)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	if (r)
		*r = now.tv_sec;
	return now.tv_sec;
}
