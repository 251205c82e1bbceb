/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * malloc's four functions for a library that makes and frees thousands of small
 * pieces in each request: freed pieces of one size wait in a list of their own.
 * What was taken from the system for small pieces is kept; pieces above
 * POOL_SMALL go to malloc. For one thread. Pieces are aligned as malloc's. */
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include <stddef.h>

#define POOL_SMALL 1024 /* bytes */

/* NULL when there is no memory (the caller's library says what then). */
void *pool_malloc(size_t n);
/* p may be NULL; n is never 0. NULL: p is as it was. */
void *pool_realloc(void *p, size_t n);
char *pool_strdup(const char *s);
/* p may be NULL. */
void pool_free(void *p);

#endif
