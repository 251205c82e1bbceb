/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One transaction per change. Knows the keys of contracts; no PDF, no HTTP. */
#include "core/ledger.h"

#include "core/address.h"
#include "core/catalog.h"
#include "core/codec.h"
#include "core/parts.h"

#include "base/hex.h"
#include "base/log.h"
#include "base/rand.h"
#include "port/digest.h"
#include "store/store.h"

#include <stdio.h>
#include <string.h>

#define RECORD_MAX STORE_VALUE
#define KEY 200

static struct store *handle;

struct store *ledger_store(const struct conf *conf)
{
	char dir[4096];
	if (handle)
		return handle;
	snprintf(dir, sizeof dir, "%s/store", conf->var);
	enum err e = store_open(dir, NULL, &handle);
	if (e) {
		log_line("store.closed", "dir=%s error=%s", dir, err_word(e));
		handle = NULL;
	}
	return handle;
}

bool ledger_unknown(void)
{
	return handle && store_unknown(handle);
}

uint64_t ledger_seq(const struct conf *conf)
{
	struct store *s = ledger_store(conf);
	return s ? store_seq(s) : 0;
}

static enum err begin(const struct conf *conf, enum store_mode mode, struct txn **t_r)
{
	struct store *s = ledger_store(conf);
	enum err e = s ? store_begin(s, mode, t_r) : BROKEN;
	if (e && s)
		log_line("store.refused", "error=%s why=%s", err_word(e), store_why(s));
	return e;
}

enum err ledger_reading(const struct conf *conf, struct txn **t_r)
{
	return begin(conf, STORE_READ, t_r);
}

enum err ledger_writing(const struct conf *conf, struct txn **t_r)
{
	return begin(conf, STORE_WRITE, t_r);
}

enum err ledger_get(struct txn *t, struct arena *a, const char *id, struct contract **c_r)
{
	char key[KEY];
	struct bytes v;
	if (!token_valid(id, CONTRACT_ID))
		return MISSING;
	snprintf(key, sizeof key, "contract/%s", id);
	enum err e = txn_get(t, key, a, &v);
	if (e)
		return e;
	*c_r = arena_alloc(a, sizeof **c_r);
	e = codec_read(v, a, *c_r);
	if (e)
		return e;
	snprintf(key, sizeof key, "message/%s", id);
	e = txn_get(t, key, a, &v);
	if (e == OK)
		(*c_r)->message = arena_strn(a, v.p, v.n);
	if (e && e != MISSING)
		return e;
	return parts_get(t, a, *c_r);
}

enum err ledger_load(const struct conf *conf, struct arena *a, const char *id,
		     struct contract **c_r)
{
	struct txn *t;
	enum err e = ledger_reading(conf, &t);
	if (e)
		return e;
	e = ledger_get(t, a, id, c_r);
	txn_abort(t);
	return e;
}

enum err ledger_by_token(const struct conf *conf, struct arena *a, const char *token,
			 struct token_ref *ref_r, struct contract **c_r)
{
	struct txn *t;
	struct bytes v;
	char key[TOKEN_KEY];
	if (!token_valid(token, TOKEN_CHARS))
		return MISSING;
	token_key(token, key);
	enum err e = ledger_reading(conf, &t);
	if (e)
		return e;
	e = txn_get(t, key, a, &v);
	if (!e)
		e = token_parse(v, ref_r);
	if (!e)
		e = ledger_get(t, a, ref_r->contract, c_r);
	txn_abort(t);
	return e;
}

static void released_key(const unsigned char sha[32], char out[KEY])
{
	char hex[65];
	hex_encode(sha, 32, hex);
	snprintf(out, KEY, "released/%s", hex);
}

enum err ledger_released(const struct conf *conf, struct arena *a, const unsigned char sha[32],
			 const char **document_r)
{
	struct txn *t;
	struct bytes v;
	char key[KEY];
	released_key(sha, key);
	enum err e = ledger_reading(conf, &t);
	if (e)
		return e;
	e = txn_get(t, key, a, &v);
	if (!e)
		*document_r = arena_strn(a, v.p, v.n);
	txn_abort(t);
	return e;
}

static void event_key(const char *id, int64_t seq, char out[KEY])
{
	snprintf(out, KEY, "event/%s/%08lld", id, (long long)seq);
}

