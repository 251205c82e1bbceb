/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The changes: each takes the form and changes the fields in memory. Saves
 * nothing; knows no address. */
#include "web/placement.h"

#include "base/str.h"
#include "core/codec.h"
#include "web/input.h"

#include <string.h>

#define CORNER 2   /* px: a press this near the corner was a key */
#define ASIDE 500  /* a copy stands this far beside its model */

static enum err wrong(struct desk *d, const char *field, const char *id)
{
	req_wrong(d->r, field, id, NULL);
	return INVALID;
}

static enum err too_many(struct desk *d, const char *field, size_t n)
{
	req_wrong(d->r, field, "pl.many", "max", arena_printf(d->r->arena, "%d", FIELDS), "n",
		  arena_printf(d->r->arena, "%zu", n), NULL);
	return INVALID;
}

/* Takes it up, moved onto its page. */
static enum err add(struct desk *d, const struct sheet *s, struct field *f, const char *field)
{
	if (d->c->n_fields >= FIELDS)
		return too_many(d, field, d->c->n_fields + 1);
	d->said = layout_inside(s, f) ? "out" : "placed";
	d->sel = d->c->n_fields;
	*codec_add_field(d->c, d->r->arena) = *f;
	return OK;
}

static enum err keep(struct desk *d, const struct sheet *s, struct field *f)
{
	d->said = layout_inside(s, f) ? "out" : "kept";
	d->c->fields[d->sel] = *f;
	return OK;
}

static bool selected(struct desk *d, struct field *f)
{
	if (d->sel == NO_FIELD)
		return false;
	*f = d->c->fields[d->sel];
	return true;
}

/* ---- B: a press on the picture ---- */

static bool pressed_at(struct desk *d, int64_t *x, int64_t *y)
{
	struct req *r = d->r;
	bool dotted = *req_text(r, "at.x");
	int64_t px = req_int(r, dotted ? "at.x" : "x", 0), py = req_int(r, dotted ? "at.y" : "y", 0);
	if (px <= CORNER && py <= CORNER)
		return false;
	*x = px * d->sheet.w / d->px;
	*y = py * d->sheet.h / d->px_h;
	return true;
}

/* The name of the blank that was pressed on. */
static const char *name_there(const struct desk *d, int64_t x, int64_t y)
{
	for (size_t i = 0; i < d->blanks.n; i++) {
		const struct blank *b = &d->blanks.b[i];
		if (b->page == d->sheet.page && x >= b->x - 100 && x <= b->x + b->w + 100 &&
		    y >= b->y - 100 && y <= b->y + b->h + 100)
			return b->label;
	}
	return "";
}

static enum err second_corner(struct desk *d, int64_t x, int64_t y)
{
	struct field f;
	if (!selected(d, &f))
		return INVALID;
	f.paper = d->sheet.paper;
	f.page = d->sheet.page;
	layout_span(&f, d->ax, d->ay, x, y);
	d->two = 0;
	return keep(d, &d->sheet, &f);
}

static enum err on_picture(struct desk *d)
{
	int64_t x, y;
	struct field f;
	if (!pressed_at(d, &x, &y))
		return wrong(d, "at", "pl.key");
	if (d->two == 2)
		return second_corner(d, x, y);
	if (d->two == 1) {
		d->ax = x, d->ay = y, d->two = 2;
		return OK;
	}
	if (!form_new(d, &f))
		return INVALID;
	if (!*f.label)
		f.label = name_there(d, x, y);
	layout_put(&f, x, y);
	bool out = layout_inside(&d->sheet, &f);
	layout_snap(d->c, &d->sheet, NO_FIELD, &f);
	enum err e = add(d, &d->sheet, &f, "at");
	if (!e && out)
		d->said = "out";
	return e;
}

/* ---- A: found blanks ---- */

static void of_blank(const struct blank *b, int64_t slot, struct field *f)
{
	*f = (struct field){ .kind = b->kind, .paper = b->paper, .page = b->page, .x = b->x,
			     .y = b->y, .w = b->w, .h = b->h, .slot = slot, .label = b->label,
			     .hint = "", .value = "", .required = b->kind != FIELD_CHECK };
	f->max = field_form(b->kind)->max;
	int64_t least = layout_least(b->kind);
	if (f->w < least)
		f->x -= (least - f->w) / 2, f->w = least;
	if (f->h < least)
		f->y -= (least - f->h) / 2, f->h = least;
}

