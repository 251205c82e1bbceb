/* SPDX-License-Identifier: AGPL-3.0-or-later
 * From the record to the view model. The only file of core that sees xdoc. */
#include "office/present.h"

#include "base/clock.h"
#include "base/hex.h"
#include "base/str.h"

#include <stdio.h>
#include <string.h>

static const char *const party_words[] = { "waits", "invited", "opened", "agreed", "declined" };
static const char *const lang_words[] = { "ja", "en" };
static const char *const forward_words[] = { "no", "domain", "anyone" };

static void attr_time(struct xnode *n, const char *name, int64_t t)
{
	if (t)
		xdoc_attr_time(n, name, t);
}

static void attr_hash(struct xnode *n, const char *name, const unsigned char sha[32])
{
	char hex[65];
	hex_encode(sha, 32, hex);
	xdoc_attr(n, name, hex);
}

const unsigned char *present_hash(const struct paper *f, const struct contract *c)
{
	return c->state == CONTRACT_CONCLUDED ? f->revision
	       : c->state == CONTRACT_DRAFT   ? f->clean
					      : f->base;
}

const char *present_hash_groups(struct arena *a, const unsigned char sha[32])
{
	char hex[65];
	hex_encode(sha, 32, hex);
	return arena_printf(a, "%.16s %.16s %.16s %.16s", hex, hex + 16, hex + 32, hex + 48);
}

static int64_t kilobytes(int64_t bytes)
{
	return (bytes + 1023) / 1024;
}

static int64_t file_bytes(const struct paper *f, const struct contract *c)
{
	return c->state == CONTRACT_CONCLUDED ? f->revision_bytes
	       : c->state == CONTRACT_DRAFT   ? f->clean_bytes
					      : f->base_bytes;
}

/* <name><l>one line</l>*</name>; nothing for no text. */
static void lines(struct xnode *root, struct arena *a, const char *name, const char *text)
{
	if (!*text)
		return;
	struct xnode *m = xdoc_add(root, name);
	char *copy = arena_str(a, text), *next;
	for (char *line = copy; line; line = next) {
		if ((next = strchr(line, '\n')))
			*next++ = 0;
		xdoc_add_text(m, "l", line);
	}
}

static void file(struct xnode *root, struct arena *a, const struct contract *c, size_t i)
{
	const struct paper *f = &c->papers[i];
	struct xnode *n = xdoc_add(root, "file");
	xdoc_attr_int(n, "n", (int64_t)i + 1);
	xdoc_attr(n, "name", f->name);
	xdoc_attr_int(n, "pages", f->pages);
	xdoc_attr_int(n, "kb", kilobytes(file_bytes(f, c)));
	xdoc_attr(n, "docid", arena_printf(a, "%s-%zu", c->id, i + 1));
	xdoc_attr_flag(n, "repaired", f->repaired);
	if (*f->removed)
		xdoc_attr(n, "removed", f->removed);
	xdoc_attr_int(n, "version", f->version);
	lines(n, a, "notes", f->notes);
	attr_hash(n, "sha256", present_hash(f, c));
	xdoc_attr(n, "hash", present_hash_groups(a, present_hash(f, c)));
}

/* What became of the letters to a party, for the sender. */
static void post(struct xnode *n, const struct party *p, int64_t now)
{
	attr_time(n, "mailed", p->mailed);
	attr_time(n, "reminded", p->reminded);
	attr_time(n, "bounced", p->bounced);
	xdoc_attr(n, "bounce", p->bounced ? p->bounce : NULL);
	attr_time(n, "later", p->later);
	xdoc_attr(n, "later_note", p->later ? p->later_note : NULL);
	attr_time(n, "reported", p->reported);
	xdoc_attr_flag(n, "quiet", p->state == PARTY_INVITED && p->mailed && !p->bounced &&
					   now > p->mailed + 2 * DAY);
}

