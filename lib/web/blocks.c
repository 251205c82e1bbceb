/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Blocks of text on one side, parties and viewers on the other. Judges nothing. */
#include "web/blocks.h"

#include "base/clock.h"
#include "base/str.h"
#include "core/codec.h"
#include "web/page.h"

#include <stdio.h>
#include <string.h>

static const char *const lang_words[] = { "ja", "en" };
static const char *const forward_words[] = { "no", "domain", "anyone" };

bool block_is_viewer(const struct block *b)
{
	return str_eq(b->role, "view");
}

bool block_is_empty(const struct block *b)
{
	return !*b->mail && !*b->name && !*b->company && !*b->post && !*b->code;
}

struct block block_blank(struct arena *a, const struct conf *conf)
{
	return (struct block){ .was = "", .role = "agree", .mail = "", .name = "", .company = "",
			       .post = "", .lang = "ja", .forward = "anyone", .code = "", .date = "",
			       .authority = "no", .once = "no",
			       .days = arena_printf(a, "%lld", (long long)conf->due_days) };
}

/* ---- from the form ---- */

static const char *word(const char *s, const char *absent)
{
	return *s ? s : absent;
}

/* The code that the record holds for this block. */
static void recall(struct block *b, const struct contract *c)
{
	int64_t i;
	if (*b->was != 'p' || str_to_int(b->was + 1, 0, ACT_SLOTS, &i) ||
	    (size_t)i >= c->n_parties || !c->parties[i].has_code)
		return;
	b->has_code = true;
	memcpy(b->salt, c->parties[i].code_salt, 32);
	memcpy(b->hash, c->parties[i].code_hash, 32);
}

void blocks_from_form(struct req *r, const struct contract *c, struct blocks *l)
{
	l->n = req_count(r, "mail");
	l->b = arena_new_array(r->arena, struct block, l->n + 1);
	l->self = req_checked(r, "self") ? req_int(r, "self_at", (int64_t)l->n + 1) : 0;
	for (size_t i = 0; i < l->n; i++) {
		struct block *b = &l->b[i], none = block_blank(r->arena, r->conf);
		*b = (struct block){
			.was = req_text_at(r, "was", i),
			.role = word(req_text_at(r, "role", i), none.role),
			.mail = req_text_at(r, "mail", i),
			.name = req_text_at(r, "name", i),
			.company = req_text_at(r, "company", i),
			.post = req_text_at(r, "post", i),
			.lang = word(req_text_at(r, "lang", i), none.lang),
			.forward = word(req_text_at(r, "forward", i), none.forward),
			.authority = word(req_text_at(r, "authority", i), none.authority),
			.once = word(req_text_at(r, "once", i), none.once),
			.days = word(req_text_at(r, "days", i), none.days),
			.date = req_text_at(r, "date", i),
			.code = req_text_at(r, "code", i),
		};
		recall(b, c);
	}
}

/* ---- from the record ---- */

static const char *date_text(struct arena *a, int64_t t)
{
	if (!t)
		return "";
	struct civil d = clock_jst(t);
	return arena_printf(a, "%04d-%02d-%02d", d.year, d.month, d.day);
}

static struct block of_party(struct arena *a, const struct conf *conf, const struct contract *c,
			     size_t i)
{
	const struct party *p = &c->parties[i];
	struct block b = block_blank(a, conf);
	b.was = arena_printf(a, "p%zu", i);
	b.mail = p->mail;
	b.name = p->name;
	b.company = p->company;
	b.post = p->post;
	b.lang = lang_words[p->lang];
	b.forward = forward_words[p->forward];
	b.authority = p->authority ? "yes" : "no";
	b.once = p->one_time ? "yes" : "no";
	b.date = date_text(a, p->due_set);
	b.days = arena_printf(a, "%lld", (long long)p->due_days);
	recall(&b, c);
	return b;
}

static struct block of_viewer(struct arena *a, const struct conf *conf, const struct contract *c,
			      size_t i)
{
	const struct viewer *v = &c->viewers[i];
	struct block b = block_blank(a, conf);
	b.was = arena_printf(a, "v%zu", i);
	b.role = "view";
	b.mail = v->mail;
	b.name = v->name;
	b.company = v->company;
	b.lang = lang_words[v->lang];
	return b;
}

