/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Keys by the hash of an address. */
#include "core/address.h"

#include "core/ledger.h"

#include "base/hex.h"
#include "base/mailbox.h"
#include "base/str.h"
#include "port/digest.h"
#include "store/store.h"

#include <stdio.h>
#include <string.h>

#define DIR 74 /* "address/", 64 digits, "/" and NUL */

static void dir_of(const char *mail, char out[DIR])
{
	unsigned char sum[SHA256_SIZE];
	digest_sha256(mail, strlen(mail), sum);
	memcpy(out, "address/", 8);
	hex_encode(sum, sizeof sum, out + 8);
	memcpy(out + 72, "/", 2);
}

enum err address_put(struct txn *t, const char *mail, const char *id)
{
	char key[DIR + CONTRACT_ID];
	dir_of(mail, key);
	snprintf(key + DIR - 1, sizeof key - DIR + 1, "%s", id);
	return txn_puts(t, key, "1");
}

void address_door_key(const char *mail, const char *number, char out[ADDRESS_DOOR])
{
	unsigned char sum[SHA256_SIZE];
	char plain[MAILBOX_WIRE]; /* telephones begin what is typed with a capital */
	struct digest *d = digest_new();
	mailbox_fold(mail, plain);
	digest_add(d, plain, strlen(plain) + 1);
	digest_add(d, number, strlen(number));
	digest_get(d, sum);
	digest_free(d);
	memcpy(out, "door/", 5);
	hex_encode(sum, sizeof sum, out + 5);
}

enum err address_door(const struct conf *conf, struct arena *a, const char *mail,
		      const char *number, struct token_ref *r)
{
	struct txn *t;
	struct bytes v;
	char key[ADDRESS_DOOR];
	address_door_key(mail, number, key);
	enum err e = ledger_reading(conf, &t);
	if (e)
		return e;
	e = txn_get(t, key, a, &v);
	txn_abort(t);
	return e ? e : token_parse(v, r);
}

enum err address_list(const struct conf *conf, struct arena *a, const char *mail, size_t limit,
		      const char ***ids_r, size_t *n_r)
{
	struct store *s = ledger_store(conf);
	struct store_item *items;
	struct txn *t;
	char dir[DIR];
	size_t n = 0;
	*n_r = 0;
	enum err e = s ? store_begin(s, STORE_READ, &t) : BROKEN;
	if (e)
		return e;
	dir_of(mail, dir);
	e = txn_list(t, dir, NULL, false, limit, a, &items, &n);
	txn_abort(t);
	if (e)
		return e;
	*ids_r = arena_new_array(a, const char *, n + 1);
	for (size_t i = 0; i < n; i++)
		(*ids_r)[i] = items[i].key + DIR - 1;
	*n_r = n;
	return OK;
}

int64_t address_slot(const struct contract *c, const char *mail)
{
	for (size_t i = 0; i < c->n_parties; i++)
		if (str_eq(c->parties[i].mail, mail) && !c->parties[i].is_sender)
			return (int64_t)i + 1;
	for (size_t i = 0; i < c->n_viewers; i++)
		if (str_eq(c->viewers[i].mail, mail) && !c->viewers[i].by)
			return NOTICE_VIEWER + (int64_t)i;
	return 0;
}
