/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Lists of free pieces by size; knows nothing of who asks. */
#include "base/pool.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define STEP 32
#define SLAB ((size_t)64 << 10)

union head { /* in front of every piece */
	struct {
		size_t size; /* usable bytes */
		union head *next;
	} of;
	max_align_t align;
};

static union head *waiting[POOL_SMALL / STEP]; /* by size / STEP - 1 */
static unsigned char *slab;
static size_t slab_left;

static union head *head_of(void *p)
{
	return (union head *)p - 1;
}

static void *cut(size_t size)
{
	size_t need = sizeof(union head) + size;
	if (slab_left < need) { /* what is left over is less than one piece */
		slab = malloc(SLAB);
		slab_left = slab ? SLAB : 0;
	}
	if (!slab)
		return NULL;
	union head *h = (union head *)(void *)slab;
	slab += need;
	slab_left -= need;
	h->of.size = size;
	return h + 1;
}

void *pool_malloc(size_t n)
{
	if (n > POOL_SMALL) {
		union head *h = n < SIZE_MAX / 2 ? malloc(sizeof *h + n) : NULL;
		if (h)
			h->of.size = n;
		return h ? h + 1 : NULL;
	}
	size_t i = n ? (n - 1) / STEP : 0;
	union head *h = waiting[i];
	if (!h)
		return cut((i + 1) * STEP);
	waiting[i] = h->of.next;
	return h + 1;
}

void pool_free(void *p)
{
	if (!p)
		return;
	union head *h = head_of(p);
	if (h->of.size > POOL_SMALL) {
		free(h);
		return;
	}
	size_t i = h->of.size / STEP - 1;
	h->of.next = waiting[i];
	waiting[i] = h;
}

void *pool_realloc(void *p, size_t n)
{
	if (!p)
		return pool_malloc(n);
	union head *h = head_of(p);
	if (h->of.size > POOL_SMALL && n > POOL_SMALL) {
		h = n < SIZE_MAX / 2 ? realloc(h, sizeof *h + n) : NULL;
		if (h)
			h->of.size = n;
		return h ? h + 1 : NULL;
	}
	if (h->of.size <= POOL_SMALL && n <= h->of.size)
		return p;
	void *fresh = pool_malloc(n);
	if (!fresh)
		return NULL;
	memcpy(fresh, p, n < h->of.size ? n : h->of.size);
	pool_free(p);
	return fresh;
}

char *pool_strdup(const char *s)
{
	size_t n = strlen(s) + 1;
	char *p = pool_malloc(n);
	return p ? memcpy(p, s, n) : NULL;
}
