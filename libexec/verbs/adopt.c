/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Verb log adopt: a log that was restored from a backup lacks signatures that were
 * made since (rules.md 10.3). They are taken back out of the signed file: the web
 * user says which acts are recorded, the signer's account has the file judged against
 * its own certificates only, prints each dictionary from its act and compares, as it
 * does before signing. */
#include "verbs/verbs.h"

#include "base/act.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/hex.h"
#include "base/proc.h"
#include "base/str.h"
#include "core/ledger.h"
#include "office/tool.h"
#include "pdf/sigdict.h"
#include "port/digest.h"
#include "sign/candidate.h"
#include "sign/siglog.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ANSWER ((size_t)4 << 20)
#define GENERATIONS 256

struct adoption {
	struct ctl *c;
	const char *path;
	int fd, acts, trust, tsa; /* acts: frames, one for each recorded version, in order */
	struct bytes file;
	struct buf all;
	int64_t end[ACT_SLOTS + 4]; /* of version k */
	int versions;
	struct sigchain chain;
};

/* --- as the web user: which acts are recorded ------------------------------------------- */

/* The 書類ID that a Reason contains: 16 token characters, "-", a number. */
static bool find_chain(const char *reason, char id[CONTRACT_ID + 1], int64_t *paper_r)
{
	char head[CONTRACT_ID + 1], number[4];
	for (const char *s = reason; strlen(s) > CONTRACT_ID + 1; s++) {
		snprintf(head, sizeof head, "%s", s);
		size_t n = strspn(s + CONTRACT_ID + 1, "0123456789");
		if (s[CONTRACT_ID] != '-' || !token_valid(head, CONTRACT_ID) || !n || n > 2)
			continue;
		snprintf(number, sizeof number, "%.*s", (int)n, s + CONTRACT_ID + 1);
		memcpy(id, head, sizeof head);
		return !str_to_int(number, 1, CONTRACT_FILES, paper_r);
	}
	return false;
}

static int put_acts(void *arg)
{
	struct adoption *a = arg;
	struct arena *m = arena_new(0);
	struct msg answer;
	struct contract *c;
	struct act act;
	char id[CONTRACT_ID + 1];
	int64_t paper = 0;
	msg_init(&answer, ANSWER);
	const char *reason = "";
	if (!tool_examine(&a->c->site, m, a->fd, &answer))
		reason = tool_word(m, &answer, "reason");
	bool known = find_chain(reason, id, &paper) && !ledger_load(&a->c->site, m, id, &c) &&
		     (size_t)paper <= c->n_papers;
	enum err e = known ? OK : MISSING;
	for (int64_t v = 1; !e && v <= contract_due_version(c); v++) {
		struct msg q;
		e = contract_act_of(c, (size_t)paper - 1, v, &act);
		msg_init(&q, ACT_WIRE + 64);
		act_put(&q, &act);
		if (!e)
			e = msg_write(a->acts, &q);
		msg_clear(&q);
	}
	msg_clear(&answer);
	arena_free(m);
	return e ? ctl_fail("%s: not a file of a contract that is recorded here", a->path) : EXIT_GOOD;
}

/* --- as the signer: is it ours, and does it say these acts? -------------------------------- */

static void put_pins(const struct settings *s, struct msg *q)
{
	char path[1200];
	unsigned char sum[32];
	for (int n = 1; n <= GENERATIONS; n++) {
		struct buf cert;
		buf_init(&cert, 65536);
		snprintf(path, sizeof path, "%s/g%d/cert.der", s->key, n);
		bool there = !file_read(AT_FDCWD, path, &cert);
		if (there) {
			digest_sha256(cert.p, cert.n, sum);
			msg_put(q, "pin", sum, 32);
		}
		buf_clear(&cert);
		if (!there)
			return;
	}
}

/* Ends of the versions, when inspect calls all of the file good by our own
 * certificates. */
static bool read_versions(struct adoption *a, const struct msg *m)
{
	struct bytes k, v;
	char word[24], kind[12] = "";
	int64_t n;
	if (msg_text(m, "verdict", word, sizeof word) || !str_eq(word, "good"))
		return false;
	for (size_t at = 0; msg_next(m, &at, &k, &v);) {
		bool is_kind = k.n == 4 && !memcmp(k.p, "kind", 4);
		if (is_kind && v.n < sizeof kind)
			snprintf(kind, sizeof kind, "%.*s", (int)v.n, (const char *)v.p);
		if (k.n != 6 || memcmp(k.p, "length", 6) || str_eq(kind, "dts") || v.n >= sizeof word)
			continue;
		snprintf(word, sizeof word, "%.*s", (int)v.n, (const char *)v.p);
		if (a->versions >= ACT_SLOTS + 3 || str_to_int(word, 1, (int64_t)a->file.n, &n) ||
		    n <= a->end[a->versions])
			return false;
		a->end[++a->versions] = n;
	}
	return a->versions > 0;
}

