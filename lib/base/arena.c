/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A list of chunks; knows malloc and the log, nothing of what it holds. */
#include "base/arena.h"

#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK ((size_t)16384)
#define ALIGN 16u

struct chunk {
	struct chunk *next;
	size_t size, used;
	_Alignas(16) unsigned char mem[];
};

struct arena {
	struct chunk *top;
	size_t limit, total;
};

static struct chunk *chunk_new(struct arena *a, size_t need)
{
	size_t size = need > CHUNK ? need : CHUNK;
	if (need > a->limit || a->total > a->limit - need)
		log_die("arena.limit", "need=%zu total=%zu", need, a->total);
	struct chunk *c = malloc(sizeof *c + size);
	if (!c)
		log_die("memory.out", "need=%zu", size);
	c->size = size;
	c->used = 0;
	c->next = a->top;
	a->top = c;
	return c;
}

struct arena *arena_new(size_t limit)
{
	struct arena *a = calloc(1, sizeof *a);
	if (!a)
		log_die("memory.out", "need=%zu", sizeof *a);
	a->limit = limit ? limit : (size_t)256 << 20;
	return a;
}

void arena_reset(struct arena *a)
{
	while (a->top && (a->top->next || a->top->size > CHUNK)) {
		struct chunk *c = a->top;
		a->top = c->next;
		free(c);
	}
	if (a->top)
		a->top->used = 0;
	a->total = 0;
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	arena_reset(a);
	free(a->top);
	free(a);
}

void *arena_alloc(struct arena *a, size_t n)
{
	if (n > SIZE_MAX - ALIGN)
		log_die("arena.limit", "need=%zu", n);
	n = (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	struct chunk *c = a->top;
	if (!c || c->size - c->used < n)
		c = chunk_new(a, n);
	void *p = c->mem + c->used;
	c->used += n;
	a->total += n;
	return memset(p, 0, n);
}

void *arena_alloc_array(struct arena *a, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / size)
		log_die("arena.limit", "items=%zu", n);
	return arena_alloc(a, n * size);
}

void *arena_dup(struct arena *a, const void *p, size_t n)
{
	void *r = arena_alloc(a, n ? n : 1);
	if (n)
		memcpy(r, p, n);
	return r;
}

char *arena_strn(struct arena *a, const void *p, size_t n)
{
	char *r = arena_alloc(a, n + 1);
	if (n)
		memcpy(r, p, n);
	return r;
}

char *arena_str(struct arena *a, const char *s)
{
	return arena_strn(a, s ? s : "", s ? strlen(s) : 0);
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		log_die("arena.format", "fmt=%s", fmt);
	char *r = arena_alloc(a, (size_t)n + 1);
	vsnprintf(r, (size_t)n + 1, fmt, again);
	va_end(again);
	return r;
}
