/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Sends in memory only, and writes the first letter. Knows no form. */
#include "web/preview.h"

#include "base/buf.h"
#include "core/account.h"
#include "office/dispatch.h"
#include "core/ledger.h"
#include "office/letter.h"
#include "office/pages.h"
#include "office/present.h"
#include "port/view.h"
#include "web/placement.h"
#include "web/recipients.h"
#include "web/wizard.h"

#include <string.h>

#define LETTER ((size_t)1 << 20)

/* First line the subject, the rest the body. */
static void add_lines(struct xnode *n, struct arena *a, const struct buf *text)
{
	char *line = arena_strn(a, text->p, text->n), *next;
	const char *name = "subject";
	for (; line; line = next) {
		if ((next = strchr(line, '\n')))
			*next++ = 0;
		xdoc_add_text(n, name, line);
		name = "l";
	}
}

static enum err letter(struct req *r, struct xnode *n, const struct contract *sent)
{
	struct notice request = { .kind = NOTICE_REQUEST, .contract = sent->id,
				  .slot = contract_turn(sent), .generation = 1, .made = r->now };
	const char *lang, *mail, *name;
	struct xdoc *d = NULL;
	struct buf text;
	enum err e = letter_model(r->conf, r->arena, &request, sent, &d, &lang, &mail, &name);
	if (e)
		return e;
	buf_init(&text, LETTER);
	e = view_text(lang, notice_word(request.kind), d, &text);
	if (!e) {
		struct xnode *x = xdoc_add(n, "letter");
		xdoc_attr(x, "to", mail);
		xdoc_attr(x, "lang", lang);
		add_lines(x, r->arena, &text);
	}
	buf_clear(&text);
	xdoc_free(d);
	return e;
}

/* The letter can be read although fields are not finished; the page says so. */
static enum err rehearse(struct contract *sent, const struct account *owner, int64_t now)
{
	for (size_t i = 0; i < sent->n_fields; i++)
		if (sent->fields[i].slot <= 0) {
			sent->fields[i].slot = 0;
			sent->fields[i].required = false;
		}
	return dispatch_rehearse(sent, owner, now);
}

enum err preview_send(struct req *r, struct xnode *n, struct contract *c)
{
	struct account owner;
	struct contract *sent;
	enum err e = account_load(r->conf, r->arena, r->user, &owner);
	if (!e)
		e = ledger_load(r->conf, r->arena, c->id, &sent);
	if (!e)
		e = rehearse(sent, &owner, r->now);
	if (e) /* the account is there and the step is complete, or something is badly wrong */
		return e == RETRY ? e : BROKEN;
	c->name = owner.name;
	c->company = owner.company;
	c->mail = owner.mail;
	struct xnode *x = present_contract(n, r->arena, c, PRESENT_OWNER, r->now);
	pages_present(x, r->conf, r->arena, c, 1, WIZARD_PAGES);
	recipients_warn(r, n, c);
	placement_present(r, n, c, 1, WIZARD_PAGES);
	return letter(r, n, sent);
}
