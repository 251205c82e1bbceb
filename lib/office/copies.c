/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Results and open requests of one address. Knows no page. */
#include "office/copies.h"

#include "office/quote.h"

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

/* The slot whose request waits for the answer of this address; 0 = none. A letter of it
 * has left or might: not before the version before is signed. Who said that it was not
 * expected was promised no more letters of it. */
static int64_t request_slot(const struct contract *c, const char *mail)
{
	int64_t slot = address_slot(c, mail);
	const struct party *p = contract_party(c, slot);
	if (!p || c->state != CONTRACT_WAITING || !party_pending(p) || p->reported)
		return 0;
	return p->mailed || contract_signed_version(c) > slot ? slot : 0;
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
	int64_t slot = result_slot(c, w->mail), open = request_slot(c, w->mail);
	struct party *p = contract_party(c, slot);
	(void)a;
	if (open)
		contract_party(c, open)->linked = now;
	else if (slot)
		*(p ? &p->copied : &c->viewers[slot - NOTICE_VIEWER].copied) = now;
	else
		return CONFLICT;
	change_event(ch, now, EVENT_COPIED, open ? open : slot, open ? "request" : NULL);
	return OK;
}

/* Contracts with something for the address, in the arena. */
static enum err of_address(const struct conf *conf, struct arena *a, const char *mail,
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
		if (!ledger_load(conf, a, ids[i], &c) &&
		    (result_slot(c, mail) || request_slot(c, mail)))
			(*list_r)[(*n_r)++] = c;
	return OK;
}

enum err copies_renew(const struct conf *conf, struct arena *a, const char *mail)
{
	struct contract **list;
	struct wish w = { mail };
	size_t n;
	enum err e = of_address(conf, a, mail, &list, &n);
	for (size_t i = 0; !e && i < n; i++) {
		e = ledger_change(conf, a, list[i]->id, 0, renew, &w, NULL);
		if (e == CONFLICT)
			e = OK;
	}
	log_line("copies", "documents=%zu error=%s", n, err_word(e));
	return e;
}

static struct xnode *item(struct xnode *root, struct arena *a, const char *name,
			  const struct contract *c)
{
	struct xnode *x = xdoc_add(root, name);
	xdoc_attr(x, "title", quote_harmless(a, c->title));
	xdoc_attr(x, "sender", quote_harmless(a, c->name));
	return x;
}

static void request(struct xnode *root, const struct conf *conf, struct arena *a,
		    const struct contract *c, int64_t slot)
{
	char token[TOKEN_CHARS + 1], matching[10];
	const struct party *p = contract_party(c, slot);
	struct xnode *x = item(root, a, "request", c);
	if (p->due)
		xdoc_attr_time(x, "due", p->due);
	xdoc_attr_flag(x, "late", party_expired(p, clock_now()));
	xdoc_attr_flag(x, "code", p->has_code);
	token_make(c, TOKEN_ACT, slot, token);
	token_matching(token, matching);
	xdoc_attr(x, "matching", matching);
	xdoc_add_text(x, "url", route_url(a, conf, AT_REVIEW, token));
}

enum err copies_present(struct xnode *root, const struct conf *conf, struct arena *a,
			const char *mail)
{
	struct contract **list;
	char token[TOKEN_CHARS + 1];
	size_t n;
	enum err e = of_address(conf, a, mail, &list, &n);
	for (size_t i = 0; !e && i < n; i++) {
		const struct contract *c = list[i];
		int64_t open = request_slot(c, mail);
		if (open) {
			request(root, conf, a, c, open);
			continue;
		}
		struct xnode *x = item(root, a, "copy", c);
		if (c->concluded)
			xdoc_attr_time(x, "concluded", c->concluded);
		token_make(c, TOKEN_RESULT, result_slot(c, mail), token);
		xdoc_add_text(x, "url", route_url(a, conf, AT_AGREE_DONE, token));
	}
	return e ? e : n ? OK : MISSING;
}
