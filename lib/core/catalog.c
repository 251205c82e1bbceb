/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The index keys of contracts: written with each change, read by lists. */
#include "core/catalog.h"

#include "core/ledger.h"
#include "core/timetable.h"
#include "store/store.h"

#include <stdio.h>
#include <string.h>

#define KEY 200

static const char *const clocks[CATALOG_CLOCKS] = { "ageing/", "look/" };

/* False: its time never comes. */
static bool clock_key(const struct contract *c, int k, char out[KEY])
{
	int64_t at = k == CATALOG_LOOK ? timetable_next(c) : contract_renewal(c, 0);
	snprintf(out, KEY, "%s%020lld-%s", clocks[k], (long long)at, c->id);
	return at != 0;
}

enum err catalog_out(struct txn *t, const struct contract *c)
{
	char key[KEY];
	summary_key(c, folder_of(c->state), key);
	enum err e = txn_del(t, key);
	summary_key(c, FOLDER_TODO, key);
	if (!e && summary_is_todo(c))
		e = txn_del(t, key);
	summary_key(c, FOLDER_CARE, key);
	if (!e && summary_needs_care(c))
		e = txn_del(t, key);
	for (int k = 0; !e && k < CATALOG_CLOCKS; k++)
		if (clock_key(c, k, key))
			e = txn_del(t, key);
	return e;
}

const char *catalog_id(const char *key)
{
	return strrchr(key, '-') + 1;
}

enum err catalog_due(const struct conf *conf, struct arena *a, enum catalog_clock k, int64_t until,
		     const char *after, size_t limit, const char ***keys_r, size_t *n_r)
{
	struct txn *t;
	struct store_item *items;
	char last[40];
	size_t n;
	enum err e = ledger_reading(conf, &t);
	if (e)
		return e;
	e = txn_list(t, clocks[k], after, false, limit, a, &items, &n);
	txn_abort(t);
	if (e)
		return e;
	*keys_r = arena_new_array(a, const char *, n + 1);
	snprintf(last, sizeof last, "%s%020lld~", clocks[k], (long long)until);
	for (*n_r = 0; *n_r < n && strcmp(items[*n_r].key, last) <= 0; ++*n_r)
		(*keys_r)[*n_r] = items[*n_r].key;
	return OK;
}

enum err catalog_in(struct txn *t, struct arena *a, const struct contract *c)
{
	char key[KEY];
	struct buf b;
	buf_init(&b, STORE_VALUE);
	summary_write(c, a, &b);
	struct bytes v = buf_bytes(&b);
	summary_key(c, folder_of(c->state), key);
	enum err e = txn_put(t, key, v.p, v.n);
	if (!e && summary_is_todo(c)) {
		summary_key(c, FOLDER_TODO, key);
		e = txn_put(t, key, v.p, v.n);
	}
	if (!e && summary_needs_care(c)) {
		summary_key(c, FOLDER_CARE, key);
		e = txn_put(t, key, v.p, v.n);
	}
	buf_clear(&b);
	for (int k = 0; !e && k < CATALOG_CLOCKS; k++)
		if (clock_key(c, k, key))
			e = txn_puts(t, key, "1");
	return e;
}

static void month_key(const char *owner, const struct civil *day, char out[KEY])
{
	snprintf(out, KEY, "month/%s/%04d-%02d", owner, day->year, day->month);
}

enum err catalog_count(struct txn *t, struct arena *a, const struct contract *c)
{
	char key[KEY], text[24];
	struct bytes v;
	struct civil day = clock_jst(c->sent);
	long long n = 0;
	month_key(c->owner, &day, key);
	enum err e = txn_get(t, key, a, &v);
	if (e == OK)
		sscanf((const char *)v.p, "%lld", &n);
	if (e && e != MISSING)
		return e;
	snprintf(text, sizeof text, "%lld", n + 1);
	return txn_puts(t, key, text);
}

static enum err list(struct txn *t, struct arena *a, const char *owner, enum folder f,
		     const char *after, size_t limit, struct listing *r)
{
	char dir[SUMMARY_KEY];
	struct store_item *items;
	summary_dir(owner, f, dir);
	if (after && strncmp(after, dir, strlen(dir)))
		after = NULL;
	enum err e = txn_list(t, dir, after, true, limit, a, &items, &r->n);
	if (e)
		return e;
	r->rows = arena_new_array(a, struct summary, r->n + 1);
	r->keys = arena_new_array(a, const char *, r->n + 1);
	for (size_t i = 0; !e && i < r->n; i++) {
		r->keys[i] = items[i].key;
		e = summary_read(items[i].value, a, &r->rows[i]);
	}
	return e;
}

enum err catalog_list(const struct conf *conf, struct arena *a, const char *owner, enum folder f,
		     const char *after, size_t limit, struct listing *r)
{
	struct txn *t;
	enum err e = ledger_reading(conf, &t);
	if (e)
		return e;
	e = list(t, a, owner, f, after, limit, r);
	txn_abort(t);
	return e;
}

enum err catalog_dashboard(const struct conf *conf, struct arena *a, const char *owner,
			  struct dashboard *r)
{
	struct txn *t;
	char key[KEY];
	struct bytes v;
	enum err e = ledger_reading(conf, &t);
	if (e)
		return e;
	memset(r, 0, sizeof *r);
	for (int f = 0; !e && f < FOLDERS; f++) {
		summary_dir(owner, (enum folder)f, key);
		e = txn_count(t, key, &r->counts[f]);
	}
	struct civil day = clock_jst(txn_time(t));
	for (int i = 0; !e && i < 12; i++) {
		long long n = 0;
		month_key(owner, &day, key);
		e = txn_get(t, key, a, &v);
		if (e == OK)
			sscanf((const char *)v.p, "%lld", &n);
		e = e == MISSING ? OK : e;
		r->months[i] = n;
		day.month = day.month > 1 ? day.month - 1 : 12;
		day.year -= day.month == 12;
	}
	if (!e)
		e = list(t, a, owner, FOLDER_SENT, NULL, 5, &r->recent);
	txn_abort(t);
	return e;
}

enum err catalog_all(const struct conf *conf, struct arena *a, const char *after, size_t limit,
		     const char ***ids_r, size_t *n_r)
{
	struct txn *t;
	struct store_item *items;
	enum err e = ledger_reading(conf, &t);
	if (e)
		return e;
	e = txn_list(t, "contract/", after ? arena_printf(a, "contract/%s", after) : NULL, false,
		     limit, a, &items, n_r);
	txn_abort(t);
	if (e)
		return e;
	*ids_r = arena_new_array(a, const char *, *n_r + 1);
	for (size_t i = 0; i < *n_r; i++)
		(*ids_r)[i] = strrchr(items[i].key, '/') + 1;
	return OK;
}
