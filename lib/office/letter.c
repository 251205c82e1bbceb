/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Letters as view models. Decides what a reader is told; the sheets under
 * xsl/mail say it. Knows no MIME and no SMTP. */
#include "office/letter.h"

#include "office/copies.h"
#include "office/letter_about.h"
#include "office/mime.h"
#include "office/quote.h"
#include "office/present.h"
#include "core/route.h"
#include "core/token.h"
#include "office/witness.h"

#include "base/clock.h"
#include "base/hex.h"
#include "base/str.h"

#include <stdio.h>
#include <string.h>

#define SUBJECT_TITLE 40 /* characters; longer ones bring mails under spam (ux.md 2.1) */
#define CARRIER_MAX (INT64_C(2) << 20)

/* Mailboxes of the Japanese mobile carriers, which bounce larger mails. */
static const char *const carriers[] = {
	"docomo.ne.jp", "ezweb.ne.jp", "au.com",	  "softbank.ne.jp", "i.softbank.jp",
	"vodafone.ne.jp", "ymobile.ne.jp", "ymobile1.ne.jp", "yahoo.ne.jp",  "y-mobile.ne.jp",
	"emobile.ne.jp", "emnet.ne.jp",	"willcom.com",	  "pdx.ne.jp",	    "wcm.ne.jp",
	"disney.ne.jp", "disneymobile.ne.jp", "uqmobile.jp", "rakuten.jp",  "ido.ne.jp",
};

struct reader {
	const char *mail, *name, *company;
	enum party_lang lang;
};

static bool reader_of(const struct contract *c, const struct notice *n, struct reader *r)
{
	int64_t slot = n->slot;
	const struct party *p = contract_party(c, slot);
	const struct move *m = letter_move(c, n);
	if (n->kind == NOTICE_REPORT) {
		*r = (struct reader){ n->address, "", "", LANG_JA };
		return *n->address != 0;
	}
	const struct question *q = n->kind == NOTICE_ANSWER ? letter_question(c, n) : NULL;
	if (n->kind == NOTICE_ANSWER) { /* whoever holds the slot by now */
		*r = q ? (struct reader){ q->mail, q->name, "", p->lang } : (struct reader){ 0 };
		return q != NULL;
	}
	if (n->kind == NOTICE_HANDED || (n->kind == NOTICE_CONCLUDED && m)) {
		*r = m ? (struct reader){ m->mail, m->name, m->company, p->lang } : (struct reader){ 0 };
		return m != NULL;
	}
	if (slot == 0) {
		*r = (struct reader){ c->mail, c->name, c->company, c->lang };
	} else if (p) {
		*r = (struct reader){ p->mail, p->name, p->company, p->lang };
	} else if (slot >= NOTICE_VIEWER && (size_t)(slot - NOTICE_VIEWER) < c->n_viewers) {
		const struct viewer *v = &c->viewers[slot - NOTICE_VIEWER];
		*r = (struct reader){ v->mail, v->name, v->company, v->lang };
	} else {
		return false;
	}
	return true;
}

static bool is_carrier(const char *mail)
{
	const char *domain = strrchr(mail, '@');
	if (!domain++)
		return false;
	for (size_t i = 0; i < sizeof carriers / sizeof *carriers; i++) {
		size_t n = strlen(domain), m = strlen(carriers[i]);
		if (n >= m && !strcasecmp(domain + n - m, carriers[i]) &&
		    (n == m || domain[n - m - 1] == '.'))
			return true;
	}
	return false;
}

size_t letter_attachments(const struct conf *conf, const struct notice *n,
			  const struct contract *c, const char *to_mail,
			  size_t papers[CONTRACT_FILES])
{
	int64_t total = 0, max = conf->mail_attach_max;
	if (!conf->mail_attach || n->kind != NOTICE_CONCLUDED || !c ||
	    c->state != CONTRACT_CONCLUDED)
		return 0;
	if (is_carrier(to_mail) && max > CARRIER_MAX)
		max = CARRIER_MAX;
	for (size_t i = 0; i < c->n_papers; i++) {
		if (c->papers[i].revision_bytes <= 0 || i == CONTRACT_FILES)
			return 0;
		papers[i] = i;
		total += mime_attached_size(c->papers[i].revision_bytes);
		if (total > max)
			return 0;
	}
	return c->n_papers;
}

