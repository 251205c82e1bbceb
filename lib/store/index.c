/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Adding and removing names; knows chunks, nothing of values. */
#include "store/index.h"

#include "store/root.h"

#include <string.h>

/* A chunk below LOW is joined with a neighbour if both fit into JOINED. */
#define LOW (INDEX_CHUNK / 4)
#define JOINED (INDEX_CHUNK * 3 / 4)

static enum err count_change(struct db *db, struct bytes dir, int by)
{
	struct buf b;
	buf_init(&b, 8);
	enum err e = root_get(db, 'n', dir, NULL, &b);
	if (!e && b.n == 8) {
		uint64_t n = bytes_u64(b.p) + (uint64_t)(int64_t)by;
		buf_clear(&b);
		buf_u64(&b, n);
		e = root_put(db, 'n', dir, NULL, buf_bytes(&b));
	} else if (!e || e == MISSING) {
		e = BROKEN;
	}
	buf_clear(&b);
	return e;
}

/* Where a list that became too long is parted. Names that come in rising order
 * fill their chunks. */
static size_t parting(const struct names *l, size_t inserted)
{
	size_t at = 0, next;
	names_at(l, inserted, &next);
	if (next == l->b.n)
		return inserted;
	while (at < l->b.n / 2)
		names_at(l, at, &at);
	return at;
}

/* Moves what lies behind `at` from l into a new chunk with an entry in the root. */
static enum err split(struct db *db, struct bytes dir, struct root *r, struct names *l, size_t at)
{
	struct buf id;
	bool exact;
	size_t next;
	buf_init(&id, 4);
	buf_u32(&id, r->next++);
	struct bytes bound = names_at(l, at, &next);
	enum err e = root_put(db, 'c', dir, id.p, (struct bytes){ l->b.p + at, l->b.n - at });
	names_insert(&r->l, names_find(&r->l, bound, &exact), id.p, bound);
	l->b.n = at;
	buf_clear(&id);
	return e;
}

/* A directory outgrows its one record: its names go into two chunks. */
static enum err grow(struct db *db, struct bytes dir, struct root *r, size_t inserted)
{
	struct names all = r->l;
	struct buf count;
	static const unsigned char first[4] = { 0, 0, 0, 1 };
	buf_init(&count, 8);
	buf_u64(&count, names_count(&all));
	enum err e = root_put(db, 'n', dir, NULL, buf_bytes(&count));
	buf_clear(&count);
	buf_init(&r->l.b, ROOT_MAX);
	r->l.extra = 4;
	r->leaf = false;
	r->next = 2;
	names_insert(&r->l, 0, first, (struct bytes){ first, 0 });
	if (!e)
		e = split(db, dir, r, &all, parting(&all, inserted));
	if (!e)
		e = root_put(db, 'c', dir, first, buf_bytes(&all.b));
	buf_clear(&all.b);
	return e ? e : root_save(db, dir, r);
}

static enum err chunk_add(struct db *db, struct bytes dir, struct root *r, struct bytes name)
{
	struct names c;
	bool exact, saved = false;
	unsigned char id[4];
	memcpy(id, r->l.b.p + root_entry(&r->l, name), 4);
	enum err e = root_chunk(db, dir, id, &c);
	if (!e) {
		size_t at = names_find(&c, name, &exact);
		if (exact)
			e = BROKEN;
		else
			names_insert(&c, at, NULL, name);
		if (!e && c.b.n > INDEX_CHUNK) {
			e = split(db, dir, r, &c, parting(&c, at));
			saved = true;
		}
	}
	if (!e)
		e = root_put(db, 'c', dir, id, buf_bytes(&c.b));
	if (!e)
		e = count_change(db, dir, 1);
	if (!e && saved)
		e = root_save(db, dir, r);
	buf_clear(&c.b);
	return e;
}

