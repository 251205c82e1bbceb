/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Growing bytes; knows nothing of their meaning. */
#include "base/buf.h"

#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){ .max = max };
}

void buf_clear(struct buf *b)
{
	free(b->p);
	buf_init(b, b->max);
}

void buf_wipe(struct buf *b)
{
	if (b->p)
		explicit_bzero(b->p, b->cap);
	buf_clear(b);
}

unsigned char *buf_room(struct buf *b, size_t n)
{
	if (b->over || n > b->max || b->n > b->max - n) {
		b->over = true;
		return NULL;
	}
	if (!b->p || b->cap - b->n <= n) {
		size_t cap = b->cap ? b->cap : 256;
		while (cap - b->n <= n)
			cap *= 2;
		unsigned char *p = realloc(b->p, cap);
		if (!p)
			log_die("memory.out", "need=%zu", cap);
		b->p = p;
		b->cap = cap;
	}
	unsigned char *at = b->p + b->n;
	at[n] = 0;
	b->n += n;
	return at;
}

unsigned char *buf_space(struct buf *b, size_t n)
{
	unsigned char *at = buf_room(b, n);
	if (at)
		memset(at, 0, n);
	return at;
}

void buf_add(struct buf *b, const void *p, size_t n)
{
	unsigned char *at = buf_room(b, n);
	if (at && n)
		memcpy(at, p, n);
}

void buf_str(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void buf_byte(struct buf *b, unsigned char c)
{
	buf_add(b, &c, 1);
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	unsigned char *at = n < 0 ? NULL : buf_space(b, (size_t)n);
	if (at)
		vsnprintf((char *)at, (size_t)n + 1, fmt, again);
	va_end(again);
}

void buf_u32(struct buf *b, uint32_t v)
{
	unsigned char c[4] = { (unsigned char)(v >> 24), (unsigned char)(v >> 16),
			       (unsigned char)(v >> 8), (unsigned char)v };
	buf_add(b, c, 4);
}

void buf_u64(struct buf *b, uint64_t v)
{
	buf_u32(b, (uint32_t)(v >> 32));
	buf_u32(b, (uint32_t)v);
}

uint32_t bytes_u32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

uint64_t bytes_u64(const unsigned char *p)
{
	return (uint64_t)bytes_u32(p) << 32 | bytes_u32(p + 4);
}

const char *buf_text(const struct buf *b)
{
	return b->p ? (const char *)b->p : "";
}

bool bytes_eq(struct bytes a, struct bytes b)
{
	return a.n == b.n && (!a.n || !memcmp(a.p, b.p, a.n));
}

bool bytes_same_secret(const void *a, const void *b, size_t n)
{
	const volatile unsigned char *x = a, *y = b;
	unsigned char d = 0;
	for (size_t i = 0; i < n; i++)
		d |= (unsigned char)(x[i] ^ y[i]);
	return d == 0;
}