void blocks_from_record(struct arena *a, const struct conf *conf, const struct contract *c,
			struct blocks *l)
{
	*l = (struct blocks){ .b = arena_new_array(a, struct block,
						   c->n_parties + c->n_viewers + 2) };
	for (size_t i = 0; i < c->n_parties; i++)
		if (c->parties[i].is_sender)
			l->self = (int64_t)i + 1;
		else
			l->b[l->n++] = of_party(a, conf, c, i);
	for (size_t i = 0; i < c->n_viewers; i++)
		l->b[l->n++] = of_viewer(a, conf, c, i);
}

/* ---- to the record ---- */

int64_t block_day_end(const char *date)
{
	struct civil d = { .hour = 23, .minute = 59, .second = 59 };
	if (sscanf(date, "%4d-%2d-%2d", &d.year, &d.month, &d.day) != 3)
		return 0;
	if (d.year > 2200) /* an instant ends in 2262 */
		d.year = 2200;
	return clock_from_jst(&d);
}

static void to_party(const struct block *b, struct party *p)
{
	p->mail = b->mail;
	p->name = b->name;
	p->company = b->company;
	p->post = b->post;
	p->lang = str_eq(b->lang, "en") ? LANG_EN : LANG_JA;
	p->forward = str_eq(b->forward, "anyone")   ? FORWARD_ANYONE
		     : str_eq(b->forward, "domain") ? FORWARD_DOMAIN
						    : FORWARD_NO;
	p->authority = str_eq(b->authority, "yes");
	p->one_time = str_eq(b->once, "yes");
	p->due_days = 10;
	if (str_to_int(b->days, 1, 90, &p->due_days))
		p->due_days = 10;
	p->due_set = block_day_end(b->date);
	p->has_code = b->has_code;
	memcpy(p->code_salt, b->salt, 32);
	memcpy(p->code_hash, b->hash, 32);
}

static void add_self(struct contract *c, struct arena *a, const struct people *w)
{
	struct party *p = codec_add_party(c, a);
	p->is_sender = true;
	p->mail = w->owner->mail;
	p->name = w->owner->name;
	p->company = w->owner->company;
	p->lang = str_eq(w->owner->lang, "en") ? LANG_EN : LANG_JA;
	p->due_days = w->conf->due_days;
}

/* Input fields follow their people: where somebody stood before, 0 = nowhere. */
static int64_t sender_slot(const struct contract *c)
{
	for (size_t i = 0; i < c->n_parties; i++)
		if (c->parties[i].is_sender)
			return (int64_t)i + 1;
	return 0;
}

static int64_t former_slot(const struct block *b)
{
	int64_t i;
	return *b->was == 'p' && !str_to_int(b->was + 1, 0, ACT_SLOTS, &i) ? i + 1 : 0;
}

enum err blocks_replace(struct contract *c, int64_t now, struct change *ch, struct arena *a,
			void *people)
{
	const struct people *w = people;
	int64_t self = w->l->self, was[ACT_SLOTS + 2] = { 0 }, own = sender_slot(c);
	(void)now;
	(void)ch;
	if (!contract_allows(c->state, DO_EDIT))
		return CONFLICT;
	c->n_parties = c->n_viewers = 0;
	c->parties = NULL;
	c->viewers = NULL;
	for (size_t i = 0; i < w->l->n; i++) {
		const struct block *b = &w->l->b[i];
		if (block_is_viewer(b)) {
			struct viewer *v = codec_add_viewer(c, a);
			v->mail = b->mail;
			v->name = b->name;
			v->company = b->company;
			v->lang = str_eq(b->lang, "en") ? LANG_EN : LANG_JA;
			continue;
		}
		if (self == (int64_t)c->n_parties + 1) {
			was[c->n_parties] = own;
			add_self(c, a, w), self = 0;
		}
		was[c->n_parties] = former_slot(b);
		to_party(b, codec_add_party(c, a));
	}
	if (self) {
		was[c->n_parties] = own;
		add_self(c, a, w);
	}
	field_follow(c, was, c->n_parties);
	return OK;
}
