/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * One frame of the journal = one transaction (man/teiketsu-journal.5):
 *
 *   magic "TKJ1" · u32 length of payload · u64 seq · i64 time · chain 32 ·
 *   payload · zeros · sum 32
 *
 * big-endian, the whole a multiple of 512 bytes so that a commit never rewrites
 * a sector that holds an acknowledged one. sum = SHA-256 of everything before
 * it; it is the next frame's chain. payload = changes with strictly rising
 * keys: u8 1 (put) u16 n key u32 n value, or u8 2 (delete) u16 n key. Only one
 * sequence of bytes says a given thing. Pure: no I/O. */
#ifndef STORE_FRAME_H
#define STORE_FRAME_H

#include "base/buf.h"
#include "base/err.h"

#define FRAME_ALIGN ((size_t)512)
#define FRAME_HEAD ((size_t)56)
#define FRAME_SUM ((size_t)32)
#define FRAME_MAX ((size_t)16 << 20)
#define FRAME_EACH 7 /* bytes of a put beside key and value */

/* A point between two frames: where the next one goes and what it must say. */
struct place {
	uint64_t seq;     /* of the frame before; 0 = none */
	uint32_t segment; /* number of the journal file, from 1 */
	uint64_t offset;  /* in that file */
	uint64_t total;   /* bytes of all frames before, in all segments */
	int64_t time;     /* of the frame before */
	unsigned char chain[32]; /* its sum; zeros before the first */
};

struct change {
	const char *key; /* in a parsed frame not NUL-terminated: key_n counts */
	size_t key_n;
	bool del;
	struct bytes value;
};

struct frame {
	uint64_t seq;
	int64_t time;
	unsigned char chain[32], sum[32];
	struct bytes payload; /* borrowed */
	size_t size;
};

/* Appends the frame that follows `last` to out; out->over when it would pass
 * FRAME_MAX. Keys must be sorted. */
void frame_build(struct buf *out, const struct place *last, int64_t time,
		 const struct change *changes, size_t n);
/* The whole size that a head (FRAME_HEAD bytes) announces; INVALID when it is
 * not a head. */
enum err frame_size(const unsigned char *head, size_t *size_r) MUST_USE;
/* src must be exactly one frame, right in every byte; else INVALID. */
enum err frame_parse(struct bytes src, struct frame *f) MUST_USE;
/* True when f is the frame that has to come after `last`. */
bool frame_follows(const struct frame *f, const struct place *last);
/* `last` moves behind f, which lies at last's offset. */
void frame_step(const struct frame *f, struct place *last);
/* Walks the changes: *at from 0; false at the end. */
bool frame_next(const struct frame *f, size_t *at, struct change *c_r);

#endif
