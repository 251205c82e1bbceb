/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One line, one write(2), so lines of several processes do not mix. */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const char *program = "teiketsu", *request;

void log_open(const char *name)
{
	program = name;
}

void log_request(const char *id)
{
	request = id;
}

__attribute__((format(printf, 2, 0))) static void put(const char *event, const char *fmt,
						      va_list ap)
{
	char line[1024];
	struct timespec ts;
	struct tm tm;
	clock_gettime(CLOCK_REALTIME, &ts);
	gmtime_r(&ts.tv_sec, &tm);
	size_t n = strftime(line, 32, "%Y-%m-%dT%H:%M:%S", &tm);
	int m = snprintf(line + n, sizeof line - n, ".%03ldZ %s[%d] %s %s ", ts.tv_nsec / 1000000,
			 program, (int)getpid(), request ? request : "-", event);
	n += m > 0 ? (size_t)m : 0;
	if (n < sizeof line - 2) {
		m = vsnprintf(line + n, sizeof line - n - 1, fmt, ap);
		n += m > 0 ? (size_t)m : 0;
	}
	if (n > sizeof line - 2)
		n = sizeof line - 2;
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)line[i] < 0x20 || line[i] == 0x7F)
			line[i] = '?';
	line[n++] = '\n';
	if (write(2, line, n) < 0)
		return; /* nowhere left to say it */
}

void log_line(const char *event, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	put(event, fmt, ap);
	va_end(ap);
}

void log_die(const char *event, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	put(event, fmt, ap);
	va_end(ap);
	_exit(70);
}
