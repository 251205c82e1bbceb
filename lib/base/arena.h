/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Memory of one request: everything allocated dies together. Out of memory
 * (or over the arena's limit) ends the process after a log line, so no
 * function here returns NULL. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>
#include <stdint.h>

struct arena;

/* limit: bytes this arena may hand out in all; 0 = 256 MiB. */
struct arena *arena_new(size_t limit);
void arena_free(struct arena *a); /* NULL-safe */
/* Forgets everything handed out, keeps the first chunk for reuse. */
void arena_reset(struct arena *a);

void *arena_alloc(struct arena *a, size_t n); /* zeroed, 16-byte aligned */
void *arena_dup(struct arena *a, const void *p, size_t n);
char *arena_str(struct arena *a, const char *s);            /* copy; NULL gives "" */
char *arena_strn(struct arena *a, const void *p, size_t n); /* copy + NUL */
char *arena_printf(struct arena *a, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* n elements of the named type. */
#define arena_new_array(a, type, n) ((type *)arena_alloc_array((a), (n), sizeof(type)))
void *arena_alloc_array(struct arena *a, size_t n, size_t size);

#endif
