/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Verb verify --history: everything that was ever recorded, looked at from its
 * first byte. One line per finding, or CSV; 0 = nothing is missing. */
#include "verbs/verbs.h"

#include "core/secret.h"
#include "office/history.h"

#include "base/str.h"

#include <stdio.h>
#include <string.h>

struct job {
	const struct conf *conf;
	struct history_ask ask;
	bool csv;
};

/* A finding may carry what a stranger wrote: a quoted field, quotes doubled. */
static void cell(const char *s, char end)
{
	putchar('"');
	for (; *s; s++) {
		if (*s == '"')
			putchar('"');
		putchar(*s);
	}
	printf("\"%s", end == '\n' ? "\r\n" : ",");
}

static void tell(void *arg, enum history_level level, const char *part, const char *where,
		 const char *text)
{
	static const char *const words[] = { "ok   ", "WARN ", "BAD  " };
	static const char *const levels[] = { "ok", "warn", "bad" };
	const struct job *j = arg;
	if (j->csv) {
		cell(levels[level], ',');
		cell(part, ',');
		cell(where, ',');
		cell(text, '\n');
	} else {
		printf("%s%s: %s%s%s\n", words[level], part, where, *where ? ": " : "", text);
	}
}

static int look(void *arg)
{
	struct job *j = arg;
	struct history_sum sum;
	j->ask.tell = tell;
	j->ask.arg = j;
	if (secret_open(j->conf))
		return ctl_fail("verify: %s cannot be read: links cannot be compared", j->conf->secret);
	if (j->csv)
		fputs("level,part,where,text\r\n", stdout);
	enum err e = history_verify(j->conf, &j->ask, &sum);
	if (!j->csv)
		printf("%s %llu frames, %llu records, %llu contracts, %llu events, %llu files, %llu"
		       " witnesses: %llu bad\n", sum.bad ? "BAD " : "ok  ",
		       (unsigned long long)sum.frames, (unsigned long long)sum.records,
		       (unsigned long long)sum.contracts, (unsigned long long)sum.events,
		       (unsigned long long)sum.files, (unsigned long long)sum.witnesses,
		       (unsigned long long)sum.bad);
	return e || sum.bad ? EXIT_BAD : sum.look ? EXIT_WARNED : EXIT_GOOD;
}

/* "SEQUENCE:HEX", as receipts print it; the hash may be grouped by blanks. */
static bool printed(char *s, struct history_ask *ask)
{
	static char hex[65];
	int64_t seq = 0;
	size_t n = 0;
	char *colon = strchr(s, ':');
	if (!colon)
		return false;
	*colon = 0;
	for (const char *p = colon + 1; *p; p++)
		if (*p != ' ' && (!strchr("0123456789abcdef", *p) || n == 64))
			return false;
		else if (*p != ' ')
			hex[n++] = *p;
	ask->seq = str_to_int(s, 1, INT64_MAX, &seq) ? 0 : (uint64_t)seq;
	ask->head = hex;
	return ask->seq && n >= 8;
}

int verify_history(struct ctl *c, int n, char **args)
{
	struct job j = { .conf = &c->site };
	for (int i = 0; i < n; i++) {
		if (str_eq(args[i], "--csv"))
			j.csv = true;
		else if (!str_eq(args[i], "--head") || ++i == n || !printed(args[i], &j.ask))
			return EXIT_USAGE;
	}
	return ctl_as(&c->web, look, &j);
}
