/* SPDX-License-Identifier: AGPL-3.0-or-later
 * TAP for C tests: ok(), is_int(), is_str(), skip_all(), done(). */
#ifndef TAP_H
#define TAP_H
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int tap_n, tap_bad;
#define ok(cond, ...) tap_ok(!!(cond), __FILE__, __LINE__, __VA_ARGS__)
#define is_int(got, want, ...)                                                             \
	do {                                                                               \
		long long tap_g = (long long)(got), tap_w = (long long)(want);             \
		if (!ok(tap_g == tap_w, __VA_ARGS__))                                      \
			printf("#   got %lld, want %lld\n", tap_g, tap_w);                 \
	} while (0)
#define is_str(got, want, ...)                                                             \
	do {                                                                               \
		const char *tap_g = (got), *tap_w = (want);                                \
		if (!ok(tap_g && tap_w && !strcmp(tap_g, tap_w), __VA_ARGS__))             \
			printf("#   got '%s'\n#  want '%s'\n", tap_g ? tap_g : "(null)",   \
			       tap_w ? tap_w : "(null)");                                  \
	} while (0)

__attribute__((format(printf, 4, 5), unused)) static int tap_ok(int good, const char *file, int line,
								const char *fmt, ...)
{
	__builtin_va_list ap;
	char what[512];
	__builtin_va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	__builtin_va_end(ap);
	printf("%sok %d - %s\n", good ? "" : "not ", ++tap_n, what);
	if (!good) {
		tap_bad++;
		printf("#   at %s:%d\n", file, line);
	}
	fflush(stdout);
	return good;
}

__attribute__((unused, noreturn)) static void skip_all(const char *why)
{
	printf("1..0 # SKIP %s\n", why);
	exit(0);
}

__attribute__((unused)) static int done(void)
{
	printf("1..%d\n", tap_n);
	fflush(stdout);
	return tap_bad != 0;
}
#endif
