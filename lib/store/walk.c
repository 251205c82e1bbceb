/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reading on with journal_scan, and naming the place where it stops. */
#include "store/walk.h"

#include "base/file.h"
#include "base/str.h"
#include "store/frame.h"
#include "store/journal.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct pass {
	struct place at;
	walk_fn *fn;
	void *arg;
	uint64_t frames;
};

static enum err one(void *arg, const struct frame *f)
{
	struct pass *p = arg;
	struct walk_frame w = { .seq = f->seq, .time = f->time, .sum = f->sum, .inside = f };
	p->frames++;
	return p->fn(p->arg, &w);
}

bool walk_next(const struct walk_frame *f, size_t *at, struct walk_change *c_r)
{
	struct change c;
	if (!frame_next(f->inside, at, &c))
		return false;
	*c_r = (struct walk_change){ c.key, c.key_n, c.del, c.value };
	return true;
}

/* The highest number of a journal file, and how many there are. */
static uint32_t last_segment(int dir, uint32_t *n_r)
{
	int64_t n, last = 0;
	int fd = dup(dir);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	*n_r = 0;
	if (d)
		rewinddir(d);
	for (struct dirent *e; d && (e = readdir(d));) {
		if (strncmp(e->d_name, "journal.", 8) || str_to_int(e->d_name + 8, 1, 999999, &n))
			continue;
		++*n_r;
		last = n > last ? n : last;
	}
	if (d)
		closedir(d);
	else if (fd >= 0)
		close(fd);
	return (uint32_t)last;
}

/* The number of the frame at this place of an open segment; 0 = no frame. */
static uint64_t number_at(int fd, uint64_t at)
{
	unsigned char head[FRAME_ALIGN];
	struct frame f = { 0 };
	struct buf b;
	size_t size;
	if (pread(fd, head, sizeof head, (off_t)at) != (ssize_t)sizeof head ||
	    frame_size(head, &size))
		return 0;
	buf_init(&b, FRAME_MAX);
	unsigned char *p = buf_space(&b, size);
	bool good = p && pread(fd, p, size, (off_t)at) == (ssize_t)size &&
		    !frame_parse(buf_bytes(&b), &f);
	buf_clear(&b);
	return good ? f.seq : 0;
}

static uint64_t first_readable(int dir, uint32_t segment, uint64_t at, uint32_t last)
{
	uint64_t seq = 0;
	char name[24];
	for (; !seq && segment <= last; segment++, at = 0) {
		int fd = -1;
		snprintf(name, sizeof name, "journal.%04u", (unsigned)segment);
		if (file_open(dir, name, O_RDONLY, 0, &fd))
			continue;
		int64_t size = file_size(fd);
		for (; !seq && (int64_t)at < size; at += FRAME_ALIGN)
			seq = number_at(fd, at);
		close(fd);
	}
	return seq;
}

static void misfit(int dir, uint32_t last, struct walk *r)
{
	int fd = -1;
	char name[24];
	snprintf(name, sizeof name, "journal.%04u", (unsigned)r->segment);
	if (!file_open(dir, name, O_RDONLY, 0, &fd)) {
		r->found = number_at(fd, r->offset);
		close(fd);
	}
	r->next = first_readable(dir, r->segment, r->offset + (r->found ? FRAME_ALIGN : 0),
				 last);
}

static enum err walk_open(int dir, walk_fn *fn, void *arg, struct walk *r)
{
	struct journal j;
	struct pass p = { .at = { .segment = 1 }, .fn = fn, .arg = arg };
	enum scan_end end = SCAN_END;
	uint32_t last = last_segment(dir, &r->segments);
	if (!last)
		return MISSING;
	journal_init(&j, &store_libc, dir);
	enum err e = journal_scan(&j, &p.at, one, &p, &end);
	journal_clear(&j);
	r->seq = p.at.seq;
	r->segment = p.at.segment;
	r->offset = p.at.offset;
	r->frames = p.frames;
	if (e && e != MISSING)
		return e;
	if (end == SCAN_END && p.at.segment < last) {
		r->segment += e == OK; /* the file that should follow */
		r->offset = e == OK ? 0 : p.at.offset;
		r->why = "segment";
		r->next = first_readable(dir, r->segment, 0, last);
	} else if (end != SCAN_END) {
		r->why = end == SCAN_TORN ? "torn" : "damaged";
		misfit(dir, last, r);
		if (r->found || r->next || p.at.segment < last)
			r->why = "damaged";
	}
	return OK;
}

enum err store_walk(const char *dir, walk_fn *fn, void *arg, struct walk *r)
{
	int fd = -1;
	*r = (struct walk){ .segment = 1, .why = "" };
	enum err e = file_open(AT_FDCWD, dir, O_RDONLY | O_DIRECTORY, 0, &fd);
	if (e)
		return e;
	e = walk_open(fd, fn, arg, r);
	close(fd);
	return e;
}
