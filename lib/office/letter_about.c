/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Moves and questions as parts of a letter. Decides nothing. */
#include "office/letter_about.h"

#include "office/entries.h"

#include "core/route.h"
#include "core/token.h"

#include "base/str.h"

#include <string.h>

const struct move *letter_move(const struct contract *c, const struct notice *n)
{
	if (n->kind == NOTICE_FORWARDED)
		return move_last(c, n->slot);
	if (n->kind == NOTICE_HANDED || n->kind == NOTICE_CONCLUDED)
		return move_of_link(c, n->slot, n->generation);
	return n->kind == NOTICE_MOVED ? move_of_link(c, n->about, n->about2) : NULL;
}

const struct question *letter_question(const struct contract *c, const struct notice *n)
{
	bool any = n->about2 > 0 && (size_t)n->about2 <= c->n_questions &&
		   (n->kind == NOTICE_QUESTION || n->kind == NOTICE_ANSWER);
	return any ? &c->questions[n->about2 - 1] : NULL;
}

bool letter_past(const struct contract *c, const struct notice *n)
{
	const struct question *q = n->kind == NOTICE_ANSWER ? letter_question(c, n) : NULL;
	const struct party *p = contract_party(c, n->slot);
	return n->kind == NOTICE_HANDED || (q && p && !str_eq(q->mail, p->mail)) ||
	       (n->kind == NOTICE_CONCLUDED && move_of_link(c, n->slot, n->generation));
}

static bool same_domain(const char *a, const char *b)
{
	const char *x = strrchr(a, '@'), *y = strrchr(b, '@');
	return x && y && str_eq(x, y);
}

static void add_move(struct xnode *root, struct arena *a, const struct contract *c,
		     const struct move *m)
{
	struct xnode *n = xdoc_add(root, "move");
	xdoc_attr(n, "kind", move_word(m->kind));
	xdoc_attr_time(n, "time", m->time);
	xdoc_attr(n, "name", m->name);
	xdoc_attr(n, "company", m->company);
	xdoc_attr(n, "mail", m->mail);
	xdoc_attr(n, "to", move_to_name(c, m));
	xdoc_attr(n, "to_mail", move_to_mail(c, m));
	xdoc_attr_flag(n, "other", !same_domain(m->mail, move_to_mail(c, m)));
	letter_words(n, "message", a, m->message);
}

static void add_question(struct xnode *root, struct arena *a, const struct question *q)
{
	struct xnode *n = xdoc_add(root, "ask");
	xdoc_attr(n, "why", question_word(q->why));
	xdoc_attr(n, "name", q->name);
	xdoc_attr(n, "mail", q->mail);
	xdoc_attr_time(n, "time", q->asked);
	letter_words(n, "text", a, q->text);
	letter_words(n, "answer", a, q->answer);
}

/* The forwarder's own way to the result. */
static void result_link(struct xnode *root, const struct conf *conf, struct arena *a,
			const struct notice *n, const struct contract *c)
{
	char token[TOKEN_CHARS + 1];
	token_make_at(c, TOKEN_RESULT, n->slot, n->generation, token);
	xdoc_attr(xdoc_add_text(root, "url", route_url(a, conf, AT_AGREE_DONE, token)), "name",
		  "done");
}

static void undo_link(struct xnode *root, const struct conf *conf, struct arena *a,
		      const struct notice *n, const struct contract *c)
{
	char token[TOKEN_CHARS + 1];
	token_make_at(c, TOKEN_ACT, n->slot, n->generation, token);
	xdoc_attr(xdoc_add_text(root, "url", route_url(a, conf, AT_FORWARD_UNDO, token)), "name",
		  "undo");
}

void letter_about(struct xnode *root, const struct conf *conf, struct arena *a,
		  const struct notice *n, const struct contract *c)
{
	const struct move *m = letter_move(c, n);
	const struct party *p = contract_party(c, n->about);
	xdoc_attr_time(root, "made", n->made);
	if (m)
		add_move(root, a, c, m);
	if (n->kind == NOTICE_HANDED)
		undo_link(root, conf, a, n, c);
	else if (n->kind == NOTICE_CONCLUDED && letter_past(c, n))
		result_link(root, conf, a, n, c);
	if (p) {
		xdoc_attr(root, "who", p->name);
		xdoc_attr(root, "who_mail", p->mail);
		if (p->due)
			xdoc_attr_time(root, "due", p->due);
	}
	if (letter_question(c, n))
		add_question(root, a, letter_question(c, n));
	if (n->kind == NOTICE_LOOK && p)
		xdoc_attr_flag(root, "code", p->has_code);
	if (n->kind == NOTICE_REPORT)
		xdoc_attr(root, "why", n->extra);
	if (n->kind == NOTICE_ONCE) {
		char code[7];
		token_once(c, n->slot, code);
		xdoc_attr(root, "once", code);
	}
	if (n->kind == NOTICE_DECLINED)
		letter_words(root, "words", a, c->reason);
}

void letter_entries(struct xnode *root, struct arena *a, const struct contract *c, int64_t slot)
{
	size_t *index, n = entries_order(a, c, slot, &index);
	for (size_t i = 0; i < n; i++) {
		const struct field *f = &c->fields[index[i]];
		struct xnode *x = xdoc_add(root, "entry");
		xdoc_attr_int(x, "n", (int64_t)i + 1);
		xdoc_attr(x, "kind", entries_kind(f));
		letter_words(x, "label", a, f->label);
		letter_words(x, "value", a, f->value);
	}
}
