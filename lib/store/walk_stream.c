/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A walk through a pipe: for who may not open the files. Hostile bytes come in. */
#include "store/walk.h"

#include "base/file.h"
#include "store/frame.h"

#include <string.h>

struct stream {
	int fd;
	uint64_t left; /* bytes of the file that is being sent */
	struct place at;
	walk_fn *fn;
	void *arg;
	struct walk *r;
};

static bool take(struct stream *s, void *p, size_t n)
{
	size_t got = 0;
	return !file_read_all(s->fd, p, n, &got) && got == n;
}

/* What is behind a misfit is thrown away, so that the sender is not cut off. */
static enum err drain(struct stream *s, uint64_t n)
{
	unsigned char chunk[65536];
	for (size_t part; n; n -= part) {
		part = n < sizeof chunk ? (size_t)n : sizeof chunk;
		if (!take(s, chunk, part))
			return BROKEN;
	}
	return OK;
}

/* The next frame into b: INVALID when it is none, or does not follow. */
static enum err next(struct stream *s, struct buf *b, struct frame *f)
{
	unsigned char head[FRAME_ALIGN];
	size_t size = 0;
	buf_clear(b);
	if (s->left < sizeof head)
		return INVALID;
	if (!take(s, head, sizeof head))
		return BROKEN;
	s->left -= sizeof head;
	if (frame_size(head, &size) || size - sizeof head > s->left)
		return INVALID;
	unsigned char *p = buf_space(b, size);
	if (!p)
		return INVALID;
	memcpy(p, head, sizeof head);
	if (!take(s, p + sizeof head, size - sizeof head))
		return BROKEN;
	s->left -= size - sizeof head;
	return frame_parse(buf_bytes(b), f) || !frame_follows(f, &s->at) ? INVALID : OK;
}

static enum err one_file(struct stream *s)
{
	struct buf b;
	struct frame f;
	enum err e = OK;
	buf_init(&b, FRAME_MAX);
	while (!e && s->left) {
		e = next(s, &b, &f);
		if (e)
			break;
		struct walk_frame w = { .seq = f.seq, .time = f.time, .sum = f.sum, .inside = &f };
		e = s->fn(s->arg, &w);
		frame_step(&f, &s->at);
		s->r->frames++;
	}
	buf_clear(&b);
	if (e == INVALID) {
		s->r->why = "torn"; /* unless another file follows */
		e = OK;
	}
	return e ? e : drain(s, s->left);
}

enum err store_walk_stream(int fd, walk_fn *fn, void *arg, struct walk *r)
{
	struct stream s = { .fd = fd, .fn = fn, .arg = arg, .r = r };
	unsigned char head[12];
	size_t got = 0;
	enum err e = OK;
	*r = (struct walk){ .why = "" };
	for (; !e; r->segments++) {
		e = file_read_all(fd, head, sizeof head, &got);
		if (!e && got != sizeof head)
			break;
		s.left = bytes_u64(head + 4);
		if (!e && (*r->why || bytes_u32(head) != r->segment + 1)) {
			r->why = *r->why ? "damaged" : "segment";
			e = drain(&s, s.left);
			continue;
		}
		r->segment++;
		s.at.segment = r->segment;
		s.at.offset = 0;
		if (!e)
			e = one_file(&s);
		r->seq = s.at.seq;
		r->offset = s.at.offset;
	}
	return !e && got ? BROKEN : e;
}
