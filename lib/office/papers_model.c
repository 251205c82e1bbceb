/* SPDX-License-Identifier: AGPL-3.0-or-later
 * From the record and the released files to what a paper says. Decides what is
 * told; xsl/paper says it. */
#include "office/papers.h"

#include "core/ledger.h"
#include "office/entries.h"
#include "office/present.h"
#include "office/press.h"
#include "core/route.h"
#include "office/vault.h"

#include "base/clock.h"
#include "base/str.h"

#include <string.h>
#include <unistd.h>

static void attr_when(struct xnode *n, const char *name, int64_t t)
{
	char s[CLOCK_TEXT];
	if (!t)
		return;
	clock_reason(t, s);
	xdoc_attr(n, name, s);
}

static void attr_hash(struct xnode *n, struct arena *a, const char *name,
		      const unsigned char sha[32])
{
	static const unsigned char none[32];
	if (memcmp(sha, none, 32))
		xdoc_attr(n, name, present_hash_groups(a, sha));
}

static void person(struct xnode *n, const char *name, const char *company, const char *mail)
{
	xdoc_attr(n, "name", name);
	xdoc_attr(n, "company", company);
	xdoc_attr(n, "mail", mail);
}

/* --- versions ---------------------------------------------------------------------- */

static const char *text_of(struct arena *a, struct bytes v)
{
	return str_is_xml_text(v.p, v.n) ? arena_strn(a, v.p, v.n) : "";
}

static bool is(struct bytes k, const char *word)
{
	return k.n == strlen(word) && !memcmp(k.p, word, k.n);
}

static void version_attr(struct xnode *n, struct arena *a, struct bytes k, struct bytes v)
{
	static const char *const texts[] = { "reason", "kind", "subject", "issuer", "serial", "tsa" };
	static const char *const times[] = { "not_before", "not_after", "stamp" };
	const char *s = text_of(a, v);
	int64_t t;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (is(k, texts[i]))
			xdoc_attr(n, texts[i], s);
	for (size_t i = 0; i < sizeof times / sizeof *times; i++)
		if (is(k, times[i]) && !str_to_int(s, 1, INT64_MAX, &t))
			attr_when(n, times[i], t);
}

/* What the released file itself says, as inspect reads it. */
static enum err versions(struct xnode *file, const struct papers *p, const struct paper *f)
{
	struct msg m;
	struct bytes k, v;
	struct xnode *n = NULL;
	int fd = -1;
	msg_init(&m, PRESS_PARTS);
	enum err e = vault_open(p->conf, f->revision, &fd);
	if (!e)
		e = press_parts(p->conf, fd, &m);
	for (size_t at = 0; !e && msg_next(&m, &at, &k, &v);) {
		if (is(k, "version")) {
			n = xdoc_add(file, "version");
			xdoc_attr(n, "n", text_of(p->a, v));
		} else if (n) {
			version_attr(n, p->a, k, v);
		} else if (is(k, "level")) {
			char *level = arena_str(p->a, text_of(p->a, v));
			str_lower_ascii(level); /* ids of the catalogue have no capitals */
			xdoc_attr(file, "level", level);
		}
	}
	if (fd >= 0)
		close(fd);
	msg_clear(&m);
	return e == DENIED ? BROKEN : e;
}

static enum err file(struct xnode *root, const struct papers *p, size_t i)
{
	const struct paper *f = &p->c->papers[i];
	struct xnode *n = xdoc_add(root, "file");
	bool released = p->c->state == CONTRACT_CONCLUDED;
	xdoc_attr_int(n, "n", (int64_t)i + 1);
	xdoc_attr(n, "name", f->name);
	xdoc_attr(n, "docid", arena_printf(p->a, "%s-%zu", p->c->id, i + 1));
	xdoc_attr_int(n, "pages", f->pages);
	attr_hash(n, p->a, "upload", f->upload);
	attr_hash(n, p->a, "base", f->base);
	xdoc_attr_flag(n, "repaired", f->repaired);
	if (*f->removed)
		xdoc_attr(n, "removed", f->removed);
	if (!released)
		return OK;
	attr_hash(n, p->a, "released", f->revision);
	xdoc_attr_int(n, "bytes", f->revision_bytes);
	return p->slot < 0 ? versions(n, p, f) : OK;
}

/* --- people -------------------------------------------------------------------------- */

/* From whom to whom the slot went, when, and with which words. */
static void moves(struct xnode *party, const struct papers *p, int64_t slot)
{
	for (size_t i = 0; i < p->c->n_moves; i++) {
		const struct move *m = &p->c->moves[i];
		if (m->slot != slot || (m->kind == MOVE_FORWARD && !move_stands(p->c, m)) ||
		    m->kind == MOVE_UNDO)
			continue;
		struct xnode *n = xdoc_add(party, "move");
		xdoc_attr(n, "kind", move_word(m->kind));
		xdoc_attr(n, "from", arena_printf(p->a, "%s %s", m->name, m->mail));
		xdoc_attr(n, "to", arena_printf(p->a, "%s %s", move_to_name(p->c, m),
						move_to_mail(p->c, m)));
		attr_when(n, "time", m->time);
		xdoc_attr(n, "message", m->message);
	}
}

