/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Own fields in reading order. Knows no form and changes nothing. */
#include "web/items.h"

#include "office/entries.h"
#include "office/pages.h"
#include "port/digest.h"
#include "web/autofill.h"

#include "base/hex.h"
#include "base/str.h"

#include <string.h>

#define PART_ITEMS 40 /* pages and items in one HTML: each is about 1 KB */
#define STEP_OTHERS 20

static int64_t page_of(const struct contract *c, const struct field *f)
{
	int64_t n = f->page;
	for (int64_t i = 1; i < f->paper && i <= (int64_t)c->n_papers; i++)
		n += c->papers[i - 1].pages;
	return n;
}

void items_of(struct arena *a, const struct contract *c, int64_t slot, struct items *l)
{
	size_t *index;
	*l = (struct items){ .n = entries_order(a, c, slot, &index) };
	l->i = arena_new_array(a, struct item, l->n + 1);
	for (size_t k = 0; k < l->n; k++) {
		struct item *i = &l->i[k];
		i->index = index[k];
		i->f = &c->fields[index[k]];
		i->n = (int64_t)k + 1;
		i->page = page_of(c, i->f);
		l->required += i->f->required;
		l->left += i->f->required && !*i->f->value;
	}
}

struct item *items_find(const struct items *l, int64_t key)
{
	for (size_t k = 0; k < l->n; k++)
		if ((int64_t)l->i[k].index + 1 == key)
			return &l->i[k];
	return NULL;
}

int64_t items_next(const struct items *l, int64_t n)
{
	for (size_t k = 0; k < l->n; k++) {
		const struct item *i = &l->i[((size_t)n + k) % l->n];
		if (i->f->required && !*i->f->value)
			return i->n;
	}
	return 0;
}

const char *items_seen(struct arena *a, const struct items *l, const int64_t *keys, size_t n)
{
	unsigned char sum[SHA256_SIZE];
	char hex[2 * SHA256_SIZE + 1];
	struct digest *d = digest_new();
	for (size_t k = 0; k < n; k++) {
		const struct item *i = items_find(l, keys[k]);
		digest_add(d, &keys[k], sizeof keys[k]);
		if (i)
			digest_add(d, i->f->value, strlen(i->f->value) + 1);
	}
	digest_get(d, sum);
	digest_free(d);
	hex_encode(sum, sizeof sum, hex);
	return arena_strn(a, hex, 16);
}

/* --- parts ------------------------------------------------------------------------- */

/* How many items a page has; *first_r the number of the first. */
static int64_t on_page(const struct items *l, int64_t page, int64_t *first_r)
{
	int64_t n = 0;
	*first_r = 0;
	for (size_t k = 0; k < l->n; k++)
		if (l->i[k].page == page) {
			if (!n++)
				*first_r = l->i[k].n;
		}
	return n;
}

bool items_on(const struct items *l, int64_t page)
{
	int64_t first;
	return on_page(l, page, &first) > 0;
}

struct walk {
	struct part p;
	int64_t cost, limit, split; /* split: the first item, where the page had some before */
};

static bool holds(const struct part *p, int64_t page, int64_t item)
{
	return p->from && page <= p->to && (page < p->to || !item || item <= p->last);
}

/* One page with `n` items from number `first` on. false: it does not fit any more. */
static bool take(struct walk *w, int64_t page, int64_t first, int64_t n, bool goes_on)
{
	if (w->p.from && w->cost + 1 + n > w->limit)
		return false;
	if (!w->p.from) {
		w->p.from = page;
		w->split = goes_on ? first : 0;
	}
	w->p.to = page;
	if (n) {
		w->p.first = w->p.first ? w->p.first : first;
		w->p.last = first + n - 1;
	}
	w->cost += 1 + n;
	return true;
}

static void next_part(struct walk *w)
{
	struct part next = { .back = w->p.from, .back_item = w->split };
	w->p = next;
	w->cost = 0;
}

struct part items_part(const struct contract *c, const struct items *l, int64_t page, int64_t item,
		       int64_t least, bool only)
{
	struct walk w = { .limit = l->n && least > PART_ITEMS ? PART_ITEMS : least };
	int64_t all = pages_count(c);
	for (int64_t p = 1; p <= all; p++) {
		int64_t first, n = on_page(l, p, &first), done = 0;
		bool again;
		if (only && !n)
			continue;
		do {
			int64_t k = n - done < w.limit - 1 ? n - done : w.limit - 1;
			if (take(&w, p, n ? first + done : 0, k, done > 0)) {
				done += k;
				again = done < n;
				continue;
			}
			if (holds(&w.p, page, item)) {
				w.p.more = p;
				w.p.more_item = done ? first + done : 0;
				return w.p;
			}
			next_part(&w);
			again = true;
		} while (again);
	}
	if (holds(&w.p, page, item) || page <= 1)
		return w.p;
	return items_part(c, l, 1, 0, least, only); /* beyond the end: the beginning */
}

