/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The draft behind the wizard and its first step. Knows forms and the ledger;
 * PDFs only through core/dispatch. */
#include "web/wizard.h"

#include "base/clock.h"
#include "base/str.h"
#include "core/codec.h"
#include "office/compose.h"
#include "office/dispatch.h"
#include "core/ledger.h"
#include "core/policy.h"
#include "web/placement.h"
#include "web/recipients.h"

#include <string.h>

/* A file that comes up later than this is asked for again, so that the answer
 * is there before a web server gives up waiting (nginx: 60 s). */
#define TAKE (35 * SECOND)

bool wizard_unsure(const struct paper *f)
{
	return (f->repaired || f->flattened) && !f->confirmed;
}

enum step wizard_step(const struct contract *c, int64_t now)
{
	for (size_t i = 0; i < c->n_papers; i++)
		if (wizard_unsure(&c->papers[i]))
			return STEP_FILES;
	if (!*c->title || !c->n_papers)
		return STEP_FILES;
	return recipients_complete(c, now) ? STEP_PLACE : STEP_TO;
}

const char *wizard_path(struct req *r, const char *id, enum step s)
{
	static const enum place at[] = { AT_UPLOAD_FILES, AT_UPLOAD_TO, AT_UPLOAD_PLACE,
					 AT_UPLOAD_SEND };
	return route_path(r->arena, r->conf, at[s], id);
}

int64_t wizard_which(const char *does, const char *verb)
{
	int64_t n = 0;
	size_t len = strlen(verb);
	if (strncmp(does, verb, len) || does[len] != '.' ||
	    str_to_int(does + len + 1, 1, ACT_SLOTS, &n))
		return 0;
	return n;
}

enum err wizard_open(struct req *r, struct reply *p, struct contract **c_r)
{
	struct contract *c;
	enum err e = ledger_load(r->conf, r->arena, r->doc, &c);
	*c_r = NULL;
	if (e)
		return e;
	switch (policy_owner(c, r->user, DO_EDIT)) {
	case POLICY_YES:
		break;
	case POLICY_NO:
		return MISSING; /* somebody else's: not even that it exists */
	default:
		reply_to(p, route_path(r->arena, r->conf, AT_SEARCH_DOC, c->id));
		return OK;
	}
	if (r->post && !r->wrongs && req_int(r, "version", 0) != c->version)
		return CONFLICT;
	*c_r = c;
	return OK;
}

/* What the first step adds to a draft. */
struct addition {
	struct req *r;
	struct paper *papers;
	size_t n;
	int64_t drop; /* file to be thrown out, from 1; 0 = none */
	int64_t use;  /* file that the owner confirms, from 1; 0 = none */
};

static void drop_paper(struct contract *c, int64_t k)
{
	if (k < 1 || (size_t)k > c->n_papers)
		return;
	field_drop_paper(c, k);
	memmove(&c->papers[k - 1], &c->papers[k], (c->n_papers - (size_t)k) * sizeof *c->papers);
	c->n_papers--;
}

/* Without empty lines at both ends. */
static const char *trimmed(struct arena *a, const char *s)
{
	s += strspn(s, "\n");
	size_t n = strlen(s);
	while (n && s[n - 1] == '\n')
		n--;
	return arena_strn(a, s, n);
}

static enum err add(struct contract *c, int64_t now, struct change *ch, struct arena *a, void *ctx)
{
	const struct addition *w = ctx;
	(void)now;
	(void)ch;
	if (!contract_allows(c->state, DO_EDIT))
		return CONFLICT;
	c->title = req_text(w->r, "title");
	c->counterparty = req_text(w->r, "counterparty");
	c->message = trimmed(a, req_text(w->r, "message"));
	for (size_t i = 0; i < c->n_papers && i < req_count(w->r, "notes"); i++)
		c->papers[i].notes = trimmed(a, req_text_at(w->r, "notes", i));
	if (w->use && (size_t)w->use <= c->n_papers)
		c->papers[w->use - 1].confirmed = true;
	drop_paper(c, w->drop);
	for (size_t i = 0; i < w->n; i++)
		*codec_add_paper(c, a) = w->papers[i];
	return OK;
}

/* Whether to go on with a file that is not what it was. */
static void ask_about(struct req *r, const struct paper *f)
{
	req_wrong(r, "file", f->flattened ? "up.signed" : "up.confirm", "name", f->name, NULL);
}

