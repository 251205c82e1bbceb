/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What people type about a field: millimetres, people, sizes. Notes mistakes;
 * knows no picture. */
#include "web/placement.h"

#include "base/str.h"
#include "port/unicode.h"
#include "web/input.h"
#include "web/unfit.h"

#include <string.h>

#define FAR 2000000 /* 20 m */

/* "12.5", "１２．５ mm", "12,5", "-3": hundredths, rounded down. */
bool form_mm(struct req *r, const char *text, int64_t *r_)
{
	char *s = input_narrow(r->arena, text);
	int64_t v = 0, digits = 0, places = -1;
	s += strspn(s, " ");
	bool minus = *s == '-';
	s += minus;
	for (; (*s >= '0' && *s <= '9') || ((*s == '.' || *s == ',') && places < 0); s++) {
		if (*s == '.' || *s == ',') {
			places = 0;
			continue;
		}
		digits++;
		if (places >= 2)
			continue;
		v = v * 10 + (*s - '0');
		places += places >= 0;
		if (v > FAR)
			return false;
	}
	for (places = places < 0 ? 0 : places; places < 2; places++)
		v *= 10;
	s += strspn(s, " ");
	if (str_starts(s, "mm") || str_starts(s, "MM"))
		s += 2;
	if (!digits || s[strspn(s, " ")])
		return false;
	*r_ = minus ? -v : v;
	return v <= FAR;
}

const char *form_mm_text(struct arena *a, int64_t v)
{
	if (v % 100 == 0)
		return arena_printf(a, "%lld", (long long)(v / 100));
	const char *minus = v < 0 ? "-" : "";
	long long u = v < 0 ? -v : v;
	return u % 10 ? arena_printf(a, "%s%lld.%02lld", minus, u / 100, u % 100)
		      : arena_printf(a, "%s%lld.%lld", minus, u / 100, u % 100 / 10);
}

static const char *number(struct req *r, int64_t n)
{
	return arena_printf(r->arena, "%lld", (long long)n);
}

static bool bad(struct req *r, const char *field, size_t at, const char *id)
{
	req_wrong_at(r, field, (int)at, NULL, id, NULL);
	return false;
}

static bool read_who(struct desk *d, const char *field, size_t at, int64_t *slot_r)
{
	const char *s = req_text_at(d->r, field, at);
	if (!*s)
		return bad(d->r, field, at, "pl.who");
	return str_to_int(s, 0, (int64_t)d->c->n_parties, slot_r) == OK ||
	       bad(d->r, field, at, "err.choice");
}

static void read_kind(struct desk *d, struct field *f)
{
	const char *word = req_text(d->r, "kind");
	for (int i = 0; i < FIELD_KINDS; i++)
		if (str_eq(word, field_form((enum field_kind)i)->word))
			f->kind = (enum field_kind)i;
}

static bool one_mm(struct desk *d, const char *field, size_t at, int64_t *to)
{
	const char *s = req_text_at(d->r, field, at);
	return form_mm(d->r, s, to) || bad(d->r, field, at, *s ? "pl.mm" : "err.required");
}

/* The smallest box of its kind. */
static bool large_enough(struct desk *d, const struct field *f, size_t at, const char *w,
			 const char *h)
{
	int64_t least = layout_least(f->kind);
	bool seal = field_form(f->kind)->seal;
	const char *id = seal ? "pl.seal" : "pl.small";
	const char *n = form_mm_text(d->r->arena, least);
	if (f->w < least)
		req_wrong_at(d->r, w, (int)at, NULL, id, "n", n, NULL);
	if (f->h < least)
		req_wrong_at(d->r, h, (int)at, NULL, seal ? "pl.seal.h" : id, "n", n, NULL);
	return f->w >= least && f->h >= least;
}

bool form_box(struct desk *d, struct field *f)
{
	int64_t w, h;
	struct req *r = d->r;
	layout_default(f->kind, &w, &h);
	bool good = one_mm(d, "left", 0, &f->x);
	good &= one_mm(d, "top", 0, &f->y);
	f->w = w, f->h = h; /* the usual size unless it is given */
	if (*req_text(r, "width"))
		good &= one_mm(d, "width", 0, &f->w);
	if (*req_text(r, "height"))
		good &= one_mm(d, "height", 0, &f->h);
	return good && large_enough(d, f, 0, "width", "height");
}

