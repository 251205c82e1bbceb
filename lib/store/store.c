/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What all backends have in common: the form of keys, the limits, a
 * transaction's own changes laid over what is committed. No I/O. */
#include "base/log.h"
#include "store/backend.h"
#include "store/key.h"

#include <stdlib.h>
#include <string.h>

enum err store_instant(struct store *s, enum store_mode mode, int64_t now, int64_t last,
		       int64_t *time_r)
{
	*time_r = now > last ? now : last + 1;
	if (mode == STORE_WRITE && now < last - STORE_SKEW)
		return store_failed(s, RETRY, "clock_behind");
	return OK;
}

enum err store_begin(struct store *s, enum store_mode mode, struct txn **txn_r)
{
	if (s->open)
		return store_failed(s, BROKEN, "nested");
	struct txn *t = calloc(1, sizeof *t);
	if (!t)
		log_die("memory.out", "need=%zu", sizeof *t);
	t->s = s;
	t->mode = mode;
	s->why = "";
	enum err e = s->b->begin(s, t);
	if (e) {
		free(t);
		return e;
	}
	s->open = t;
	*txn_r = t;
	return OK;
}

static void change_clear(struct change *c)
{
	free((void *)(uintptr_t)c->key);
	free((void *)(uintptr_t)c->value.p);
}

static void txn_end(struct txn *t)
{
	t->s->b->end(t->s);
	t->s->open = NULL;
	for (size_t i = 0; i < t->n; i++)
		change_clear(&t->changes[i]);
	free(t->changes);
	free(t);
}

void txn_abort(struct txn *t)
{
	if (t)
		txn_end(t);
}

enum err txn_commit(struct txn *t)
{
	struct store *s = t->s;
	s->unknown = false;
	enum err e = t->n ? s->b->commit(s, t) : OK;
	txn_end(t);
	return e;
}

/* Index of the first change whose key is ≥ key. */
static size_t find(const struct txn *t, const char *key, bool *exact_r)
{
	size_t low = 0, high = t->n;
	*exact_r = false;
	while (low < high) {
		size_t mid = (low + high) / 2;
		int d = strcmp(t->changes[mid].key, key);
		if (!d) {
			*exact_r = true;
			return mid;
		}
		if (d < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

enum err txn_get(struct txn *t, const char *key, struct arena *a, struct bytes *value_r)
{
	bool exact;
	if (!key_valid(key, strlen(key)))
		return INVALID;
	size_t i = find(t, key, &exact);
	if (!exact)
		return t->s->b->get(t->s, key, a, value_r);
	struct change *c = &t->changes[i];
	if (c->del)
		return MISSING;
	*value_r = (struct bytes){ (unsigned char *)arena_strn(a, c->value.p, c->value.n),
				   c->value.n };
	return OK;
}

static void *copy(const void *p, size_t n)
{
	char *c = malloc(n + 1);
	if (!c)
		log_die("memory.out", "need=%zu", n + 1);
	if (n)
		memcpy(c, p, n);
	c[n] = '\0';
	return c;
}

static struct change *slot(struct txn *t, size_t at)
{
	if (t->n == t->cap) {
		size_t cap = t->cap ? t->cap * 2 : 16;
		struct change *c = realloc(t->changes, cap * sizeof *c);
		if (!c)
			log_die("memory.out", "need=%zu", cap * sizeof *c);
		t->changes = c;
		t->cap = cap;
	}
	memmove(t->changes + at + 1, t->changes + at, (t->n - at) * sizeof *t->changes);
	t->n++;
	return t->changes + at;
}

static enum err change(struct txn *t, const char *key, bool del, const void *value, size_t n)
{
	bool exact;
	size_t key_n = strlen(key);
	if (t->mode != STORE_WRITE)
		return DENIED;
	if (!key_valid(key, key_n))
		return INVALID;
	size_t i = find(t, key, &exact), add = FRAME_EACH + key_n + n, sub = 0;
	if (exact)
		sub = FRAME_EACH + key_n + t->changes[i].value.n;
	if (n > STORE_VALUE || t->bytes - sub + add > STORE_TXN)
		return store_failed(t->s, INVALID, "too_long");
	t->bytes += add - sub;
	/* The new value may be the old one's own bytes. */
	struct bytes v = { del ? NULL : copy(value, n), n };
	struct change *c = exact ? t->changes + i : slot(t, i);
	if (exact)
		free((void *)(uintptr_t)c->value.p);
	else
		*c = (struct change){ .key = copy(key, key_n), .key_n = key_n };
	c->del = del;
	c->value = v;
	return OK;
}

enum err txn_put(struct txn *t, const char *key, const void *value, size_t n)
{
	return change(t, key, false, value, n);
}

enum err txn_puts(struct txn *t, const char *key, const char *value)
{
	return change(t, key, false, value, strlen(value));
}

enum err txn_del(struct txn *t, const char *key)
{
	return change(t, key, true, NULL, 0);
}

int64_t txn_time(const struct txn *t)
{
	return t->time;
}

uint64_t txn_seq(const struct txn *t)
{
	return t->seq;
}

enum err txn_count(struct txn *t, const char *dir, uint64_t *n_r)
{
	bool exact;
	if (!key_dir_valid(dir))
		return INVALID;
	enum err e = t->s->b->count(t->s, dir, n_r);
	struct arena *a = arena_new(0);
	for (size_t i = find(t, dir, &exact); !e && i < t->n; i++) {
		const struct change *c = &t->changes[i];
		struct bytes old;
		if (strncmp(c->key, dir, strlen(dir)))
			break;
		if (!key_inside(c->key, dir))
			continue;
		arena_reset(a);
		enum err had = t->s->b->get(t->s, c->key, a, &old);
		if (had && had != MISSING)
			e = had;
		else if (c->del != !!had)
			*n_r += c->del ? (uint64_t)-1 : 1;
	}
	arena_free(a);
	return e;
}

void store_close(struct store *s)
{
	if (!s)
		return;
	txn_abort(s->open);
	s->b->close(s);
}

bool store_unknown(const struct store *s)
{
	return s->unknown;
}

const char *store_why(const struct store *s)
{
	return s->why;
}

enum err store_head(struct store *s, struct store_head *head_r)
{
	return s->b->head(s, head_r);
}

uint64_t store_seq(struct store *s)
{
	struct store_head h;
	return s->b->head(s, &h) ? 0 : h.seq;
}

enum err store_checkpoint(struct store *s, bool force)
{
	return s->open ? store_failed(s, BROKEN, "nested") : s->b->checkpoint(s, force);
}

enum err store_check(struct store *s, struct store_report *report_r)
{
	*report_r = (struct store_report){ .why = "" };
	return s->open ? store_failed(s, BROKEN, "nested") : s->b->check(s, report_r);
}

enum err store_rebuild(struct store *s)
{
	return s->open ? store_failed(s, BROKEN, "nested") : s->b->rebuild(s);
}

bool store_read_only(struct store *s)
{
	return s->b->read_only(s);
}

enum err store_make_writable(struct store *s)
{
	return s->open ? store_failed(s, BROKEN, "nested") : s->b->make_writable(s);
}
