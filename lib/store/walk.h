/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The journal from its first frame to its last, as anybody could read it with
 * the manual page in hand (man/teiketsu-journal.5): no lock, nothing is written,
 * nothing is repaired, no image is believed. */
#ifndef STORE_WALK_H
#define STORE_WALK_H

#include "base/buf.h"
#include "base/err.h"

struct walk_frame {
	uint64_t seq;
	int64_t time;
	const unsigned char *sum; /* 32 bytes: its hash, which the next one carries */
	const void *inside;
};
struct walk_change {
	const char *key; /* key_n bytes, no NUL */
	size_t key_n;
	bool del;
	struct bytes value;
};
/* The changes of a frame, their keys rising: *at from 0; false at the end. */
bool walk_next(const struct walk_frame *f, size_t *at, struct walk_change *c_r);

/* One frame that follows the one before. An error ends the walk and is its answer. */
typedef enum err walk_fn(void *arg, const struct walk_frame *f);

struct walk {
	uint64_t frames, seq, offset; /* seq: of the last frame that follows */
	uint32_t segment;             /* it ends in this file, at this offset */
	uint32_t segments;            /* journal files in the folder */
	/* "" = every byte is a frame that follows. torn: the last bytes are no whole
	 * frame (a commit under way, or a crash). segment: the file `segment` is not
	 * there, but later ones are. damaged: what stands there does not follow. */
	const char *why;
	uint64_t found; /* damaged: the number of the frame that stands there; 0 = none */
	uint64_t next;  /* segment, damaged: the first number that can be read behind; 0 = none */
};

/* MISSING: no folder, no journal. DENIED, RETRY, BROKEN: it cannot be read. */
enum err store_walk(const char *dir, walk_fn *fn, void *arg, struct walk *r) MUST_USE;
/* The same for files that arrive one after another through a pipe: u32 number, u64
 * length, the bytes. Nothing is looked for behind the first misfit; why is then
 * segment, torn (in the last file) or damaged. BROKEN: the stream ended early. */
enum err store_walk_stream(int fd, walk_fn *fn, void *arg, struct walk *r) MUST_USE;

#endif
