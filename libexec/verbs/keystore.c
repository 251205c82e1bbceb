/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The key folder: a new generation in, the old key out. Runs as the signer. */
#include "verbs/verbs.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/str.h"
#include "sign/siglog.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int64_t generation(const char *dir)
{
	char path[1200];
	struct buf b;
	int64_t n = 0;
	snprintf(path, sizeof path, "%s/current", dir);
	buf_init(&b, 15);
	if (!file_read(AT_FDCWD, path, &b) && b.n > 1 && b.p[b.n - 1] == '\n') {
		b.p[b.n - 1] = 0;
		if (b.p[0] != 'g' || str_to_int((const char *)b.p + 1, 1, 1000000, &n))
			n = 0;
	}
	buf_clear(&b);
	return n;
}

static enum err put(const char *dir, int64_t gen, const char *name, struct bytes b, mode_t mode)
{
	char path[1200];
	snprintf(path, sizeof path, "%s/g%lld/%s", dir, (long long)gen, name);
	return file_replace(AT_FDCWD, path, b.p, b.n, mode);
}

/* Overwritten before it is removed; what the disk keeps elsewhere is beyond us. */
static void erase(const char *path)
{
	static const unsigned char zero[4096];
	int fd = -1;
	if (chmod(path, 0600) || file_open(AT_FDCWD, path, O_WRONLY, 0, &fd))
		return;
	for (int64_t left = file_size(fd); left > 0; left -= (int64_t)sizeof zero)
		if (file_write_all(fd, zero, left < (int64_t)sizeof zero ? (size_t)left : sizeof zero))
			break;
	fsync(fd);
	close(fd);
	unlink(path);
}

/* An existing log is told about the new key; without one `ctl init` binds it. */
static int tell_log(const struct settings *s, const struct keys_report *r)
{
	struct siglog l;
	const char *why;
	struct sigrecord *rec = calloc(1, sizeof *rec);
	enum err e = rec ? siglog_open(s->log, 5 * SECOND, &l, &why) : RETRY;
	if (e == MISSING || e == DENIED) {
		free(rec);
		return e == MISSING ? EXIT_GOOD : ctl_fail("the log cannot be read");
	}
	if (!e && memcmp(l.key, r->print, 32)) {
		rec->event = SIG_REKEY;
		memcpy(rec->key, r->print, 32);
		e = siglog_append(&l, rec, &why);
	}
	if (!e)
		siglog_close(&l);
	free(rec);
	return e ? ctl_fail("the log does not take the new key (%s)", why) : EXIT_GOOD;
}

int keystore_install(const struct settings *s, const struct keys_pair *p)
{
	struct keys_report r;
	const char *why;
	char path[1200], text[32];
	if (keys_check(p, clock_now(), &r, &why))
		return ctl_fail("refused: %s", why);
	int64_t old = generation(s->key), gen = old + 1;
	snprintf(path, sizeof path, "%s/g%lld", s->key, (long long)gen);
	snprintf(text, sizeof text, "g%lld\n", (long long)gen);
	enum err e = file_mkdir(AT_FDCWD, path, 0700);
	if (!e)
		e = put(s->key, gen, "cert.der", buf_bytes(&p->cert), 0444);
	if (!e)
		e = put(s->key, gen, "chain.der", buf_bytes(&p->chain), 0444);
	if (!e)
		e = put(s->key, gen, "key.der", buf_bytes(&p->key), 0400);
	snprintf(path, sizeof path, "%s/current", s->key);
	if (!e)
		e = file_replace(AT_FDCWD, path, text, strlen(text), 0444);
	if (e)
		return ctl_fail("the key cannot be written to %s (%s)", s->key, err_word(e));
	int bad = tell_log(s, &r);
	if (bad)
		return bad;
	snprintf(path, sizeof path, "%s/g%lld/key.der", s->key, (long long)old);
	erase(path);
	printf("key g%lld installed: %s, issued by %s, %d bits\n", (long long)gen,
	       r.subject, r.issuer, r.bits);
	return EXIT_GOOD;
}

enum err keystore_load(const struct settings *s, struct keys_pair *p)
{
	static const char *const names[] = { "key.der", "cert.der", "chain.der" };
	struct buf *const to[] = { &p->key, &p->cert, &p->chain };
	char path[1200];
	enum err e = OK;
	for (int i = 0; !e && i < 3; i++) {
		snprintf(path, sizeof path, "%s/g%lld/%s", s->key, (long long)generation(s->key),
			 names[i]);
		e = file_read(AT_FDCWD, path, to[i]);
	}
	return e;
}
