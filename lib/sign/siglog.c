/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The log's files: what is synced when. Must not know what a request is. */
#include "sign/siglog.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/hex.h"
#include "base/rand.h"
#include "base/str.h"
#include "port/digest.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define APPLIED_MAX 512
#define CHAIN_MAX (4 << 20) /* bytes of one chain's lines */

static const unsigned char zero[32];

static enum err fail(enum err e, const char *why, const char **why_r)
{
	*why_r = why;
	return e;
}

static enum err open_dir(const char *dir, struct siglog *l, const char **why_r)
{
	*l = (struct siglog){ .dir = -1, .fd = -1 };
	enum err e = file_open(AT_FDCWD, dir, O_RDONLY | O_DIRECTORY, 0, &l->dir);
	return e ? fail(e == MISSING || e == DENIED ? e : BROKEN, "no_log", why_r) : OK;
}

static int64_t jst_day(int64_t t)
{
	return (t + 9 * HOUR) / DAY;
}

int64_t siglog_used(const struct siglog *l, int64_t t)
{
	return jst_day(t) == l->day ? l->used : 0;
}

/* --- applied ------------------------------------------------------------- */

static void applied_put(const struct siglog *l, struct buf *b)
{
	unsigned char sum[32];
	buf_printf(b, "TKS1 %lld %lld %lld %lld %lld ", (long long)l->seq, (long long)l->end,
		   (long long)l->start, (long long)l->day, (long long)l->used);
	hex_add(b, l->head, 32);
	buf_byte(b, ' ');
	hex_add(b, l->key, 32);
	buf_printf(b, " %lld ", (long long)l->until);
	digest_sha256(b->p, b->n, sum);
	hex_add(b, sum, 8);
	buf_byte(b, '\n');
}

/* False: absent or not whole, so that everything is read from the log again. */
static bool applied_get(struct siglog *l)
{
	struct buf b, again;
	char head[65] = "", key[65] = "";
	long long n[6] = { 0 };
	struct siglog r = *l;
	buf_init(&b, APPLIED_MAX);
	buf_init(&again, APPLIED_MAX);
	bool good = !file_read(l->dir, "applied", &b) && b.n &&
		    sscanf((const char *)b.p, "TKS1 %lld %lld %lld %lld %lld %64s %64s %lld ", &n[0],
			   &n[1], &n[2], &n[3], &n[4], head, key, &n[5]) == 8 &&
		    !hex_decode(head, r.head, 32) && !hex_decode(key, r.key, 32);
	r.seq = n[0];
	r.end = n[1];
	r.start = n[2];
	r.day = n[3];
	r.used = n[4];
	r.until = n[5];
	if (good) {
		applied_put(&r, &again);
		good = bytes_eq(buf_bytes(&b), buf_bytes(&again)) && r.start >= 0 && r.start < r.end;
	}
	buf_clear(&b);
	buf_clear(&again);
	if (good)
		*l = r;
	return good;
}

/* Not synced: an old one only means that more is read again. */
static bool applied_set(const struct siglog *l)
{
	struct buf b;
	int fd = -1;
	buf_init(&b, APPLIED_MAX);
	applied_put(l, &b);
	bool good = !file_open(l->dir, "applied", O_WRONLY | O_CREAT, 0600, &fd) &&
		    pwrite(fd, b.p, b.n, 0) == (ssize_t)b.n && !ftruncate(fd, (off_t)b.n);
	if (fd >= 0)
		close(fd);
	buf_clear(&b);
	return good;
}

/* --- chain files ---------------------------------------------------------- */

static void chain_path(const char *chain, char out[48])
{
	snprintf(out, 48, "chain/%.2s/%.*s", chain, ACT_CHAIN, chain);
}

/* torn: a half line at the end is expected, since its record will be copied
 * again; else it is damage. */
