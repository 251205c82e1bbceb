/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A new key while documents live: nothing may wait for the old one, the site is told
 * which certificates are its own, and every generation must lead to a root. */
#include "verbs/verbs.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/hex.h"
#include "core/outbox.h"
#include "office/pins.h"
#include "port/digest.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define GENERATIONS 10000

/* --- may the key go? --------------------------------------------------------------- */

static int nothing_waits(void *arg)
{
	const struct ctl *c = arg;
	struct arena *a = arena_new(0);
	struct outbox_sign *all;
	size_t n = 0;
	enum err e = outbox_signs(&c->site, a, NULL, 1000, &all, &n);
	for (size_t i = 0; !e && i < n && i < 10; i++)
		fprintf(stderr, "ctl: waits for its signature: %s\n", all[i].id);
	arena_free(a);
	if (e)
		return ctl_fail("whether acts wait for their signature cannot be seen (%s)", err_word(e));
	return n ? ctl_fail("refused: acts of %zu contracts wait for their signature by the key in force;"
			    " let the clerk finish, then try again", n)
		 : EXIT_GOOD;
}

int rollover_allowed(struct ctl *c)
{
	char path[1200];
	struct stat st;
	snprintf(path, sizeof path, "%s/current", c->sign.key);
	if (lstat(path, &st)) /* the first key, or a folder that only the signer sees */
		if (errno == ENOENT)
			return EXIT_GOOD;
	snprintf(path, sizeof path, "%s/store", c->have_site ? c->site.var : "");
	if (!c->have_site || (lstat(path, &st) && errno == ENOENT)) {
		fprintf(stderr, "ctl: no records here: whether acts wait for their signature was not looked"
				" at\n");
		return EXIT_GOOD;
	}
	return ctl_as(&c->web, nothing_waits, c);
}

/* --- the generations ----------------------------------------------------------------------- */

struct job {
	const struct ctl *c;
	int out;
	int worst;
};

/* certificate and chain of generation n; false: there is none. */
static bool generation(const struct settings *s, int n, struct buf *cert, struct buf *chain)
{
	char path[1200];
	buf_init(cert, 65536);
	buf_init(chain, 65536);
	snprintf(path, sizeof path, "%s/g%d/cert.der", s->key, n);
	bool good = !file_read(AT_FDCWD, path, cert) && cert->n;
	snprintf(path, sizeof path, "%s/g%d/chain.der", s->key, n);
	if (!good || file_read(AT_FDCWD, path, chain))
		buf_clear(chain);
	return good;
}

/* As the signer: a line for each certificate into j->out. */
static int list(void *arg)
{
	const struct job *j = arg;
	struct buf cert, chain, line;
	bool more = true;
	enum err e = OK;
	for (int n = 1; more && !e && n < GENERATIONS; n++) {
		more = generation(&j->c->sign, n, &cert, &chain);
		unsigned char sum[32];
		if (more) {
			digest_sha256(cert.p, cert.n, sum);
			buf_init(&line, 200);
			hex_add(&line, sum, 32);
			buf_printf(&line, " g%d\n", n);
			e = file_write_all(j->out, line.p, line.n);
			buf_clear(&line);
		}
		buf_clear(&cert);
		buf_clear(&chain);
	}
	return e ? EXIT_BAD : EXIT_GOOD;
}

/* The text with the lines of `add` that it does not have yet. */
static bool merge(struct buf *text, const struct buf *add)
{
	bool grown = false;
	const char *p = buf_text(add);
	for (size_t n; *p; p += n) {
		char hex[65];
		n = strcspn(p, "\n") + 1;
		snprintf(hex, sizeof hex, "%.64s", p);
		if (strstr(buf_text(text), hex))
			continue;
		if (!text->n)
			buf_str(text, "# SHA-256 of each certificate that this site signed with;"
				      " written by ctl.\n");
		buf_add(text, p, n);
		grown = true;
	}
	return grown;
}

