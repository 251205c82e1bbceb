/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Session records in the store. Knows no cookie and no HTTP. */
#include "core/visit.h"

#include "base/clock.h"
#include "base/str.h"
#include "core/ledger.h"
#include "store/store.h"

#include <string.h>

#define SWEEP 500

static const char *key_of(struct arena *a, const char *hash)
{
	return arena_printf(a, "session/%s", hash);
}

static const char *user_key(struct arena *a, const char *user, const char *hash)
{
	return arena_printf(a, "visitor/%s/%s", user, hash);
}

/* "1 created seen operator user" */
static enum err write(struct txn *t, struct arena *a, const char *hash, const struct visit *v)
{
	return txn_puts(t, key_of(a, hash),
			arena_printf(a, "1 %lld %lld %d %s", (long long)v->created,
				     (long long)v->seen, v->operator_, v->user));
}

static enum err parse(struct arena *a, struct bytes b, struct visit *v)
{
	char *field[5], *s = arena_strn(a, b.p, b.n);
	for (int i = 0; i < 5; i++) {
		field[i] = s;
		s = i < 4 ? strchr(s, ' ') : NULL;
		if (i < 4 && !s)
			return BROKEN;
		if (s)
			*s++ = 0;
	}
	v->user = field[4];
	v->operator_ = str_eq(field[3], "1");
	return str_eq(field[0], "1") && !str_to_int(field[1], 0, INT64_MAX, &v->created) &&
			       !str_to_int(field[2], 0, INT64_MAX, &v->seen)
		       ? OK
		       : BROKEN;
}

enum err visit_add(const struct conf *c, struct arena *a, const char *hash, const char *user,
		   bool operator_)
{
	struct txn *t;
	if (strchr(user, '/'))
		return INVALID;
	enum err e = ledger_writing(c, &t);
	if (e)
		return e;
	struct visit v = { user, txn_time(t), txn_time(t), operator_ };
	if ((e = write(t, a, hash, &v)) || (e = txn_puts(t, user_key(a, user, hash), "1"))) {
		txn_abort(t);
		return e;
	}
	return txn_commit(t);
}

static enum err touch(const struct conf *c, struct arena *a, const char *hash)
{
	struct txn *t;
	struct bytes b;
	struct visit v;
	enum err e = ledger_writing(c, &t);
	if (e)
		return e;
	if ((e = txn_get(t, key_of(a, hash), a, &b)) || (e = parse(a, b, &v))) {
		txn_abort(t);
		return e;
	}
	v.seen = txn_time(t);
	if ((e = write(t, a, hash, &v))) {
		txn_abort(t);
		return e;
	}
	return txn_commit(t);
}

enum err visit_find(const struct conf *c, struct arena *a, const char *hash, int64_t idle,
		    int64_t life, struct visit *r)
{
	struct txn *t;
	struct bytes b;
	enum err e = ledger_reading(c, &t);
	if (e)
		return e;
	int64_t now = txn_time(t);
	e = txn_get(t, key_of(a, hash), a, &b);
	txn_abort(t);
	if (e || (e = parse(a, b, r)))
		return e;
	if (now - r->created > life || now - r->seen > idle)
		return MISSING;
	if (now - r->seen > HOUR && (e = touch(c, a, hash)) == MISSING)
		return e; /* signed out meanwhile; other failures only cost idle time */
	return OK;
}

static enum err drop(struct txn *t, struct arena *a, const char *hash)
{
	struct bytes b;
	struct visit v;
	enum err e = txn_get(t, key_of(a, hash), a, &b);
	if (e)
		return e == MISSING ? OK : e;
	if (!parse(a, b, &v) && (e = txn_del(t, user_key(a, v.user, hash))))
		return e;
	return txn_del(t, key_of(a, hash));
}

enum err visit_drop(const struct conf *c, struct arena *a, const char *hash)
{
	struct txn *t;
	enum err e = ledger_writing(c, &t);
	if (e)
		return e;
	if ((e = drop(t, a, hash))) {
		txn_abort(t);
		return e;
	}
	return txn_commit(t);
}

enum err visit_drop_user(const struct conf *c, struct arena *a, const char *user)
{
	struct txn *t;
	struct store_item *items;
	size_t n = 0;
	if (strchr(user, '/'))
		return INVALID;
	enum err e = ledger_writing(c, &t);
	if (e)
		return e;
	e = txn_list(t, arena_printf(a, "visitor/%s/", user), NULL, false, 10000, a, &items, &n);
	for (size_t i = 0; !e && i < n; i++)
		e = drop(t, a, strrchr(items[i].key, '/') + 1);
	if (e) {
		txn_abort(t);
		return e;
	}
	return txn_commit(t);
}

enum err visit_sweep(const struct conf *c, struct arena *a, int64_t life)
{
	struct txn *t;
	struct store_item *items;
	struct visit v;
	size_t n = 0, gone = 0;
	const char *after = NULL;
	enum err e = ledger_writing(c, &t);
	if (e)
		return e;
	do {
		e = txn_list(t, "session/", after, false, 1000, a, &items, &n);
		for (size_t i = 0; !e && i < n && gone < SWEEP; i++) {
			after = items[i].key;
			if (!parse(a, items[i].value, &v) && txn_time(t) - v.created <= life)
				continue;
			e = drop(t, a, after + strlen("session/"));
			gone++;
		}
	} while (!e && n == 1000 && gone < SWEEP);
	if (e) {
		txn_abort(t);
		return e;
	}
	return txn_commit(t);
}
