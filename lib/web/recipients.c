/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The step 送付先の設定: judges blocks, presses their buttons, shows them. Knows
 * no mail, no link and no order of signing. */
#include "web/recipients.h"

#include "base/clock.h"
#include "base/rand.h"
#include "base/str.h"
#include "office/code.h"
#include "core/ledger.h"
#include "office/present.h"
#include "web/blocks.h"
#include "web/wizard.h"

#include <string.h>
#include <strings.h>

/* ---- judging ---- */

static const char *number(struct req *r, size_t n)
{
	return arena_printf(r->arena, "%zu", n);
}

/* Notes a mistake of block i when somebody wants to know. */
static bool bad(struct req *note, const char *field, size_t i, const char *id, const char *value)
{
	if (note)
		req_wrong_at(note, field, (int)i, NULL, id, "n", number(note, i + 1), "value",
			     value, NULL);
	return false;
}

static bool judge_block(const struct blocks *l, size_t i, const char *own, int64_t now,
			struct req *note)
{
	const struct block *b = &l->b[i];
	bool good = true;
	if (!*b->mail)
		good = bad(note, "mail", i, "to.mail", "");
	if (*b->mail && !strcasecmp(b->mail, own))
		good = bad(note, "mail", i, "to.self", b->mail);
	for (size_t k = 0; *b->mail && k < i; k++)
		if (!strcasecmp(l->b[k].mail, b->mail)) {
			good = bad(note, "mail", i, "to.dup", b->mail);
			break;
		}
	if (!*b->name)
		good = bad(note, "name", i, "to.name", "");
	if (*b->date && block_day_end(b->date) <= now)
		good = bad(note, "date", i, "to.past", b->date);
	return good;
}

static bool judge(const struct blocks *l, const char *own, int64_t now, struct req *note)
{
	size_t parties = 0;
	bool good = true;
	for (size_t i = 0; i < l->n; i++) {
		if (block_is_empty(&l->b[i]))
			continue;
		parties += !block_is_viewer(&l->b[i]);
		if (!judge_block(l, i, own, now, note))
			good = false;
	}
	return parties ? good : bad(note, "mail", 0, "to.none", "");
}

bool recipients_complete(const struct contract *c, int64_t now)
{
	static const struct conf any = { .due_days = 10 };
	struct req r = { .arena = arena_new(0), .conf = &any };
	struct blocks l;
	blocks_from_record(r.arena, r.conf, c, &l);
	bool good = judge(&l, "", now, NULL);
	for (size_t i = 0; i < l.n; i++)
		good = good && !block_is_empty(&l.b[i]);
	arena_free(r.arena);
	return good;
}

/* ---- the buttons ---- */

static void swap(struct blocks *l, size_t i)
{
	if (i + 1 < l->n && i < l->n) {
		struct block b = l->b[i];
		l->b[i] = l->b[i + 1];
		l->b[i + 1] = b;
	}
}

static void drop(struct blocks *l, size_t i)
{
	memmove(&l->b[i], &l->b[i + 1], (l->n - i - 1) * sizeof *l->b);
	l->n--;
}

static void make_code(struct req *r, struct blocks *l, size_t i, struct fresh_code *fresh)
{
	char code[CODE_CHARS + 1];
	if (block_is_viewer(&l->b[i]))
		return;
	code_make(code);
	l->b[i].code = fresh->text = arena_str(r->arena, code);
	for (size_t k = 0; k < i; k++)
		fresh->at += !block_is_viewer(&l->b[k]);
}

/* The button that was pressed, on the blocks. */
static void press(struct req *r, struct blocks *l, struct fresh_code *fresh)
{
	static const char *const verbs[] = { "up", "down", "drop", "make", "uncode" };
	const char *does = req_text(r, "do");
	for (int v = 0; v < 5; v++) {
		size_t i = (size_t)wizard_which(does, verbs[v]);
		if (!i-- || i >= l->n)
			continue;
		if (v == 0 && i)
			swap(l, i - 1);
		else if (v == 1)
			swap(l, i);
		else if (v == 2)
			drop(l, i);
		else if (v == 3)
			make_code(r, l, i, fresh);
		else if (v == 4)
			l->b[i].has_code = false, l->b[i].code = "";
		return;
	}
	if (str_eq(does, "add") && l->n < ACT_SLOTS)
		l->b[l->n++] = block_blank(r->arena, r->conf);
}

