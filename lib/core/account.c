/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Accounts in the store. Knows no cookie and no page. */
#include "core/account.h"

#include "core/contract.h"
#include "core/ledger.h"
#include "core/record.h"

#include "base/clock.h"
#include "base/hex.h"
#include "base/rand.h"
#include "base/str.h"
#include "port/digest.h"
#include "store/store.h"

#include <stdio.h>
#include <string.h>

#define KEY 300
#define PENDING_TOKEN 26
#define SWEEP 500

#define COL(m, t) { #m, t, offsetof(struct account, m), NULL }
static const struct column columns[] = {
	COL(id, COLUMN_TEXT),	      COL(mail, COLUMN_TEXT),	  COL(name, COLUMN_TEXT),
	COL(company, COLUMN_TEXT),    COL(lang, COLUMN_TEXT),	  COL(salt, COLUMN_HASH),
	COL(password, COLUMN_HASH),   COL(created, COLUMN_TIME),  COL(tries, COLUMN_NUMBER),
	COL(tried, COLUMN_TIME),      COL(locked, COLUMN_TIME),     COL(operator_, COLUMN_FLAG),
	COL(terms_version, COLUMN_TEXT), COL(terms_hash, COLUMN_HASH),
};
#define COLUMNS (sizeof columns / sizeof *columns)

static enum err finish(struct txn *t, enum err e)
{
	if (e)
		txn_abort(t);
	return e ? e : txn_commit(t);
}

static enum err put_at(struct txn *t, const char *key, const struct account *acc)
{
	struct buf b;
	buf_init(&b, STORE_VALUE);
	buf_str(&b, "account 1\n");
	record_format(columns, COLUMNS, acc, &b);
	enum err e = txn_put(t, key, b.p, b.n);
	buf_wipe(&b);
	return e;
}

static enum err put(struct txn *t, const struct account *acc)
{
	char key[KEY];
	snprintf(key, sizeof key, "account/%s", acc->id);
	return put_at(t, key, acc);
}

static enum err parse(struct bytes v, struct arena *a, struct account *acc)
{
	const char *name, *value;
	bool bad = false;
	struct record r = { (const char *)v.p, (const char *)v.p + v.n, a };
	memset(acc, 0, sizeof *acc);
	record_blank(columns, COLUMNS, acc);
	if (!record_line(&r, &name, &value, &bad) || !str_eq(name, "account") || !str_eq(value, "1"))
		return BROKEN;
	while (record_line(&r, &name, &value, &bad))
		if (record_set(columns, COLUMNS, acc, name, value, a))
			return BROKEN;
	return bad ? BROKEN : OK;
}

static enum err get_at(struct txn *t, struct arena *a, const char *key, struct account *acc)
{
	struct bytes v;
	enum err e = txn_get(t, key, a, &v);
	return e ? e : parse(v, a, acc);
}

static enum err get(struct txn *t, struct arena *a, const char *id, struct account *acc)
{
	char key[KEY];
	snprintf(key, sizeof key, "account/%s", id);
	return get_at(t, a, key, acc);
}

/* <dir>/<address> with the address hashed: keys are short and plain. */
static void hashed_key(const char *dir, const char *mail, char out[KEY])
{
	unsigned char sum[SHA256_SIZE];
	char hex[65];
	digest_sha256(mail, strlen(mail), sum);
	hex_encode(sum, sizeof sum, hex);
	snprintf(out, KEY, "%s/%s", dir, hex);
}

static void mail_key(const char *mail, char out[KEY])
{
	hashed_key("mail", mail, out);
}

static enum err find(struct txn *t, struct arena *a, const char *mail, struct account *acc)
{
	char key[KEY];
	struct bytes v;
	mail_key(mail, key);
	enum err e = txn_get(t, key, a, &v);
	return e ? e : get(t, a, arena_strn(a, v.p, v.n), acc);
}

static void pending_key(const char *token, char out[KEY])
{
	hashed_key("pending", token, out);
}

static enum err put_letter(struct txn *t, enum notice_kind k, const char *mail, const char *lang,
			   const char *token)
{
	char key[KEY];
	struct buf b;
	int64_t now = txn_time(t);
	char extra[80];
	snprintf(extra, sizeof extra, "%s%s%s", lang, *token ? " " : "", token);
	struct notice n = { .kind = k, .address = mail, .extra = extra, .made = now, .next = now };
	buf_init(&b, STORE_VALUE);
	notice_format(&n, &b);
	snprintf(key, sizeof key, "outbox/mail/%020lld-%012llu-000", (long long)now,
		 (unsigned long long)txn_seq(t));
	enum err e = txn_put(t, key, b.p, b.n);
	buf_wipe(&b);
	return e;
}

