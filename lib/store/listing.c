/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reading the index: names in order, and how many. */
#include "store/index.h"
#include "store/root.h"

#include <string.h>

struct list {
	struct arena *a;
	char **names;
	size_t n, max, cap;
};

static void list_add(struct list *out, struct bytes name)
{
	if (out->n == out->cap) {
		char **old = out->names;
		out->cap = out->cap ? out->cap * 2 : 32;
		out->names = arena_new_array(out->a, char *, out->cap);
		if (out->n)
			memcpy(out->names, old, out->n * sizeof *old);
	}
	out->names[out->n++] = arena_strn(out->a, name.p, name.n);
}

/* The part of one list that was asked for. after.p NULL = all of it. */
static void collect(const struct names *l, struct bytes after, bool reverse, struct list *out)
{
	size_t at = 0, end = l->b.n;
	bool exact = false;
	if (after.p) {
		size_t i = names_find(l, after, &exact);
		if (reverse)
			end = i;
		else if (exact)
			names_at(l, i, &at);
		else
			at = i;
	}
	if (!reverse)
		for (size_t next; at < end && out->n < out->max; at = next)
			list_add(out, names_at(l, at, &next));
	if (!reverse)
		return;
	/* Backwards over entries that can only be read forwards. */
	uint16_t from[CHUNK_MAX / 2];
	size_t n = 0, next;
	for (at = 0; at < end; at = next) {
		from[n++] = (uint16_t)at;
		names_at(l, at, &next);
	}
	while (n && out->n < out->max)
		list_add(out, names_at(l, from[--n], &next));
}

static enum err collect_chunks(struct db *db, struct bytes dir, struct root *r,
			       struct bytes after, bool reverse, struct list *out)
{
	size_t at = 0, next;
	enum err e = OK;
	if (after.p)
		at = root_entry(&r->l, after);
	else if (reverse)
		at = names_before(&r->l, r->l.b.n);
	while (!e && out->n < out->max && at < r->l.b.n) {
		struct names c;
		e = root_chunk(db, dir, r->l.b.p + at, &c);
		if (!e)
			collect(&c, after, reverse, out);
		buf_clear(&c.b);
		if (reverse && !at)
			break;
		names_at(&r->l, at, &next);
		at = reverse ? names_before(&r->l, at) : next;
	}
	return e;
}

enum err index_names(struct db *db, struct bytes dir, struct bytes after, bool reverse, size_t max,
		     struct arena *a, char ***names_r, size_t *n_r)
{
	struct root r = { 0 };
	struct list out = { .a = a, .max = max };
	enum err e = root_load(db, dir, &r);
	if (!e && r.leaf)
		collect(&r.l, after, reverse, &out);
	else if (!e)
		e = collect_chunks(db, dir, &r, after, reverse, &out);
	buf_clear(&r.l.b);
	*names_r = out.names;
	*n_r = out.n;
	return e == MISSING ? OK : e;
}

enum err index_count(struct db *db, struct bytes dir, uint64_t *n_r)
{
	struct root r = { 0 };
	struct buf b;
	buf_init(&b, 8);
	enum err e = root_load(db, dir, &r);
	*n_r = 0;
	if (!e && r.leaf) {
		*n_r = names_count(&r.l);
	} else if (!e) {
		e = root_get(db, 'n', dir, NULL, &b);
		if (!e && b.n == 8)
			*n_r = bytes_u64(b.p);
		else
			e = BROKEN;
	}
	buf_clear(&b);
	buf_clear(&r.l.b);
	return e == MISSING ? OK : e;
}