static enum err hash_codes(struct blocks *l, struct req *r)
{
	int hashed = 0; /* scrypt takes a sixth of a second, and a worker */
	for (size_t i = 0; i < l->n; i++) {
		struct block *b = &l->b[i];
		if (!*b->code || block_is_viewer(b))
			continue;
		if (str_chars(b->code) < CODE_LEAST) {
			bad(r, "code", i, "to.code.short", "");
			continue;
		}
		if (++hashed > CODES_AT_ONCE) {
			bad(r, "code", i, "to.code.many", "");
			continue;
		}
		rand_bytes(b->salt, sizeof b->salt);
		b->has_code = code_hash(b->code, b->salt, b->hash) == OK;
		if (!b->has_code)
			bad(r, "code", i, "to.code", "");
	}
	return r->wrongs ? INVALID : OK;
}

static void drop_empty(struct blocks *l)
{
	for (size_t i = l->n; i--;)
		if (block_is_empty(&l->b[i]))
			drop(l, i);
}

struct saving {
	struct people people;
	const struct req *r;
};

static enum err save(struct contract *c, int64_t now, struct change *ch, struct arena *a, void *ctx)
{
	struct saving *s = ctx;
	enum err e = blocks_replace(c, now, ch, a, &s->people);
	if (e)
		return e;
	c->remind_first = req_int(s->r, "remind_first", c->remind_first);
	c->remind_every = req_int(s->r, "remind_every", c->remind_every);
	c->tell_agreed = req_checked(s->r, "tell_agreed");
	return OK;
}

enum err recipients_save(struct req *r, const struct contract *c, struct contract **c_r,
			 struct fresh_code *fresh_r)
{
	const char *does = req_text(r, "do");
	struct account owner;
	struct blocks l;
	enum err e = account_load(r->conf, r->arena, r->user, &owner);
	if (e)
		return e == MISSING ? BROKEN : e;
	*fresh_r = (struct fresh_code){ 0 };
	blocks_from_form(r, c, &l);
	press(r, &l, fresh_r);
	bool next = str_eq(does, "next");
	if (next)
		(void)judge(&l, owner.mail, r->now, r);
	if ((int64_t)l.n + (l.self > 0) > r->conf->max_parties)
		req_wrong(r, "mail", "to.many", "max",
			  arena_printf(r->arena, "%lld", (long long)r->conf->max_parties), NULL);
	if (r->wrongs)
		return INVALID;
	if (next || str_eq(does, "save"))
		drop_empty(&l);
	e = hash_codes(&l, r);
	struct saving w = { { &l, &owner, r->conf }, r };
	return e ? e : ledger_change(r->conf, r->arena, c->id, c->version, save, &w, c_r);
}

/* ---- showing ---- */

static void present_block(struct xnode *n, const struct block *b, size_t i, const char *fresh)
{
	const struct {
		const char *name, *value;
	} all[] = { { "was", b->was },	       { "role", b->role },	{ "mail", b->mail },
		    { "name", b->name },       { "company", b->company }, { "post", b->post },
		    { "lang", b->lang },       { "forward", b->forward }, { "days", b->days },
		    { "authority", b->authority },		  { "once", b->once },
		    { "date", b->date },       { "fresh", fresh } };
	struct xnode *x = xdoc_add(n, "block");
	xdoc_attr_int(x, "n", (int64_t)i + 1);
	for (size_t k = 0; k < sizeof all / sizeof *all; k++)
		xdoc_attr(x, all[k].name, all[k].value);
	xdoc_attr_flag(x, "code", b->has_code);
}

enum err recipients_show(struct req *r, struct reply *p, const struct contract *c,
			 const struct fresh_code *fresh)
{
	struct account owner;
	struct blocks l;
	enum err e = account_load(r->conf, r->arena, r->user, &owner);
	if (e)
		return e == MISSING ? BROKEN : e;
	struct xnode *n = reply_view(p, "to");
	xdoc_attr(n, "own", owner.mail);
	present_contract(n, r->arena, c, PRESENT_OWNER, r->now);
	if (r->post && r->wrongs)
		blocks_from_form(r, c, &l);
	else
		blocks_from_record(r->arena, r->conf, c, &l);
	if (!l.n)
		l.b[l.n++] = block_blank(r->arena, r->conf);
	struct xnode *s = xdoc_add(n, "self");
	xdoc_attr_int(s, "at", l.self ? l.self : (int64_t)l.n + 1);
	xdoc_attr_flag(s, "on", l.self > 0);
	for (size_t i = 0; i < l.n; i++) {
		bool now = fresh && fresh->text && fresh->at == i;
		present_block(n, &l.b[i], i, now ? fresh->text : NULL);
	}
	xdoc_attr_int(n, "blocks", (int64_t)l.n);
	return OK;
}