static enum err one_blank(struct desk *d)
{
	struct field any, f;
	int64_t i = req_int(d->r, "cand", -1);
	if (!*req_text(d->r, "cand") || i < 0 || (size_t)i >= d->blanks.n)
		return wrong(d, "cand", "pl.cand");
	if (!form_new(d, &any))
		return INVALID;
	of_blank(&d->blanks.b[i], any.slot, &f);
	struct sheet s;
	if (!desk_sheet(d, desk_page(d->c, &f), &s))
		return wrong(d, "cand", "pl.cand");
	return add(d, &s, &f, "cand");
}

static enum err all_blanks(struct desk *d)
{
	struct field any, f;
	size_t n = 0, before = d->c->n_fields;
	if (!form_new(d, &any))
		return INVALID;
	for (size_t p = 0; p < d->c->n_papers; p++) {
		struct blanks l = d->blanks;
		if ((int64_t)p + 1 != d->sheet.paper)
			blanks_of(d->r->conf, d->r->arena, d->c, p, &l);
		for (size_t i = 0; i < l.n; i++) {
			struct sheet s;
			if (desk_taken(d->c, &l.b[i]))
				continue;
			of_blank(&l.b[i], any.slot, &f);
			if (before + ++n > FIELDS)
				continue;
			if (desk_sheet(d, desk_page(d->c, &f), &s))
				layout_inside(&s, &f);
			*codec_add_field(d->c, d->r->arena) = f;
		}
	}
	if (before + n > FIELDS)
		return too_many(d, "cand", before + n);
	d->said = "placed";
	return n ? OK : wrong(d, "cand", "pl.cand");
}

/* ---- C: numbers ---- */

static enum err by_numbers(struct desk *d)
{
	struct field f;
	struct sheet s;
	bool good = form_new(d, &f);
	if (!desk_sheet(d, req_int(d->r, "to", d->n), &s))
		return wrong(d, "to", "pl.page");
	if (!(form_box(d, &f) && good))
		return INVALID;
	f.paper = s.paper;
	f.page = s.page;
	return add(d, &s, &f, "left");
}

static enum err keep_item(struct desk *d)
{
	struct field f;
	struct sheet s;
	if (!selected(d, &f))
		return INVALID;
	return form_item(d, &f, &s) ? keep(d, &s, &f) : INVALID;
}

static enum err keep_table(struct desk *d)
{
	size_t n = req_count(d->r, "tlabel");
	bool moved = false;
	if (n != d->c->n_fields)
		return INVALID;
	for (size_t i = 0; i < n; i++) {
		struct sheet s;
		if (form_row(d, i, &d->c->fields[i], &s))
			moved |= layout_inside(&s, &d->c->fields[i]);
	}
	d->said = moved ? "out" : "kept";
	return d->r->wrongs ? INVALID : OK;
}

/* ---- small steps ---- */

static const struct {
	const char *word;
	int x, y, w, h;
} steps[] = {
	{ "left", -1, 0, 0, 0 },  { "right", 1, 0, 0, 0 },  { "up", 0, -1, 0, 0 },
	{ "down", 0, 1, 0, 0 },	  { "wide", 0, 0, 1, 0 },   { "narrow", 0, 0, -1, 0 },
	{ "tall", 0, 0, 0, 1 },	  { "low", 0, 0, 0, -1 },
};

static enum err nudge(struct desk *d, size_t k)
{
	struct field f;
	struct sheet s;
	int64_t by = req_checked(d->r, "five") ? 500 : 100;
	if (!selected(d, &f) || !desk_sheet(d, desk_page(d->c, &f), &s))
		return INVALID;
	int64_t least = layout_least(f.kind);
	f.x += steps[k].x * by;
	f.y += steps[k].y * by;
	f.w += steps[k].w * by;
	f.h += steps[k].h * by;
	if (f.w < least)
		f.w = least;
	if (f.h < least)
		f.h = least;
	enum err e = keep(d, &s, &f);
	if (!strcmp(d->said, "kept"))
		d->said = "none";
	return e;
}

