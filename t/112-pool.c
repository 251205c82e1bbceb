/* SPDX-License-Identifier: AGPL-3.0-or-later
 * base/pool against the plainest model: what is written into a piece stays, and
 * no two living pieces overlap. */
#include "base/pool.h"

#include "tap.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define PIECES 500

static struct piece {
	unsigned char *p;
	size_t n;
	unsigned char mark;
} piece[PIECES];

static uint32_t seed = 1;

static uint32_t next(uint32_t below)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % below;
}

static size_t size(void)
{
	return next(10) ? next(200) + 1 : next(5000) + 1;
}

static int whole(const struct piece *x)
{
	for (size_t i = 0; i < x->n; i++)
		if (x->p[i] != x->mark)
			return 0;
	return 1;
}

static void mark(struct piece *x, size_t n)
{
	x->n = n;
	x->mark = (unsigned char)next(256);
	memset(x->p, x->mark, n);
}

static int step(struct piece *x)
{
	int good = !x->p || whole(x);
	if (!x->p) {
		size_t n = size();
		x->p = pool_malloc(n);
		mark(x, n);
	} else if (next(3)) {
		pool_free(x->p);
		x->p = NULL;
	} else {
		size_t n = size(), kept = n < x->n ? n : x->n;
		x->p = pool_realloc(x->p, n);
		x->n = kept;
		good &= whole(x);
		mark(x, n);
	}
	return good && (uintptr_t)x->p % _Alignof(max_align_t) == 0;
}

int main(void)
{
	int good = 1;
	for (int i = 0; i < 300000; i++)
		good &= step(&piece[next(PIECES)]);
	ok(good, "300,000 steps: every piece keeps what was written, all are aligned");
	for (int i = 0; i < PIECES; i++)
		pool_free(piece[i].p);
	char *a = pool_strdup("締結"), *b = pool_malloc(7);
	ok(a && !strcmp(a, "締結"), "strdup");
	pool_free(a);
	ok(pool_malloc(7) == (void *)a || b, "a freed piece is used again");
	ok(!pool_malloc(SIZE_MAX - 4), "too much: NULL");
	pool_free(NULL);
	ok(pool_realloc(NULL, 5) != NULL, "realloc of nothing is malloc");
	void *zero = pool_malloc(0);
	ok(zero != NULL, "nothing is something, as libxml2 expects");
	return done();
}