static void party(struct xnode *root, const struct contract *c, size_t i, int64_t viewer,
		  int64_t now)
{
	const struct party *p = &c->parties[i];
	int64_t slot = (int64_t)i + 1;
	struct xnode *n = xdoc_add(root, "party");
	xdoc_attr_int(n, "slot", slot);
	xdoc_attr(n, "name", p->name);
	xdoc_attr(n, "company", p->company);
	xdoc_attr(n, "post", p->post);
	if (viewer == PRESENT_OWNER || viewer == slot)
		xdoc_attr(n, "mail", p->mail);
	if (*p->said_name && (viewer == PRESENT_OWNER || viewer == slot)) {
		xdoc_attr(n, "said_name", p->said_name);
		xdoc_attr(n, "said_company", p->said_company);
		xdoc_attr(n, "said_post", p->said_post);
	}
	xdoc_attr(n, "lang", lang_words[p->lang]);
	xdoc_attr(n, "state", party_words[p->state]);
	attr_time(n, "due", p->due);
	xdoc_attr_flag(n, "expired", party_expired(p, now));
	attr_time(n, "invited", p->invited);
	attr_time(n, "opened", p->opened);
	attr_time(n, "acted", p->acted);
	xdoc_attr_flag(n, "me", viewer == slot);
	xdoc_attr_flag(n, "sender", p->is_sender);
	if (viewer == PRESENT_OWNER)
		post(n, p, now);
	xdoc_attr_flag(n, "code", p->has_code);
	attr_time(n, "locked", p->code_locked > now ? p->code_locked : 0);
	xdoc_attr_int(n, "methods", p->methods);
	xdoc_attr_int(n, "days", p->due_days);
	attr_time(n, "due_set", p->due_set);
	xdoc_attr(n, "forward", forward_words[p->forward]);
	if (p->state == PARTY_AGREED)
		attr_hash(n, "sha256", p->binds);
}

struct xnode *present_contract(struct xnode *parent, struct arena *a, const struct contract *c,
			       int64_t viewer, int64_t now)
{
	struct xnode *root = xdoc_add(parent, "contract");
	int64_t pages = 0, bytes = 0;
	for (size_t i = 0; i < c->n_papers; i++) {
		pages += c->papers[i].pages;
		bytes += file_bytes(&c->papers[i], c);
	}
	xdoc_attr(root, "id", c->id);
	xdoc_attr(root, "title", c->title);
	if (viewer == PRESENT_OWNER)
		xdoc_attr(root, "counterparty", c->counterparty);
	if (viewer == PRESENT_OWNER) {
		xdoc_attr_int(root, "remind_first", c->remind_first);
		xdoc_attr_int(root, "remind_every", c->remind_every);
		xdoc_attr_flag(root, "tell_agreed", c->tell_agreed);
	}
	xdoc_attr(root, "state", contract_state_word(c->state));
	xdoc_attr(root, "folder", folder_word(folder_of(c->state)));
	xdoc_attr_int(root, "version", c->version);
	attr_time(root, "created", c->created);
	attr_time(root, "changed", c->changed);
	attr_time(root, "sent", c->sent);
	attr_time(root, "concluding", c->concluding);
	attr_time(root, "concluded", c->concluded);
	attr_time(root, "closed", c->closed);
	xdoc_attr(root, "reason", c->reason);
	if (*c->why)
		xdoc_attr(root, "why", c->why);
	xdoc_attr_int(root, "k", (int64_t)contract_agreed(c));
	xdoc_attr_int(root, "n", (int64_t)c->n_parties);
	xdoc_attr_int(root, "files", (int64_t)c->n_papers);
	xdoc_attr_int(root, "pages", pages);
	xdoc_attr_int(root, "kb", kilobytes(bytes));
	xdoc_attr_int(root, "turn", contract_turn(c));
	struct xnode *s = xdoc_add(root, "sender");
	xdoc_attr(s, "name", c->name);
	xdoc_attr(s, "company", c->company);
	xdoc_attr(s, "mail", c->mail);
	lines(root, a, "message", c->message);
	for (size_t i = 0; i < c->n_papers; i++)
		file(root, a, c, i);
	for (size_t i = 0; i < c->n_parties; i++)
		party(root, c, i, viewer, now);
	for (size_t i = 0; i < c->n_viewers; i++) {
		if (c->viewers[i].by) /* somebody's colleague, no reader of the result */
			continue;
		struct xnode *v = xdoc_add(root, "viewer");
		xdoc_attr_int(v, "n", (int64_t)i + 1);
		xdoc_attr(v, "name", c->viewers[i].name);
		xdoc_attr(v, "company", c->viewers[i].company);
		xdoc_attr(v, "lang", lang_words[c->viewers[i].lang]);
		if (viewer != PRESENT_OWNER)
			continue;
		xdoc_attr(v, "mail", c->viewers[i].mail);
		attr_time(v, "bounced", c->viewers[i].bounced);
	}
	return root;
}

