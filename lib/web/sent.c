/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The owner's acts on a sent document. Each decision is made inside the
 * transaction; what came too late is said with who was faster. */
#include "web/sent.h"

#include "base/clock.h"
#include "base/rand.h"
#include "base/str.h"
#include "office/code.h"
#include "core/ledger.h"
#include "core/policy.h"
#include "office/present.h"
#include "office/care.h"
#include "web/blocks.h"
#include "web/session.h"


/* One act: the record as loaded, and what the transaction is to know. */
struct act_on {
	struct req *r;
	struct contract *c;
	int64_t slot; /* 0: the whole document */
	struct person to;
	int64_t due;
	bool done; /* this very press was there before: leads to the document, too */
	unsigned char salt[32], hash[32];
};

static const struct {
	enum place at;
	const char *word;
	enum contract_act act;
} acts[] = {
	{ AT_SEARCH_WITHDRAW, "withdraw", DO_WITHDRAW }, { AT_SEARCH_REMIND, "remind", DO_REMIND },
	{ AT_SEARCH_EXTEND, "extend", DO_EXTEND },	 { AT_SEARCH_CORRECT, "correct", DO_CORRECT },
	{ AT_SEARCH_CODE, "code", DO_CORRECT },		 { AT_SEARCH_SHARE, "share", DO_SHARE },
	{ AT_SEARCH_COPY, "copy", DO_SHARE },
};

static size_t which(const struct req *r)
{
	size_t i = 0;
	while (acts[i].at != r->route->at)
		i++;
	return i;
}

/* Somebody else's document, or a slot that it has not, does not exist. */
static enum err load(struct req *r, struct act_on *w)
{
	*w = (struct act_on){ .r = r };
	enum err e = ledger_load(r->conf, r->arena, r->doc, &w->c);
	if (e)
		return e;
	if (policy_owner(w->c, r->user, DO_WITHDRAW) == POLICY_NO)
		return MISSING;
	if (!*req_part(r, "n"))
		return OK;
	if (str_to_int(req_part(r, "n"), 1, ACT_SLOTS, &w->slot) || !contract_party(w->c, w->slot))
		return MISSING;
	return OK;
}

static bool possible(const struct req *r, const struct act_on *w)
{
	size_t i = which(r);
	const struct party *p = contract_party(w->c, w->slot);
	if (acts[i].at == AT_SEARCH_COPY)
		return true;
	if (!contract_allows(w->c->state, acts[i].act))
		return false;
	if (p && (!party_pending(p) || (p->is_sender && acts[i].at != AT_SEARCH_EXTEND)))
		return false;
	return acts[i].at != AT_SEARCH_CORRECT || p->state == PARTY_INVITED;
}

static const char *doc_path(struct req *r)
{
	return route_path(r->arena, r->conf, AT_SEARCH_DOC, r->doc);
}

static enum err missing(struct reply *p, enum err e)
{
	return e == MISSING ? reply_error(p, 404, "doc") : e;
}

static struct xnode *show(struct req *r, struct reply *p, const struct act_on *w)
{
	struct xnode *n = reply_view(p, "sent");
	xdoc_attr(n, "act", acts[which(r)].word);
	xdoc_attr_int(n, "slot", w->slot);
	xdoc_attr_flag(n, "possible", possible(r, w));
	xdoc_attr(n, "from", r->conf->from);
	present_contract(n, r->arena, w->c, PRESENT_OWNER, r->now);
	return n;
}

enum err sent_get(struct req *r, struct reply *p)
{
	struct act_on w;
	enum err e = load(r, &w);
	if (e)
		return missing(p, e);
	if (!possible(r, &w) && !r->wrongs) {
		reply_to(p, doc_path(r));
		return OK;
	}
	(void)show(r, p, &w);
	return OK;
}