const char *letter_file_name(struct arena *a, const struct paper *f)
{
	return arena_printf(a, "%s.pdf", f->name);
}

/* The first characters of a title, with an ellipsis where something is cut. */
static const char *cut(struct arena *a, const char *s)
{
	size_t at = 0, n = strlen(s), chars = 0;
	if (str_chars(s) <= SUBJECT_TITLE)
		return s;
	for (uint32_t cp; chars < SUBJECT_TITLE - 1 && at < n; chars++) {
		size_t step = str_utf8_next(s + at, n - at, &cp);
		at += step ? step : 1;
	}
	return arena_printf(a, "%.*s\xE2\x80\xA6", (int)at, s);
}

void letter_words(struct xnode *root, const char *name, struct arena *a, const char *message)
{
	if (!*message)
		return;
	struct xnode *q = xdoc_add(root, name);
	char *line = arena_str(a, message), *next;
	for (; line; line = next) {
		if ((next = strchr(line, '\n')))
			*next++ = 0;
		xdoc_add_text(q, "l", quote_words(a, line));
	}
}

static void url(struct xnode *root, const char *name, const char *address)
{
	xdoc_attr(xdoc_add_text(root, "url", address), "name", name);
}

static struct xnode *begin(const struct conf *conf, struct arena *a, const struct notice *n,
			   const char *lang, const struct reader *r, struct xdoc **d_r)
{
	bool ja = str_eq(lang, "ja");
	*d_r = xdoc_new("mail");
	struct xnode *root = xdoc_root(*d_r), *to;
	xdoc_attr(root, "kind", notice_word(n->kind));
	xdoc_attr(root, "lang", lang);
	xdoc_attr(root, "service", ja ? conf->service : conf->service_en);
	xdoc_attr(root, "operator", ja ? conf->operator_ : conf->operator_en);
	xdoc_attr(root, "contact", conf->contact);
	xdoc_attr(root, "site", conf->base);
	xdoc_attr(root, "host", strstr(conf->base, "://") ? strstr(conf->base, "://") + 3 : "");
	to = xdoc_add(root, "to");
	xdoc_attr(to, "name", quote_harmless(a, r->name));
	xdoc_attr(to, "company", quote_harmless(a, r->company));
	xdoc_attr(to, "mail", r->mail);
	url(root, "front", route_url(a, conf, AT_FRONT));
	return root;
}

/* The reader's own way to the contract. */
static void links(struct xnode *root, const struct conf *conf, struct arena *a,
		  const struct notice *n, const struct contract *c)
{
	char token[TOKEN_CHARS + 1], matching[10];
	if (n->slot == 0) {
		url(root, "doc", route_url(a, conf, AT_SEARCH_DOC, c->id));
		return;
	}
	if (notice_link(n) == LINKS_LOOK) {
		token_make(c, TOKEN_LOOK, n->slot, token);
		url(root, "look", route_url(a, conf, AT_REVIEW_LOOK, token));
		return;
	}
	bool act = notice_link(n) != LINKS_RESULT;
	if (notice_link(n) == LINKS_NOTHING)
		return;
	token_make(c, act ? TOKEN_ACT : TOKEN_RESULT, n->slot, token);
	if (act) {
		url(root, "review", route_url(a, conf, AT_REVIEW, token));
		url(root, "lite", route_url(a, conf, AT_REVIEW_LITE, token));
		token_matching(token, matching);
		xdoc_attr(root, "matching", matching);
	} else {
		url(root, "done", route_url(a, conf, AT_AGREE_DONE, token));
	}
}

/* What belongs to the reader as a party. */
static void own(struct xnode *root, const struct contract *c, const struct notice *n)
{
	const struct party *p = contract_party(c, n->slot);
	const struct party *next = contract_party(c, contract_turn(c));
	if (p) {
		xdoc_attr_flag(root, "code", p->has_code);
		if (p->due) {
			xdoc_attr_time(root, "due", p->due);
			xdoc_attr_int(root, "days", (p->due - n->made) / DAY);
		}
		if (p->mailed)
			xdoc_attr_time(root, "before", p->mailed);
		if (p->acted)
			xdoc_attr_time(root, "acted", p->acted);
	}
	if (next)
		xdoc_attr(root, "next", next->name);
}