/* Whose address this is: a letter may go to who held the slot before. */
static const char *addressee(const struct contract *c, int64_t slot, const char *mail)
{
	if (str_eq(contract_party(c, slot)->mail, mail))
		return contract_party(c, slot)->name;
	for (size_t i = c->n_moves; i > 0; i--)
		if (c->moves[i - 1].slot == slot && str_eq(c->moves[i - 1].mail, mail))
			return c->moves[i - 1].name;
	return "";
}

const char *present_who(const struct contract *c, const struct event *ev)
{
	int64_t slot = ev->slot;
	const char *at = strrchr(ev->note, ' ');
	bool letter = ev->kind == EVENT_MAILED || ev->kind == EVENT_UNDELIVERED;
	if (contract_party(c, slot) && letter && at)
		return addressee(c, slot, at + 1);
	if (contract_party(c, slot))
		return move_name_at(c, slot, ev->time);
	if (slot >= NOTICE_VIEWER && (size_t)(slot - NOTICE_VIEWER) < c->n_viewers)
		return c->viewers[slot - NOTICE_VIEWER].name;
	return slot == 0 ? c->name : "";
}

void present_note(struct xnode *x, struct arena *a, const struct event *ev)
{
	const char *rest = ev->kind == EVENT_DECLINED ? strchr(ev->note, '\n') : NULL;
	if (rest)
		xdoc_attr(x, "why", arena_strn(a, ev->note, (size_t)(rest - ev->note)));
	xdoc_attr(x, "note", rest ? rest + 1 : ev->note);
}

void present_history(struct xnode *parent, struct arena *a, const struct contract *c,
		     const struct event *events, size_t n)
{
	struct xnode *h = xdoc_add(parent, "history");
	for (size_t i = 0; i < n; i++) {
		struct xnode *e = xdoc_add(h, "event");
		xdoc_attr_int(e, "seq", events[i].seq);
		xdoc_attr(e, "kind", event_word(events[i].kind));
		xdoc_attr_time(e, "time", events[i].time);
		xdoc_attr_int(e, "slot", events[i].slot);
		xdoc_attr(e, "who", present_who(c, &events[i]));
		present_note(e, a, &events[i]);
	}
}

/* <person>name</person>*: how names are joined is the reader's language. */
static void people(struct xnode *row, const char *joined)
{
	struct buf name;
	buf_init(&name, strlen(joined) + 1);
	for (const char *at = joined, *end; at && *at; at = *end ? end + strlen(SUMMARY_NEXT) : NULL) {
		end = strstr(at, SUMMARY_NEXT);
		end = end ? end : at + strlen(at);
		name.n = 0;
		buf_add(&name, at, (size_t)(end - at));
		xdoc_add_text(row, "person", buf_text(&name));
	}
	buf_clear(&name);
}

void present_rows(struct xnode *parent, const struct listing *l, int64_t now)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct summary *s = &l->rows[i];
		struct xnode *n = xdoc_add(parent, "row");
		xdoc_attr(n, "id", s->id);
		xdoc_attr(n, "title", s->title);
		xdoc_attr(n, "counterparty", s->counterparty);
		xdoc_attr(n, "state", contract_state_word(s->state));
		xdoc_attr(n, "who", s->who);
		people(n, s->people);
		xdoc_attr_int(n, "k", s->agreed);
		xdoc_attr_int(n, "n", s->parties);
		xdoc_attr_time(n, "changed", s->changed);
		attr_time(n, "due", s->due);
		xdoc_attr_flag(n, "late", s->due && s->due < now);
	}
}
