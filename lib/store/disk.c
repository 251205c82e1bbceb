/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Opening, beginning, reading, ending on disk (store-and-speed.md 4.4). Knows
 * locks, state and image; how the image comes about is recover.c's. */
#include "store/disk.h"

#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum err disk_failed(struct disk *d, enum err e, const char *why)
{
	return store_failed(&d->s, e, why);
}

enum err disk_lock(struct disk *d, enum lock_name which, bool shared)
{
	enum err e = lock_take(&d->locks, which, shared);
	return e ? disk_failed(d, e, e == RETRY ? "lock_busy" : "io") : OK;
}

enum err disk_open(struct disk *d, const char *name, int flags, int *fd_r)
{
	*fd_r = d->c->open(d->dir, name, flags, 0600);
	if (*fd_r >= 0)
		return OK;
	bool full = errno == ENOSPC || errno == EDQUOT;
	if (full || errno == EMFILE || errno == ENFILE)
		return disk_failed(d, RETRY, full ? "no_space" : "io");
	return disk_failed(d, errno == ENOENT ? MISSING : BROKEN, "io");
}

enum err disk_copy(struct disk *d, int from, int to, uint64_t n)
{
	unsigned char chunk[65536];
	if (!d->c->clone(to, from))
		return d->c->ftruncate(to, (off_t)n) ? BROKEN : OK;
	for (uint64_t at = 0; at < n;) {
		size_t want = n - at < sizeof chunk ? (size_t)(n - at) : sizeof chunk;
		ssize_t got = d->c->pread(from, chunk, want, (off_t)at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return BROKEN;
		for (ssize_t done = 0; done < got;) {
			ssize_t put = d->c->pwrite(to, chunk + done, (size_t)(got - done),
						   (off_t)(at + (uint64_t)done));
			if (put < 0 && errno == EINTR)
				continue;
			if (put <= 0)
				return errno == ENOSPC || errno == EDQUOT ? RETRY : BROKEN;
			done += put;
		}
		at += (uint64_t)got;
	}
	return OK;
}

bool disk_clean(const struct disk *d, const struct state *st)
{
	return !d->suspect && !st->dirty && !memcmp(st->boot, d->boot, sizeof d->boot);
}

static enum err begin_write(struct disk *d)
{
	enum err e = disk_lock(d, LOCK_JOURNAL, false);
	if (e)
		return e;
	if (mark_is_set(d))
		return disk_failed(d, BROKEN, "read_only");
	return recover_writer(d);
}

/* Holding data shared; MISSING: the image is not to be read. */
static enum err reader_state(struct disk *d)
{
	enum err e = disk_lock(d, LOCK_TURN, false);
	if (e)
		return e;
	e = disk_lock(d, LOCK_DATA, true);
	lock_release(&d->locks, LOCK_TURN);
	if (e)
		return e;
	if (!state_load(d->c, d->state_fd, &d->state) && disk_clean(d, &d->state))
		return OK;
	lock_release(&d->locks, LOCK_DATA);
	return MISSING;
}

static enum err begin_read(struct disk *d)
{
	for (int round = 0; round < 3; round++) {
		enum err e = reader_state(d);
		if (e != MISSING)
			return e;
		/* The only way out is a writer's. */
		e = begin_write(d);
		lock_release(&d->locks, LOCK_JOURNAL);
		if (e)
			return e;
	}
	return disk_failed(d, RETRY, "lock_busy");
}

static void disk_end(struct store *s)
{
	struct disk *d = (struct disk *)s;
	if (image_close(d->image))
		d->suspect = true;
	d->image = NULL;
	lock_release_all(&d->locks);
}

static enum err disk_begin(struct store *s, struct txn *t)
{
	struct disk *d = (struct disk *)s;
	locks_deadline(&d->locks, d->opt.lock_wait);
	enum err e = t->mode == STORE_WRITE ? begin_write(d) : begin_read(d);
	if (!e) {
		t->seq = d->state.place.seq + (t->mode == STORE_WRITE);
		e = store_instant(s, t->mode, d->c->now(), d->state.place.time, &t->time);
	}
	if (e)
		disk_end(s);
	return e;
}

/* A writer reads without the data lock: only who holds the journal lock may
 * change the image. */
static enum err image_ready(struct disk *d)
{
	int fd;
	if (d->image)
		return OK;
	enum err e = disk_open(d, DISK_IMAGE, O_RDONLY, &fd);
	if (!e)
		e = image_open(fd, DB_READ, &d->image);
	return e;
}

void disk_rotten(struct disk *d)
{
	log_line("store.image", "rotten seq=%llu", (unsigned long long)d->state.place.seq);
	d->suspect = true;
	d->state.dirty = true;
	if (state_save(d->c, d->state_fd, &d->state))
		log_line("store.state", "cannot be marked");
}

static enum err disk_judged(struct store *s)
{
	struct disk *d = (struct disk *)s;
	disk_rotten(d);
	return disk_failed(d, BROKEN, "value_sum");
}

static enum err judged(struct disk *d, enum err e)
{
	return e == BROKEN ? disk_judged(&d->s) : e;
}

static enum err disk_get(struct store *s, const char *key, struct arena *a, struct bytes *value_r)
{
	struct disk *d = (struct disk *)s;
	enum err e = image_ready(d);
	if (e)
		return judged(d, e == MISSING ? BROKEN : e);
	return judged(d, image_get(d->image, key, a, value_r));
}

static enum err disk_names(struct store *s, const char *dir, const char *after, bool reverse,
			   size_t max, struct arena *a, char ***names_r, size_t *n_r)
{
	struct disk *d = (struct disk *)s;
	enum err e = image_ready(d);
	if (e)
		return judged(d, e == MISSING ? BROKEN : e);
	return judged(d, image_names(d->image, dir, after, reverse, max, a, names_r, n_r));
}

static enum err disk_count(struct store *s, const char *dir, uint64_t *n_r)
{
	struct disk *d = (struct disk *)s;
	enum err e = image_ready(d);
	if (e)
		return judged(d, e == MISSING ? BROKEN : e);
	return judged(d, image_count(d->image, dir, n_r));
}

static enum err disk_commit(struct store *s, const struct txn *t)
{
	struct disk *d = (struct disk *)s;
	/* Never a handle over a change of the file. */
	if (image_close(d->image))
		d->suspect = true;
	d->image = NULL;
	return commit_run(d, t);
}

static void disk_close(struct store *s)
{
	struct disk *d = (struct disk *)s;
	journal_clear(&d->journal);
	locks_close(&d->locks);
	if (d->state_fd >= 0)
		close(d->state_fd);
	close(d->dir);
	free(d);
}

static enum err disk_head(struct store *s, struct store_head *head_r)
{
	struct disk *d = (struct disk *)s;
	struct state st;
	/* Two tries: a writer may be in the middle of the 128 bytes. */
	bool good = !state_load(d->c, d->state_fd, &st) || !state_load(d->c, d->state_fd, &st);
	if (!good || memcmp(st.boot, d->boot, sizeof d->boot)) {
		struct txn *t;
		enum err e = store_begin(s, STORE_READ, &t);
		if (e)
			return e;
		st = d->state;
		txn_abort(t);
	}
	head_r->seq = st.place.seq;
	head_r->time = st.place.time;
	memcpy(head_r->chain, st.place.chain, sizeof head_r->chain);
	return OK;
}

static enum err disk_checkpoint(struct store *s, bool force)
{
	struct disk *d = (struct disk *)s;
	locks_deadline(&d->locks, d->opt.lock_wait);
	enum err e = begin_write(d);
	if (!e)
		e = checkpoint_run(d, force);
	lock_release_all(&d->locks);
	return e;
}

static enum err disk_check(struct store *s, struct store_report *report_r)
{
	struct disk *d = (struct disk *)s;
	locks_deadline(&d->locks, d->opt.lock_wait);
	enum err e = check_run(d, report_r);
	lock_release_all(&d->locks);
	return e;
}

static enum err disk_rebuild(struct store *s)
{
	struct disk *d = (struct disk *)s;
	locks_deadline(&d->locks, d->opt.lock_wait);
	enum err e = disk_lock(d, LOCK_JOURNAL, false);
	if (!e && mark_is_set(d))
		e = disk_failed(d, BROKEN, "read_only");
	if (!e)
		e = recover_image(d);
	lock_release_all(&d->locks);
	return e;
}

static bool disk_read_only(struct store *s)
{
	return mark_is_set((struct disk *)s);
}

static enum err disk_make_writable(struct store *s)
{
	struct disk *d = (struct disk *)s;
	struct place start = { .segment = 1 };
	locks_deadline(&d->locks, d->opt.lock_wait);
	enum err e = disk_lock(d, LOCK_JOURNAL, false);
	if (e)
		return e;
	struct state st;
	if (!state_load(d->c, d->state_fd, &st))
		start = st.place;
	e = journal_rewrite_from(&d->journal, &start);
	if (e)
		e = disk_failed(d, BROKEN, "sync_failed");
	if (!e)
		e = recover_image(d);
	if (!e)
		e = mark_remove(d);
	lock_release_all(&d->locks);
	return e;
}

static const struct backend disk = {
	.begin = disk_begin,	       .get = disk_get,
	.names = disk_names,	       .count = disk_count,
	.commit = disk_commit,	       .end = disk_end,
	.close = disk_close,	       .head = disk_head,
	.checkpoint = disk_checkpoint, .check = disk_check,
	.rebuild = disk_rebuild,       .read_only = disk_read_only,
	.make_writable = disk_make_writable, .rotten = disk_judged,
};

/* A new store, once: the first segment is what makes it one. */
static enum err create(struct disk *d)
{
	if (!faccessat(d->dir, "journal.0001", F_OK, 0) ||
	    !faccessat(d->dir, "state", F_OK, 0) || !faccessat(d->dir, "ckpt.0", F_OK, 0) ||
	    !faccessat(d->dir, "ckpt.1", F_OK, 0))
		return OK;
	locks_deadline(&d->locks, d->opt.lock_wait);
	enum err e = disk_lock(d, LOCK_JOURNAL, false);
	if (!e && faccessat(d->dir, "journal.0001", F_OK, 0))
		e = journal_create(&d->journal);
	lock_release_all(&d->locks);
	return e;
}

static enum err open_files(struct disk *d)
{
	uint64_t unused;
	bool network;
	if (d->c->space(d->dir, &unused, &network))
		return BROKEN;
	if (network && !d->opt.allow_network)
		return DENIED;
	enum err e = locks_open(&d->locks, d->c, d->dir, d->opt.create);
	if (!e && d->opt.create)
		e = create(d);
	if (!e && disk_open(d, "state", O_RDWR | O_CREAT, &d->state_fd))
		e = errno == EACCES ? DENIED : errno == ENOSPC ? RETRY : BROKEN;
	return e;
}

enum err store_open(const char *path, const struct store_options *opt, struct store **store_r)
{
	struct disk *d = calloc(1, sizeof *d);
	if (!d)
		log_die("memory.out", "need=%zu", sizeof *d);
	d->s = (struct store){ .b = &disk, .why = "" };
	d->opt = opt ? *opt : (struct store_options){ 0 };
	d->c = d->opt.calls ? d->opt.calls : &store_libc;
	if (!d->opt.lock_wait)
		d->opt.lock_wait = 5 * SECOND;
	if (!d->opt.segment)
		d->opt.segment = (uint64_t)64 << 20;
	if (!d->opt.reserve)
		d->opt.reserve = (uint64_t)64 << 20;
	d->state_fd = -1;
	d->locks = (struct locks){ .c = d->c, .fd = { -1, -1, -1 } };
	d->dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (d->dir < 0) {
		enum err e = errno == ENOENT || errno == ENOTDIR ? MISSING
			     : errno == EACCES			 ? DENIED
								 : BROKEN;
		free(d);
		return e;
	}
	journal_init(&d->journal, d->c, d->dir);
	d->c->boot_id(d->boot);
	enum err e = open_files(d);
	if (e)
		disk_close(&d->s);
	else
		*store_r = &d->s;
	return e;
}
