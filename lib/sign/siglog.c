/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The log's files: what is synced when. Must not know what a request is. */
#include "sign/sigstate.h"

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

int64_t siglog_lines(const struct siglog *l, int64_t t)
{
	return jst_day(t) == l->day ? l->lines : 0;
}

enum err siglog_chain(const char *dir, const char *chain, struct sigchain *c, const char **why_r)
{
	struct siglog l;
	int64_t seq;
	enum err e = open_dir(dir, &l, why_r);
	if (e)
		return e;
	e = sigstate_chain(l.dir, chain, false, c, &seq);
	siglog_close(&l);
	return e ? fail(e, "state", why_r) : OK;
}

/* --- replay ---------------------------------------------------------------- */

/* A repeat makes nothing new: a TSA that is down for days must not eat the cap. */
static bool counts(enum log_event e)
{
	return e == SIG_SIGN || e == SIG_AGAIN;
}

/* A repeat says nothing about its chain that is not known: written there, it
 * would let a caller make the chain's file longer than can be read. */
static bool in_chain(const struct sigrecord *r)
{
	return r->chain[0] && r->event != SIG_REPEAT;
}

/* Takes a record that stands in the log from `from` into l and the chain's
 * file; known = it may be there already. */
static bool absorb(struct siglog *l, const struct sigrecord *r, struct bytes line, bool known)
{
	if (in_chain(r)) {
		int64_t seq = 0;
		struct sigchain *c = known ? malloc(sizeof *c) : NULL;
		bool read = !known || (c && !sigstate_chain(l->dir, r->chain, true, c, &seq));
		free(c);
		if (!read || (seq < r->seq && !sigstate_append(l->dir, r->chain, line)))
			return false;
	}
	l->used = siglog_used(l, r->at) + counts(r->event);
	l->lines = siglog_lines(l, r->at) + 1;
	l->day = jst_day(r->at);
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
	bool torn = false, have = sigstate_get(l);
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
	if ((l->end != from || !have) && !sigstate_set(l))
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
	} else if (!absorb(l, r, buf_bytes(&line), false) || !sigstate_set(l)) {
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
	if (!e && !sigstate_get(l))
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
	bool current = sigstate_get(&l) && !fstatat(l.dir, "log", &st, AT_SYMLINK_NOFOLLOW) &&
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