static enum err chain_load(int dir, const char *chain, bool torn, struct sigchain *c,
			   int64_t *seq_r)
{
	char path[48];
	struct buf b;
	struct sigrecord *r = calloc(1, sizeof *r);
	memset(c, 0, sizeof *c);
	*seq_r = 0;
	buf_init(&b, CHAIN_MAX);
	chain_path(chain, path);
	enum err e = r ? file_read(dir, path, &b) : RETRY;
	size_t at = 0;
	while (!e && at < b.n) {
		const unsigned char *nl = memchr(b.p + at, '\n', b.n - at);
		if (!nl) {
			e = torn ? OK : RETRY;
			break;
		}
		struct bytes line = { b.p + at, (size_t)(nl - b.p) - at };
		e = sigrecord_parse(line, NULL, r);
		if (!e && (strcmp(r->chain, chain) || r->seq <= *seq_r))
			e = BROKEN;
		if (!e)
			e = sigchain_apply(c, r);
		*seq_r = r->seq;
		at += line.n + 1;
	}
	buf_clear(&b);
	free(r);
	return e == MISSING ? OK : e == INVALID ? BROKEN : e;
}

enum err siglog_chain(const char *dir, const char *chain, struct sigchain *c, const char **why_r)
{
	struct siglog l;
	int64_t seq;
	enum err e = open_dir(dir, &l, why_r);
	if (e)
		return e;
	e = chain_load(l.dir, chain, false, c, &seq);
	siglog_close(&l);
	return e ? fail(e, "state", why_r) : OK;
}

/* Cuts what a crash left after the last newline. */
static bool whole_lines(int fd)
{
	struct buf b;
	buf_init(&b, CHAIN_MAX);
	bool good = !file_read_fd(fd, &b);
	size_t n = b.n;
	while (good && n && b.p[n - 1] != '\n')
		n--;
	good = good && (n == b.n || !ftruncate(fd, (off_t)n));
	buf_clear(&b);
	return good;
}

static bool chain_append(int dir, const char *chain, struct bytes line)
{
	char path[48], folder[16];
	int fd = -1;
	struct stat st;
	chain_path(chain, path);
	snprintf(folder, sizeof folder, "chain/%.2s", chain);
	bool fresh = fstatat(dir, path, &st, AT_SYMLINK_NOFOLLOW) != 0;
	if (fresh && (file_mkdir(dir, "chain", 0700) || file_mkdir(dir, folder, 0700)))
		return false;
	bool good = !file_open(dir, path, O_RDWR | O_CREAT | O_APPEND, 0600, &fd) &&
		    whole_lines(fd) && !file_write_all(fd, line.p, line.n) && !fsync(fd);
	if (fd >= 0)
		close(fd);
	if (good && fresh)
		good = !file_sync_dir(dir, folder) && !file_sync_dir(dir, "chain") && !fsync(dir);
	return good;
}

/* --- replay ---------------------------------------------------------------- */

static bool counts(enum sigevent e)
{
	return e == SIG_SIGN || e == SIG_REPEAT || e == SIG_AGAIN;
}

/* Takes a record that stands in the log from `from` into l and the chain's
 * file; known = it may be there already. */
static bool absorb(struct siglog *l, const struct sigrecord *r, struct bytes line, bool known)
{
	if (r->chain[0]) {
		int64_t seq = 0;
		struct sigchain *c = known ? malloc(sizeof *c) : NULL;
		bool read = !known || (c && !chain_load(l->dir, r->chain, true, c, &seq));
		free(c);
		if (!read || (seq < r->seq && !chain_append(l->dir, r->chain, line)))
			return false;
	}
	if (counts(r->event)) {
		l->used = siglog_used(l, r->at) + 1;
		l->day = jst_day(r->at);
	}
	if (r->event == SIG_INIT || r->event == SIG_REKEY)
		memcpy(l->key, r->key, 32);
	if (r->event == SIG_ALLOW)
		l->until = r->until;
	l->start = l->end;
	l->end += (int64_t)line.n;
	l->seq = r->seq;
	l->at = r->at;
	memcpy(l->head, r->hash, 32);
	return true;
}

