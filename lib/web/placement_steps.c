/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is done with the field that is selected: steps of a millimetre, copies,
 * removal. And what all changes share. */
#include "web/placement_edit.h"

#include "base/str.h"
#include "core/codec.h"
#include "web/input.h"

#include <string.h>

#define ASIDE 500 /* a copy stands this far beside its model */

enum err edit_wrong(struct desk *d, const char *field, const char *id)
{
	req_wrong(d->r, field, id, NULL);
	return INVALID;
}

enum err edit_too_many(struct desk *d, const char *field, size_t n)
{
	req_wrong(d->r, field, "pl.many", "max", arena_printf(d->r->arena, "%d", FIELDS), "n",
		  arena_printf(d->r->arena, "%zu", n), NULL);
	return INVALID;
}

/* Takes it up, moved onto its page. */
enum err edit_add(struct desk *d, const struct sheet *s, struct field *f, const char *field)
{
	if (d->c->n_fields >= FIELDS)
		return edit_too_many(d, field, d->c->n_fields + 1);
	d->said = layout_inside(s, f) ? "out" : "placed";
	d->sel = d->c->n_fields;
	*codec_add_field(d->c, d->r->arena) = *f;
	return OK;
}

enum err edit_keep(struct desk *d, const struct sheet *s, struct field *f)
{
	d->said = layout_inside(s, f) ? "out" : "kept";
	d->c->fields[d->sel] = *f;
	return OK;
}

bool edit_selected(struct desk *d, struct field *f)
{
	if (d->sel == NO_FIELD)
		return false;
	*f = d->c->fields[d->sel];
	return true;
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

static size_t step_of(const char *does)
{
	size_t k = 0, n = sizeof steps / sizeof *steps;
	while (k < n && !str_eq(does, steps[k].word))
		k++;
	return k;
}

bool edit_is_step(const char *does)
{
	return step_of(does) < sizeof steps / sizeof *steps;
}

enum err edit_step(struct desk *d)
{
	size_t k = step_of(req_text(d->r, "do"));
	struct field f;
	struct sheet s;
	int64_t by = req_checked(d->r, "five") ? 500 : 100;
	if (!edit_selected(d, &f) || !desk_sheet(d, desk_page(d->c, &f), &s))
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
	enum err e = edit_keep(d, &s, &f);
	if (!strcmp(d->said, "kept"))
		d->said = "none";
	return e;
}

enum err edit_copy(struct desk *d)
{
	struct field f;
	struct sheet s;
	if (!edit_selected(d, &f) || !desk_sheet(d, desk_page(d->c, &f), &s))
		return INVALID;
	f.x += f.x + f.w + ASIDE <= s.w ? ASIDE : -ASIDE;
	f.y += f.y + f.h + ASIDE <= s.h ? ASIDE : -ASIDE;
	enum err e = edit_add(d, &s, &f, "do");
	if (!e)
		d->said = "copied";
	return e;
}

enum err edit_drop(struct desk *d)
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
		return edit_wrong(d, "spread", "pl.page");
	f.paper = s.paper;
	f.page = s.page;
	for (size_t i = 0; i < d->c->n_fields; i++) {
		const struct field *o = &d->c->fields[i];
		if (o->paper == f.paper && o->page == f.page && o->kind == f.kind &&
		    o->slot == f.slot && o->x == f.x && o->y == f.y)
			return OK;
	}
	size_t sel = d->sel;
	enum err e = edit_add(d, &s, &f, "spread");
	d->sel = sel;
	return e;
}

/* "2-5, 8": pages over all files. */
enum err edit_pages(struct desk *d)
{
	struct field f;
	const char *s = input_narrow(d->r->arena, req_text(d->r, "spread"));
	int64_t all = 0;
	enum err e = OK;
	for (size_t p = 0; p < d->c->n_papers; p++)
		all += d->c->papers[p].pages;
	if (!edit_selected(d, &f))
		return INVALID;
	if (!*s)
		return edit_wrong(d, "spread", "err.required");
	while (*s && !e) {
		char part[32];
		size_t n = strcspn(s, ", ");
		int64_t from, to;
		if (!n || n >= sizeof part) {
			s += n ? n : 1;
			e = n ? edit_wrong(d, "spread", "pl.page") : OK;
			continue;
		}
		memcpy(part, s, n);
		part[n] = 0;
		s += n;
		char *dash = strchr(part, '-');
		if (dash)
			*dash++ = 0;
		if (str_to_int(part, 1, all, &from) || str_to_int(dash ? dash : part, from, all, &to))
			return edit_wrong(d, "spread", "pl.page");
		for (int64_t k = from; k <= to && !e; k++)
			e = copy_to(d, &f, k);
	}
	d->said = "copied";
	return e;
}

enum err edit_every_page(struct desk *d)
{
	struct field f;
	enum err e = edit_selected(d, &f) ? OK : INVALID;
	int64_t n = 0;
	for (size_t p = 0; p < d->c->n_papers; p++)
		for (int64_t k = 1; k <= d->c->papers[p].pages && !e; k++)
			e = copy_to(d, &f, ++n);
	d->said = "copied";
	return e;
}
