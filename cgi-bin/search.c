/* SPDX-License-Identifier: AGPL-3.0-or-later
 * /search: 書類の状況, the five folders, one document with its history. */
#include "base/str.h"
#include "core/ledger.h"
#include "office/entries.h"
#include "office/pages.h"
#include "core/policy.h"
#include "office/present.h"
#include "core/token.h"
#include "web/answering.h"
#include "web/batch_page.h"
#include "web/overview.h"
#include "web/sent.h"
#include "web/wizard.h"

static enum err start_get(struct req *r, struct reply *p)
{
	reply_to(p, route_path(r->arena, r->conf, AT_SEARCH_HOME));
	return OK;
}

static enum err home_get(struct req *r, struct reply *p)
{
	return overview_home(r, p);
}

static enum err list_get(struct req *r, struct reply *p)
{
	return overview_list(r, p, (enum folder)(r->route->at - AT_SEARCH_TODO), req_text(r, "after"));
}

/* The owner's own slot is the one link a sender may see. */
static void add_own_link(struct xnode *n, const struct contract *c)
{
	char token[TOKEN_CHARS + 1];
	if (!summary_is_todo(c))
		return;
	token_make(c, TOKEN_ACT, contract_turn(c), token);
	xdoc_attr(n, "own", token);
}

static enum err doc_get(struct req *r, struct reply *p)
{
	static const char *const steps[] = { "files", "to", "place", "send" };
	struct contract *c;
	struct event *events;
	size_t n_events;
	enum err e = ledger_load(r->conf, r->arena, r->doc, &c);
	if (e == MISSING || (!e && policy_owner(c, r->user, DO_EDIT) == POLICY_NO))
		return reply_error(p, 404, "doc");
	if (!e)
		e = ledger_events(r->conf, r->arena, c, &events, &n_events);
	if (e)
		return e;
	struct xnode *n = reply_view(p, "doc");
	struct xnode *x = present_contract(n, r->arena, c, PRESENT_OWNER, r->now);
	pages_present(x, r->conf, r->arena, c, 1, WIZARD_PAGES);
	present_history(n, r->arena, c, events, n_events);
	answering_present(x, c);
	if (c->state != CONTRACT_DRAFT)
		entries_present_all(x, r->arena, c);
	add_own_link(n, c);
	if (c->state == CONTRACT_DRAFT)
		xdoc_attr(n, "step", steps[wizard_step(c, r->now)]);
	xdoc_attr(n, "from", r->conf->from);
	xdoc_attr_flag(n, "discard", str_eq(req_text(r, "do"), "discard"));
	return OK;
}

static enum err doc_post(struct req *r, struct reply *p)
{
	struct contract *c;
	enum err e = wizard_open(r, p, &c); /* not a draft any more: its page */
	if (e || !c)
		return e == MISSING ? reply_error(p, 404, "doc") : e;
	if (!str_eq(req_text(r, "do"), "discard"))
		return INVALID;
	e = ledger_discard(r->conf, r->arena, c->id, c->version);
	if (!e)
		reply_to(p, route_path(r->arena, r->conf, AT_SEARCH_DRAFT));
	return e;
}

static const struct input paging[] = {
	{ .name = "after", .type = INPUT_TEXT, .max = 60 },
	{ 0 },
};
static const struct input acts[] = {
	{ .name = "do", .type = INPUT_TEXT, .max = 20 },
	{ .name = "version", .type = INPUT_INT, .max = INT32_MAX },
	{ 0 },
};
static const struct input batch[] = { BATCH_INPUTS, { 0 } };
static const struct input withdraw[] = { SENT_WITHDRAW, { 0 } };
static const struct input extend[] = { SENT_EXTEND, { 0 } };
static const struct input correct[] = { SENT_CORRECT, { 0 } };
static const struct input answer[] = { ANSWERING_INPUTS, { 0 } };
static const struct input share[] = { SENT_SHARE, { 0 } };
#define LIST(at) { at, OWNER, list_get, NULL, paging, 0, 0 }
static const struct route routes[] = {
	{ AT_SEARCH, OWNER, start_get, NULL, NULL, 0, 0 },
	{ AT_SEARCH_HOME, OWNER, home_get, NULL, NULL, 0, 0 },
	LIST(AT_SEARCH_TODO), LIST(AT_SEARCH_SENT), LIST(AT_SEARCH_DRAFT), LIST(AT_SEARCH_DONE),
	LIST(AT_SEARCH_REJECTED), LIST(AT_SEARCH_CARE),
	{ AT_SEARCH_BATCH, OWNER, batch_get, batch_post, batch, 0, 0 },
	{ AT_SEARCH_BATCH_CSV, OWNER, batch_csv_get, NULL, batch, 0, 0 },
	{ AT_SEARCH_DOC, OWNER, doc_get, doc_post, acts, 0, 0 },
	{ AT_SEARCH_WITHDRAW, OWNER, sent_get, sent_withdraw, withdraw, 0, 0 },
	{ AT_SEARCH_REMIND, OWNER, sent_get, sent_remind, NULL, 0, 0 },
	{ AT_SEARCH_EXTEND, OWNER, sent_get, sent_extend, extend, 0, 0 },
	{ AT_SEARCH_CORRECT, OWNER, sent_get, sent_correct, correct, 0, 0 },
	{ AT_SEARCH_CODE, OWNER, sent_get, sent_code, NULL, 0, 0 },
	{ AT_SEARCH_ANSWER, OWNER, answering_get, answering_post, answer, 0, 0 },
	{ AT_SEARCH_SHARE, OWNER, sent_get, sent_share, share, 0, 0 },
	{ AT_SEARCH_COPY, OWNER, sent_get, sent_copy, NULL, 0, 0 },
	{ 0 },
};
const struct page page = { "search", routes };