enum err index_add(struct db *db, struct bytes dir, struct bytes name)
{
	struct root r = { .leaf = true };
	bool exact = false;
	enum err e = root_load(db, dir, &r);
	if (e && e != MISSING)
		goto out;
	if (!e && !r.leaf) {
		e = chunk_add(db, dir, &r, name);
		goto out;
	}
	r.leaf = true;
	size_t at = names_find(&r.l, name, &exact);
	names_insert(&r.l, at, NULL, name);
	if (exact)
		e = BROKEN;
	else if (r.l.b.n > INDEX_CHUNK)
		e = grow(db, dir, &r, at);
	else
		e = root_save(db, dir, &r);
out:
	buf_clear(&r.l.b);
	return e;
}

/* c is the small chunk of the root's entry `at`: joins it with the one behind
 * it, when there is one and both are small. The last chunk of all takes the
 * directory back into one record. *done_r: c was written. */
static enum err join(struct db *db, struct bytes dir, struct root *r, size_t at, struct names *c,
		     bool *done_r)
{
	size_t next, end;
	struct names other;
	unsigned char id[4];
	names_at(&r->l, at, &next);
	if (next >= r->l.b.n) {
		if (at)
			return OK;
		memcpy(id, r->l.b.p, 4);
		buf_clear(&r->l.b);
		buf_add(&r->l.b, c->b.p, c->b.n);
		r->l.extra = 0;
		r->leaf = true;
		*done_r = true;
		enum err e = root_del(db, 'c', dir, id);
		if (!e)
			e = root_del(db, 'n', dir, NULL);
		return e ? e : root_save(db, dir, r);
	}
	memcpy(id, r->l.b.p + next, 4);
	enum err e = root_chunk(db, dir, id, &other);
	if (!e && other.b.n + c->b.n <= JOINED) {
		buf_add(&c->b, other.b.p, other.b.n);
		e = root_del(db, 'c', dir, id);
		memcpy(id, r->l.b.p + at, 4);
		names_remove(&r->l, next);
		names_at(&r->l, at, &end);
		if (!e && end >= r->l.b.n && !at)
			e = join(db, dir, r, at, c, done_r);
		if (!e && !*done_r)
			e = root_put(db, 'c', dir, id, buf_bytes(&c->b));
		if (!e && !*done_r)
			e = root_save(db, dir, r);
		*done_r = true;
	}
	buf_clear(&other.b);
	return e;
}

/* An empty chunk that could not be joined: its entry goes. The first entry
 * stays (its bound is the empty name), as does a merely small chunk. */
static enum err chunk_drop(struct db *db, struct bytes dir, struct root *r, size_t at)
{
	unsigned char id[4];
	memcpy(id, r->l.b.p + at, 4);
	names_remove(&r->l, at);
	enum err e = root_del(db, 'c', dir, id);
	return e ? e : root_save(db, dir, r);
}

static enum err chunk_remove(struct db *db, struct bytes dir, struct root *r, struct bytes name)
{
	struct names c;
	bool exact, done = false;
	unsigned char id[4];
	size_t at = root_entry(&r->l, name);
	memcpy(id, r->l.b.p + at, 4);
	enum err e = root_chunk(db, dir, id, &c);
	if (!e) {
		size_t i = names_find(&c, name, &exact);
		if (exact)
			names_remove(&c, i);
		else
			e = BROKEN;
	}
	if (!e)
		e = count_change(db, dir, -1);
	if (!e && c.b.n < LOW)
		e = join(db, dir, r, at, &c, &done);
	if (!e && !done && !c.b.n && at) {
		e = chunk_drop(db, dir, r, at);
		done = true;
	}
	if (!e && !done)
		e = root_put(db, 'c', dir, id, buf_bytes(&c.b));
	buf_clear(&c.b);
	return e;
}

enum err index_remove(struct db *db, struct bytes dir, struct bytes name)
{
	struct root r = { 0 };
	bool exact;
	enum err e = root_load(db, dir, &r);
	if (!e && r.leaf) {
		size_t at = names_find(&r.l, name, &exact);
		if (exact)
			names_remove(&r.l, at);
		e = exact ? root_save(db, dir, &r) : BROKEN;
	} else if (!e) {
		e = chunk_remove(db, dir, &r, name);
	}
	buf_clear(&r.l.b);
	return e == MISSING ? BROKEN : e;
}
