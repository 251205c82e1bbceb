/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Segments as files. Knows nothing of images, locks or who asks. */
#include "store/journal.h"

#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LAST_SEGMENT 999999

void journal_init(struct journal *j, const struct store_calls *c, int dir)
{
	*j = (struct journal){ .c = c, .dir = dir, .fd = -1 };
}

void journal_clear(struct journal *j)
{
	if (j->fd >= 0)
		close(j->fd);
	j->fd = -1;
}

static void segment_name(uint32_t segment, char name[24])
{
	snprintf(name, 24, "journal.%04u", (unsigned)segment);
}

static enum err from_errno(void)
{
	switch (errno) {
	case ENOENT:
		return MISSING;
	case ENOSPC:
	case EDQUOT:
	case EMFILE:
	case ENFILE:
		return RETRY;
	default:
		return BROKEN;
	}
}

static enum err segment_open(struct journal *j, uint32_t segment, bool writing)
{
	char name[24];
	if (j->fd >= 0 && j->segment == segment && (j->writing || !writing))
		return OK;
	journal_clear(j);
	segment_name(segment, name);
	j->fd = j->c->open(j->dir, name, writing ? O_RDWR : O_RDONLY, 0);
	j->segment = segment;
	j->writing = writing;
	return j->fd < 0 ? from_errno() : OK;
}

static enum err read_at(struct journal *j, void *p, size_t n, uint64_t at, size_t *got_r)
{
	size_t done = 0;
	while (done < n) {
		ssize_t got = j->c->pread(j->fd, (char *)p + done, n - done, (off_t)(at + done));
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return BROKEN;
		if (!got)
			break;
		done += (size_t)got;
	}
	*got_r = done;
	return OK;
}

/* The frame at this offset of the open segment into b. MISSING: end of file
 * exactly here. INVALID: no frame. */
static enum err frame_at(struct journal *j, uint64_t at, struct buf *b, struct frame *f)
{
	unsigned char head[FRAME_ALIGN];
	size_t got, size;
	enum err e = read_at(j, head, sizeof head, at, &got);
	if (e)
		return e;
	if (!got)
		return MISSING;
	if (got < sizeof head || frame_size(head, &size))
		return INVALID;
	buf_clear(b);
	unsigned char *p = buf_space(b, size);
	if (!p)
		return INVALID;
	memcpy(p, head, sizeof head);
	e = read_at(j, p + sizeof head, size - sizeof head, at + sizeof head, &got);
	if (e)
		return e;
	if (got < size - sizeof head)
		return INVALID;
	return frame_parse(buf_bytes(b), f);
}

/* Is there a valid frame with a number above seq, from this offset of the open
 * segment on or in any later segment? Leaves another segment open. */
static enum err later_frame(struct journal *j, uint32_t segment, uint64_t at, uint64_t seq,
			    bool *found_r)
{
	struct buf b;
	struct frame f;
	enum err e = OK;
	*found_r = false;
	buf_init(&b, FRAME_MAX);
	for (; segment <= LAST_SEGMENT && !*found_r; segment++, at = 0) {
		e = segment_open(j, segment, false);
		if (e)
			break;
		for (; !*found_r; at += FRAME_ALIGN) {
			e = frame_at(j, at, &b, &f);
			if (e && e != INVALID)
				break;
			*found_r = !e && f.seq > seq;
		}
		if (e == BROKEN)
			break;
	}
	buf_clear(&b);
	return e == BROKEN || e == RETRY ? e : OK;
}

enum err journal_scan(struct journal *j, struct place *at, journal_fn *fn, void *arg,
		      enum scan_end *end_r)
{
	struct buf b;
	struct frame f;
	enum err e = segment_open(j, at->segment, false);
	*end_r = SCAN_END;
	if (e)
		return e;
	buf_init(&b, FRAME_MAX);
	while (!e) {
		e = frame_at(j, at->offset, &b, &f);
		if (!e && frame_follows(&f, at)) {
			e = fn ? fn(arg, &f) : OK;
			frame_step(&f, at);
			continue;
		}
		if (e == MISSING) {
			/* Reading past a file that became too short looks the same. */
			off_t size = lseek(j->fd, 0, SEEK_END);
			bool cut = size < 0 || (uint64_t)size != at->offset;
			e = cut ? OK : segment_open(j, at->segment + 1, false);
			if (cut)
				*end_r = SCAN_DAMAGED;
			if (cut || e)
				break;
			at->segment++;
			at->offset = 0;
			continue;
		}
		if (!e || e == INVALID) {
			bool later;
			e = later_frame(j, at->segment, at->offset, at->seq, &later);
			*end_r = later ? SCAN_DAMAGED : SCAN_TORN;
			break;
		}
	}
	buf_clear(&b);
	return e == MISSING ? OK : e;
}

