/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Days, heads and tokens in the store. Parses no token. */
#include "office/witness.h"

#include "office/tsa.h"
#include "core/ledger.h"
#include "core/record.h"

#include "base/clock.h"
#include "base/hex.h"
#include "base/str.h"
#include "store/store.h"

#include <stdio.h>
#include <string.h>

#define DIR "head/"
#define TOKEN_MAX ((size_t)64 << 10)

struct line { /* as it is stored */
	int64_t seq, time, stamped;
	unsigned char chain[32];
	const char *token;
};

#define COL(m, t) { #m, t, offsetof(struct line, m), NULL }
static const struct column columns[] = {
	COL(seq, COLUMN_NUMBER), COL(time, COLUMN_TIME),  COL(stamped, COLUMN_TIME),
	COL(chain, COLUMN_HASH), COL(token, COLUMN_TEXT),
};
#define COLUMNS (sizeof columns / sizeof *columns)

static enum err parse(const struct store_item *item, struct arena *a, struct witness *w)
{
	struct record r = { (const char *)item->value.p,
			    (const char *)item->value.p + item->value.n, a };
	struct line l = { 0 };
	const char *name, *value;
	bool bad = false;
	struct buf der;
	record_blank(columns, COLUMNS, &l);
	if (!record_line(&r, &name, &value, &bad) || !str_eq(name, "head") || !str_eq(value, "1"))
		return BROKEN;
	while (record_line(&r, &name, &value, &bad))
		if (record_set(columns, COLUMNS, &l, name, value, a))
			return BROKEN;
	buf_init(&der, TOKEN_MAX);
	enum err e = bad ? BROKEN : base64_decode(l.token, &der);
	*w = (struct witness){ .day = item->key + strlen(DIR), .seq = l.seq, .time = l.time,
			       .stamped = l.stamped };
	memcpy(w->chain, l.chain, 32);
	w->token = (struct bytes){ arena_dup(a, der.p, der.n), der.n };
	buf_clear(&der);
	return e ? BROKEN : OK;
}

static enum err list(const struct conf *conf, struct arena *a, bool newest, size_t limit,
		     struct witness **w_r, size_t *n_r)
{
	struct store *s = ledger_store(conf);
	struct txn *t;
	struct store_item *items;
	enum err e = s ? store_begin(s, STORE_READ, &t) : BROKEN;
	if (e)
		return e;
	e = txn_list(t, DIR, NULL, newest, limit, a, &items, n_r);
	txn_abort(t);
	*w_r = arena_new_array(a, struct witness, e ? 1 : *n_r + 1);
	for (size_t i = 0; !e && i < *n_r; i++)
		e = parse(&items[i], a, &(*w_r)[i]);
	return e;
}

enum err witness_all(const struct conf *conf, struct arena *a, struct witness **w_r, size_t *n_r)
{
	return list(conf, a, false, 100000, w_r, n_r);
}

enum err witness_by(const struct conf *conf, struct arena *a, int64_t t, struct witness *w)
{
	struct witness *newest;
	size_t n;
	enum err e = list(conf, a, true, 8, &newest, &n);
	for (size_t i = 0; !e && i < n; i++)
		if (newest[i].stamped <= t) {
			*w = newest[i];
			return OK;
		}
	return e ? e : MISSING;
}

static enum err keep(struct store *s, const char *day, const struct store_head *h,
		     const struct tsa_stamp *stamp, struct bytes token)
{
	struct txn *t;
	char key[40];
	struct buf text, out;
	enum err e = store_begin(s, STORE_WRITE, &t);
	if (e)
		return e;
	buf_init(&text, 2 * TOKEN_MAX);
	buf_init(&out, STORE_VALUE);
	base64_add(&text, token.p, token.n);
	struct line l = { .seq = (int64_t)h->seq, .time = h->time, .stamped = stamp->time,
			  .token = buf_text(&text) };
	memcpy(l.chain, h->chain, 32);
	buf_str(&out, "head 1\n");
	record_format(columns, COLUMNS, &l, &out);
	snprintf(key, sizeof key, DIR "%s", day);
	e = txn_put(t, key, out.p, out.n);
	buf_clear(&text);
	buf_clear(&out);
	if (e) {
		txn_abort(t);
		return e;
	}
	return txn_commit(t);
}

/* Has anything but the last witness's own record been written since? */
static bool wanted(const struct conf *conf, struct arena *a, const char *day,
		   const struct store_head *h)
{
	struct witness last;
	enum err e = witness_by(conf, a, INT64_MAX, &last);
	if (e)
		return e == MISSING && h->seq > 0;
	return !str_eq(last.day, day) && (int64_t)h->seq > last.seq + 1;
}

enum err witness_run(const struct conf *conf)
{
	struct store *s = ledger_store(conf);
	struct store_head h;
	struct tsa_stamp stamp;
	struct buf token;
	char day[16];
	const char *why;
	if (!s || !conf->tsa[0])
		return s ? OK : BROKEN;
	struct civil now = clock_jst(clock_now());
	snprintf(day, sizeof day, "%04d-%02d-%02d", now.year, now.month, now.day);
	enum err e = store_head(s, &h);
	struct arena *a = arena_new(0);
	if (!e && wanted(conf, a, day, &h)) {
		buf_init(&token, TOKEN_MAX);
		e = tsa_hash(conf, a, NULL, 0, h.chain, &token, &stamp, &why);
		if (!e)
			e = keep(s, day, &h, &stamp, buf_bytes(&token));
		buf_clear(&token);
	}
	arena_free(a);
	return e;
}