/* Does it, and leads to the document. CONFLICT becomes the sentence `late`. */
static enum err run(struct act_on *w, struct reply *p, ledger_fn *fn)
{
	struct req *r = w->r;
	enum err e = ledger_change(r->conf, r->arena, r->doc, 0, fn, w, NULL);
	if (w->done) {
		reply_to(p, doc_path(r));
		return OK;
	}
	if (e == CONFLICT && !r->wrongs)
		req_wrong(r, "do", "sent.late", NULL);
	if (r->wrongs)
		return INVALID;
	if (e)
		return missing(p, e);
	reply_wake(p);
	reply_to(p, doc_path(r));
	return OK;
}

/* ---- withdraw ---- */

/* Who agreed after the page was made, the last of them. */
static const struct party *faster(const struct contract *c, int64_t agreed)
{
	const struct party *p = NULL;
	for (size_t i = 0; i < c->n_parties; i++)
		if (c->parties[i].state == PARTY_AGREED && (int64_t)i >= agreed)
			p = &c->parties[i];
	return p;
}

static enum err withdraw(struct contract *c, int64_t now, struct change *ch, struct arena *a,
			 void *ctx)
{
	struct act_on *w = ctx;
	const struct party *p = faster(c, req_int(w->r, "agreed", 0));
	(void)a;
	w->done = c->state == CONTRACT_WITHDRAWN;
	if (w->done)
		return CONFLICT;
	if (p)
		req_wrong(w->r, "do", "wd.late", "name", p->name, NULL);
	return p ? CONFLICT : contract_withdraw(c, now, req_text(w->r, "reason"), ch);
}

enum err sent_withdraw(struct req *r, struct reply *p)
{
	struct act_on w;
	enum err e = load(r, &w);
	return e ? missing(p, e) : run(&w, p, withdraw);
}

/* ---- remind ---- */

static enum err remind(struct contract *c, int64_t now, struct change *ch, struct arena *a,
		       void *ctx)
{
	struct act_on *w = ctx;
	enum err e = contract_remind(c, w->slot, now, ch);
	if (e != RETRY)
		return e;
	const struct party *p = contract_party(c, w->slot);
	struct civil t = clock_jst((p->reminded ? p->reminded : p->invited) + REMIND_PAUSE);
	req_wrong(w->r, "do", "rem.soon", "time",
		  arena_printf(a, "%d:%02d", t.hour, t.minute), NULL);
	return CONFLICT;
}

enum err sent_remind(struct req *r, struct reply *p)
{
	struct act_on w;
	enum err e = load(r, &w);
	return e ? missing(p, e) : run(&w, p, remind);
}

/* ---- extend ---- */

static enum err extend(struct contract *c, int64_t now, struct change *ch, struct arena *a,
		       void *ctx)
{
	struct act_on *w = ctx;
	(void)a;
	w->done = contract_party(c, w->slot)->due_set == w->due;
	if (w->done)
		return CONFLICT;
	enum err e = contract_extend(c, w->slot, now, w->due, ch);
	for (size_t i = 0; !e && i < c->n_questions; i++) { /* that is the answer */
		struct question *q = &c->questions[i];
		if (q->slot == w->slot && q->why == QUESTION_TIME && !q->answered)
			q->answered = now;
	}
	if (e == INVALID)
		req_wrong(w->r, "date", "ext.past", NULL);
	return e;
}

enum err sent_extend(struct req *r, struct reply *p)
{
	struct act_on w;
	enum err e = load(r, &w);
	if (e)
		return missing(p, e);
	w.due = block_day_end(req_text(r, "date"));
	if (w.due > r->now + 366 * DAY) {
		req_wrong(r, "date", "ext.far", NULL);
		return INVALID;
	}
	return run(&w, p, extend);
}

/* ---- correct ---- */