static bool judge(struct adoption *a)
{
	char path[1100];
	struct msg q, m;
	snprintf(path, sizeof path, "%s/inspect", a->c->site.libexec);
	struct proc p = { .path = path, .fd = { a->fd, a->trust, a->tsa, -1 }, .wait = 30 * SECOND };
	msg_init(&q, 65536);
	msg_init(&m, ANSWER);
	msg_puts(&q, "op", "judge");
	put_pins(&a->c->sign, &q);
	bool good = !proc_ask(&p, &q, &m, NULL) && read_versions(a, &m);
	msg_clear(&q);
	msg_clear(&m);
	return good;
}

static const unsigned char *find(struct bytes in, const char *what)
{
	return memmem(in.p, in.n, what, strlen(what));
}

static const unsigned char *find_last(struct bytes in, const char *what)
{
	const unsigned char *last = NULL, *p;
	for (struct bytes rest = in; (p = find(rest, what));) {
		last = p;
		rest.n -= (size_t)(p + 1 - rest.p);
		rest.p = p + 1;
	}
	return last;
}

struct found {
	int64_t dict_off, gap, gap_len;
	uint32_t catalog;
	char names[SIGDICT_LOCKS][SIGDICT_LOCK_NAME + 1];
	const char *lock[SIGDICT_LOCKS];
	size_t locks;
};

/* What the printer is told beside the act; that it is right shows by comparing. */
static void read_locks(struct bytes dict, struct found *f)
{
	const unsigned char *p = find(dict, "/FieldMDP /Data "), *end = dict.p + dict.n;
	for (p = p ? p + 16 : end; p < end && *p >= '0' && *p <= '9'; p++)
		f->catalog = f->catalog * 10 + (uint32_t)(*p - '0');
	p = find(dict, "/Fields [");
	for (p = p ? p + 9 : end; p < end && *p == '(' && f->locks < SIGDICT_LOCKS; p++) {
		char *name = f->names[f->locks];
		size_t n = 0;
		for (p++; p < end && *p != ')' && n < SIGDICT_LOCK_NAME; p++)
			name[n++] = (char)*p;
		name[n] = 0;
		f->lock[f->locks++] = name;
	}
}

static bool find_dictionary(const struct adoption *a, int version, struct found *f)
{
	memset(f, 0, sizeof *f);
	int64_t from = version > 1 ? a->end[version - 1] : 0;
	struct bytes own = { a->file.p + from, (size_t)(a->end[version] - from) };
	const unsigned char *gap = find_last(own, "/Contents <");
	if (!gap)
		return false;
	gap += strlen("/Contents ");
	const unsigned char *close = memchr(gap, '>', (size_t)(own.p + own.n - gap));
	const unsigned char *start =
		find_last((struct bytes){ own.p, (size_t)(gap - own.p) }, "<</Type /Sig /Filter");
	if (!close || !start || (close - gap - 1) % 2)
		return false;
	f->dict_off = start - a->file.p;
	f->gap = gap - a->file.p;
	f->gap_len = close - gap + 1;
	read_locks((struct bytes){ start, (size_t)(gap - start) }, f);
	return true;
}

/* The version as it was before it was signed, read as a candidate. */
static const char *compare(struct adoption *a, const struct act *act, const struct found *f,
			   struct candidate *k)
{
	struct buf dict;
	size_t gap = 0;
	int v = act->version, fd = -1;
	const char *why = "scratch";
	const struct sigversion *before = v > 1 ? &a->chain.v[v - 1] : NULL;
	*k = (struct candidate){ .length = a->end[v], .dict_off = f->dict_off, .gap = f->gap,
				 .gap_len = f->gap_len };
	if (before) {
		k->prev_len = before->length;
		k->prev_gap = before->gap;
		k->prev_gap_len = before->gap_len;
	}
	struct sigdict d = { act, a->c->sign.name, (size_t)(f->gap_len - 2) / 2, f->catalog, f->lock,
			     f->locks };
	buf_init(&dict, SIGDICT_MAX + (size_t)f->gap_len);
	sigdict_print(&d, f->dict_off, k->length, &dict, &gap);
	k->dict = buf_bytes(&dict);
	char *zeros = malloc((size_t)f->gap_len);
	if (zeros)
		memset(zeros, '0', (size_t)f->gap_len);
	if (dict.over || (int64_t)gap != f->gap - f->dict_off)
		why = "dictionary";
	else if (zeros && !file_scratch("/tmp", &fd) && !file_write_all(fd, a->file.p, (size_t)k->length) &&
		 pwrite(fd, zeros, (size_t)f->gap_len - 2, (off_t)f->gap + 1) == (ssize_t)f->gap_len - 2 &&
		 !candidate_read(fd, k, &why))
		why = v == 1 && (!k->has_base || memcmp(k->base, act->base, 32)) ? "base"
		      : before && memcmp(k->prev, before->digest, 32)		   ? "prefix"
										   : NULL;
	if (fd >= 0)
		close(fd);
	free(zeros);
	buf_clear(&dict);
	return why;
}