static void attached(struct xnode *root, const struct conf *conf, struct arena *a,
		     const struct notice *n, const struct contract *c, const char *mail)
{
	size_t papers[CONTRACT_FILES];
	size_t k = letter_attachments(conf, n, c, mail, papers);
	if (!k)
		return;
	struct xnode *list = xdoc_add(root, "attached");
	for (size_t i = 0; i < k; i++) {
		const struct paper *f = &c->papers[papers[i]];
		struct xnode *x = xdoc_add(list, "f");
		xdoc_attr(x, "name", letter_file_name(a, f));
		xdoc_attr_int(x, "kb", (f->revision_bytes + 1023) / 1024);
	}
}

/* The newest time-stamped head of the journal, for the reader's mailbox. */
static void add_witness(struct xnode *root, const struct conf *conf, struct arena *a, int64_t t)
{
	struct witness w;
	char hex[65];
	if (witness_by(conf, a, t, &w))
		return;
	hex_encode(w.chain, 32, hex);
	hex[16] = 0;
	struct xnode *n = xdoc_add(root, "witness");
	xdoc_attr(n, "day", w.day);
	xdoc_attr_int(n, "seq", w.seq);
	xdoc_attr(n, "head", hex);
}

/* What only this kind of letter says, out of the intent's own words. */
static void particular(struct xnode *root, struct arena *a, const struct notice *n,
		       const struct contract *c)
{
	char *why = arena_str(a, n->extra), *rest = strchr(why, ' ');
	switch (n->kind) {
	case NOTICE_CODE:
	case NOTICE_SHARED:
		xdoc_attr(root, "who", quote_harmless(a, n->extra));
		break;
	case NOTICE_REMIND:
		xdoc_attr_flag(root, "extended", str_eq(n->extra, "extended"));
		break;
	case NOTICE_AGREED: /* of slot k is version k + 2 */
		xdoc_attr_int(root, "acting", n->after - 2);
		break;
	case NOTICE_WITHDRAWN:
		letter_words(root, "words", a, c->reason);
		break;
	case NOTICE_UNDELIVERED:
		if (!rest)
			break;
		*rest++ = 0;
		xdoc_attr(root, "why", why);
		xdoc_attr(root, "address", arena_strn(a, rest, strcspn(rest, " ")));
		rest += strcspn(rest, " ");
		xdoc_attr(root, "who", quote_harmless(a, rest + strspn(rest, " ")));
		break;
	default:
		break;
	}
}

/* Names and titles are words of people, too. */
static const struct contract *disarmed(struct arena *a, const struct contract *c)
{
	struct contract *d = arena_dup(a, c, sizeof *c);
	d->title = quote_harmless(a, c->title);
	d->name = quote_harmless(a, c->name);
	d->company = quote_harmless(a, c->company);
	d->papers = arena_dup(a, c->papers, c->n_papers * sizeof *c->papers);
	d->parties = arena_dup(a, c->parties, c->n_parties * sizeof *c->parties);
	for (size_t i = 0; i < d->n_papers; i++)
		d->papers[i].name = quote_harmless(a, c->papers[i].name);
	for (size_t i = 0; i < d->n_parties; i++) {
		d->parties[i].name = quote_harmless(a, c->parties[i].name);
		d->parties[i].company = quote_harmless(a, c->parties[i].company);
	}
	d->moves = arena_dup(a, c->moves, c->n_moves * sizeof *c->moves);
	for (size_t i = 0; i < d->n_moves; i++) { /* who may have corrected the own name before */
		d->moves[i].name = quote_harmless(a, c->moves[i].name);
		d->moves[i].company = quote_harmless(a, c->moves[i].company);
	}
	d->questions = arena_dup(a, c->questions, c->n_questions * sizeof *c->questions);
	for (size_t i = 0; i < d->n_questions; i++)
		d->questions[i].name = quote_harmless(a, c->questions[i].name);
	return d;
}

