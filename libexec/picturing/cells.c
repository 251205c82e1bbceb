/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Rectangles between ruled lines. Knows geometry only. */
#include "picturing/cells.h"

#include "base/log.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define RULES 240  /* of one direction; a page with more is a drawing */
#define TOUCH 2.f  /* pt: lines that nearly meet do meet */
#define MM 2.8346f /* pt */

struct rules {
	struct mu_bar h[RULES], v[RULES];
	size_t nh, nv;
};

static int by_height(const void *a, const void *b)
{
	const struct mu_bar *p = a, *q = b;
	return p->y0 != q->y0 ? (p->y0 < q->y0 ? -1 : 1) : p->x0 < q->x0 ? -1 : p->x0 > q->x0;
}

static int by_side(const void *a, const void *b)
{
	const struct mu_bar *p = a, *q = b;
	return p->x0 != q->x0 ? (p->x0 < q->x0 ? -1 : 1) : p->y0 < q->y0 ? -1 : p->y0 > q->y0;
}

/* Lines drawn in pieces, or twice, become one. */
static size_t join(struct mu_bar *b, size_t n, bool flat, struct mu_bar *out)
{
	size_t k = 0;
	qsort(b, n, sizeof *b, flat ? by_height : by_side);
	for (size_t i = 0; i < n; i++) {
		bool done = false;
		for (size_t j = k; j-- && !done;) {
			struct mu_bar *o = &out[j];
			if (fabsf(flat ? o->y0 - b[i].y0 : o->x0 - b[i].x0) > 1.2f)
				break;
			if (flat && b[i].x0 <= o->x1 + TOUCH && b[i].x1 >= o->x0 - TOUCH) {
				o->x0 = fminf(o->x0, b[i].x0);
				o->x1 = fmaxf(o->x1, b[i].x1);
				done = true;
			} else if (!flat && b[i].y0 <= o->y1 + TOUCH && b[i].y1 >= o->y0 - TOUCH) {
				o->y0 = fminf(o->y0, b[i].y0);
				o->y1 = fmaxf(o->y1, b[i].y1);
				done = true;
			}
		}
		if (!done && k < RULES)
			out[k++] = b[i];
	}
	return k;
}

static void sort_rules(const struct scene *s, struct rules *r)
{
	size_t n = s->l->n_bars, nh = 0, nv = 0;
	struct mu_bar *h = calloc(n + 1, sizeof *h), *v = calloc(n + 1, sizeof *v);
	if (!h || !v)
		log_die("memory", "rules");
	for (size_t i = 0; i < n; i++)
		if (s->l->bars[i].y0 == s->l->bars[i].y1)
			h[nh++] = s->l->bars[i];
		else
			v[nv++] = s->l->bars[i];
	r->nh = join(h, nh, true, r->h);
	r->nv = join(v, nv, false, r->v);
	free(h);
	free(v);
}

static bool crosses(const struct mu_bar *v, float y0, float y1)
{
	return v->y0 <= y0 + TOUCH && v->y1 >= y1 - TOUCH;
}

/* The cell whose upper left corner is where `top` meets `left`. */
static bool corner(const struct rules *r, const struct mu_bar *top, const struct mu_bar *left,
		   struct cell *c)
{
	float x = left->x0, y = top->y0, right = 1e9f, bottom = 1e9f;
	if (x < top->x0 - TOUCH || x > top->x1 - 3 || !crosses(left, y, y + 5))
		return false;
	for (size_t i = 0; i < r->nv; i++)
		if (r->v[i].x0 > x + 5 && r->v[i].x0 < right && r->v[i].x0 <= top->x1 + TOUCH &&
		    crosses(&r->v[i], y, y + 5))
			right = r->v[i].x0;
	for (size_t i = 0; i < r->nh; i++)
		if (r->h[i].y0 > y + 5 && r->h[i].y0 < bottom && r->h[i].x0 <= x + TOUCH &&
		    r->h[i].x1 >= fminf(right, 1e8f) - TOUCH)
			bottom = r->h[i].y0;
	*c = (struct cell){ CELL_TABLE, x, y, right, bottom, "" };
	return right < 1e8f && bottom < 1e8f && crosses(left, y, bottom);
}

