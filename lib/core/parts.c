/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The parts of a contract beside its record. Decides nothing. */
#include "core/parts.h"

#include "core/codec.h"
#include "store/store.h"

#include <stdio.h>
#include <string.h>

#define KEY 60

static int64_t *kept(struct contract *c, enum codec_part k)
{
	return k == PART_FIELDS	 ? &c->kept_fields
	       : k == PART_MOVES ? &c->kept_moves
				 : &c->kept_questions;
}

static void key_of(const struct contract *c, enum codec_part k, char out[KEY])
{
	snprintf(out, KEY, "%s/%s", codec_part_word(k), c->id);
}

static enum err get(struct txn *t, struct arena *a, struct contract *c, enum codec_part k)
{
	char key[KEY];
	struct bytes v;
	int64_t n = *kept(c, k);
	if (!n)
		return OK;
	key_of(c, k, key);
	enum err e = txn_get(t, key, a, &v);
	if (!e)
		e = codec_read_part(v, a, c, k);
	/* the record says that they are there */
	return e == MISSING || (!e && (int64_t)codec_part_count(c, k) != n) ? BROKEN : e;
}

enum err parts_get(struct txn *t, struct arena *a, struct contract *c)
{
	enum err e = OK;
	for (int k = 0; !e && k < PARTS; k++)
		e = get(t, a, c, (enum codec_part)k);
	return e;
}

static enum err save(struct txn *t, const struct contract *before, struct contract *c,
		     enum codec_part k)
{
	struct buf now, was;
	char key[KEY];
	enum err e = OK;
	size_t n = codec_part_count(c, k), old = before ? codec_part_count(before, k) : 0;
	*kept(c, k) = (int64_t)n;
	if (!n && !old)
		return OK;
	key_of(c, k, key);
	if (!n)
		return txn_del(t, key);
	buf_init(&now, STORE_VALUE);
	buf_init(&was, STORE_VALUE);
	codec_write_part(c, k, &now);
	if (old)
		codec_write_part(before, k, &was);
	if (now.over)
		e = INVALID;
	else if (now.n != was.n || memcmp(now.p, was.p, now.n))
		e = txn_put(t, key, now.p, now.n);
	buf_clear(&now);
	buf_clear(&was);
	return e;
}

enum err parts_save(struct txn *t, struct arena *a, const struct contract *before,
		    struct contract *c, const struct change *ch)
{
	enum err e = OK;
	if (ch->moves)
		*codec_add_move(c, a) = ch->move;
	if (ch->asks)
		*codec_add_question(c, a) = ch->question;
	for (int k = 0; !e && k < PARTS; k++)
		e = save(t, before, c, (enum codec_part)k);
	return e;
}