enum err account_ask(const struct conf *conf, struct arena *a, const char *mail, const char *lang)
{
	struct txn *t;
	struct account acc;
	unsigned char r[20];
	char token[PENDING_TOKEN + 1], key[KEY], value[400];
	enum err e = ledger_writing(conf, &t);
	if (e)
		return e;
	e = find(t, a, mail, &acc);
	if (e == OK)
		return finish(t, put_letter(t, NOTICE_REGISTERED, mail, lang, ""));
	if (e != MISSING)
		return finish(t, e);
	rand_bytes(r, sizeof r);
	token_encode(r, PENDING_TOKEN, token);
	pending_key(token, key);
	snprintf(value, sizeof value, "%lld %s", (long long)(txn_time(t) + ACCOUNT_PENDING), mail);
	e = txn_puts(t, key, value);
	if (!e)
		e = put_letter(t, NOTICE_REGISTER, mail, lang, token);
	return finish(t, e);
}

static enum err pending(struct txn *t, struct arena *a, const char *token, const char **mail_r)
{
	char key[KEY];
	struct bytes v;
	long long until;
	int at = 0;
	if (!token_valid(token, PENDING_TOKEN))
		return MISSING;
	pending_key(token, key);
	enum err e = txn_get(t, key, a, &v);
	if (e)
		return e;
	const char *text = (const char *)v.p;
	if (sscanf(text, "%lld %n", &until, &at) != 1 || !at)
		return BROKEN;
	*mail_r = text + at;
	return until < txn_time(t) ? MISSING : OK;
}

enum err account_pending(const struct conf *conf, struct arena *a, const char *token,
			 const char **mail_r)
{
	struct txn *t;
	enum err e = ledger_reading(conf, &t);
	if (e)
		return e;
	e = pending(t, a, token, mail_r);
	txn_abort(t);
	return e;
}

/* scrypt takes 0.1 s: always outside a transaction. */
static void hash_password(const char *password, const unsigned char salt[32],
			  unsigned char out[32])
{
	digest_scrypt((struct bytes){ (const unsigned char *)password, strlen(password) },
		      (struct bytes){ salt, 32 }, out);
}

static void fill(struct account *acc, struct arena *a, const char *password)
{
	unsigned char r[16];
	char id[CONTRACT_ID + 1];
	rand_bytes(r, sizeof r);
	token_encode(r, CONTRACT_ID, id);
	acc->id = arena_str(a, id);
	rand_bytes(acc->salt, sizeof acc->salt);
	hash_password(password, acc->salt, acc->password);
	acc->tries = acc->locked = 0;
}

static enum err insert(struct txn *t, struct arena *a, struct account *acc)
{
	char key[KEY];
	struct account other;
	enum err e = find(t, a, acc->mail, &other);
	if (e != MISSING)
		return e ? e : CONFLICT;
	acc->created = txn_time(t);
	e = put(t, acc);
	mail_key(acc->mail, key);
	return e ? e : txn_puts(t, key, acc->id);
}

enum err account_register(const struct conf *conf, struct arena *a, const char *token,
			  const char *password, struct account *acc)
{
	struct txn *t;
	char key[KEY];
	fill(acc, a, password);
	enum err e = ledger_writing(conf, &t);
	if (e)
		return e;
	e = pending(t, a, token, &acc->mail);
	if (!e)
		e = insert(t, a, acc);
	pending_key(token, key);
	if (!e)
		e = txn_del(t, key);
	return finish(t, e);
}

enum err account_create(const struct conf *conf, struct arena *a, const char *password,
			struct account *acc)
{
	struct txn *t;
	fill(acc, a, password);
	enum err e = ledger_writing(conf, &t);
	return e ? e : finish(t, insert(t, a, acc));
}

enum err account_set_password(const struct conf *conf, struct arena *a, const char *mail,
			      const char *password, struct account *acc_r)
{
	struct txn *t;
	struct account fresh = { 0 };
	fill(&fresh, a, password);
	enum err e = ledger_writing(conf, &t);
	if (e)
		return e;
	e = find(t, a, mail, acc_r);
	memcpy(acc_r->salt, fresh.salt, sizeof fresh.salt);
	memcpy(acc_r->password, fresh.password, sizeof fresh.password);
	acc_r->tries = acc_r->locked = 0;
	return finish(t, e ? e : put(t, acc_r));
}