static struct xdoc *contract_letter(const struct conf *conf, struct arena *a,
				    const struct notice *n, const struct contract *whole,
				    const char *lang, const struct reader *r)
{
	const struct contract *c = disarmed(a, whole);
	struct xdoc *d;
	struct xnode *root = begin(conf, a, n, lang, r, &d);
	int64_t viewer = n->slot ? n->slot : PRESENT_OWNER;
	xdoc_attr(root, "short", cut(a, c->title));
	bool past = letter_past(c, n);
	if (!past)
		links(root, conf, a, n, c);
	if (!past)
		own(root, c, n);
	particular(root, a, n, c);
	letter_about(root, conf, a, n, c);
	if (c->concluded)
		xdoc_attr_time(root, "until", c->concluded + conf->result_days * DAY);
	present_contract(root, a, c, past ? 0 : viewer, n->made);
	letter_words(root, "quote", a, c->message);
	if (n->kind == NOTICE_RECEIPT)
		letter_entries(root, a, c, n->slot);
	if (n->kind == NOTICE_RECEIPT || n->kind == NOTICE_CONCLUDED)
		add_witness(root, conf, a, n->made);
	attached(root, conf, a, n, c, r->mail);
	return d;
}

/* extra: cause, number, since when, a document. */
static enum err alarm_letter(const struct conf *conf, struct arena *a, const struct notice *n,
			     const struct reader *r, struct xdoc **d_r)
{
	char cause[8] = "", since[CLOCK_TEXT] = "", doc[32] = "";
	long long k;
	int64_t at;
	if (sscanf(n->extra, "%7s %lld %47s %31s", cause, &k, since, doc) < 3 ||
	    clock_parse_iso(since, &at))
		return INVALID;
	struct xnode *root = begin(conf, a, n, "ja", r, d_r);
	xdoc_attr(root, "cause", cause);
	xdoc_attr_int(root, "n", k);
	xdoc_attr_time(root, "since", at);
	xdoc_attr(root, "document", doc);
	return OK;
}

/* extra: the language, then the token of M18. */
static enum err account_letter(const struct conf *conf, struct arena *a, const struct notice *n,
			       struct reader *r, struct xdoc **d_r)
{
	const char *token = strchr(n->extra, ' ');
	bool known = n->kind == NOTICE_REGISTERED;
	r->lang = str_starts(n->extra, "en") ? LANG_EN : LANG_JA;
	if (n->kind == NOTICE_COPIES && *n->address) {
		struct xnode *list = begin(conf, a, n, r->lang == LANG_EN ? "en" : "ja", r, d_r);
		enum err e = copies_present(list, conf, a, n->address);
		return e == MISSING ? INVALID : e; /* there is nothing to tell */
	}
	if (n->kind == NOTICE_ALARM && *n->address)
		return alarm_letter(conf, a, n, r, d_r);
	if (!*n->address || (n->kind != NOTICE_REGISTER && !known) ||
	    (!known && (!token || strlen(token + 1) != ROUTE_TOKEN)))
		return INVALID;
	struct xnode *root = begin(conf, a, n, r->lang == LANG_EN ? "en" : "ja", r, d_r);
	if (known)
		url(root, "login", route_url(a, conf, AT_ACCOUNT_LOGIN));
	else
		url(root, "verify", route_url(a, conf, AT_ACCOUNT_VERIFY, token + 1));
	return OK;
}

enum err letter_model(const struct conf *conf, struct arena *a, const struct notice *n,
		      const struct contract *c, struct xdoc **d_r, const char **lang_r,
		      const char **to_mail_r, const char **to_name_r)
{
	struct reader r = { n->address, "", "", LANG_JA };
	bool account = n->kind == NOTICE_REGISTER || n->kind == NOTICE_REGISTERED ||
		       n->kind == NOTICE_COPIES || n->kind == NOTICE_ALARM;
	enum err e = OK;
	*d_r = NULL;
	if (account)
		e = account_letter(conf, a, n, &r, d_r);
	else if (!c || !reader_of(c, n, &r))
		e = INVALID;
	else
		*d_r = contract_letter(conf, a, n, c, r.lang == LANG_EN ? "en" : "ja", &r);
	if (e) {
		xdoc_free(*d_r);
		*d_r = NULL;
	}
	*lang_r = r.lang == LANG_EN ? "en" : "ja";
	*to_mail_r = r.mail;
	*to_name_r = r.name;
	return e;
}
