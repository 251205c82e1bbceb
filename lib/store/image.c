/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Records and their index over one GDBM file. Knows frames; nothing of files,
 * locks or the journal. */
#include "store/image.h"

#include "base/log.h"
#include "store/index.h"
#include "store/key.h"
#include "store/record.h"
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

struct image {
	struct db *db;
};

static struct bytes text(const char *s)
{
	return (struct bytes){ (const unsigned char *)s, s ? strlen(s) : 0 };
}

enum err image_open(int fd, enum db_mode mode, struct image **image_r)
{
	struct image *i = calloc(1, sizeof *i);
	if (!i)
		log_die("memory.out", "need=%zu", sizeof *i);
	enum err e = db_open(fd, mode, &i->db);
	if (e) {
		free(i);
		return e;
	}
	*image_r = i;
	return OK;
}

enum err image_close(struct image *i)
{
	if (!i)
		return OK;
	enum err e = db_close(i->db);
	free(i);
	return e;
}

enum err image_get(struct image *i, const char *key, struct arena *a, struct bytes *value_r)
{
	struct buf b;
	buf_init(&b, STORE_VALUE);
	enum err e = record_get(i->db, text(key), &b);
	if (!e)
		*value_r = (struct bytes){ (unsigned char *)arena_strn(a, b.p, b.n), b.n };
	buf_clear(&b);
	return e;
}

enum err image_names(struct image *i, const char *dir, const char *after, bool reverse, size_t max,
		     struct arena *a, char ***names_r, size_t *n_r)
{
	return index_names(i->db, text(dir), text(after), reverse, max, a, names_r, n_r);
}

enum err image_count(struct image *i, const char *dir, uint64_t *n_r)
{
	return index_count(i->db, text(dir), n_r);
}

static enum err apply_one(struct db *db, const struct change *c)
{
	struct bytes key = { (const unsigned char *)c->key, c->key_n };
	size_t n = key_dir_length(c->key, c->key_n);
	struct bytes dir = { key.p, n }, name = { key.p + n, key.n - n };
	enum err had = db_has(db, key);
	if (had && had != MISSING)
		return had;
	if (c->del && had)
		return OK;
	enum err e = c->del ? db_del(db, key) : record_put(db, key, c->value);
	if (!e && c->del)
		e = index_remove(db, dir, name);
	else if (!e && had == MISSING)
		e = index_add(db, dir, name);
	return e;
}

enum err image_apply(struct image *i, const struct frame *f)
{
	struct change c;
	size_t at = 0;
	enum err e = OK;
	while (!e && frame_next(f, &at, &c))
		e = apply_one(i->db, &c);
	return e;
}

struct compare {
	struct image *a, *b;
	struct buf va, vb;
	uint64_t records, indexed;
	const char *why;
	char *key;
};

static enum err differs(struct compare *c, const char *why, struct bytes key)
{
	c->why = why;
	if (key.n <= STORE_KEY) {
		memcpy(c->key, key.p, key.n);
		c->key[key.n] = '\0';
	}
	return CONFLICT;
}

static enum err compare_record(struct compare *c, struct bytes key)
{
	enum err e = record_get(c->a->db, key, &c->va);
	if (e == BROKEN)
		return differs(c, "value_sum", key);
	if (!e)
		e = record_get(c->b->db, key, &c->vb);
	if (e == MISSING)
		return differs(c, "record_extra", key);
	if (e)
		return e;
	c->records++;
	return bytes_eq(buf_bytes(&c->va), buf_bytes(&c->vb)) ? OK
							      : differs(c, "record_differs", key);
}

/* Every name that a directory of a's index lists is a record, in rising order.
 * With the same number of names and records, the index is complete. */
static enum err compare_index(struct compare *c, struct bytes root)
{
	enum err e = OK;
	size_t n = 1, max = 500;
	struct bytes dir = { root.p + 2, root.n - 2 }, after = { 0 };
	char **names, last[STORE_KEY + 1] = "";
	struct arena *a = arena_new(0);
	while (!e && n) {
		arena_reset(a);
		e = index_names(c->a->db, dir, after, false, max, a, &names, &n);
		for (size_t i = 0; !e && i < n; i++, c->indexed++) {
			const char *key = arena_printf(a, "%.*s%s", (int)dir.n, (const char *)dir.p,
						       names[i]);
			if (strcmp(names[i], last) <= 0 || strlen(key) > STORE_KEY)
				e = differs(c, "index", dir);
			else if (db_has(c->a->db, text(key)))
				e = differs(c, "index", text(key));
			else
				memcpy(last, names[i], strlen(names[i]) + 1);
		}
		after = text(last);
	}
	arena_free(a);
	return e;
}

static enum err walk(struct compare *c, struct db *db,
		     enum err (*record)(struct compare *, struct bytes),
		     enum err (*root)(struct compare *, struct bytes))
{
	struct bytes key = { 0 }, next;
	enum err e;
	while (!(e = db_next(db, key, &next))) {
		db_drop(key);
		key = next;
		bool own = key.n > 1 && key.p[0] == INDEX_MARK;
		if (own && root && key.p[1] == 'r')
			e = root(c, key);
		else if (!own && record)
			e = record(c, key);
		if (e)
			break;
	}
	db_drop(key);
	return e == MISSING ? OK : e;
}

static enum err also_in_a(struct compare *c, struct bytes key)
{
	enum err e = db_has(c->a->db, key);
	return e == MISSING ? differs(c, "record_missing", key) : e;
}

enum err image_compare(struct image *a, struct image *b, uint64_t *records_r, const char **why_r,
		       char *key)
{
	struct compare c = { .a = a, .b = b, .why = "io", .key = key };
	*key = '\0';
	buf_init(&c.va, STORE_VALUE);
	buf_init(&c.vb, STORE_VALUE);
	enum err e = walk(&c, a->db, compare_record, NULL);
	if (!e)
		e = walk(&c, b->db, also_in_a, NULL);
	if (!e)
		e = walk(&c, a->db, NULL, compare_index);
	if (!e && c.indexed != c.records)
		e = differs(&c, "index", text(""));
	buf_clear(&c.va);
	buf_clear(&c.vb);
	*records_r = c.records;
	*why_r = e ? c.why : "";
	return e;
}