enum err ledger_events(const struct conf *conf, struct arena *a, const struct contract *c,
		       struct event **events_r, size_t *n_r)
{
	struct txn *t;
	struct store_item *items;
	char dir[KEY];
	size_t n;
	unsigned char head[32] = { 0 };
	*n_r = 0;
	*events_r = NULL;
	if (!c->events)
		return OK;
	snprintf(dir, sizeof dir, "event/%s/", c->id);
	enum err e = ledger_reading(conf, &t);
	if (e)
		return e;
	e = txn_list(t, dir, NULL, false, (size_t)c->events, a, &items, &n);
	txn_abort(t);
	if (e)
		return e;
	*events_r = arena_new_array(a, struct event, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct event *ev = &(*events_r)[i];
		if (event_parse(items[i].value, a, ev) || ev->seq != (int64_t)i + 1 ||
		    memcmp(ev->prev, head, 32))
			return BROKEN;
		digest_sha256(items[i].value.p, items[i].value.n, head);
	}
	*n_r = n;
	return (int64_t)n == c->events && !memcmp(head, c->head, 32) ? OK : BROKEN;
}

static enum err put_buf(struct txn *t, const char *key, struct buf *b)
{
	enum err e = b->over ? INVALID : txn_put(t, key, b->p, b->n);
	buf_clear(b);
	return e;
}

static enum err save_events(struct txn *t, struct contract *c, struct change *ch)
{
	struct buf b;
	char key[KEY];
	buf_init(&b, RECORD_MAX);
	for (size_t i = 0; i < ch->n_events; i++) {
		struct event *ev = &ch->events[i];
		ev->seq = ++c->events;
		memcpy(ev->prev, c->head, 32);
		event_format(ev, &b);
		digest_sha256(b.p, b.n, c->head);
		event_key(c->id, ev->seq, key);
		enum err e = put_buf(t, key, &b);
		if (e)
			return e;
	}
	return OK;
}

/* Who gets a link to act may type its number instead. */
static enum err save_door(struct txn *t, const struct party *p, const char *token,
			  const struct buf *entry)
{
	char number[10], key[ADDRESS_DOOR];
	token_matching(token, number);
	address_door_key(p->mail, number, key);
	return txn_put(t, key, entry->p, entry->n);
}

/* The link that a notice's letter will carry must be known before it is sent. */
static enum err save_link(struct txn *t, const struct contract *c, const struct notice *n)
{
	enum token_kind kind = notice_link(n) == LINKS_RESULT ? TOKEN_RESULT
			       : notice_link(n) == LINKS_LOOK ? TOKEN_LOOK
							      : TOKEN_ACT;
	const struct party *p = contract_party(c, n->slot);
	size_t v = (size_t)(n->slot - NOTICE_VIEWER);
	const char *mail = p ? p->mail : v < c->n_viewers ? c->viewers[v].mail : NULL;
	char token[TOKEN_CHARS + 1], key[TOKEN_KEY];
	struct buf b;
	enum err e = OK;
	if (notice_link(n) == LINKS_NOTHING)
		return OK;
	token_make_at(c, kind, n->slot, n->generation, token);
	token_key(token, key);
	buf_init(&b, 200);
	token_entry_at(c, kind, n->slot, n->generation, &b);
	if (notice_link(n) == LINKS_ACT && p && n->generation == p->generation)
		e = save_door(t, p, token, &b);
	if (e)
		buf_clear(&b);
	else
		e = put_buf(t, key, &b);
	return e || !mail ? e : address_put(t, mail, c->id);
}

static enum err save_notices(struct txn *t, const struct contract *c, struct change *ch)
{
	struct buf b;
	char key[KEY];
	enum err e = OK;
	buf_init(&b, RECORD_MAX);
	for (size_t i = 0; !e && i < ch->n_notices; i++) {
		struct notice *n = &ch->notices[i];
		snprintf(key, sizeof key, "outbox/mail/%020lld-%012llu-%03zu", (long long)n->made,
			 (unsigned long long)txn_seq(t), i);
		notice_format(n, &b);
		e = put_buf(t, key, &b);
		if (!e)
			e = save_link(t, c, n);
	}
	return e;
}

/* Once released, a file is known by its hash alone; older forms of it stay known. */
static enum err index_released(struct txn *t, struct arena *a, const struct contract *before,
			       const struct contract *c)
{
	char key[KEY];
	enum err e = OK;
	bool was = before && before->state == CONTRACT_CONCLUDED;
	for (size_t i = 0; !e && c->state == CONTRACT_CONCLUDED && i < c->n_papers; i++) {
		const unsigned char *sha = c->papers[i].revision;
		if (was && !memcmp(before->papers[i].revision, sha, 32))
			continue;
		released_key(sha, key);
		e = txn_puts(t, key, arena_printf(a, "%s-%zu", c->id, i + 1));
	}
	return e;
}

