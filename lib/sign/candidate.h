/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The file that is about to be signed, read once from its start to its end:
 * the bytes that are compared are the bytes that are hashed (rules.md §2.3). */
#ifndef SIGN_CANDIDATE_H
#define SIGN_CANDIDATE_H

#include "base/buf.h"
#include "base/err.h"

#define CANDIDATE_MAX (INT64_C(80) << 20)

struct candidate {
	/* What to demand; offsets from the start of the file. */
	int64_t length;          /* of the whole file, from candidate_open */
	struct bytes dict;       /* must stand at dict_off */
	int64_t dict_off;
	int64_t gap, gap_len;    /* '<' to '>' inclusive: left out of digest */
	int64_t prev_len;        /* the version before ended here; 0 = none */
	int64_t prev_gap, prev_gap_len;
	/* What was found. */
	unsigned char digest[32]; /* over the ByteRange */
	unsigned char prev[32];   /* over the ByteRange of the version before */
	unsigned char base[32];   /* up to the last "%%EOF\n" before dict_off */
	bool has_base;
};

/* fd must be a regular file, opened for reading, not over CANDIDATE_MAX:
 * else INVALID and why file or file_size. */
enum err candidate_open(int fd, int64_t *length_r, const char **why_r) MUST_USE;
/* INVALID: dictionary, gap (of the version before). BROKEN: file_read. */
enum err candidate_read(int fd, struct candidate *c, const char **why_r) MUST_USE;

#endif