static enum err copy(struct desk *d)
{
	struct field f;
	struct sheet s;
	if (!selected(d, &f) || !desk_sheet(d, desk_page(d->c, &f), &s))
		return INVALID;
	f.x += f.x + f.w + ASIDE <= s.w ? ASIDE : -ASIDE;
	f.y += f.y + f.h + ASIDE <= s.h ? ASIDE : -ASIDE;
	enum err e = add(d, &s, &f, "do");
	if (!e)
		d->said = "copied";
	return e;
}

static enum err drop(struct desk *d)
{
	if (d->sel == NO_FIELD)
		return INVALID;
	field_drop(d->c, d->sel);
	d->sel = NO_FIELD;
	d->said = "dropped";
	return OK;
}

/* A copy on page n unless one like it stands there. */
static enum err copy_to(struct desk *d, const struct field *of, int64_t n)
{
	struct sheet s;
	struct field f = *of;
	if (!desk_sheet(d, n, &s))
		return wrong(d, "spread", "pl.page");
	f.paper = s.paper;
	f.page = s.page;
	for (size_t i = 0; i < d->c->n_fields; i++) {
		const struct field *o = &d->c->fields[i];
		if (o->paper == f.paper && o->page == f.page && o->kind == f.kind &&
		    o->slot == f.slot && o->x == f.x && o->y == f.y)
			return OK;
	}
	size_t sel = d->sel;
	enum err e = add(d, &s, &f, "spread");
	d->sel = sel;
	return e;
}

/* "2-5, 8": pages over all files. */
static enum err to_pages(struct desk *d)
{
	struct field f;
	const char *s = input_narrow(d->r->arena, req_text(d->r, "spread"));
	int64_t all = 0;
	enum err e = OK;
	for (size_t p = 0; p < d->c->n_papers; p++)
		all += d->c->papers[p].pages;
	if (!selected(d, &f))
		return INVALID;
	if (!*s)
		return wrong(d, "spread", "err.required");
	while (*s && !e) {
		char part[32];
		size_t n = strcspn(s, ", ");
		int64_t from, to;
		if (!n || n >= sizeof part) {
			s += n ? n : 1;
			e = n ? wrong(d, "spread", "pl.page") : OK;
			continue;
		}
		memcpy(part, s, n);
		part[n] = 0;
		s += n;
		char *dash = strchr(part, '-');
		if (dash)
			*dash++ = 0;
		if (str_to_int(part, 1, all, &from) || str_to_int(dash ? dash : part, from, all, &to))
			return wrong(d, "spread", "pl.page");
		for (int64_t k = from; k <= to && !e; k++)
			e = copy_to(d, &f, k);
	}
	d->said = "copied";
	return e;
}

static enum err every_page(struct desk *d)
{
	struct field f;
	enum err e = selected(d, &f) ? OK : INVALID;
	int64_t n = 0;
	for (size_t p = 0; p < d->c->n_papers; p++)
		for (int64_t k = 1; k <= d->c->papers[p].pages && !e; k++)
			e = copy_to(d, &f, ++n);
	d->said = "copied";
	return e;
}

static const struct verb {
	const char *word, *form;
	enum err (*fn)(struct desk *);
} verbs[] = {
	{ "put", "cands", one_blank },	  { "all", "cands", all_blanks },
	{ "add", "numbers", by_numbers }, { "keep", "item", keep_item },
	{ "copy", "steps", copy },	  { "drop", "steps", drop },
	{ "pages", "item", to_pages },	  { "everypage", "item", every_page },
	{ "rows", "table", keep_table },
};

static const struct verb *verb_of(const char *does)
{
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		if (str_eq(does, verbs[i].word))
			return &verbs[i];
	return NULL;
}

const char *edit_form(const char *does)
{
	const struct verb *v = verb_of(does);
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		if (str_eq(does, steps[i].word))
			return "steps";
	return v ? v->form : "new"; /* the picture; or Return in a field, which is no place */
}

enum err edit_press(struct desk *d)
{
	const char *does = req_text(d->r, "do");
	const struct verb *v = verb_of(does);
	d->form = edit_form(does);
	if (d->r->wrongs)
		return INVALID;
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		if (str_eq(does, steps[i].word))
			return nudge(d, i);
	return v ? v->fn(d) : on_picture(d);
}