/* What the row or the column of an empty cell is called. */
static void name_cell(const struct scene *s, const struct cell *all, size_t n, struct cell *c)
{
	float y = (c->y0 + c->y1) / 2, x = (c->x0 + c->x1) / 2, edge = -1, roof = -1;
	for (size_t i = 0; i < n; i++) { /* the nearest cell of its row that says something */
		const struct cell *o = &all[i];
		char text[LABEL];
		if (o->kind != CELL_TABLE || o->x1 > c->x0 + TOUCH || o->y0 > y || o->y1 < y ||
		    o->x0 <= edge)
			continue;
		scene_inside(s, o->x0, o->y0, o->x1, o->y1, text);
		if (*text) {
			edge = o->x0;
			memcpy(c->label, text, LABEL);
		}
	}
	for (size_t i = 0; i < n && !*c->label; i++) {
		const struct cell *o = &all[i];
		char text[LABEL];
		if (o->kind != CELL_TABLE || o->y1 > c->y0 + TOUCH || o->x0 > x || o->x1 < x ||
		    o->y0 <= roof)
			continue;
		scene_inside(s, o->x0, o->y0, o->x1, o->y1, text);
		if (*text) {
			roof = o->y0;
			memcpy(c->label, text, LABEL);
		}
	}
}

static bool touched(const struct rules *r, const struct mu_bar *h)
{
	for (size_t i = 0; i < r->nv; i++)
		if (r->v[i].x0 > h->x0 - TOUCH && r->v[i].x0 < h->x1 + TOUCH &&
		    r->v[i].y0 <= h->y0 + TOUCH && r->v[i].y1 >= h->y0 - TOUCH)
			return true;
	return false;
}

/* A line to write on: nothing stands on it, and something before it. */
static size_t lines(const struct scene *s, const struct rules *r, struct cell *out, size_t max)
{
	size_t n = 0;
	for (size_t i = 0; i < r->nh && n < max; i++) {
		const struct mu_bar *b = &r->h[i];
		float w = b->x1 - b->x0;
		if (w < 20 * MM || w > 150 * MM || touched(r, b) ||
		    !scene_empty(s, b->x0, b->y0 - 6 * MM, b->x1, b->y0))
			continue;
		struct cell c = { CELL_LINE, b->x0, b->y0, b->x1, b->y0, "" };
		scene_label(s, 0, b->x0 + 2, b->y0 - 5 * MM, b->y0 + MM, c.label);
		if (*c.label)
			out[n++] = c;
	}
	return n;
}

size_t cells_find(const struct scene *s, struct cell *out, size_t max)
{
	struct rules *r = calloc(1, sizeof *r);
	struct cell *all = calloc(RULES * 8, sizeof *all);
	size_t n = 0, k = 0;
	if (!r || !all)
		log_die("memory", "cells");
	sort_rules(s, r);
	for (size_t i = 0; i < r->nh; i++)
		for (size_t j = 0; j < r->nv && n < RULES * 8; j++)
			n += corner(r, &r->h[i], &r->v[j], &all[n]);
	for (size_t i = 0; i < n && k < max; i++) {
		struct cell c = all[i];
		float w = (c.x1 - c.x0) / MM, h = (c.y1 - c.y0) / MM;
		if (!scene_empty(s, c.x0, c.y0, c.x1, c.y1))
			continue;
		if (w >= 2.5f && w <= 8 && h >= 2.5f && h <= 8 && fabsf(w - h) < 1.5f)
			c.kind = CELL_SQUARE;
		else if (w < 15 || h < 4.5f || h > 80)
			continue;
		else
			name_cell(s, all, n, &c);
		out[k++] = c;
	}
	k += lines(s, r, out + k, max - k);
	free(all);
	free(r);
	return k;
}
