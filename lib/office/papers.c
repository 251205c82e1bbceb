/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Certificate and receipt: model, sheet, child. */
#include "office/papers.h"

#include "office/press.h"
#include "office/vault.h"
#include "port/view.h"

#include "base/file.h"
#include "base/str.h"

#include <string.h>
#include <unistd.h>

#define CERTIFICATE_SIZE 95  /* tenths of a point */
#define CERTIFICATE_PAGES 1500

/* The sheet's first two lines are the title and the words at the foot. */
static enum err set(const struct papers *p, struct press *how, struct buf *text, const int *sizes,
		    int *fd_r)
{
	const char *s = buf_text(text), *foot = strchr(s, '\n');
	const char *rest = foot ? strchr(foot + 1, '\n') : NULL;
	if (!rest)
		return BROKEN;
	how->title = arena_strn(p->a, s, (size_t)(foot - s));
	how->foot = arena_strn(p->a, foot + 1, (size_t)(rest - foot - 1));
	size_t at = (size_t)(rest + 1 - s);
	enum err e = INVALID;
	for (; e == INVALID && *sizes; sizes++) {
		how->size = *sizes;
		e = press_set(p->conf, how, (struct bytes){ text->p + at, text->n - at }, *fd_r);
	}
	return e == INVALID ? BROKEN : e;
}

static enum err make(const struct papers *p, const char *sheet, struct press *how, const int *sizes,
		     int *fd_r)
{
	struct xdoc *d;
	struct buf text;
	enum err e = papers_model(p, &d);
	if (e)
		return e;
	buf_init(&text, PRESS_ASK);
	e = view_paper(p->lang, sheet, d, &text);
	xdoc_free(d);
	if (!e)
		e = vault_scratch(p->conf, fd_r);
	if (!e) {
		e = set(p, how, &text, sizes, fd_r);
		if (e)
			close(*fd_r);
	}
	buf_clear(&text);
	return e == MISSING ? BROKEN : e;
}

enum err papers_certificate(const struct conf *conf, struct arena *a, const struct contract *c,
			    const char *lang, int *fd_r)
{
	static const int sizes[] = { CERTIFICATE_SIZE, 0 };
	struct papers p = { conf, a, c, lang, -1 };
	struct press how = { .lang = lang, .date = c->concluded, .most = CERTIFICATE_PAGES };
	if (c->state != CONTRACT_CONCLUDED)
		return MISSING;
	return make(&p, "certificate", &how, sizes, fd_r);
}

enum err papers_receipt(const struct conf *conf, struct arena *a, const struct contract *c,
			int64_t slot, const char *lang, int *fd_r)
{
	static const int sizes[] = { 140, 120, 105, 90, 75, 60, 0 }; /* as large as one page allows */
	const struct party *q = contract_party(c, slot);
	struct papers p = { conf, a, c, lang, slot };
	struct press how = { .lang = lang, .most = 1 };
	how.date = c->concluded ? c->concluded : q ? q->acted : c->sent;
	if (c->state == CONTRACT_DRAFT || (q ? q->state != PARTY_AGREED : slot && !c->concluded))
		return MISSING;
	return make(&p, "receipt", &how, sizes, fd_r);
}

const char *papers_lang(const struct contract *c, int64_t slot)
{
	enum party_lang lang = c->lang;
	if (slot >= 1 && slot <= (int64_t)c->n_parties)
		lang = c->parties[slot - 1].lang;
	else if (slot >= NOTICE_VIEWER && (size_t)(slot - NOTICE_VIEWER) < c->n_viewers)
		lang = c->viewers[slot - NOTICE_VIEWER].lang;
	return lang == LANG_EN ? "en" : "ja";
}

const char *papers_name(struct arena *a, const struct contract *c, const char *kind)
{
	bool zip = str_eq(kind, "zip");
	return arena_printf(a, "%s-%s.%s", zip ? "evidence" : kind, c->id, zip ? "zip" : "pdf");
}
