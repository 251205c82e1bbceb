/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The backend that forgets: a sorted array. For tests of what stands above the
 * store; it keeps every promise of store.h but durability. */
#include "base/log.h"
#include "port/digest.h"
#include "store/backend.h"
#include "store/key.h"

#include <stdlib.h>
#include <string.h>

struct row {
	char *key;
	unsigned char *value;
	size_t n;
};

struct memory {
	struct store s;
	int64_t (*now)(void);
	struct row *rows;
	size_t n, cap;
	struct place last;
};

static size_t find(const struct memory *m, const char *key, bool *exact_r)
{
	size_t low = 0, high = m->n;
	while (low < high) {
		size_t mid = (low + high) / 2;
		if (strcmp(m->rows[mid].key, key) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	*exact_r = low < m->n && !strcmp(m->rows[low].key, key);
	return low;
}

static enum err memory_begin(struct store *s, struct txn *t)
{
	struct memory *m = (struct memory *)s;
	t->seq = m->last.seq + (t->mode == STORE_WRITE);
	return store_instant(s, t->mode, m->now(), m->last.time, &t->time);
}

static enum err memory_get(struct store *s, const char *key, struct arena *a, struct bytes *value_r)
{
	struct memory *m = (struct memory *)s;
	bool exact;
	size_t i = find(m, key, &exact);
	if (!exact)
		return MISSING;
	const struct row *r = &m->rows[i];
	*value_r = (struct bytes){ (unsigned char *)arena_strn(a, r->value, r->n), r->n };
	return OK;
}

/* Indexes of the rows that begin with dir: [first, end). */
static void range(const struct memory *m, const char *dir, size_t *first, size_t *end)
{
	bool exact;
	*first = find(m, dir, &exact);
	*end = *first;
	while (*end < m->n && !strncmp(m->rows[*end].key, dir, strlen(dir)))
		++*end;
}

static enum err memory_names(struct store *s, const char *dir, const char *after, bool reverse,
			     size_t max, struct arena *a, char ***names_r, size_t *n_r)
{
	struct memory *m = (struct memory *)s;
	size_t first, end, dir_n = strlen(dir);
	range(m, dir, &first, &end);
	*names_r = arena_new_array(a, char *, end - first + 1);
	*n_r = 0;
	for (size_t k = first; k < end && *n_r < max; k++) {
		const char *key = m->rows[reverse ? end - 1 - (k - first) : k].key;
		int d = after ? strcmp(key + dir_n, after) : 0;
		if (key_inside(key, dir) && (!after || (reverse ? d < 0 : d > 0)))
			(*names_r)[(*n_r)++] = arena_str(a, key + dir_n);
	}
	return OK;
}

static enum err memory_count(struct store *s, const char *dir, uint64_t *n_r)
{
	struct memory *m = (struct memory *)s;
	size_t first, end;
	range(m, dir, &first, &end);
	*n_r = 0;
	for (; first < end; first++)
		*n_r += key_inside(m->rows[first].key, dir);
	return OK;
}

static void *take(size_t n)
{
	void *p = malloc(n ? n : 1);
	if (!p)
		log_die("memory.out", "need=%zu", n);
	return p;
}

static void drop(struct memory *m, size_t i)
{
	free(m->rows[i].key);
	free(m->rows[i].value);
	memmove(m->rows + i, m->rows + i + 1, (m->n - i - 1) * sizeof *m->rows);
	m->n--;
}

static void set(struct memory *m, const struct change *c)
{
	bool exact;
	size_t i = find(m, c->key, &exact);
	if (exact)
		drop(m, i);
	if (c->del)
		return;
	if (m->n == m->cap) {
		m->cap = m->cap ? m->cap * 2 : 64;
		struct row *rows = take(m->cap * sizeof *rows);
		if (m->n)
			memcpy(rows, m->rows, m->n * sizeof *rows);
		free(m->rows);
		m->rows = rows;
	}
	memmove(m->rows + i + 1, m->rows + i, (m->n - i) * sizeof *m->rows);
	struct row *r = &m->rows[i];
	r->key = take(c->key_n + 1);
	memcpy(r->key, c->key, c->key_n + 1);
	r->value = take(c->value.n);
	memcpy(r->value, c->value.p, c->value.n);
	r->n = c->value.n;
	m->n++;
}

static enum err memory_commit(struct store *s, const struct txn *t)
{
	struct memory *m = (struct memory *)s;
	struct buf frame;
	struct frame f;
	buf_init(&frame, FRAME_MAX);
	frame_build(&frame, &m->last, t->time, t->changes, t->n);
	/* Through the frame and back: the same bytes as on disk are judged. */
	bool good = !frame.over && !frame_parse(buf_bytes(&frame), &f);
	if (good)
		frame_step(&f, &m->last);
	for (size_t i = 0; good && i < t->n; i++)
		set(m, &t->changes[i]);
	buf_clear(&frame);
	return good ? OK : store_failed(s, INVALID, "too_long");
}

static void memory_end(struct store *s)
{
	(void)s;
}

static void memory_close(struct store *s)
{
	struct memory *m = (struct memory *)s;
	while (m->n)
		drop(m, m->n - 1);
	free(m->rows);
	free(m);
}

static enum err memory_head(struct store *s, struct store_head *head_r)
{
	struct memory *m = (struct memory *)s;
	head_r->seq = m->last.seq;
	head_r->time = m->last.time;
	memcpy(head_r->chain, m->last.chain, sizeof head_r->chain);
	return OK;
}

static enum err memory_checkpoint(struct store *s, bool force)
{
	(void)s;
	(void)force;
	return OK;
}

static enum err memory_check(struct store *s, struct store_report *report_r)
{
	struct memory *m = (struct memory *)s;
	report_r->frames = m->last.seq;
	report_r->records = m->n;
	report_r->bytes = m->last.total;
	return OK;
}

static enum err memory_nothing(struct store *s)
{
	(void)s;
	return OK;
}

static bool memory_read_only(struct store *s)
{
	(void)s;
	return false;
}

static enum err memory_rotten(struct store *s)
{
	return store_failed(s, BROKEN, "damaged");
}

static const struct backend memory = {
	.begin = memory_begin,	   .get = memory_get,
	.names = memory_names,	   .count = memory_count,
	.commit = memory_commit,   .end = memory_end,
	.close = memory_close,	   .head = memory_head,
	.checkpoint = memory_checkpoint, .check = memory_check,
	.rebuild = memory_nothing, .read_only = memory_read_only,
	.make_writable = memory_nothing, .rotten = memory_rotten,
};

struct store *store_open_memory(int64_t (*now)(void))
{
	struct memory *m = calloc(1, sizeof *m);
	if (!m)
		log_die("memory.out", "need=%zu", sizeof *m);
	m->s = (struct store){ .b = &memory, .why = "" };
	m->now = now ? now : clock_now;
	m->last.segment = 1;
	return &m->s;
}