/* One line with its newline at `at`; n = 0 at the end, or torn. */
static enum err line_at(int fd, int64_t at, unsigned char *b, size_t *n_r, bool *torn_r)
{
	ssize_t got;
	do
		got = pread(fd, b, SIGRECORD_LINE, (off_t)at);
	while (got < 0 && errno == EINTR);
	*n_r = 0;
	*torn_r = false;
	if (got < 0)
		return BROKEN;
	const unsigned char *nl = memchr(b, '\n', (size_t)got);
	if (nl)
		*n_r = (size_t)(nl - b) + 1;
	else if (got == SIGRECORD_LINE)
		return BROKEN; /* longer than any record */
	*torn_r = !nl && got;
	return OK;
}

/* Reads on from l->end; torn = there is half a line. */
static enum err replay(struct siglog *l, bool *torn_r, const char **why_r)
{
	struct sigrecord *r = malloc(sizeof *r);
	unsigned char *b = malloc(SIGRECORD_LINE);
	enum err e = r && b ? OK : RETRY;
	*why_r = "log_broken";
	while (!e) {
		size_t n;
		e = line_at(l->fd, l->end, b, &n, torn_r);
		if (e || !n)
			break;
		e = sigrecord_parse((struct bytes){ b, n - 1 }, l->seq ? l->head : zero, r);
		if (e || r->seq != l->seq + 1 || (r->event == SIG_INIT) != (r->seq == 1)) {
			e = BROKEN;
		} else if (!absorb(l, r, (struct bytes){ b, n }, true)) {
			e = RETRY;
			*why_r = "state";
		}
	}
	free(r);
	free(b);
	return e;
}

/* The record `applied` calls the newest must stand there. */
static enum err confirm(struct siglog *l)
{
	unsigned char *b = malloc(SIGRECORD_LINE);
	struct sigrecord *r = malloc(sizeof *r);
	size_t n = 0;
	bool torn;
	enum err e = b && r ? line_at(l->fd, l->start, b, &n, &torn) : RETRY;
	if (!e && (!n || l->start + (int64_t)n != l->end ||
		   sigrecord_parse((struct bytes){ b, n - 1 }, NULL, r) || r->seq != l->seq ||
		   memcmp(r->hash, l->head, 32)))
		e = BROKEN;
	if (!e)
		l->at = r->at;
	free(b);
	free(r);
	return e;
}

static enum err cut(struct siglog *l, const char **why_r)
{
	struct sigrecord r = { .event = SIG_CUT, .bytes = file_size(l->fd) - l->end };
	if (ftruncate(l->fd, (off_t)l->end) || fsync(l->fd))
		return fail(BROKEN, "log_sync", why_r);
	return siglog_append(l, &r, why_r);
}

static enum err catch_up(struct siglog *l, const char **why_r)
{
	bool torn = false, have = applied_get(l);
	int64_t size = file_size(l->fd), from = l->end;
	if (have && size < l->end)
		return fail(BROKEN, "log_behind", why_r);
	if (have && confirm(l))
		return fail(BROKEN, "log_broken", why_r);
	if (size == l->end && have)
		return OK;
	enum err e = replay(l, &torn, why_r);
	if (e)
		return e;
	if (!l->seq)
		return fail(MISSING, "no_log", why_r);
	if ((l->end != from || !have) && !applied_set(l))
		return fail(RETRY, "state", why_r);
	return torn ? cut(l, why_r) : OK;
}

enum err siglog_open(const char *dir, int64_t wait, struct siglog *l, const char **why_r)
{
	enum err e = open_dir(dir, l, why_r);
	if (e)
		return e;
	e = file_open(l->dir, "log", O_RDWR | O_APPEND, 0, &l->fd);
	*why_r = "no_log";
	if (!e) {
		e = file_lock(l->fd, false, wait);
		*why_r = "log_busy";
	}
	if (!e)
		e = catch_up(l, why_r);
	if (e)
		siglog_close(l);
	return e;
}

