/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows packed names and records; nothing of values. */
#include "store/index.h"

#include "store/names.h"
#include "store/record.h"

#include <string.h>

#define ROOT_MAX ((size_t)64 << 20)
#define CHUNK_MAX (INDEX_CHUNK + 512)
/* A chunk below LOW is joined with a neighbour if both fit into JOINED. */
#define LOW (INDEX_CHUNK / 4)
#define JOINED (INDEX_CHUNK * 3 / 4)

struct root {
	struct names l; /* leaf: the names themselves; else (id, lower bound) */
	bool leaf;
	uint32_t next; /* id of the next chunk that is made */
};

static void key_of(struct buf *k, char kind, struct bytes dir, const unsigned char *id)
{
	buf_init(k, 512);
	buf_byte(k, INDEX_MARK);
	buf_byte(k, (unsigned char)kind);
	buf_add(k, dir.p, dir.n);
	if (id) {
		buf_byte(k, INDEX_MARK);
		buf_add(k, id, 4);
	}
}

static enum err put(struct db *db, char kind, struct bytes dir, const unsigned char *id,
		    struct bytes value)
{
	struct buf k;
	key_of(&k, kind, dir, id);
	enum err e = k.over ? INVALID : record_put(db, buf_bytes(&k), value);
	buf_clear(&k);
	return e;
}

static enum err get(struct db *db, char kind, struct bytes dir, const unsigned char *id,
		    struct buf *out)
{
	struct buf k;
	key_of(&k, kind, dir, id);
	enum err e = k.over ? INVALID : record_get(db, buf_bytes(&k), out);
	buf_clear(&k);
	return e;
}

static enum err del(struct db *db, char kind, struct bytes dir, const unsigned char *id)
{
	struct buf k;
	key_of(&k, kind, dir, id);
	enum err e = db_del(db, buf_bytes(&k));
	buf_clear(&k);
	return e == MISSING ? BROKEN : e;
}

static enum err root_load(struct db *db, struct bytes dir, struct root *r)
{
	struct buf b;
	buf_init(&b, ROOT_MAX);
	buf_init(&r->l.b, ROOT_MAX);
	enum err e = get(db, 'r', dir, NULL, &b);
	if (e) {
		buf_clear(&b);
		return e;
	}
	r->leaf = b.n && b.p[0] == 'L';
	r->l.extra = r->leaf ? 0 : 4;
	size_t head = r->leaf ? 1 : 5;
	if (b.n > head && (r->leaf || b.p[0] == 'R')) {
		r->next = r->leaf ? 1 : bytes_u32(b.p + 1);
		buf_add(&r->l.b, b.p + head, b.n - head);
	}
	/* The first chunk's bound is empty, so that every name has a chunk. */
	bool good = r->l.b.n && names_valid(&r->l) &&
		    (r->leaf ? r->l.b.n <= CHUNK_MAX : !r->l.b.p[4]);
	buf_clear(&b);
	return good ? OK : BROKEN;
}

static enum err root_save(struct db *db, struct bytes dir, const struct root *r)
{
	struct buf b;
	if (!r->l.b.n)
		return del(db, 'r', dir, NULL);
	buf_init(&b, ROOT_MAX + 8);
	buf_byte(&b, r->leaf ? 'L' : 'R');
	if (!r->leaf)
		buf_u32(&b, r->next);
	buf_add(&b, r->l.b.p, r->l.b.n);
	enum err e = b.over || r->l.b.over ? BROKEN : put(db, 'r', dir, NULL, buf_bytes(&b));
	buf_clear(&b);
	return e;
}

static enum err chunk_load(struct db *db, struct bytes dir, const unsigned char *id,
			   struct names *c)
{
	c->extra = 0;
	buf_init(&c->b, CHUNK_MAX);
	enum err e = get(db, 'c', dir, id, &c->b);
	if (e == MISSING || (!e && !names_valid(c)))
		e = BROKEN;
	return e;
}

static enum err count_change(struct db *db, struct bytes dir, int by)
{
	struct buf b;
	buf_init(&b, 8);
	enum err e = get(db, 'n', dir, NULL, &b);
	if (!e && b.n == 8) {
		uint64_t n = bytes_u64(b.p) + (uint64_t)(int64_t)by;
		buf_clear(&b);
		buf_u64(&b, n);
		e = put(db, 'n', dir, NULL, buf_bytes(&b));
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
	enum err e = put(db, 'c', dir, id.p, (struct bytes){ l->b.p + at, l->b.n - at });
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
	enum err e = put(db, 'n', dir, NULL, buf_bytes(&count));
	buf_clear(&count);
	buf_init(&r->l.b, ROOT_MAX);
	r->l.extra = 4;
	r->leaf = false;
	r->next = 2;
	names_insert(&r->l, 0, first, (struct bytes){ first, 0 });
	if (!e)
		e = split(db, dir, r, &all, parting(&all, inserted));
	if (!e)
		e = put(db, 'c', dir, first, buf_bytes(&all.b));
	buf_clear(&all.b);
	return e ? e : root_save(db, dir, r);
}

/* Offset of the root's entry whose chunk has, or would have, the name. */
static size_t entry_for(const struct names *root, struct bytes name)
{
	bool exact;
	size_t at = names_find(root, name, &exact);
	return exact ? at : names_before(root, at);
}

static enum err chunk_add(struct db *db, struct bytes dir, struct root *r, struct bytes name)
{
	struct names c;
	bool exact, saved = false;
	unsigned char id[4];
	memcpy(id, r->l.b.p + entry_for(&r->l, name), 4);
	enum err e = chunk_load(db, dir, id, &c);
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
		e = put(db, 'c', dir, id, buf_bytes(&c.b));
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
		enum err e = del(db, 'c', dir, id);
		if (!e)
			e = del(db, 'n', dir, NULL);
		return e ? e : root_save(db, dir, r);
	}
	memcpy(id, r->l.b.p + next, 4);
	enum err e = chunk_load(db, dir, id, &other);
	if (!e && other.b.n + c->b.n <= JOINED) {
		buf_add(&c->b, other.b.p, other.b.n);
		e = del(db, 'c', dir, id);
		memcpy(id, r->l.b.p + at, 4);
		names_remove(&r->l, next);
		names_at(&r->l, at, &end);
		if (!e && end >= r->l.b.n && !at)
			e = join(db, dir, r, at, c, done_r);
		if (!e && !*done_r)
			e = put(db, 'c', dir, id, buf_bytes(&c->b));
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
	enum err e = del(db, 'c', dir, id);
	return e ? e : root_save(db, dir, r);
}

static enum err chunk_remove(struct db *db, struct bytes dir, struct root *r, struct bytes name)
{
	struct names c;
	bool exact, done = false;
	unsigned char id[4];
	size_t at = entry_for(&r->l, name);
	memcpy(id, r->l.b.p + at, 4);
	enum err e = chunk_load(db, dir, id, &c);
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
		e = put(db, 'c', dir, id, buf_bytes(&c.b));
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
		at = entry_for(&r->l, after);
	else if (reverse)
		at = names_before(&r->l, r->l.b.n);
	while (!e && out->n < out->max && at < r->l.b.n) {
		struct names c;
		e = chunk_load(db, dir, r->l.b.p + at, &c);
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
		e = get(db, 'n', dir, NULL, &b);
		if (!e && b.n == 8)
			*n_r = bytes_u64(b.p);
		else
			e = BROKEN;
	}
	buf_clear(&b);
	buf_clear(&r.l.b);
	return e == MISSING ? OK : e;
}