void items_show_part(struct items *l, const struct part *p)
{
	for (size_t k = 0; k < l->n; k++)
		l->i[k].shown = l->i[k].n >= p->first && l->i[k].n <= p->last;
}

/* --- steps ------------------------------------------------------------------------- */

int64_t items_steps(struct items *l)
{
	int64_t steps = 0, others = 0;
	for (size_t k = 0; k < l->n; k++)
		if (l->i[k].f->required)
			l->i[k].step = ++steps;
	for (size_t k = 0; k < l->n; k++)
		if (!l->i[k].f->required)
			l->i[k].step = steps + 1 + others++ / STEP_OTHERS;
	return steps + (others + STEP_OTHERS - 1) / STEP_OTHERS;
}

int64_t items_waiting(const struct items *l, int64_t step)
{
	int64_t most = 0;
	for (size_t k = 0; k < l->n; k++)
		most = l->i[k].step > most ? l->i[k].step : most;
	for (int64_t s = step; s <= most; s++) {
		bool filled = false;
		for (size_t k = 0; k < l->n; k++)
			filled |= l->i[k].step == s && *l->i[k].f->value;
		if (!filled)
			return s;
	}
	return 0;
}

/* --- showing ----------------------------------------------------------------------- */

static void present(struct xnode *n, const struct contract *c, const struct item *i)
{
	const struct field *f = i->f;
	struct autofill how = autofill_of(f->label, f->kind);
	struct xnode *x = xdoc_add(n, "item");
	xdoc_attr_int(x, "n", i->n);
	xdoc_attr_int(x, "key", (int64_t)i->index + 1);
	xdoc_attr_int(x, "page", i->page);
	xdoc_attr_int(x, "i", f->page);
	xdoc_attr_int(x, "file", f->paper);
	xdoc_attr(x, "kind", entries_kind(f));
	xdoc_attr(x, "label", f->label);
	xdoc_attr(x, "value", i->typed ? i->typed : f->value);
	xdoc_attr_flag(x, "required", f->required);
	xdoc_attr_flag(x, "done", *f->value != 0);
	xdoc_attr_flag(x, "shown", i->shown);
	xdoc_attr_flag(x, "small", i->small);
	xdoc_attr_flag(x, "tiny", i->tiny);
	if (i->step)
		xdoc_attr_int(x, "step", i->step);
	if (*f->hint)
		xdoc_attr(x, "hint", f->hint);
	xdoc_attr_int(x, "max", f->max);
	if (f->paper >= 1 && f->paper <= (int64_t)c->n_papers)
		xdoc_attr(x, "in", c->papers[f->paper - 1].name);
	if (i->mark) {
		xdoc_attr(x, "v", i->mark);
		xdoc_attr_int(x, "ch", i->cut_h);
	}
	xdoc_attr(x, "auto", how.token);
	xdoc_attr(x, "mode", how.mode);
}

void items_present(struct xnode *n, const struct contract *c, const struct items *l)
{
	xdoc_attr_int(n, "items", (int64_t)l->n);
	xdoc_attr_int(n, "required", (int64_t)l->required);
	xdoc_attr_int(n, "left", (int64_t)l->left);
	int64_t next = l->n ? items_next(l, 0) : 0;
	if (next)
		xdoc_attr_int(n, "wanted", next);
	for (size_t k = 0; k < l->n; k++)
		present(n, c, &l->i[k]);
}

static bool any_value(const struct contract *c, int64_t slot)
{
	for (size_t i = 0; i < c->n_fields; i++)
		if (c->fields[i].slot == slot && *c->fields[i].value)
			return true;
	return false;
}

void items_before(struct xnode *n, struct arena *a, const struct contract *c, int64_t slot)
{
	for (int64_t s = 0; s < slot && s <= (int64_t)c->n_parties; s++) {
		const struct party *p = contract_party(c, s);
		if (!any_value(c, s) || (p && p->state != PARTY_AGREED))
			continue;
		struct xnode *x = xdoc_add(n, "before");
		xdoc_attr_int(x, "slot", s);
		xdoc_attr(x, "name", p ? p->name : c->name);
		xdoc_attr(x, "company", p ? p->company : c->company);
		entries_present(x, a, c, s);
	}
}
