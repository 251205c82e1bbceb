/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Boxes on paper. Knows no form and no picture. */
#include "web/layout.h"

#include <stdlib.h>

#define TO_LINE 300
#define TO_EDGE 200
#define ABOVE 130 /* the middle of a line of letters over its baseline */
#define TOUCH 20  /* boxes that share an edge do not overlap */

void layout_default(enum field_kind k, int64_t *w_r, int64_t *h_r)
{
	const struct field_form *form = field_form(k);
	*w_r = form->seal ? 2000 : form->w;
	*h_r = form->seal ? 2000 : form->h;
	if (k == FIELD_OVAL)
		*w_r = 1500;
}

int64_t layout_least(enum field_kind k)
{
	const struct field_form *form = field_form(k);
	return form->seal && form->least < 1000 ? 1000 : form->least;
}

void layout_put(struct field *f, int64_t x, int64_t y)
{
	bool centred = f->kind == FIELD_CHECK || field_form(f->kind)->seal;
	layout_default(f->kind, &f->w, &f->h);
	f->x = centred ? x - f->w / 2 : x;
	f->y = y - f->h / 2;
}

void layout_span(struct field *f, int64_t ax, int64_t ay, int64_t bx, int64_t by)
{
	int64_t least = layout_least(f->kind);
	f->x = ax < bx ? ax : bx;
	f->y = ay < by ? ay : by;
	f->w = llabs(ax - bx) > least ? llabs(ax - bx) : least;
	f->h = llabs(ay - by) > least ? llabs(ay - by) : least;
}

static bool same_page(const struct field *f, const struct sheet *s)
{
	return f->paper == s->paper && f->page == s->page;
}

/* The smallest move so far towards `to`. */
static void nearer(int64_t from, int64_t to, int64_t *best)
{
	if (llabs(to - from) < llabs(*best))
		*best = to - from;
}

void layout_snap(const struct contract *c, const struct sheet *s, size_t but, struct field *f)
{
	int64_t down = TO_LINE + 1, dx = TO_EDGE + 1, dy = TO_EDGE + 1;
	bool centred = f->kind == FIELD_CHECK || field_form(f->kind)->seal;
	if (f->kind != FIELD_LINES)
		for (size_t i = 0; i < s->n_lines; i++)
			nearer(f->y + f->h / 2, s->lines[i] - ABOVE, &down);
	for (size_t i = 0; i < c->n_fields; i++) {
		const struct field *o = &c->fields[i];
		if (i == but || !same_page(o, s))
			continue;
		nearer(f->x, o->x, &dx);
		nearer(f->x, o->x + o->w, &dx);
		if (!centred)
			nearer(f->x + f->w, o->x + o->w, &dx);
		nearer(f->y, o->y, &dy);
		nearer(f->y, o->y + o->h, &dy);
		nearer(f->y + f->h, o->y, &dy);
	}
	if (llabs(dx) <= TO_EDGE)
		f->x += dx;
	if (llabs(down) <= TO_LINE)
		f->y += down;
	else if (llabs(dy) <= TO_EDGE)
		f->y += dy;
}

bool layout_inside(const struct sheet *s, struct field *f)
{
	struct field was = *f;
	if (f->w > s->w)
		f->w = s->w;
	if (f->h > s->h)
		f->h = s->h;
	if (f->x > s->w - f->w)
		f->x = s->w - f->w;
	if (f->y > s->h - f->h)
		f->y = s->h - f->h;
	if (f->x < 0)
		f->x = 0;
	if (f->y < 0)
		f->y = 0;
	return was.x != f->x || was.y != f->y || was.w != f->w || was.h != f->h;
}

bool layout_overlap(const struct field *a, const struct field *b)
{
	return a->paper == b->paper && a->page == b->page && a->x + a->w > b->x + TOUCH &&
	       b->x + b->w > a->x + TOUCH && a->y + a->h > b->y + TOUCH &&
	       b->y + b->h > a->y + TOUCH;
}
