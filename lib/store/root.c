/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The index's records as bytes. Knows names and records, not when they change. */
#include "store/root.h"

#include "store/index.h"
#include "store/record.h"

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

enum err root_put(struct db *db, char kind, struct bytes dir, const unsigned char *id,
		    struct bytes value)
{
	struct buf k;
	key_of(&k, kind, dir, id);
	enum err e = k.over ? INVALID : record_put(db, buf_bytes(&k), value);
	buf_clear(&k);
	return e;
}

enum err root_get(struct db *db, char kind, struct bytes dir, const unsigned char *id,
		    struct buf *out)
{
	struct buf k;
	key_of(&k, kind, dir, id);
	enum err e = k.over ? INVALID : record_get(db, buf_bytes(&k), out);
	buf_clear(&k);
	return e;
}

enum err root_del(struct db *db, char kind, struct bytes dir, const unsigned char *id)
{
	struct buf k;
	key_of(&k, kind, dir, id);
	enum err e = db_del(db, buf_bytes(&k));
	buf_clear(&k);
	return e == MISSING ? BROKEN : e;
}

enum err root_load(struct db *db, struct bytes dir, struct root *r)
{
	struct buf b;
	buf_init(&b, ROOT_MAX);
	buf_init(&r->l.b, ROOT_MAX);
	enum err e = root_get(db, 'r', dir, NULL, &b);
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

enum err root_save(struct db *db, struct bytes dir, const struct root *r)
{
	struct buf b;
	if (!r->l.b.n)
		return root_del(db, 'r', dir, NULL);
	buf_init(&b, ROOT_MAX + 8);
	buf_byte(&b, r->leaf ? 'L' : 'R');
	if (!r->leaf)
		buf_u32(&b, r->next);
	buf_add(&b, r->l.b.p, r->l.b.n);
	enum err e = b.over || r->l.b.over ? BROKEN : root_put(db, 'r', dir, NULL, buf_bytes(&b));
	buf_clear(&b);
	return e;
}

enum err root_chunk(struct db *db, struct bytes dir, const unsigned char *id,
			   struct names *c)
{
	c->extra = 0;
	buf_init(&c->b, CHUNK_MAX);
	enum err e = root_get(db, 'c', dir, id, &c->b);
	if (e == MISSING || (!e && !names_valid(c)))
		e = BROKEN;
	return e;
}

/* Offset of the root's entry whose chunk has, or would have, the name. */
size_t root_entry(const struct names *root, struct bytes name)
{
	bool exact;
	size_t at = names_find(root, name, &exact);
	return exact ? at : names_before(root, at);
}