int pins_update(struct ctl *c)
{
	struct job j = { .c = c };
	struct buf text, add;
	buf_init(&text, (size_t)256 << 10);
	buf_init(&add, (size_t)256 << 10);
	if (file_scratch("/tmp", &j.out))
		return ctl_fail("no scratch file");
	int code = ctl_as(&c->signer, list, &j);
	if (!code && file_read_fd(j.out, &add))
		code = EXIT_BAD;
	close(j.out);
	const char *path = c->have_site ? c->site.own_certs : "";
	enum err e = *path && !code ? file_read(AT_FDCWD, path, &text) : MISSING;
	if (!code && e && e != MISSING)
		code = ctl_fail("%s cannot be read (%s)", path, err_word(e));
	if (!code && merge(&text, &add)) {
		if (!*path || file_replace(AT_FDCWD, path, text.p, text.n, 0644)) {
			fprintf(stderr, "ctl: own_certs of site.conf must have these lines:\n%s",
				buf_text(&add));
			code = *path ? EXIT_WARNED : EXIT_GOOD;
		} else {
			printf("%s names this site's certificates\n", path);
		}
	}
	buf_clear(&text);
	buf_clear(&add);
	return code;
}

/* --- check ------------------------------------------------------------------------------------ */

static void say(struct job *j, int level, const char *text, int n, const char *more)
{
	static const char *const words[] = { "ok   ", "WARN ", "BAD  " };
	printf("%skey g%d: %s%s\n", words[level], n, text, more);
	j->worst = level > j->worst ? level : j->worst;
}

static bool is_pinned(const struct buf *pins, const struct buf *cert)
{
	unsigned char sum[32];
	digest_sha256(cert->p, cert->n, sum);
	for (size_t i = 0; i < pins->n; i += 32)
		if (!memcmp(pins->p + i, sum, 32))
			return true;
	return false;
}

static void look_at(struct job *j, int n, bool newest, const struct buf *cert, const struct buf *chain,
		    const struct buf *roots, const struct buf *pins, bool have_pins)
{
	const struct conf *s = &j->c->site;
	int bad = newest ? EXIT_BAD : EXIT_WARNED;
	if (!keys_trusted(buf_bytes(cert), buf_bytes(chain), buf_bytes(roots)))
		say(j, bad, newest ? "its certificate leads to no root of " :
		    "documents signed with it are no longer judged as ours: its root is missing in ",
		    n, s->trust);
	else if (have_pins && !is_pinned(pins, cert))
		say(j, bad, "its certificate is missing (ctl init adds it) in ", n, s->own_certs);
	else
		say(j, EXIT_GOOD, newest ? "in force, leads to a root of " : "its documents are judged by ", n,
		    s->trust);
}

/* As the signer, who alone sees the folder; the roots are everybody's. */
static int look(void *arg)
{
	struct job *j = arg;
	struct buf roots, pins, cert[2], chain[2];
	buf_init(&roots, (size_t)1 << 20);
	buf_init(&pins, (PINS + 1) * 32);
	enum err e = pins_read(j->c->site.own_certs, &pins);
	if (e == MISSING)
		printf("WARN key: %s is missing: every certificate that leads to trust counts as ours"
		       " (ctl init makes it)\n", j->c->site.own_certs);
	else if (e)
		printf("BAD  key: %s is not understood\n", j->c->site.own_certs);
	j->worst = e == MISSING ? EXIT_WARNED : e ? EXIT_BAD : EXIT_GOOD;
	if (!file_read(AT_FDCWD, j->c->site.trust, &roots) &&
	    generation(&j->c->sign, 1, &cert[1], &chain[1]))
		for (int n = 1, more = 1; more && n < GENERATIONS; n++) {
			more = generation(&j->c->sign, n + 1, &cert[(n + 1) & 1], &chain[(n + 1) & 1]);
			look_at(j, n, !more, &cert[n & 1], &chain[n & 1], &roots, &pins, !e);
			buf_clear(&cert[n & 1]);
			buf_clear(&chain[n & 1]);
		}
	buf_clear(&roots);
	buf_clear(&pins);
	return j->worst;
}

int keys_look(struct ctl *c)
{
	struct job j = { .c = c };
	return ctl_as(&c->signer, look, &j);
}