static bool forgotten(const struct account *acc, int64_t now)
{
	return acc->tried + ACCOUNT_FORGET < now && acc->locked < now;
}

/* Who has no account: the same record, empty, under another name. */
static enum err stranger(struct txn *t, struct arena *a, const char *key, struct account *acc)
{
	enum err e = get_at(t, a, key, acc);
	if (e != MISSING)
		return e;
	memset(acc, 0, sizeof *acc);
	record_blank(columns, COLUMNS, acc);
	return OK;
}

/* First transaction: the try is on record before the password is looked at. One
 * commit, whoever it is and also while it is locked. */
static enum err count_try(const struct conf *conf, struct arena *a, const char *mail,
			  struct account *acc, int64_t *until_r)
{
	struct txn *t;
	char key[KEY];
	enum err e = ledger_writing(conf, &t);
	if (e)
		return e;
	e = find(t, a, mail, acc);
	snprintf(key, sizeof key, "account/%s", e ? "" : acc->id);
	if (e == MISSING) {
		hashed_key("stranger", mail, key);
		e = stranger(t, a, key, acc);
	}
	if (e)
		return finish(t, e);
	int64_t now = txn_time(t);
	if (forgotten(acc, now))
		acc->tries = 0;
	if (acc->locked > now) {
		*until_r = acc->locked;
	} else if (++acc->tries >= ACCOUNT_TRIES) {
		acc->locked = now + ACCOUNT_PAUSE;
		acc->tries = 0;
	}
	acc->tried = now;
	return finish(t, put_at(t, key, acc));
}

enum err account_login(const struct conf *conf, struct arena *a, const char *mail,
		       const char *password, struct account *acc_r, int64_t *until_r)
{
	struct txn *t;
	unsigned char got[32];
	*until_r = 0;
	memset(acc_r, 0, sizeof *acc_r);
	enum err e = count_try(conf, a, mail, acc_r, until_r);
	if (e)
		return e;
	hash_password(password, acc_r->salt, got); /* the same work, known, unknown or locked */
	if (*until_r)
		return RETRY;
	if (!*acc_r->id || !bytes_same_secret(got, acc_r->password, 32))
		return DENIED;
	e = ledger_writing(conf, &t);
	if (e)
		return e;
	e = get(t, a, acc_r->id, acc_r);
	acc_r->tries = acc_r->locked = 0;
	return finish(t, e ? e : put(t, acc_r));
}

enum err account_sweep(const struct conf *conf, struct arena *a)
{
	struct txn *t;
	struct store_item *items;
	struct account acc;
	size_t n = 0, gone = 0;
	const char *after = NULL;
	enum err e = ledger_writing(conf, &t);
	if (e)
		return e;
	do {
		e = txn_list(t, "stranger/", after, false, 1000, a, &items, &n);
		for (size_t i = 0; !e && i < n && gone < SWEEP; i++) {
			after = items[i].key;
			if (!parse(items[i].value, a, &acc) && !forgotten(&acc, txn_time(t)))
				continue;
			e = txn_del(t, after);
			gone++;
		}
	} while (!e && n == 1000 && gone < SWEEP);
	return finish(t, e);
}

enum err account_load(const struct conf *conf, struct arena *a, const char *id,
		      struct account *acc_r)
{
	struct txn *t;
	enum err e = ledger_reading(conf, &t);
	if (e)
		return e;
	e = get(t, a, id, acc_r);
	txn_abort(t);
	return e;
}

bool account_common(const char *password)
{
	static const char *const list[] = {
		"123456789012", "1234567890123", "password1234", "passwordpassword", "qwertyuiop12",
		"qwertyuiopas", "111111111111", "000000000000", "abcdefghijkl", "abcdefg12345",
		"password12345", "iloveyou1234", "aaaaaaaaaaaa", "teiketsuteiketsu", "1q2w3e4r5t6y",
	};
	for (size_t i = 0; i < sizeof list / sizeof *list; i++)
		if (!strcasecmp(password, list[i]))
			return true;
	size_t n = strlen(password);
	return n && strspn(password, (char[]){ password[0], 0 }) == n; /* one character repeated */
}
