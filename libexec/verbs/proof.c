/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Verb verify: one file judged by the program that the pages ask, as the user
 * that the pages are. Lines key=value; 0 only for a file that is as it was
 * concluded. */
#include "verbs/verbs.h"

#include "office/proof.h"

#include "base/hex.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct job {
	const struct conf *conf;
	const char *path;
	int fd;
};

static const char *sentence(enum proof_word w)
{
	switch (w) {
	case PROOF_OK:
		return "unchanged since it was concluded";
	case PROOF_STAGE:
		return "genuine and unchanged, but an earlier stage than the concluded document";
	case PROOF_BAD:
		return "changed after it was signed";
	case PROOF_NONE:
		return "no signature found";
	case PROOF_UNKNOWN:
		return "the signatures hold, but not by a certificate of this site";
	case PROOF_FOREIGN:
		return "not concluded on this site; whether it was changed is not known";
	case PROOF_UNREADABLE:
		return "not readable as a PDF";
	case PROOF_UNCLEAR:
		return "too involved to be checked to the end";
	}
	return "";
}

static void time_line(const char *key, int64_t number, int64_t t)
{
	char text[CLOCK_TEXT];
	if (t <= 0)
		return;
	clock_iso(t, text);
	printf("version.%" PRId64 ".%s=%s\n", number, key, text);
}

static void say_version(const struct proof_version *v)
{
	const struct {
		const char *key, *text;
	} texts[] = { { "kind", v->kind },	{ "field", v->field },	     { "why", v->why },
		      { "reason", v->reason },	{ "subject", v->subject },   { "issuer", v->issuer },
		      { "serial", v->serial },	{ "usage", v->usage },	     { "tsa", v->tsa },
		      { "stamp_why", v->stamp_why } };
	printf("version.%" PRId64 ".valid=%d\n", v->number, v->valid);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (*texts[i].text)
			printf("version.%" PRId64 ".%s=%s\n", v->number, texts[i].key, texts[i].text);
	printf("version.%" PRId64 ".bytes=%" PRId64 "\n", v->number, v->length);
	printf("version.%" PRId64 ".ltv=%d\n", v->number, v->ltv);
	time_line("time", v->number, v->time);
	time_line("stamp", v->number, v->stamped ? v->stamp : 0);
	time_line("not_before", v->number, v->not_before);
	time_line("not_after", v->number, v->not_after);
	if (v->stamped)
		printf("version.%" PRId64 ".stamp_valid=%d\n", v->number, v->stamp_valid);
}

static void say(const struct proof *p)
{
	char hex[65];
	hex_encode(p->sha, sizeof p->sha, hex);
	printf("file=%s\nsentence=%s\nverdict=%s\nwhy=%s\n", p->name, sentence(p->word),
	       proof_text(p->word), p->why);
	printf("identical=%d\ndocument=%s\nsha256=%s\nbytes=%" PRId64 "\n", p->same, p->document, hex,
	       p->size);
	printf("level=%s\nconcluded=%d\nwhole=%d\nslots=%" PRId64 "\nversions=%zu\n", p->level,
	       p->concluded, p->whole, p->slots, p->n);
	for (size_t i = 0; i < p->n; i++)
		say_version(&p->versions[i]);
}

static int judge(void *arg)
{
	const struct job *j = arg;
	struct proof p;
	struct arena *a = arena_new(0);
	enum err e = proof_judge(j->conf, a, j->fd, j->path, &p);
	if (!e)
		say(&p);
	arena_free(a);
	if (e)
		return ctl_fail("verify: this site cannot judge it (%s): are trust and tsa_trust in"
				" place, are the records readable?", err_word(e));
	return p.word == PROOF_OK ? EXIT_GOOD : EXIT_WARNED;
}

int ctl_verify(struct ctl *c, int n, char **args)
{
	if (n && str_eq(args[0], "--history"))
		return verify_history(c, n - 1, args + 1);
	if (n && (str_eq(args[0], "--since") || str_eq(args[0], "--until") || str_eq(args[0], "--csv")))
		return verify_period(c, n, args);
	if (n != 1)
		return EXIT_USAGE;
	/* The administrator may read what the web user may not: opened before. */
	struct job j = { .conf = &c->site, .path = args[0] };
	for (const char *s = j.path; *s; s++)
		if ((unsigned char)*s < 0x20)
			return ctl_fail("verify: the file's name has control characters");
	j.fd = open(j.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (j.fd < 0)
		return ctl_fail("%s: %s", j.path, strerror(errno));
	int code = ctl_as(&c->web, judge, &j);
	close(j.fd);
	return code;
}