static enum err correct(struct contract *c, int64_t now, struct change *ch, struct arena *a,
			void *ctx)
{
	struct act_on *w = ctx;
	const struct party *p = contract_party(c, w->slot);
	(void)a;
	w->done = str_eq(p->mail, w->to.mail) && str_eq(p->name, w->to.name) &&
		  str_eq(p->company, w->to.company) && str_eq(p->post, w->to.post);
	if (w->done)
		return CONFLICT;
	enum err e = contract_correct(c, w->slot, now, &w->to, ch);
	if (e == INVALID)
		req_wrong(w->r, "mail", "sent.taken", "value", w->to.mail, NULL);
	return e;
}

enum err sent_correct(struct req *r, struct reply *p)
{
	struct act_on w;
	enum err e = load(r, &w);
	if (e)
		return missing(p, e);
	if (!rate_allow(r, "correct", r->doc, 20, HOUR))
		return reply_error(p, 429, NULL);
	w.to = (struct person){ req_text(r, "mail"), req_text(r, "name"), req_text(r, "company"),
				req_text(r, "post") };
	return run(&w, p, correct);
}

/* ---- a new access code, shown once ---- */

static enum err recode(struct contract *c, int64_t now, struct change *ch, struct arena *a,
		       void *ctx)
{
	struct act_on *w = ctx;
	(void)a;
	return care_recode(c, w->slot, now, w->salt, w->hash, ch);
}

enum err sent_code(struct req *r, struct reply *p)
{
	struct act_on w;
	char code[CODE_CHARS + 1];
	enum err e = load(r, &w);
	if (e)
		return missing(p, e);
	if (!rate_allow(r, "recode", r->doc, 20, HOUR))
		return reply_error(p, 429, NULL);
	code_make(code);
	rand_bytes(w.salt, sizeof w.salt);
	if (code_hash(code, w.salt, w.hash))
		return BROKEN;
	e = ledger_change(r->conf, r->arena, r->doc, 0, recode, &w, NULL);
	if (e == CONFLICT) {
		req_wrong(r, "do", "sent.late", NULL);
		return INVALID;
	}
	if (e)
		return missing(p, e);
	xdoc_attr(show(r, p, &w), "fresh", code);
	return OK;
}

/* ---- share the result ---- */

static enum err share(struct contract *c, int64_t now, struct change *ch, struct arena *a,
		      void *ctx)
{
	struct act_on *w = ctx;
	enum party_lang lang = str_eq(req_text(w->r, "lang"), "en") ? LANG_EN : LANG_JA;
	enum err e = care_share(c, 0, now, &w->to, lang, a, ch);
	if (e == INVALID)
		req_wrong(w->r, "mail", "shr.dup", NULL);
	if (e == DENIED)
		req_wrong(w->r, "mail", "shr.many", "max",
			  arena_printf(a, "%d", CARE_VIEWERS), NULL);
	return e;
}

enum err sent_share(struct req *r, struct reply *p)
{
	struct act_on w;
	enum err e = load(r, &w);
	if (e)
		return missing(p, e);
	if (!rate_allow(r, "share", r->doc, 20, HOUR))
		return reply_error(p, 429, NULL);
	w.to = (struct person){ req_text(r, "mail"), req_text(r, "name"), req_text(r, "company"), "" };
	return run(&w, p, share);
}

/* ---- a new draft like this one ---- */

static enum err copy(struct contract *c, int64_t now, struct change *ch, struct arena *a,
		     void *ctx)
{
	const struct act_on *w = ctx;
	(void)now;
	(void)ch;
	care_copy(w->c, c, a);
	return OK;
}

enum err sent_copy(struct req *r, struct reply *p)
{
	struct act_on w;
	struct contract *made;
	enum err e = load(r, &w);
	if (e)
		return missing(p, e);
	if (!rate_allow(r, "copy", r->user, 200, HOUR))
		return reply_error(p, 429, NULL);
	e = ledger_create(r->conf, r->arena, r->user, copy, &w, &made);
	if (!e)
		reply_to(p, route_path(r->arena, r->conf, AT_UPLOAD_FILES, made->id));
	return e;
}
