/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * One log verb. A line is: time (UTC, RFC 3339) program[pid] request event
 * key=value… on standard error (which the web server, the service manager or
 * cron keeps). Control characters become '?', so nobody forges a line. Never
 * log a token, code, password or message text. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

void log_open(const char *program);     /* borrowed for the process's life */
void log_request(const char *id);       /* borrowed; NULL = none */
void log_line(const char *event, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The same, then _exit(70) (EX_SOFTWARE). */
void log_die(const char *event, const char *fmt, ...)
	__attribute__((format(printf, 2, 3), noreturn));

#endif
