/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Verb log: the signer's log, read and (for allow) written as the signer. */
#include "verbs/verbs.h"

#include "base/clock.h"
#include "base/str.h"
#include "sign/siglog.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct job {
	const struct settings *s;
	bool show;
	int64_t hours, signatures;
};

static void see(const struct sigrecord *r, void *arg)
{
	struct job *j = arg;
	char at[CLOCK_TEXT];
	static const char *const words[] = { "",      "init",	  "rekey", "sign", "repeat",
					     "again", "reassign", "allow", "cut", "adopt" };
	j->signatures += r->event == SIG_SIGN || r->event == SIG_AGAIN || r->event == SIG_REPEAT;
	if (!j->show)
		return;
	clock_iso(r->at, at);
	printf("%" PRId64 " %s %s", r->seq, at, words[r->event]);
	if (r->chain[0])
		printf(" %s", r->chain);
	if (r->version)
		printf(" version %d attempt %d", r->version, r->attempt);
	if (r->event == SIG_REASSIGN)
		printf(" slot %d %s", r->slot, r->reason);
	putchar('\n');
}

static int verify(void *arg)
{
	struct job *j = arg;
	const char *why = "";
	int64_t seq;
	if (siglog_verify(j->s->log, see, j, &seq, &why))
		return ctl_fail("the signer's log is not sound after record %" PRId64 " (%s)", seq, why);
	if (!j->show)
		printf("the signer's log is sound: %" PRId64 " records, %" PRId64 " signatures\n", seq,
		       j->signatures);
	return EXIT_GOOD;
}

static int allow(void *arg)
{
	struct job *j = arg;
	struct siglog l;
	const char *why = "";
	struct sigrecord *r = calloc(1, sizeof *r);
	enum err e = r ? siglog_open(j->s->log, 5 * SECOND, &l, &why) : RETRY;
	if (!e) {
		r->event = SIG_ALLOW;
		r->until = clock_now() + j->hours * HOUR;
		e = siglog_append(&l, r, &why);
		siglog_close(&l);
	}
	free(r);
	if (e)
		return ctl_fail("not allowed: %s", why);
	printf("for %" PRId64 " hours the signer takes acts of any age; this is in its log\n", j->hours);
	return EXIT_GOOD;
}

int ctl_log(struct ctl *c, int n, char **args)
{
	struct job j = { .s = &c->sign };
	if (n == 1 && (str_eq(args[0], "verify") || str_eq(args[0], "show"))) {
		j.show = str_eq(args[0], "show");
		return ctl_as(&c->signer, verify, &j);
	}
	if (n > 1 && str_eq(args[0], "adopt"))
		return log_adopt(c, n - 1, args + 1);
	if (n == 2 && str_eq(args[0], "allow") && !str_to_int(args[1], 1, 168, &j.hours))
		return ctl_as(&c->signer, allow, &j);
	return EXIT_USAGE;
}
