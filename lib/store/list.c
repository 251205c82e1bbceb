/* SPDX-License-Identifier: AGPL-3.0-or-later
 * txn_list: two sorted sequences become one, what is committed and what the
 * transaction changed. Knows struct txn; no I/O of its own. */
#include "store/backend.h"
#include "store/key.h"

#include <string.h>

/* Names fetched from the backend at once. */
#define BATCH 256

struct merge {
	struct txn *t;
	const char *dir;
	size_t dir_n;
	bool reverse;
	struct arena *a;
	/* committed names */
	char **names;
	size_t n, i;
	const char *after; /* the last one fetched */
	bool all;          /* nothing is left to fetch */
	/* own changes: the next one, n = none (also after going below 0) */
	size_t change;
};

/* In the order of the list. */
static int order(const struct merge *m, const char *a, const char *b)
{
	int d = strcmp(a, b);
	return m->reverse ? -d : d;
}

static enum err refill(struct merge *m, size_t want)
{
	if (m->i < m->n || m->all)
		return OK;
	size_t max = want < BATCH ? want : BATCH;
	enum err e = m->t->s->b->names(m->t->s, m->dir, m->after, m->reverse, max, m->a, &m->names,
				       &m->n);
	m->i = 0;
	if (e)
		return e;
	m->all = m->n < max;
	if (m->n)
		m->after = m->names[m->n - 1];
	return OK;
}

static const struct change *own(struct merge *m)
{
	for (; m->change < m->t->n; m->change += m->reverse ? (size_t)-1 : 1) {
		const struct change *c = &m->t->changes[m->change];
		if (strncmp(c->key, m->dir, m->dir_n))
			return NULL;
		if (key_inside(c->key, m->dir))
			return c;
	}
	return NULL;
}

/* The first change of this directory in list order beyond `after`. */
static void own_start(struct merge *m, const char *after)
{
	size_t i = 0, n = m->t->n;
	const struct change *c = m->t->changes;
	if (m->reverse) {
		/* From the last change that is in the directory and below after. */
		for (i = n; i-- > 0;)
			if (!strncmp(c[i].key, m->dir, m->dir_n) &&
			    (!after || strcmp(c[i].key, after) < 0))
				break;
	} else {
		while (i < n && (strncmp(c[i].key, m->dir, m->dir_n) ||
				 (after && strcmp(c[i].key, after) <= 0)))
			i++;
	}
	m->change = i;
}

/* The next key of the merged list, or NULL; *own_r = the change it comes from. */
static enum err next(struct merge *m, size_t want, const char **key_r,
		     const struct change **own_r)
{
	for (;;) {
		enum err e = refill(m, want);
		if (e)
			return e;
		const struct change *c = own(m);
		const char *name = m->i < m->n ? m->names[m->i] : NULL;
		int d = !c ? -1 : !name ? 1 : order(m, name, c->key + m->dir_n);
		*key_r = NULL;
		*own_r = NULL;
		if (!c && !name)
			return OK;
		if (d <= 0)
			m->i++;
		if (d >= 0)
			m->change += m->reverse ? (size_t)-1 : 1;
		if (d >= 0 && c->del)
			continue;
		*own_r = d >= 0 ? c : NULL;
		*key_r = d >= 0 ? arena_str(m->a, c->key)
				: arena_printf(m->a, "%s%s", m->dir, name);
		return OK;
	}
}

static enum err fill(struct merge *m, size_t limit, struct store_item **items_r, size_t *n_r)
{
	struct store_item *v = NULL;
	size_t n = 0, cap = 0;
	while (n < limit) {
		const char *key;
		const struct change *c;
		enum err e = next(m, limit - n, &key, &c);
		if (e)
			return e;
		if (!key)
			break;
		if (n == cap) {
			struct store_item *old = v;
			cap = cap ? cap * 2 : 32;
			v = arena_new_array(m->a, struct store_item, cap);
			if (n)
				memcpy(v, old, n * sizeof *v);
		}
		v[n].key = key;
		if (c)
			v[n].value = (struct bytes){ arena_dup(m->a, c->value.p, c->value.n + 1),
						     c->value.n };
		else
			e = m->t->s->b->get(m->t->s, key, m->a, &v[n].value);
		/* A listed name without a record. */
		if (e)
			return e == MISSING ? m->t->s->b->rotten(m->t->s) : e;
		n++;
	}
	*items_r = v;
	*n_r = n;
	return OK;
}

enum err txn_list(struct txn *t, const char *dir, const char *after, bool reverse, size_t limit,
		  struct arena *a, struct store_item **items_r, size_t *n_r)
{
	struct merge m = { .t = t, .dir = dir, .dir_n = strlen(dir), .reverse = reverse, .a = a };
	*items_r = NULL;
	*n_r = 0;
	if (!key_dir_valid(dir) || !limit)
		return INVALID;
	if (after && !key_inside(after, dir))
		return INVALID;
	if (after)
		m.after = after + m.dir_n;
	own_start(&m, after);
	return fill(&m, limit, items_r, n_r);
}