bool journal_goes_on(struct journal *j, const struct place *at)
{
	char name[24];
	if (segment_open(j, at->segment, true))
		return true;
	off_t size = lseek(j->fd, 0, SEEK_END);
	segment_name(at->segment + 1, name);
	return size < 0 || (uint64_t)size != at->offset || !faccessat(j->dir, name, F_OK, 0);
}

enum err journal_sync_from(struct journal *j, const struct place *at)
{
	enum err e = OK;
	for (uint32_t n = at->segment; !e; n++) {
		e = segment_open(j, n, true);
		if (!e && j->c->fdatasync(j->fd))
			e = BROKEN;
	}
	if (e != MISSING)
		return e;
	return j->c->fsync(j->dir) ? BROKEN : OK;
}

enum err journal_cut(struct journal *j, const struct place *at)
{
	enum err e = segment_open(j, at->segment, true);
	if (e)
		return BROKEN;
	if (j->c->ftruncate(j->fd, (off_t)at->offset) || j->c->fdatasync(j->fd))
		return BROKEN;
	log_line("store.cut", "segment=%u offset=%llu", (unsigned)at->segment,
		 (unsigned long long)at->offset);
	return OK;
}

static enum err segment_create(struct journal *j, uint32_t segment)
{
	char name[24];
	journal_clear(j);
	segment_name(segment, name);
	/* Not O_EXCL: somebody may have died after creating it. */
	j->fd = j->c->open(j->dir, name, O_RDWR | O_CREAT, 0600);
	j->segment = segment;
	j->writing = true;
	if (j->fd < 0)
		return from_errno() == MISSING ? BROKEN : from_errno();
	/* A folder with a group of its own: the signer's account, for its audit. */
	struct stat st;
	if (!fstat(j->dir, &st) && (st.st_mode & S_ISGID))
		(void)fchmod(j->fd, 0640);
	return lseek(j->fd, 0, SEEK_END) == 0 ? OK : BROKEN;
}

enum err journal_create(struct journal *j)
{
	enum err e = segment_create(j, 1);
	if (!e && j->c->fsync(j->dir))
		e = BROKEN;
	return e;
}

enum err journal_roll(struct journal *j, struct place *at)
{
	enum err e = at->segment >= LAST_SEGMENT ? BROKEN : segment_create(j, at->segment + 1);
	if (e)
		return e;
	at->segment++;
	at->offset = 0;
	return OK;
}

static enum err write_at(struct journal *j, struct bytes b, uint64_t at)
{
	for (size_t done = 0; done < b.n;) {
		ssize_t put = j->c->pwrite(j->fd, b.p + done, b.n - done, (off_t)(at + done));
		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return RETRY;
		done += (size_t)put;
	}
	return OK;
}

enum err journal_write(struct journal *j, const struct place *at, struct bytes frame)
{
	enum err e = segment_open(j, at->segment, true);
	if (e)
		return e == MISSING ? BROKEN : e;
	e = write_at(j, frame, at->offset);
	if (e && j->c->ftruncate(j->fd, (off_t)at->offset))
		return BROKEN;
	return e;
}

enum err journal_sync(struct journal *j, const struct place *at)
{
	if (j->c->fdatasync(j->fd))
		return BROKEN;
	/* The first frame of a segment: its name must be durable as well, whoever
	 * created it. */
	return at->offset == 0 && j->c->fsync(j->dir) ? BROKEN : OK;
}

enum err journal_rewrite_from(struct journal *j, const struct place *at)
{
	unsigned char chunk[65536];
	uint64_t pos = at->offset;
	enum err e = OK;
	for (uint32_t n = at->segment; !e; n++, pos = 0) {
		e = segment_open(j, n, true);
		for (size_t got = 1; !e && got; pos += got) {
			e = read_at(j, chunk, sizeof chunk, pos, &got);
			if (!e)
				e = write_at(j, (struct bytes){ chunk, got }, pos);
		}
	}
	return e == MISSING ? journal_sync_from(j, at) : e;
}
