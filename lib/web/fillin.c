/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Typed values on their way into the record. */
#include "web/fillin.h"

#include "core/ledger.h"
#include "office/compose.h"
#include "office/filled.h"
#include "port/unicode.h"
#include "web/input.h"
#include "web/unfit.h"

#include "base/buf.h"
#include "base/str.h"

#include <string.h>

struct form { /* what was posted, item by item */
	int64_t keys[FIELDS];
	const char *texts[FIELDS];
	size_t n;
};

struct saving { /* into the transaction and back */
	const struct link *l;
	size_t field[FIELDS];
	const char *value[FIELDS];
	size_t n;
	enum policy policy;
};

static const char *number(struct req *r, int64_t n)
{
	return arena_printf(r->arena, "%lld", (long long)n);
}

static const char *field_of(struct req *r, const struct item *i)
{
	return arena_printf(r->arena, "f%lld", (long long)i->n);
}

static bool ticked(const struct req *r, int64_t key)
{
	for (size_t k = 0; k < req_count(r, "tick"); k++)
		if (str_eq(req_text_at(r, "tick", k), number((struct req *)r, key)))
			return true;
	return false;
}

/* A key that was posted, as a number; 0: not one. */
static int64_t key_at(struct req *r, const char *name, size_t k)
{
	int64_t key;
	return input_int(r->arena, req_text_at(r, name, k), &key) ? 0 : key;
}

/* INVALID: not what our forms send. */
static enum err read_form(struct req *r, struct form *f)
{
	size_t n = req_count(r, "n"), checks = req_count(r, "c");
	f->n = 0;
	if (req_count(r, "v") != n || n + checks > FIELDS)
		return INVALID;
	for (size_t k = 0; k < n; k++) {
		f->keys[f->n] = key_at(r, "n", k);
		f->texts[f->n++] = req_text_at(r, "v", k);
	}
	for (size_t k = 0; k < checks; k++) {
		f->keys[f->n] = key_at(r, "c", k);
		f->texts[f->n] = ticked(r, f->keys[f->n]) ? "1" : "";
		f->n++;
	}
	return OK;
}

/* What the runner noted about the texts belongs to items, not to inputs. */
static enum err rename_wrongs(struct req *r, const struct items *l, const struct form *f)
{
	for (struct wrong *w = r->wrongs; w; w = w->next) {
		if (strcmp(w->field, "v"))
			return INVALID;
		const struct item *i = items_find(l, f->keys[w->at]);
		if (i)
			w->field = field_of(r, i);
		w->at = 0;
	}
	return OK;
}

/* --- judging ------------------------------------------------------------------------ */

static const char *one_line(struct req *r, const char *text)
{
	struct buf b;
	buf_init(&b, FORM_VALUE * 4);
	const char *s = unicode_clean(text, 0, &b) ? "" : arena_strn(r->arena, b.p, b.n);
	buf_clear(&b);
	return s;
}

/* Blank lines at the end are nobody's words. */
static const char *lines(struct req *r, const char *text)
{
	size_t n = strlen(text);
	while (n && strchr(" \n\t", text[n - 1]))
		n--;
	return arena_strn(r->arena, text, n);
}

/* n: what the sentence calls so; 0: the item's number. */
static bool bad(struct req *r, const struct item *i, const char *id, int64_t max, int64_t n)
{
	req_wrong(r, field_of(r, i), id, "max", number(r, max), "n", number(r, n ? n : i->n),
		  (char *)0);
	return false;
}

/* The text as it will be printed. */
static const char *normal(struct req *r, const struct link *l, const struct item *i,
			  const char *text, bool *good_r)
{
	enum field_kind kind = i->f->kind;
	*good_r = true;
	if (kind == FIELD_CHECK)
		return *text ? "1" : "";
	text = kind == FIELD_LINES ? lines(r, text) : one_line(r, text);
	if (kind != FIELD_DATE || !*text)
		return text;
	*good_r = input_date_words(r->arena, text, l->party->lang == LANG_EN, &text) == OK;
	return text;
}

static bool judge(struct req *r, const struct item *i, const char *value, bool must)
{
	bool seal = field_form(i->f->kind)->seal;
	int64_t n = (int64_t)str_chars(value);
	if (must && i->f->required && !*value)
		return bad(r, i,
			   seal ? "err.seal" : i->f->kind == FIELD_CHECK ? "err.tick" : "err.required",
			   0, 0);
	if (n > i->f->max)
		return bad(r, i, seal ? "err.seal.long" : "err.toolong", i->f->max, seal ? 0 : n);
	return unfit_text(r, "err", field_of(r, i), value);
}