enum err siglog_append(struct siglog *l, struct sigrecord *r, const char **why_r)
{
	struct buf line;
	buf_init(&line, SIGRECORD_LINE);
	r->seq = l->seq + 1;
	r->at = clock_now();
	sigrecord_put(r, l->seq ? l->head : zero, &line);
	if (line.over) {
		buf_clear(&line);
		return fail(BROKEN, "log_full", why_r);
	}
	enum err e = OK;
	if (file_write_all(l->fd, line.p, line.n)) {
		/* A short write must not stay; if it does, the next start cuts it. */
		e = ftruncate(l->fd, (off_t)l->end) ? BROKEN : RETRY;
		*why_r = "log_full";
	} else if (fsync(l->fd)) {
		e = fail(BROKEN, "log_sync", why_r);
	} else if (!absorb(l, r, buf_bytes(&line), false) || !applied_set(l)) {
		e = fail(RETRY, "state", why_r);
	}
	buf_clear(&line);
	return e;
}

void siglog_close(struct siglog *l)
{
	if (l->fd >= 0)
		close(l->fd);
	if (l->dir >= 0)
		close(l->dir);
	l->fd = l->dir = -1;
}

enum err siglog_peek(const char *dir, struct siglog *l, const char **why_r)
{
	enum err e = open_dir(dir, l, why_r);
	if (!e && !applied_get(l))
		e = fail(MISSING, "no_log", why_r);
	siglog_close(l);
	return e;
}

enum err siglog_settle(const char *dir, int64_t wait, const char **why_r)
{
	struct siglog l;
	struct stat st;
	enum err e = open_dir(dir, &l, why_r);
	if (e)
		return e;
	bool current = applied_get(&l) && !fstatat(l.dir, "log", &st, AT_SYMLINK_NOFOLLOW) &&
		       st.st_size == l.end;
	siglog_close(&l);
	if (current)
		return OK;
	e = siglog_open(dir, wait, &l, why_r);
	if (!e)
		siglog_close(&l);
	return e;
}

enum err siglog_create(const char *dir, const unsigned char key[32], const char **why_r)
{
	struct siglog l;
	struct sigrecord r = { .event = SIG_INIT };
	enum err e = open_dir(dir, &l, why_r);
	if (e)
		return e;
	rand_bytes(r.log, sizeof r.log);
	memcpy(r.key, key, 32);
	e = file_open(l.dir, "log", O_RDWR | O_APPEND | O_CREAT | O_EXCL, 0600, &l.fd);
	*why_r = e == CONFLICT ? "log_exists" : "no_log";
	if (!e)
		e = file_lock(l.fd, false, SECOND);
	if (!e)
		e = siglog_append(&l, &r, why_r);
	if (!e && fsync(l.dir))
		e = fail(BROKEN, "log_sync", why_r);
	siglog_close(&l);
	return e;
}

enum err siglog_verify(const char *dir, void (*see)(const struct sigrecord *r, void *arg),
		       void *arg, int64_t *seq_r, const char **why_r)
{
	struct siglog l;
	unsigned char head[32] = { 0 };
	int64_t at = 0;
	*seq_r = 0;
	enum err e = open_dir(dir, &l, why_r);
	struct sigrecord *r = malloc(sizeof *r);
	unsigned char *b = malloc(SIGRECORD_LINE);
	if (!e)
		e = r && b ? file_open(l.dir, "log", O_RDONLY, 0, &l.fd) : RETRY;
	while (!e) {
		size_t n = 0;
		bool torn;
		*why_r = "log_broken";
		e = line_at(l.fd, at, b, &n, &torn);
		if (e || !n)
			break;
		if (sigrecord_parse((struct bytes){ b, n - 1 }, head, r) || r->seq != *seq_r + 1)
			e = BROKEN;
		else if (see)
			see(r, arg);
		*seq_r += !e;
		memcpy(head, r->hash, 32);
		at += (int64_t)n;
	}
	siglog_close(&l);
	free(r);
	free(b);
	return e;
}