static void record(const struct act *act, const struct msg *m, const struct candidate *k,
		   struct sigrecord *r)
{
	memset(r, 0, sizeof *r);
	r->event = SIG_ADOPT;
	memcpy(r->chain, act->chain, sizeof r->chain);
	r->version = act->version;
	r->attempt = 1;
	r->time = act->time;
	r->length = k->length;
	r->gap = k->gap;
	r->gap_len = k->gap_len;
	r->parties = act->parties;
	r->rostered = act->version == 1;
	digest_sha256(m->b.p, m->b.n, r->act);
	memcpy(r->digest, k->digest, 32);
	memcpy(r->roster, act->roster, sizeof r->roster);
}

/* One version: already known and the same, or written down now. */
static const char *take(struct adoption *a, struct siglog *l, const struct msg *m, int *taken_r)
{
	static struct sigrecord r;
	static struct found f;
	struct candidate k;
	struct act act;
	const char *why;
	if (act_parse(m, &act, NULL))
		return "act";
	if (act.version > a->versions)
		return NULL;
	if (!a->chain.last && act.version == 1 &&
	    siglog_chain(a->c->sign.log, act.chain, &a->chain, &why))
		return why;
	if (!find_dictionary(a, act.version, &f))
		return "dictionary";
	why = compare(a, &act, &f, &k);
	if (why)
		return why;
	if (act.version <= a->chain.last)
		return memcmp(a->chain.v[act.version].digest, k.digest, 32) ? "differs" : NULL;
	record(&act, m, &k, &r);
	if (siglog_append(l, &r, &why))
		return why;
	++*taken_r;
	return sigchain_apply(&a->chain, &r) ? "version" : NULL;
}

static int adopt_here(void *arg)
{
	struct adoption *a = arg;
	struct siglog l;
	const char *why = "";
	int taken = 0;
	buf_init(&a->all, CANDIDATE_MAX + 1);
	if (file_read_fd(a->fd, &a->all) || !a->all.n)
		return ctl_fail("%s cannot be read", a->path);
	a->file = buf_bytes(&a->all);
	if (!judge(a))
		return ctl_fail("%s: refused: not a sound file by this signer's own certificates", a->path);
	if (siglog_open(a->c->sign.log, 5 * SECOND, &l, &why))
		return ctl_fail("the log cannot be opened (%s)", why);
	why = lseek(a->acts, 0, SEEK_SET) ? "acts" : NULL;
	for (int v = 1; !why && v <= a->versions; v++) {
		struct msg m;
		msg_init(&m, ACT_WIRE + 64);
		why = msg_read(a->acts, &m, SECOND) ? "more signatures than recorded acts"
						    : take(a, &l, &m, &taken);
		msg_clear(&m);
	}
	siglog_close(&l);
	buf_clear(&a->all);
	printf("%s: %d signatures adopted\n", a->path, taken);
	return why ? ctl_fail("%s: refused: %s", a->path, why) : EXIT_GOOD;
}

static int adopt(struct ctl *c, const char *path)
{
	static struct adoption a;
	a = (struct adoption){ .c = c, .path = path, .acts = -1 };
	a.fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	a.trust = open(c->site.trust, O_RDONLY | O_CLOEXEC);
	a.tsa = open(c->site.tsa[0] ? c->site.tsa_trust : "/dev/null", O_RDONLY | O_CLOEXEC);
	int code = EXIT_GOOD;
	if (a.fd < 0 || a.trust < 0 || a.tsa < 0 || file_scratch("/tmp", &a.acts))
		code = ctl_fail("%s: it, or a root, cannot be opened: %s", path, strerror(errno));
	if (!code)
		code = ctl_as(&c->web, put_acts, &a);
	if (!code)
		code = ctl_as(&c->signer, adopt_here, &a);
	int fds[] = { a.fd, a.trust, a.tsa, a.acts };
	for (size_t i = 0; i < 4; i++)
		if (fds[i] >= 0)
			close(fds[i]);
	return code;
}

int log_adopt(struct ctl *c, int n, char **args)
{
	int worst = EXIT_GOOD;
	if (!n)
		return EXIT_USAGE;
	if (!c->have_site)
		return ctl_fail("%s", c->site_why);
	for (int i = 0; i < n; i++) {
		int code = adopt(c, args[i]);
		worst = code > worst ? code : worst;
	}
	return worst;
}
