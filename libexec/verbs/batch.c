/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Verb verify --since --until: every released file of a period; and for check, the
 * documents whose proof of time is at risk. As the web user. */
#include "verbs/verbs.h"

#include "office/batch.h"

#include "base/hex.h"
#include "base/str.h"
#include "port/view.h"

#include <inttypes.h>
#include <stdio.h>

#define CSV_MAX ((size_t)256 << 20)
#define SHOWN 10

struct job {
	const struct conf *conf;
	int64_t since, until;
	bool csv;
};

static void say(const struct batch_row *r)
{
	char hex[65], end[CLOCK_TEXT] = "";
	hex_encode(r->sha, 32, hex);
	if (r->stamp_end)
		clock_iso(r->stamp_end, end);
	printf("%s%s: %s level=%s sha256=%s%s%s%s%s%s%s\n",
	       r->result == BATCH_GOOD ? r->risk ? "WARN " : "ok   " : "BAD  ", r->document,
	       batch_word(r->result), *r->level ? r->level : "-", hex, *r->why ? " why=" : "", r->why,
	       *end ? " stamp_end=" : "", end, r->risk ? " risk=" : "", batch_risk_word(r->risk));
}

static enum err print_csv(struct arena *a, const struct conf *c, const struct batch *b)
{
	struct buf out;
	buf_init(&out, CSV_MAX);
	view_open(c->xsl);
	enum err e = batch_csv(a, "ja", b, &out);
	if (!e && fwrite(out.p, 1, out.n, stdout) != out.n)
		e = BROKEN;
	buf_clear(&out);
	return e;
}

static int look(void *arg)
{
	const struct job *j = arg;
	struct arena *a = arena_new(0);
	struct batch b;
	/* what was kept before does not count: this is asked for now */
	enum err e = batch_list(j->conf, a, NULL, j->since, j->until, INT64_MAX, false, &b);
	if (!e)
		e = batch_step(j->conf, &b, a, SIZE_MAX, INT64_MAX / 2);
	if (!e && j->csv)
		e = print_csv(a, j->conf, &b);
	for (size_t i = 0; !e && !j->csv && i < b.n; i++)
		say(&b.rows[i]);
	if (!e && !j->csv)
		printf("%zu files, %zu not good, %zu at risk\n", b.n, b.bad, b.risky);
	arena_free(a);
	if (e)
		return ctl_fail("verify: this site cannot judge (%s)", err_word(e));
	return b.bad ? EXIT_BAD : b.risky ? EXIT_WARNED : EXIT_GOOD;
}

int verify_period(struct ctl *c, int n, char **args)
{
	struct job j = { .conf = &c->site, .until = INT64_MAX };
	bool asked = false;
	for (int i = 0; i < n; i++) {
		bool more = i + 1 < n;
		if (str_eq(args[i], "--csv"))
			j.csv = true;
		else if (str_eq(args[i], "--since") && more && !batch_day(args[i + 1], 0, &j.since))
			asked = ++i;
		else if (str_eq(args[i], "--until") && more && !batch_day(args[i + 1], 1, &j.until))
			asked = ++i;
		else
			return EXIT_USAGE;
	}
	return asked && j.since < j.until ? ctl_as(&c->web, look, &j) : EXIT_USAGE;
}

/* --- check ---------------------------------------------------------------------------------- */

static int look_at_risk(void *arg)
{
	const struct ctl *c = arg;
	struct arena *a = arena_new(0);
	struct batch b;
	size_t unstamped = 0, shown = 0;
	enum err e = batch_list(&c->site, a, NULL, 0, INT64_MAX, INT64_MAX, true, &b);
	int worst = e ? EXIT_WARNED : EXIT_GOOD;
	if (e)
		printf("WARN documents: which are at risk cannot be seen (%s)\n", err_word(e));
	for (size_t i = 0; !e && i < b.n; i++) {
		const struct batch_row *r = &b.rows[i];
		int64_t left = (r->stamp_end - clock_now()) / DAY;
		unstamped += r->risk == RISK_UNSTAMPED;
		if (r->risk != RISK_ENDING)
			continue;
		int bad = left < 30 ? EXIT_BAD : EXIT_WARNED;
		worst = bad > worst ? bad : worst;
		if (shown++ < SHOWN)
			printf("%sdocuments: the newest time stamp of %s ends in %" PRId64 " days\n",
			       bad == EXIT_BAD ? "BAD  " : "WARN ", r->document, left);
	}
	if (shown > SHOWN)
		printf("WARN documents: and %zu others (ctl verify --since … lists them)\n", shown - SHOWN);
	if (unstamped) {
		printf("WARN documents: %zu concluded files have no time stamp\n", unstamped);
		worst = worst > EXIT_WARNED ? worst : EXIT_WARNED;
	}
	if (!e && !b.n)
		printf("ok   documents: no time stamp ends within %" PRId64 " days\n", c->site.renew_days);
	arena_free(a);
	return worst;
}

int risk_look(struct ctl *c)
{
	return ctl_as(&c->web, look_at_risk, c);
}
