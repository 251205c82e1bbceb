/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Framed messages: how a program talks with one of its children (intake,
 * compose, picture, inspect, stamp, letter, sign). One frame asks, one answers.
 *
 *   frame := "TKM1"  u32 length-of-rest  field*
 *   field := u8 length-of-key  key  u32 length-of-value  value
 *
 * Integers are big-endian. Keys are 1–32 bytes of [a-z0-9_]. Values are any
 * bytes; numbers are written in decimal. A key may stand several times. A
 * message is checked whole when it is read: what msg_get hands out lies inside
 * it. Text values are checked for UTF-8 by msg_text. */
#ifndef BASE_MSG_H
#define BASE_MSG_H

#include "base/buf.h"
#include "base/err.h"

struct msg {
	struct buf b; /* the fields, without the frame's head */
};

void msg_init(struct msg *m, size_t max);
void msg_clear(struct msg *m);

/* Building; over the maximum is reported by msg_write / msg_over. */
void msg_put(struct msg *m, const char *key, const void *p, size_t n);
void msg_puts(struct msg *m, const char *key, const char *text); /* NULL writes nothing */
void msg_puti(struct msg *m, const char *key, int64_t v);

/* Reading: first value of the key; MISSING when absent. Borrowed from m. */
enum err msg_get(const struct msg *m, const char *key, struct bytes *r) MUST_USE;
enum err msg_geti(const struct msg *m, const char *key, int64_t min, int64_t max, int64_t *r)
	MUST_USE;
/* Copies a text value into out (size bytes, NUL-terminated): INVALID when it
 * is not XML-clean UTF-8, has a NUL or does not fit; MISSING leaves "". */
enum err msg_text(const struct msg *m, const char *key, char *out, size_t size) MUST_USE;
/* Walks all fields in order: *at starts at 0; false at the end. */
bool msg_next(const struct msg *m, size_t *at, struct bytes *key_r, struct bytes *value_r);

/* Whole frames. wait = nanoseconds until RETRY; INVALID for a bad frame or one
 * over m's maximum, MISSING for end of file before the first byte. */
enum err msg_write(int fd, const struct msg *m) MUST_USE;
enum err msg_read(int fd, struct msg *m, int64_t wait) MUST_USE;
/* The same from memory; the whole of src must be one frame. */
enum err msg_parse(struct msg *m, struct bytes src) MUST_USE;
void msg_frame(const struct msg *m, struct buf *out);

#endif