/* Points with a decimal; "" = to fit. */
static bool read_size(struct desk *d, struct field *f)
{
	const char *s = req_text(d->r, "size");
	int64_t v = 0;
	f->size = 0;
	if (!*s)
		return true;
	if (!form_mm(d->r, s, &v) || v < 400 || v > 7200)
		return bad(d->r, "size", 0, "pl.size");
	f->size = v / 10;
	return true;
}

static const char *one_line(struct req *r, const char *text)
{
	struct buf b;
	buf_init(&b, FORM_VALUE * 4);
	const char *s = unicode_clean(text, 0, &b) ? "" : arena_strn(r->arena, b.p, b.n);
	buf_clear(&b);
	return s;
}

/* What the sender fills in for himself. */
static bool read_value(struct desk *d, struct field *f)
{
	struct req *r = d->r;
	const char *s = req_text(r, "value");
	f->value = "";
	if (f->slot)
		return true;
	if (f->kind == FIELD_CHECK)
		s = *s ? "1" : "";
	else if (f->kind != FIELD_LINES)
		s = one_line(r, s);
	if (f->kind == FIELD_DATE && *s && input_date_words(r->arena, s, false, &s))
		return bad(r, "value", 0, "err.date");
	int64_t n = (int64_t)str_chars(s);
	if (n > f->max) {
		req_wrong(r, "value", "err.toolong", "max", number(r, f->max), "n", number(r, n),
			  NULL);
		return false;
	}
	f->value = s;
	return unfit_text(r, "pl", "value", s);
}

bool form_new(struct desk *d, struct field *f)
{
	*f = (struct field){ .label = req_text(d->r, "label"), .hint = req_text(d->r, "hint") };
	read_kind(d, f);
	f->required = req_checked(d->r, "required");
	f->max = req_int(d->r, "max", field_form(f->kind)->max);
	if (f->max > field_form(f->kind)->max)
		f->max = field_form(f->kind)->max;
	f->paper = d->sheet.paper;
	f->page = d->sheet.page;
	return read_who(d, "who", 0, &f->slot) && read_size(d, f) && read_value(d, f) &&
	       !d->r->wrongs;
}

static bool read_page(struct desk *d, const char *field, size_t at, int64_t n, struct field *f,
		      struct sheet *s)
{
	if (!desk_sheet(d, n, s))
		return bad(d->r, field, at, "pl.page");
	f->paper = s->paper;
	f->page = s->page;
	return true;
}

bool form_item(struct desk *d, struct field *f, struct sheet *s)
{
	struct req *r = d->r;
	const struct field was = *f;
	*s = d->sheet;
	read_kind(d, f);
	f->label = req_text(r, "label");
	f->hint = req_text(r, "hint");
	f->required = req_checked(r, "required");
	f->max = req_int(r, "max", field_form(f->kind)->max);
	if (f->max > field_form(f->kind)->max || f->kind != was.kind)
		f->max = field_form(f->kind)->max;
	bool good = read_who(d, "who", 0, &f->slot);
	good &= read_page(d, "to", 0, req_int(r, "to", d->n), f, s);
	good &= form_box(d, f);
	good &= read_size(d, f);
	good &= read_value(d, f);
	return good && !r->wrongs;
}

bool form_row(struct desk *d, size_t i, struct field *f, struct sheet *s)
{
	struct req *r = d->r;
	int64_t n = 0;
	f->label = req_text_at(r, "tlabel", i);
	f->required = !str_eq(req_text_at(r, "tmust", i), "0");
	bool good = read_who(d, "twho", i, &f->slot);
	if (f->slot)
		f->value = "";
	if (input_int(r->arena, req_text_at(r, "tto", i), &n))
		n = 0;
	good &= read_page(d, "tto", i, n, f, s);
	good &= one_mm(d, "tleft", i, &f->x);
	good &= one_mm(d, "ttop", i, &f->y);
	good &= one_mm(d, "twidth", i, &f->w) && one_mm(d, "theight", i, &f->h) &&
		large_enough(d, f, i, "twidth", "theight");
	return good && !r->wrongs;
}