static void party(struct xnode *root, const struct papers *p, size_t i)
{
	const struct party *q = &p->c->parties[i];
	struct xnode *n = xdoc_add(root, "party");
	xdoc_attr_int(n, "slot", (int64_t)i + 1);
	person(n, q->name, q->company, q->mail);
	xdoc_attr(n, "post", q->post);
	/* the one who holds the slot now was told when he got it */
	const struct move *got = move_last(p->c, (int64_t)i + 1);
	attr_when(n, "invited", got ? got->time : q->invited);
	attr_when(n, "opened", q->opened);
	xdoc_attr(n, "terms", q->terms_version);
	attr_hash(n, p->a, "terms_hash", q->terms_hash);
	xdoc_attr_flag(n, "me", p->slot == (int64_t)i + 1);
	moves(n, p, (int64_t)i + 1);
	if (q->state != PARTY_AGREED)
		return;
	attr_when(n, "acted", q->acted);
	xdoc_attr_int(n, "methods", q->methods);
	xdoc_attr_flag(n, "authorised", q->authorised);
	xdoc_attr(n, "approval", q->approval);
	if (*q->said_name)
		xdoc_attr(n, "said", arena_printf(p->a, "%s %s %s", q->said_name, q->said_company,
						  q->said_post));
	if (p->slot < 0 || p->slot == (int64_t)i + 1)
		entries_present(n, p->a, p->c, (int64_t)i + 1);
	attr_hash(n, p->a, "binds", q->binds);
	xdoc_attr_int(n, "bound", q->bound ? q->bound : 1);
}

static enum err history(struct xnode *root, const struct papers *p)
{
	struct event *ev;
	size_t n;
	enum err e = ledger_events(p->conf, p->a, p->c, &ev, &n);
	for (size_t i = 0; !e && i < n; i++) {
		struct xnode *x = xdoc_add(root, "event");
		xdoc_attr_int(x, "seq", ev[i].seq);
		attr_when(x, "time", ev[i].time);
		xdoc_attr(x, "kind", event_word(ev[i].kind));
		xdoc_attr_int(x, "slot", ev[i].slot);
		xdoc_attr(x, "who", present_who(p->c, &ev[i]));
		present_note(x, p->a, &ev[i]);
		attr_hash(x, p->a, "hash", i + 1 < n ? ev[i + 1].prev : p->c->head);
		if (ev[i].kind == EVENT_CONCLUDED)
			break;
	}
	return e;
}

/* --- the whole ------------------------------------------------------------------------ */

/* What a decliner wrote is for the sender and himself; why somebody withdrew, for all. */
static void closed(struct xnode *n, const struct papers *p)
{
	const struct contract *c = p->c;
	bool declined = c->state == CONTRACT_DECLINED, told = !declined || p->slot <= 0;
	if (!declined && c->state != CONTRACT_WITHDRAWN)
		return;
	attr_when(n, "closed", c->closed);
	xdoc_attr(n, "state", contract_state_word(c->state));
	for (size_t i = 0; i < c->n_parties; i++) {
		if (c->parties[i].state != PARTY_DECLINED)
			continue;
		xdoc_attr(n, "who", c->parties[i].name);
		told |= p->slot == (int64_t)i + 1;
	}
	if (!told)
		return;
	if (declined && *c->why)
		xdoc_attr(n, "why", c->why);
	xdoc_attr(n, "reason", c->reason);
}

static struct xnode *begin(const struct papers *p, struct xdoc **d_r)
{
	const struct contract *c = p->c;
	bool ja = str_eq(p->lang, "ja");
	*d_r = xdoc_new("paper");
	struct xnode *n = xdoc_root(*d_r);
	xdoc_attr(n, "lang", p->lang);
	xdoc_attr(n, "service", ja ? p->conf->service : p->conf->service_en);
	xdoc_attr(n, "operator", ja ? p->conf->operator_ : p->conf->operator_en);
	xdoc_attr(n, "contact", p->conf->contact);
	xdoc_attr(n, "verify", route_url(p->a, p->conf, AT_VERIFY));
	xdoc_attr(n, "docid", c->id);
	xdoc_attr(n, "title", c->title);
	attr_when(n, "sent", c->sent);
	attr_when(n, "agreed", c->concluding);
	attr_when(n, "concluded", c->concluded);
	closed(n, p);
	xdoc_attr_int(n, "k", (int64_t)contract_agreed(c));
	xdoc_attr_int(n, "n", (int64_t)c->n_parties);
	attr_hash(n, p->a, "binds", c->send_binds);
	struct xnode *s = xdoc_add(n, "sender");
	person(s, c->name, c->company, c->mail);
	if (p->slot <= 0)
		entries_present(s, p->a, c, 0);
	return n;
}

enum err papers_model(const struct papers *p, struct xdoc **d_r)
{
	const struct contract *c = p->c;
	struct xnode *n = begin(p, d_r);
	enum err e = OK;
	for (size_t i = 0; !e && i < c->n_papers; i++)
		e = file(n, p, i);
	for (size_t i = 0; i < c->n_parties; i++)
		party(n, p, i);
	for (size_t i = 0; i < c->n_viewers; i++)
		if (!c->viewers[i].by)
			person(xdoc_add(n, "viewer"), c->viewers[i].name, c->viewers[i].company,
		       c->viewers[i].mail);
	if (!e && p->slot < 0)
		e = history(n, p);
	if (e) {
		xdoc_free(*d_r);
		*d_r = NULL;
	}
	return e;
}
