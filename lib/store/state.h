/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * 128 bytes that say what an image contains: the file `state` for the live one,
 * and the same bytes behind each checkpoint as its trailer. `state` is never
 * synced: when in doubt the image is built again.
 *
 *   "TKSTATE1" · u64 seq · u32 segment · u32 flags (1 = dirty) · u64 offset ·
 *   u64 total · i64 time · chain 32 · boot id 16 (trailer: zeros) · sum 32
 *
 * sum = SHA-256 of the 96 bytes before it, in a trailer of the image's bytes
 * and these 96. */
#ifndef STORE_STATE_H
#define STORE_STATE_H

#include "store/calls.h"
#include "store/frame.h"

#define STATE_SIZE 128
#define STATE_SUMMED 96

struct state {
	struct place place;
	bool dirty;
	unsigned char boot[16];
};

/* The first STATE_SUMMED bytes. */
void state_format(const struct state *s, unsigned char out[STATE_SUMMED]);
/* INVALID: magic or segment. The sum is the caller's. */
enum err state_parse(const unsigned char in[STATE_SUMMED], struct state *s) MUST_USE;

/* INVALID: not there, short, or the sum is wrong. */
enum err state_load(const struct store_calls *c, int fd, struct state *s) MUST_USE;
enum err state_save(const struct store_calls *c, int fd, const struct state *s) MUST_USE;

#endif
