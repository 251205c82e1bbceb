/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * ckpt.0 and ckpt.1: the two newest copies of the image, each with the 128
 * bytes of store/state.h behind it, so that recovery need not read the whole
 * journal (store-and-speed.md 4.6). */
#include "store/disk.h"

#include "base/log.h"
#include "port/digest.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SLOTS 2
#define FRESH "ckpt.new"
#define ENOUGH ((uint64_t)8 << 20) /* bytes of journal that are worth one */

static const char *const slots[SLOTS] = { "ckpt.0", "ckpt.1" };

/* The trailer of a slot, not yet believed. */
static enum err peek(struct disk *d, const char *name, struct state *st, unsigned char *sum,
		     int *fd_r, uint64_t *size_r)
{
	unsigned char t[STATE_SIZE];
	enum err e = disk_open(d, name, O_RDONLY, fd_r);
	if (e)
		return e;
	off_t size = lseek(*fd_r, 0, SEEK_END);
	e = MISSING;
	if (size >= STATE_SIZE &&
	    d->c->pread(*fd_r, t, sizeof t, size - STATE_SIZE) == (ssize_t)sizeof t &&
	    !state_parse(t, st))
		e = OK;
	if (e) {
		close(*fd_r);
		return e;
	}
	memcpy(sum, t + STATE_SUMMED, SHA256_SIZE);
	*size_r = (uint64_t)size - STATE_SIZE;
	return OK;
}

/* SHA-256 of the first size bytes of the file and the trailer's fields. */
static enum err sum_of(struct disk *d, int fd, uint64_t size, const struct state *st,
		       unsigned char sum[SHA256_SIZE])
{
	unsigned char chunk[65536], t[STATE_SUMMED];
	struct digest *g = digest_new();
	uint64_t at = 0;
	while (at < size) {
		size_t want = size - at < sizeof chunk ? (size_t)(size - at) : sizeof chunk;
		ssize_t got = d->c->pread(fd, chunk, want, (off_t)at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		digest_add(g, chunk, (size_t)got);
		at += (uint64_t)got;
	}
	state_format(st, t);
	digest_add(g, t, sizeof t);
	digest_get(g, sum);
	digest_free(g);
	return at < size ? BROKEN : OK;
}

static enum err believe(struct disk *d, const char *name, struct place *place_r, int *fd_r,
			uint64_t *size_r)
{
	struct state st;
	unsigned char said[SHA256_SIZE], sum[SHA256_SIZE];
	enum err e = peek(d, name, &st, said, fd_r, size_r);
	if (e)
		return e;
	if (sum_of(d, *fd_r, *size_r, &st, sum) || memcmp(said, sum, sizeof sum)) {
		log_line("store.checkpoint", "%s is rotten", name);
		close(*fd_r);
		return MISSING;
	}
	*place_r = st.place;
	return OK;
}

static uint64_t seq_of(struct disk *d, int slot, uint64_t *total_r)
{
	struct state st;
	unsigned char sum[SHA256_SIZE];
	uint64_t size;
	int fd;
	if (peek(d, slots[slot], &st, sum, &fd, &size))
		return 0;
	close(fd);
	if (total_r)
		*total_r = st.place.total;
	return st.place.seq;
}

enum err checkpoint_open(struct disk *d, struct place *place_r, int *fd_r, uint64_t *size_r)
{
	int first = seq_of(d, 1, NULL) > seq_of(d, 0, NULL);
	for (int i = 0; i < SLOTS; i++) {
		enum err e = believe(d, slots[i ? !first : first], place_r, fd_r, size_r);
		if (e != MISSING)
			return e;
	}
	*fd_r = -1;
	return disk_failed(d, MISSING, "");
}

/* The image's bytes into the open file. Readers go on, writers wait. */
static enum err copy_image(struct disk *d, int to, uint64_t *size_r)
{
	int from;
	struct stat st;
	enum err e = disk_lock(d, LOCK_TURN, false);
	if (!e)
		e = disk_lock(d, LOCK_DATA, true);
	lock_release(&d->locks, LOCK_TURN);
	if (!e)
		e = disk_open(d, DISK_IMAGE, O_RDONLY, &from);
	if (!e) {
		e = fstat(from, &st) ? BROKEN : disk_copy(d, from, to, (uint64_t)st.st_size);
		*size_r = (uint64_t)st.st_size;
		close(from);
	}
	lock_release(&d->locks, LOCK_DATA);
	return e;
}

/* A rotten image must not become the ground that recovery stands on. */
static enum err sound(struct disk *d)
{
	int fd;
	uint64_t records;
	const char *why;
	char key[STORE_KEY + 1];
	struct image *i;
	enum err e = disk_open(d, FRESH, O_RDONLY, &fd);
	if (!e)
		e = image_open(fd, DB_READ, &i);
	if (e)
		return e;
	e = image_compare(i, i, &records, &why, key);
	if (image_close(i) || e) {
		log_line("store.image", "rotten why=%s key=%s", why, key);
		disk_rotten(d);
		return disk_failed(d, BROKEN, "value_sum");
	}
	return OK;
}

static enum err write_fresh(struct disk *d, int fd)
{
	unsigned char t[STATE_SIZE];
	uint64_t size = 0;
	struct state st = { .place = d->state.place };
	enum err e = copy_image(d, fd, &size);
	if (!e)
		e = sound(d);
	if (!e)
		e = sum_of(d, fd, size, &st, t + STATE_SUMMED);
	if (e)
		return e;
	state_format(&st, t);
	if (d->c->pwrite(fd, t, sizeof t, (off_t)size) != (ssize_t)sizeof t)
		return disk_failed(d, RETRY, "no_space");
	return d->c->fsync(fd) ? disk_failed(d, BROKEN, "io") : OK;
}

enum err checkpoint_run(struct disk *d, bool force)
{
	struct stat image;
	uint64_t total[SLOTS] = { 0 }, seq[SLOTS], least = ENOUGH;
	int fd;
	for (int i = 0; i < SLOTS; i++)
		seq[i] = seq_of(d, i, &total[i]);
	int newest = seq[1] > seq[0];
	if (!fstatat(d->dir, DISK_IMAGE, &image, 0) && (uint64_t)image.st_size / 4 > least)
		least = (uint64_t)image.st_size / 4;
	if (seq[newest] == d->state.place.seq ||
	    (!force && d->state.place.total - total[newest] < least))
		return OK;
	enum err e = disk_open(d, FRESH, O_RDWR | O_CREAT | O_TRUNC, &fd);
	if (e)
		return e;
	e = write_fresh(d, fd);
	close(fd);
	if (!e && (d->c->rename(d->dir, FRESH, slots[!newest]) || d->c->fsync(d->dir)))
		e = disk_failed(d, BROKEN, "io");
	if (e)
		d->c->unlink(d->dir, FRESH);
	else
		log_line("store.checkpoint", "%s seq=%llu", slots[!newest],
			 (unsigned long long)d->state.place.seq);
	return e;
}