/* Every file of the form through the limited children, one after another. */
static enum err take_files(struct req *r, size_t have, struct addition *w)
{
	size_t n = req_count(r, "file"), max = (size_t)r->conf->max_files;
	int64_t start = clock_mono();
	w->papers = arena_new_array(r->arena, struct paper, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct upload *u = req_file(r, "file", i);
		const char *reason = "";
		if (!u)
			continue; /* noted by the runner */
		if (have + w->n >= max) {
			req_wrong(r, "file", "up.many", "max",
				  arena_printf(r->arena, "%zu", max), NULL);
			return OK;
		}
		if (clock_mono() - start > TAKE) {
			req_wrong_at(r, "file", (int)i, NULL, "up.later", "name", u->name, NULL);
			continue;
		}
		enum err e = dispatch_take(r->conf, r->arena, u->fd, u->name, u->sha256,
					   &w->papers[w->n], &reason);
		if (e == INVALID)
			req_wrong_at(r, "file", (int)i, NULL,
				     arena_printf(r->arena, "up.%s", reason), "name", u->name,
				     "max", arena_printf(r->arena, "%lld",
							 (long long)r->conf->max_pages), NULL);
		else if (e)
			return e;
		else
			w->n++;
		if (!e && w->papers[w->n - 1].flattened)
			ask_about(r, &w->papers[w->n - 1]);
	}
	return OK;
}

static bool only_files_wrong(const struct req *r)
{
	for (const struct wrong *w = r->wrongs; w; w = w->next)
		if (!str_eq(w->field, "file"))
			return false;
	return true;
}

/* What going on demands; a draft may lack all of it. */
static void demand(struct req *r, const struct contract *c, const struct addition *w)
{
	size_t files = (c ? c->n_papers : 0) + w->n;
	const char *does = req_text(r, "do");
	bool next = str_eq(does, "next");
	if (next && !*req_text(r, "title"))
		req_wrong(r, "title", "err.required", NULL);
	if ((next && !files) || (str_eq(does, "add") && !req_count(r, "file")))
		if (only_files_wrong(r) ? !r->wrongs : true)
			req_wrong(r, "file", "up.none", NULL);
	for (size_t i = 0; next && c && i < c->n_papers; i++)
		if (wizard_unsure(&c->papers[i]))
			ask_about(r, &c->papers[i]);
	for (size_t i = 0; next && i < w->n; i++)
		if (wizard_unsure(&w->papers[i]) && !w->papers[i].flattened)
			ask_about(r, &w->papers[i]);
}

enum err wizard_files(struct req *r, const struct contract *c, struct contract **c_r)
{
	struct addition w = { .r = r, .drop = wizard_which(req_text(r, "do"), "drop"),
			      .use = wizard_which(req_text(r, "do"), "use") };
	size_t have = c ? c->n_papers : 0;
	if (!only_files_wrong(r))
		return INVALID;
	enum err e = take_files(r, have, &w);
	if (e)
		return e;
	demand(r, c, &w);
	if (!c && !w.n && r->wrongs)
		return INVALID; /* nothing worth a draft came */
	e = c ? ledger_change(r->conf, r->arena, c->id, c->version, add, &w, c_r)
	      : ledger_create(r->conf, r->arena, r->user, add, &w, c_r);
	if (e)
		return e;
	r->doc = (*c_r)->id;
	return r->wrongs ? INVALID : OK;
}

void wizard_present(struct xnode *n, const struct contract *c)
{
	for (size_t i = 0; i < c->n_papers; i++) {
		struct xnode *x = xdoc_add(n, "paper");
		xdoc_attr_int(x, "n", (int64_t)i + 1);
		xdoc_attr_flag(x, "unsure", wizard_unsure(&c->papers[i]));
		xdoc_attr_flag(x, "flattened", c->papers[i].flattened);
		xdoc_attr(x, "notes", c->papers[i].notes);
	}
}

enum err wizard_send(struct req *r, struct reply *p, struct contract *c)
{
	struct account owner;
	struct contract *sent;
	struct unfit u;
	enum err e = account_load(r->conf, r->arena, r->user, &owner);
	if (!e)
		e = dispatch_send(r->conf, r->arena, c->id, c->version, &owner, &sent, &u);
	if (e == INVALID && u.why < UNFITS)
		return placement_unfit(r, p, c, &u);
	if (e == CONFLICT) { /* perhaps another press of the same button was first */
		e = ledger_load(r->conf, r->arena, r->doc, &sent);
		if (!e && contract_allows(sent->state, DO_SEND))
			e = CONFLICT;
	}
	if (!e) {
		reply_to(p, route_path(r->arena, r->conf, AT_SEARCH_DOC, r->doc));
		reply_wake(p);
	}
	return e;
}
