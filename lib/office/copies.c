/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Results of one address. Knows no page. */
#include "office/copies.h"

#include "core/address.h"
#include "core/ledger.h"
#include "core/outbox.h"
#include "core/route.h"

#include "base/clock.h"
#include "base/log.h"

#define SEARCHED 500

/* The slot whose result this address may have; 0 = none. */
static int64_t result_slot(const struct contract *c, const char *mail)
{
	int64_t slot = address_slot(c, mail);
	const struct party *p = contract_party(c, slot);
	bool running = c->state == CONTRACT_WAITING || c->state == CONTRACT_CONCLUDING ||
		       c->state == CONTRACT_CONCLUDED;
	if (p)
		return running && p->state == PARTY_AGREED ? slot : 0;
	return c->state == CONTRACT_CONCLUDED ? slot : 0;
}

enum err copies_ask(const struct conf *conf, struct arena *a, const char *mail, const char *lang)
{
	struct notice n = { .kind = NOTICE_COPIES, .contract = "", .address = mail, .extra = lang };
	return outbox_add(conf, a, &n);
}

struct wish { /* into the transaction */
	const char *mail;
};

static enum err renew(struct contract *c, int64_t now, struct change *ch, struct arena *a, void *ctx)
{
	const struct wish *w = ctx;
	int64_t slot = result_slot(c, w->mail);
	struct party *p = contract_party(c, slot);
	(void)a;
	if (!slot)
		return CONFLICT;
	*(p ? &p->copied : &c->viewers[slot - NOTICE_VIEWER].copied) = now;
	change_event(ch, now, EVENT_COPIED, slot, NULL);
	return OK;
}

/* Contracts with a result for the address, in the arena. */
static enum err results(const struct conf *conf, struct arena *a, const char *mail,
			struct contract ***list_r, size_t *n_r)
{
	const char **ids;
	struct contract *c;
	size_t n;
	*n_r = 0;
	enum err e = address_list(conf, a, mail, SEARCHED, &ids, &n);
	if (e)
		return e;
	*list_r = arena_new_array(a, struct contract *, n + 1);
	for (size_t i = 0; i < n && *n_r < COPIES; i++)
		if (!ledger_load(conf, a, ids[i], &c) && result_slot(c, mail))
			(*list_r)[(*n_r)++] = c;
	return OK;
}

enum err copies_renew(const struct conf *conf, struct arena *a, const char *mail)
{
	struct contract **list;
	struct wish w = { mail };
	size_t n;
	enum err e = results(conf, a, mail, &list, &n);
	for (size_t i = 0; !e && i < n; i++) {
		e = ledger_change(conf, a, list[i]->id, 0, renew, &w, NULL);
		if (e == CONFLICT)
			e = OK;
	}
	log_line("copies", "documents=%zu error=%s", n, err_word(e));
	return e;
}

enum err copies_present(struct xnode *root, const struct conf *conf, struct arena *a,
			const char *mail)
{
	struct contract **list;
	char token[TOKEN_CHARS + 1];
	size_t n;
	enum err e = results(conf, a, mail, &list, &n);
	for (size_t i = 0; !e && i < n; i++) {
		const struct contract *c = list[i];
		struct xnode *x = xdoc_add(root, "copy");
		xdoc_attr(x, "title", c->title);
		xdoc_attr(x, "sender", c->name);
		if (c->concluded)
			xdoc_attr_time(x, "concluded", c->concluded);
		token_make(c, TOKEN_RESULT, result_slot(c, mail), token);
		xdoc_add_text(x, "url", route_url(a, conf, AT_AGREE_DONE, token));
	}
	return e ? e : n ? OK : MISSING;
}
