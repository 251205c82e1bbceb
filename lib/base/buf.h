/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * struct bytes borrows a run of bytes; struct buf owns one that grows up to a
 * stated maximum. Over the maximum nothing is added and `over` is set: check
 * it once at the end. Out of memory ends the process. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bytes {
	const unsigned char *p;
	size_t n;
};

struct buf {
	unsigned char *p; /* NUL-terminated whenever not NULL */
	size_t n, cap, max;
	bool over;
};

void buf_init(struct buf *b, size_t max);
void buf_clear(struct buf *b); /* frees; usable again with the same max */
void buf_wipe(struct buf *b);  /* overwrites with zeros, then frees */

void buf_add(struct buf *b, const void *p, size_t n);
void buf_str(struct buf *b, const char *s);
void buf_byte(struct buf *b, unsigned char c);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* n zero bytes to be filled by the caller; NULL when over the maximum. */
unsigned char *buf_space(struct buf *b, size_t n);
/* The same with anything in them. */
unsigned char *buf_room(struct buf *b, size_t n);
/* Big-endian integers. */
void buf_u32(struct buf *b, uint32_t v);
void buf_u64(struct buf *b, uint64_t v);
uint32_t bytes_u32(const unsigned char *p);
uint64_t bytes_u64(const unsigned char *p);

/* "" when empty; borrowed until the next change. */
const char *buf_text(const struct buf *b);
static inline struct bytes buf_bytes(const struct buf *b)
{
	return (struct bytes){ b->p, b->n };
}
bool bytes_eq(struct bytes a, struct bytes b);
/* Same time whatever the contents, for secrets of equal length n. */
bool bytes_same_secret(const void *a, const void *b, size_t n);

#endif