/* What waits for its signature keeps its pause until a version of it is signed. */
static enum err queue_sign(struct txn *t, struct arena *a, const struct contract *before,
			   const struct contract *c)
{
	char key[KEY];
	struct bytes v;
	int64_t done = contract_signed_version(c);
	snprintf(key, sizeof key, "outbox/sign/%s", c->id);
	if (done >= contract_due_version(c))
		return txn_del(t, key);
	enum err e = before && contract_signed_version(before) == done ? txn_get(t, key, a, &v)
								       : MISSING;
	return e == MISSING ? txn_puts(t, key, "1") : e;
}

enum err ledger_save(struct txn *t, struct arena *a, const struct contract *before,
		     struct contract *c, struct change *ch)
{
	char key[KEY];
	struct buf b;
	enum err e = before ? catalog_out(t, before) : OK;
	c->version++;
	c->changed = txn_time(t);
	if (!e)
		e = save_events(t, c, ch);
	if (!e)
		e = save_notices(t, c, ch);
	if (!e)
		e = catalog_in(t, a, c);
	if (!e && c->sent && !(before && before->sent))
		e = catalog_count(t, a, c);
	if (!e)
		e = index_released(t, a, before, c);
	if (!e)
		e = queue_sign(t, a, before, c);
	if (!e && (!before || strcmp(before->message, c->message))) {
		snprintf(key, sizeof key, "message/%s", c->id);
		e = txn_puts(t, key, c->message);
	}
	if (!e)
		e = parts_save(t, a, before, c, ch);
	buf_init(&b, RECORD_MAX);
	codec_write(c, &b);
	snprintf(key, sizeof key, "contract/%s", c->id);
	return e ? (buf_clear(&b), e) : put_buf(t, key, &b);
}

static enum err finish(struct txn *t, enum err e)
{
	if (e) {
		txn_abort(t);
		return e;
	}
	e = txn_commit(t);
	if (e)
		log_line("store.commit", "error=%s why=%s", err_word(e), store_why(handle));
	return e;
}

enum err ledger_change(const struct conf *conf, struct arena *a, const char *id, int64_t version,
		       ledger_fn *fn, void *ctx, struct contract **c_r)
{
	struct txn *t;
	struct contract *c = NULL, *before = NULL;
	enum err e = ledger_writing(conf, &t);
	if (e)
		return e;
	e = ledger_get(t, a, id, &c);
	if (!e)
		e = ledger_get(t, a, id, &before);
	if (!e && version && c->version != version)
		e = CONFLICT;
	struct change *ch = arena_alloc(a, sizeof *ch);
	if (!e)
		e = fn(c, txn_time(t), ch, a, ctx);
	if (!e)
		e = ledger_save(t, a, before, c, ch);
	e = finish(t, e);
	if (c_r)
		*c_r = c;
	return e;
}

enum err ledger_create(const struct conf *conf, struct arena *a, const char *owner, ledger_fn *fn,
		       void *ctx, struct contract **c_r)
{
	struct txn *t;
	unsigned char r[16];
	char id[CONTRACT_ID + 1];
	enum err e = ledger_writing(conf, &t);
	if (e)
		return e;
	struct contract *c = arena_alloc(a, sizeof *c);
	struct change *ch = arena_alloc(a, sizeof *ch);
	codec_blank(c);
	rand_bytes(r, sizeof r);
	token_encode(r, CONTRACT_ID, id);
	c->id = arena_str(a, id);
	c->owner = owner;
	c->created = txn_time(t);
	c->remind_first = conf->remind_first;
	c->remind_every = conf->remind_every;
	c->tell_agreed = conf->tell_agreed;
	c->sender_key_version = 1;
	rand_bytes(c->sender_random, sizeof c->sender_random);
	change_event(ch, c->created, EVENT_CREATED, 0, NULL);
	e = fn(c, c->created, ch, a, ctx);
	if (!e)
		e = ledger_save(t, a, NULL, c, ch);
	*c_r = c;
	return finish(t, e);
}

enum err ledger_discard(const struct conf *conf, struct arena *a, const char *id, int64_t version)
{
	struct txn *t;
	struct contract *c = NULL;
	char key[KEY];
	enum err e = ledger_writing(conf, &t);
	if (e)
		return e;
	e = ledger_get(t, a, id, &c);
	if (!e && (c->version != version || !contract_allows(c->state, DO_DISCARD)))
		e = CONFLICT;
	if (!e)
		e = catalog_out(t, c);
	for (int64_t i = 1; !e && i <= c->events; i++) {
		event_key(id, i, key);
		e = txn_del(t, key);
	}
	snprintf(key, sizeof key, "message/%s", id);
	if (!e)
		e = txn_del(t, key);
	snprintf(key, sizeof key, "fields/%s", id); /* a draft has no other part */
	if (!e)
		e = txn_del(t, key);
	snprintf(key, sizeof key, "contract/%s", id);
	if (!e)
		e = txn_del(t, key);
	return finish(t, e);
}