static void judge_all(struct req *r, const struct link *l, const struct items *own,
		      const struct form *f, bool must, struct saving *s)
{
	for (size_t k = 0; k < f->n; k++) {
		const struct item *i = items_find(own, f->keys[k]);
		bool good;
		if (!i) { /* made up, or of a form that was somebody else's */
			req_wrong(r, "items", "err.foreign", (char *)0);
			continue;
		}
		const char *value = normal(r, l, i, f->texts[k], &good);
		if (!good)
			good = bad(r, i, "err.date", 0, 0);
		else
			good = judge(r, i, value, must);
		for (struct wrong *w = r->wrongs; good && w; w = w->next)
			good = strcmp(w->field, field_of(r, i)) != 0; /* unreadable text */
		if (good && strcmp(value, i->f->value)) {
			s->field[s->n] = i->index;
			s->value[s->n++] = value;
		}
	}
}

/* --- saving ------------------------------------------------------------------------- */

static enum err save(struct contract *c, int64_t now, struct change *ch, struct arena *a, void *ctx)
{
	struct saving *s = ctx;
	(void)ch;
	(void)a;
	s->policy = policy_party(c, s->l->slot, s->l->generation, DO_FILL, now);
	if (s->policy != POLICY_YES)
		return CONFLICT;
	return contract_fill(c, s->l->slot, now, s->field, s->value, s->n);
}

enum err fillin_save(struct req *r, struct link *l, bool shown)
{
	struct items own;
	struct form f;
	struct saving s = { .l = l };
	items_of(r->arena, l->c, l->slot, &own);
	if (read_form(r, &f) || rename_wrongs(r, &own, &f)) {
		r->wrongs = NULL;
		return INVALID;
	}
	judge_all(r, l, &own, &f, shown, &s);
	if (s.n && strcmp(req_text(r, "seen"), items_seen(r->arena, &own, f.keys, f.n))) {
		req_wrong(r, "items", "err.stale", (char *)0);
		return INVALID;
	}
	if (s.n) {
		enum err e = ledger_change(r->conf, r->arena, l->c->id, 0, save, &s, &l->c);
		if (e == CONFLICT && !link_again(r, l, DO_AGREE))
			l->policy = s.policy;
		if (e)
			return e;
		l->party = contract_party(l->c, l->slot);
	}
	return r->wrongs ? INVALID : OK;
}

/* The item that a refusal is about; too much altogether: the longest one. */
static const struct item *about(const struct items *own, const struct unfit *u)
{
	const struct item *most = NULL;
	size_t n = 0;
	for (size_t k = 0; k < own->n; k++) {
		const struct item *i = &own->i[k];
		bool better = u->field == FIELDS ? str_chars(i->f->value) > n : i->index == u->field;
		if (!better)
			continue;
		most = i;
		n = str_chars(i->f->value);
	}
	return most;
}

enum err fillin_try(struct req *r, const struct link *l)
{
	struct items own;
	struct unfit u;
	enum err e = filled_fits(r->conf, filled_for(r->arena, l->c, l->slot), &u);
	if (e != INVALID)
		return e == RETRY ? RETRY : OK;
	items_of(r->arena, l->c, l->slot, &own);
	const struct item *i = about(&own, &u);
	if (i)
		unfit_say(r, "err", field_of(r, i), &u, (int64_t)str_chars(i->f->value));
	else /* somebody before wrote what today would be refused */
		req_wrong(r, "items", "err.unfit", (char *)0);
	return INVALID;
}

enum err fillin_complete(struct req *r, const struct link *l)
{
	struct items own;
	items_of(r->arena, l->c, l->slot, &own);
	for (size_t k = 0; k < own.n; k++)
		(void)judge(r, &own.i[k], own.i[k].f->value, true);
	if (!r->wrongs && fillin_try(r, l) == INVALID)
		return INVALID;
	return r->wrongs ? INVALID : OK;
}

void fillin_typed(struct req *r, struct items *l)
{
	struct form f;
	bool all = false; /* of a stale form nothing was saved */
	if (!r->post || read_form(r, &f))
		return;
	for (const struct wrong *w = r->wrongs; w; w = w->next)
		all |= str_eq(w->id, "err.stale");
	for (size_t k = 0; k < f.n; k++) {
		struct item *i = items_find(l, f.keys[k]);
		for (const struct wrong *w = r->wrongs; i && w; w = w->next)
			if (all || !strcmp(w->field, field_of(r, i)))
				i->typed = f.texts[k];
	}
}
