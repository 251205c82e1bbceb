/* SPDX-License-Identifier: AGPL-3.0-or-later
 * From the other side: each key that leads somewhere must lead to something
 * that knows of it. */
#include "office/history_inside.h"

#include "core/address.h"
#include "core/ledger.h"
#include "core/summary.h"

#include "base/hex.h"
#include "base/str.h"
#include "core/account.h"
#include "port/digest.h"

#include <stdio.h>
#include <string.h>

#define BATCH 200

typedef void list_fn(struct history *h, struct arena *a, const struct store_item *item);

static void bad(struct history *h, const char *key, const char *text)
{
	history_say(h, HISTORY_BAD, "list", key, "%s", text);
}

/* Every key directly inside dir. */
static enum err each(struct history *h, const char *dir, list_fn *fn)
{
	char last[STORE_KEY + 1] = "";
	size_t n = BATCH;
	enum err e = OK;
	while (!e && n == BATCH) {
		struct arena *a = arena_new(0);
		struct store_item *items;
		struct txn *t;
		e = store_begin(h->store, STORE_READ, &t);
		if (!e) {
			e = txn_list(t, dir, *last ? last : NULL, false, BATCH, a, &items, &n);
			txn_abort(t);
		}
		for (size_t i = 0; !e && i < n; i++)
			fn(h, a, &items[i]);
		if (!e && n)
			snprintf(last, sizeof last, "%s", items[n - 1].key);
		arena_free(a);
	}
	return e;
}

static void released(struct history *h, struct arena *a, const struct store_item *item)
{
	char id[CONTRACT_ID + 1] = "";
	unsigned char sha[32];
	struct contract *c;
	const char *doc = arena_strn(a, item->value.p, item->value.n);
	int64_t paper = 0;
	snprintf(id, sizeof id, "%s", doc);
	if (hex_decode(item->key + strlen("released/"), sha, 32) || strlen(doc) < CONTRACT_ID + 2 ||
	    str_to_int(doc + CONTRACT_ID + 1, 1, CONTRACT_FILES, &paper) ||
	    ledger_load(h->conf, a, id, &c) || (size_t)paper > c->n_papers) {
		bad(h, item->key, "it names no file of ours");
		return;
	}
	/* The forms before a renewal stay known, their bytes need not stay. */
	const struct paper *f = &c->papers[paper - 1];
	if (memcmp(f->revision, sha, 32) && f->stamps <= 1)
		bad(h, item->key, "its document was released as another file");
}

static void link_(struct history *h, struct arena *a, const struct store_item *item)
{
	struct token_ref ref;
	struct contract *c;
	char token[TOKEN_CHARS + 1], key[TOKEN_KEY];
	if (token_parse(item->value, &ref) || ledger_load(h->conf, a, ref.contract, &c)) {
		bad(h, item->key, "it opens nothing");
		return;
	}
	struct party *p = contract_party(c, ref.slot);
	if (ref.generation > (p ? p->generation : 0)) {
		bad(h, item->key, "it opens more than its contract knows of");
		return;
	}
	if (p) /* dead links stay, and were made of the same random part */
		p->generation = ref.generation;
	token_make(c, ref.kind, ref.slot, token);
	token_key(token, key);
	if (strcmp(key, item->key))
		bad(h, item->key, "it is not the link of its contract");
}

/* What address and number of a letter name is the link of that letter. */
static void door(struct history *h, struct arena *a, const struct store_item *item)
{
	struct token_ref ref;
	struct contract *c;
	char token[TOKEN_CHARS + 1], number[10], key[ADDRESS_DOOR];
	if (token_parse(item->value, &ref) || ledger_load(h->conf, a, ref.contract, &c) ||
	    !contract_party(c, ref.slot)) {
		bad(h, item->key, "it opens nothing");
		return;
	}
	const struct move *m = move_of_link(c, ref.slot, ref.generation);
	token_make_at(c, TOKEN_ACT, ref.slot, ref.generation, token);
	token_matching(token, number);
	address_door_key(m ? m->mail : contract_party(c, ref.slot)->mail, number, key);
	if (ref.kind != TOKEN_ACT || strcmp(key, item->key))
		bad(h, item->key, "it is not the link of its letter");
}

static void account(struct history *h, struct arena *a, const struct store_item *item)
{
	struct account acc;
	unsigned char sum[32];
	char hex[65];
	struct bytes v;
	struct txn *t;
	const char *id = item->key + strlen("account/");
	if (account_load(h->conf, a, id, &acc) || strcmp(acc.id, id)) {
		bad(h, item->key, "it cannot be read");
		return;
	}
	digest_sha256(acc.mail, strlen(acc.mail), sum);
	hex_encode(sum, 32, hex);
	if (store_begin(h->store, STORE_READ, &t))
		return;
	enum err e = txn_get(t, arena_printf(a, "mail/%s", hex), a, &v);
	txn_abort(t);
	if (e || v.n != strlen(id) || memcmp(v.p, id, v.n))
		bad(h, item->key, "its address leads to another account or to none");
}

static void address(struct history *h, struct arena *a, const struct store_item *item)
{
	struct account acc;
	if (account_load(h->conf, a, arena_strn(a, item->value.p, item->value.n), &acc))
		bad(h, item->key, "it leads to no account");
}

static void letter(struct history *h, struct arena *a, const struct store_item *item)
{
	struct notice n;
	struct contract *c;
	if (notice_parse(item->value, a, &n))
		bad(h, item->key, "it cannot be read");
	else if (*n.contract && ledger_load(h->conf, a, n.contract, &c))
		bad(h, item->key, "it is about a contract that is not there");
}

static void waiting(struct history *h, struct arena *a, const struct store_item *item)
{
	struct contract *c;
	if (ledger_load(h->conf, a, item->key + strlen("outbox/sign/"), &c))
		bad(h, item->key, "it is about a contract that is not there");
}

static void row(struct history *h, struct arena *a, const struct store_item *item)
{
	struct contract *c;
	const char *dash = strrchr(item->key, '-');
	char key[SUMMARY_KEY];
	if (!dash || ledger_load(h->conf, a, dash + 1, &c)) {
		bad(h, item->key, "it is about a contract that is not there");
		return;
	}
	for (int f = 0; f < FOLDERS; f++) {
		summary_key(c, (enum folder)f, key);
		if (!strcmp(key, item->key))
			return;
	}
	bad(h, item->key, "its contract stands elsewhere");
}

static void folders(struct history *h, struct arena *a, const struct store_item *item)
{
	char dir[SUMMARY_KEY];
	(void)a;
	for (int f = 0; f < FOLDERS; f++) {
		summary_dir(item->key + strlen("account/"), (enum folder)f, dir);
		if (each(h, dir, row))
			bad(h, dir, "it cannot be read");
	}
}

enum err history_lists(struct history *h)
{
	static const struct {
		const char *dir;
		list_fn *fn;
	} all[] = { { "released/", released }, { "token/", link_ },	   { "door/", door },
		    { "account/", account },
		    { "mail/", address },      { "outbox/mail/", letter }, { "outbox/sign/", waiting },
		    { "account/", folders } };
	uint64_t before = h->sum->bad;
	enum err e = OK;
	for (size_t i = 0; !e && i < sizeof all / sizeof *all; i++)
		e = each(h, all[i].dir, all[i].fn);
	if (!e && h->sum->bad == before)
		history_say(h, HISTORY_GOOD, "list", "", "links, accounts, queues and released files lead to"
			    " what knows of them");
	return e;
}
