/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Questions as a model, and one act. Knows no link of a recipient. */
#include "web/answering.h"

#include "base/str.h"
#include "core/ledger.h"
#include "core/policy.h"
#include "office/present.h"

static void present_one(struct xnode *n, const struct question *q, size_t i)
{
	struct xnode *x = xdoc_add(n, "ask");
	xdoc_attr_int(x, "n", (int64_t)i + 1);
	xdoc_attr_int(x, "slot", q->slot);
	xdoc_attr(x, "why", question_word(q->why));
	xdoc_attr(x, "name", q->name);
	xdoc_attr(x, "mail", q->mail);
	xdoc_attr_time(x, "time", q->asked);
	if (q->answered)
		xdoc_attr_time(x, "answered", q->answered);
	xdoc_add_text(x, "text", q->text);
	xdoc_add_text(x, "answer", q->answer);
}

void answering_present(struct xnode *n, const struct contract *c)
{
	for (size_t i = 0; i < c->n_questions; i++)
		present_one(n, &c->questions[i], i);
}

static enum err load(struct req *r, struct contract **c_r, size_t *i_r)
{
	int64_t k;
	enum err e = ledger_load(r->conf, r->arena, r->doc, c_r);
	if (e)
		return e;
	if (policy_owner(*c_r, r->user, DO_ASK) == POLICY_NO ||
	    str_to_int(req_part(r, "n"), 1, (int64_t)(*c_r)->n_questions, &k))
		return MISSING;
	*i_r = (size_t)k - 1;
	return OK;
}

static enum err missing(struct reply *p, enum err e)
{
	return e == MISSING ? reply_error(p, 404, "doc") : e;
}

enum err answering_get(struct req *r, struct reply *p)
{
	struct contract *c;
	size_t i;
	enum err e = load(r, &c, &i);
	if (e)
		return missing(p, e);
	if (c->questions[i].answered && !r->wrongs) {
		reply_to(p, route_path(r->arena, r->conf, AT_SEARCH_DOC, r->doc));
		return OK;
	}
	struct xnode *n = reply_view(p, "answer");
	present_contract(n, r->arena, c, PRESENT_OWNER, r->now);
	present_one(n, &c->questions[i], i);
	return OK;
}

struct answer {
	size_t i;
	const char *text;
};

static enum err answer(struct contract *c, int64_t now, struct change *ch, struct arena *a,
		       void *ctx)
{
	const struct answer *w = ctx;
	(void)a;
	return contract_answer(c, w->i, now, w->text, ch);
}

enum err answering_post(struct req *r, struct reply *p)
{
	struct contract *c;
	struct answer w = { .text = req_text(r, "text") };
	enum err e = load(r, &c, &w.i);
	if (!e)
		e = ledger_change(r->conf, r->arena, r->doc, 0, answer, &w, NULL);
	if (e == CONFLICT) {
		req_wrong(r, "do", "sent.answered", NULL);
		return INVALID;
	}
	if (e)
		return missing(p, e);
	reply_wake(p);
	reply_to(p, route_path(r->arena, r->conf, AT_SEARCH_DOC, r->doc));
	return OK;
}
