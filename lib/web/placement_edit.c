/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The ways to place a field and to change it: each takes the form and changes the
 * fields in memory. Saves nothing; knows no address. */
#include "web/placement_edit.h"

#include "base/str.h"
#include "core/codec.h"

#include <string.h>

#define CORNER 2   /* px: a press this near the corner was a key */

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
	if (!edit_selected(d, &f))
		return INVALID;
	f.paper = d->sheet.paper;
	f.page = d->sheet.page;
	layout_span(&f, d->ax, d->ay, x, y);
	d->two = 0;
	return edit_keep(d, &d->sheet, &f);
}

static enum err on_picture(struct desk *d)
{
	int64_t x, y;
	struct field f;
	if (!pressed_at(d, &x, &y))
		return edit_wrong(d, "at", "pl.key");
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
	enum err e = edit_add(d, &d->sheet, &f, "at");
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
		return edit_wrong(d, "cand", "pl.cand");
	if (!form_new(d, &any))
		return INVALID;
	of_blank(&d->blanks.b[i], any.slot, &f);
	struct sheet s;
	if (!desk_sheet(d, desk_page(d->c, &f), &s))
		return edit_wrong(d, "cand", "pl.cand");
	return edit_add(d, &s, &f, "cand");
}

/* Those of every file, or of the page that is shown: as many as the button says
 * (placement_show.c counts them by the same rule). */
static enum err put_blanks(struct desk *d, bool here)
{
	const struct contract was = *d->c;
	struct field any, f;
	size_t n = 0, before = was.n_fields;
	if (!form_new(d, &any))
		return INVALID;
	for (size_t p = 0; p < d->c->n_papers; p++) {
		struct blanks l = d->blanks;
		bool shown = (int64_t)p + 1 == d->sheet.paper;
		if (here && !shown)
			continue;
		if (!shown)
			blanks_of(d->r->conf, d->r->arena, d->c, p, &l);
		for (size_t i = 0; i < l.n; i++) {
			struct sheet s;
			if ((here && l.b[i].page != d->sheet.page) || desk_taken(&was, &l.b[i]))
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
		return edit_too_many(d, "cand", before + n);
	d->said = "placed";
	return n ? OK : edit_wrong(d, "cand", "pl.cand");
}

static enum err all_blanks(struct desk *d)
{
	return put_blanks(d, false);
}

static enum err page_blanks(struct desk *d)
{
	return put_blanks(d, true);
}

/* ---- C: numbers ---- */

static enum err by_numbers(struct desk *d)
{
	struct field f;
	struct sheet s;
	bool good = form_new(d, &f);
	if (!desk_sheet(d, req_int(d->r, "to", d->n), &s))
		return edit_wrong(d, "to", "pl.page");
	if (!(form_box(d, &f) && good))
		return INVALID;
	f.paper = s.paper;
	f.page = s.page;
	return edit_add(d, &s, &f, "left");
}

/* A deleted one comes back to its number. */
static enum err undo(struct desk *d)
{
	int64_t at = req_int(d->r, "f", 0);
	enum err e = by_numbers(d);
	if (e || at < 1 || (size_t)at > d->c->n_fields)
		return e;
	struct field back = d->c->fields[d->sel];
	for (size_t i = d->sel; i >= (size_t)at; i--)
		d->c->fields[i] = d->c->fields[i - 1];
	d->sel = (size_t)at - 1;
	d->c->fields[d->sel] = back;
	return OK;
}

/* Moved or drawn to another size by hand. */
static enum err keep_box(struct desk *d)
{
	struct field f;
	struct sheet s;
	if (!edit_selected(d, &f) || !desk_sheet(d, desk_page(d->c, &f), &s) || !form_box(d, &f))
		return INVALID;
	bool out = layout_inside(&s, &f);
	if (req_checked(d->r, "snap"))
		layout_snap(d->c, &s, d->sel, &f);
	enum err e = edit_keep(d, &s, &f);
	if (!out && !strcmp(d->said, "kept"))
		d->said = "none";
	return e;
}

static enum err keep_item(struct desk *d)
{
	struct field f;
	struct sheet s;
	if (!edit_selected(d, &f))
		return INVALID;
	return form_item(d, &f, &s) ? edit_keep(d, &s, &f) : INVALID;
}

/* The field of row i, each once. NULL: the form was not ours. */
static struct field *row_field(struct desk *d, size_t i, bool *seen)
{
	int64_t key;
	if (str_to_int(req_text_at(d->r, "tkey", i), 1, (int64_t)d->c->n_fields, &key) ||
	    seen[key - 1])
		return NULL;
	seen[key - 1] = true;
	return &d->c->fields[key - 1];
}

static enum err keep_table(struct desk *d)
{
	size_t n = req_count(d->r, "tlabel");
	bool *seen = arena_new_array(d->r->arena, bool, d->c->n_fields + 1);
	bool moved = false;
	if (n != d->c->n_fields)
		return INVALID;
	for (size_t i = 0; i < n; i++) {
		struct sheet s;
		struct field *f = row_field(d, i, seen);
		if (!f)
			return INVALID;
		if (form_row(d, i, f, &s))
			moved |= layout_inside(&s, f);
	}
	d->said = moved ? "out" : "kept";
	return d->r->wrongs ? INVALID : OK;
}

/* ---- the buttons ---- */

static const struct verb {
	const char *word, *form;
	enum err (*fn)(struct desk *);
} verbs[] = {
	{ "put", "cands", one_blank },	  { "all", "cands", all_blanks },
	{ "here", "cands", page_blanks },
	{ "add", "numbers", by_numbers }, { "keep", "item", keep_item },
	{ "undo", "numbers", undo },	  { "box", "item", keep_box },
	{ "copy", "steps", edit_copy },	  { "drop", "steps", edit_drop },
	{ "pages", "item", edit_pages },	  { "everypage", "item", edit_every_page },
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
	if (edit_is_step(does))
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
	if (edit_is_step(does))
		return edit_step(d);
	return v ? v->fn(d) : on_picture(d);
}
