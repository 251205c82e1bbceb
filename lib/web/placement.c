/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The step 入力項目の設定: opens the draft, lets one change be made, saves it
 * under the record's version and leads back. */
#include "web/placement.h"

#include "base/str.h"
#include "core/codec.h"
#include "core/ledger.h"
#include "core/policy.h"
#include "office/compose.h"
#include "office/dispatch.h"
#include "office/pages.h"
#include "web/session.h"
#include "web/unfit.h"
#include "web/wizard.h"

#define PER_POINT (2540.0 / 72) /* 1/100 mm */

int64_t desk_page(const struct contract *c, const struct field *f)
{
	int64_t n = f->page;
	for (int64_t p = 1; p < f->paper && (size_t)p <= c->n_papers; p++)
		n += c->papers[p - 1].pages;
	return n;
}

bool desk_taken(const struct contract *c, const struct blank *b)
{
	const struct field box = { .paper = b->paper, .page = b->page, .x = b->x, .y = b->y,
				   .w = b->w, .h = b->h };
	for (size_t i = 0; i < c->n_fields; i++)
		if (layout_overlap(&c->fields[i], &box))
			return true;
	return false;
}

/* Read once a request: the table asks for every page. */
static const struct page_fact *fact(struct desk *d, size_t paper, int64_t number)
{
	bool known;
	if (!d->facts)
		d->facts = arena_new_array(d->r->arena, struct page_fact *, d->c->n_papers + 1);
	if (!d->facts[paper])
		d->facts[paper] = pages_facts(d->r->conf, d->r->arena, d->c, &d->c->papers[paper],
					      &known);
	return &d->facts[paper][number - 1];
}

bool desk_sheet(struct desk *d, int64_t n, struct sheet *s)
{
	size_t paper;
	if (d->sheet.paper && n == d->n) {
		*s = d->sheet;
		return true;
	}
	*s = (struct sheet){ 0 };
	if (pages_find(d->c, n, &paper, &s->page))
		return false;
	const struct page_fact *f = fact(d, paper, s->page);
	s->paper = (int64_t)paper + 1;
	s->w = (int64_t)(f->width * PER_POINT + 0.5);
	s->h = (int64_t)(f->height * PER_POINT + 0.5);
	if (s->w < 1)
		s->w = 1;
	if (s->h < 1)
		s->h = 1;
	return true;
}

/* The height of the picture as the picture child makes it. */
static int64_t picture_height(struct desk *d)
{
	const struct page_fact *f = fact(d, (size_t)d->sheet.paper - 1, d->sheet.page);
	double h = (double)d->px * f->height / f->width;
	int64_t whole = (int64_t)h;
	return whole < 1 ? 1 : h > (double)whole ? whole + 1 : whole;
}

static void take_lines(struct desk *d)
{
	int64_t *l = arena_new_array(d->r->arena, int64_t, d->blanks.n_lines + 1);
	for (size_t i = 0; i < d->blanks.n_lines; i++)
		if (d->blanks.lines[i].page == d->sheet.page)
			l[d->sheet.n_lines++] = d->blanks.lines[i].base;
	d->sheet.lines = l;
}

/* Page n, or the nearest, with what is found on it. */
static enum err desk_turn(struct desk *d, int64_t n)
{
	int64_t pages = pages_count(d->c);
	n = n < 1 ? 1 : n > pages ? pages : n;
	d->sheet.paper = 0;
	if (!desk_sheet(d, n, &d->sheet))
		return MISSING;
	d->n = n;
	blanks_of(d->r->conf, d->r->arena, d->c, (size_t)d->sheet.paper - 1, &d->blanks);
	take_lines(d);
	d->px_h = picture_height(d);
	return OK;
}

enum err desk_open(struct desk *d, struct req *r, struct contract *c)
{
	int64_t f = req_int(r, "f", 0);
	*d = (struct desk){ .r = r, .c = c, .sel = NO_FIELD, .said = req_text(r, "said"),
			    .form = "", .two = req_int(r, "two", 0), .ax = req_int(r, "ax", 0),
			    .ay = req_int(r, "ay", 0) };
	if (f >= 1 && (size_t)f <= c->n_fields)
		d->sel = (size_t)f - 1;
	if (str_to_int(req_text(r, "w"), 320, 1280, &d->px))
		d->px = 640;
	return desk_turn(d, req_int(r, "page", d->sel == NO_FIELD
						       ? 1
						       : desk_page(c, &c->fields[d->sel])));
}

/* ---- saving ---- */

static enum err replace(struct contract *c, int64_t now, struct change *ch, struct arena *a,
			void *desk)
{
	const struct desk *d = desk;
	(void)now;
	(void)ch;
	if (!contract_allows(c->state, DO_EDIT))
		return CONFLICT;
	c->n_fields = 0;
	c->fields = NULL;
	for (size_t i = 0; i < d->c->n_fields; i++)
		*codec_add_field(c, a) = d->c->fields[i];
	return OK;
}

/* Where the answer to a change is shown. */
static void lead_back(struct desk *d, struct reply *p)
{
	struct req *r = d->r;
	struct buf b;
	int64_t n = d->n;
	if (d->sel != NO_FIELD)
		n = desk_page(d->c, &d->c->fields[d->sel]);
	buf_init(&b, 1000);
	buf_printf(&b, "%s?page=%lld&w=%lld&said=%s", wizard_path(r, d->c->id, STEP_PLACE),
		   (long long)n, (long long)d->px, *d->said ? d->said : "none");
	if (d->sel != NO_FIELD)
		buf_printf(&b, "&f=%zu", d->sel + 1);
	if (d->two == 2)
		buf_printf(&b, "&two=2&ax=%lld&ay=%lld", (long long)d->ax, (long long)d->ay);
	int64_t who;
	if (!str_to_int(req_text(r, "who"), 0, ACT_SLOTS, &who))
		buf_printf(&b, "&who=%lld", (long long)who);
	if (str_eq(d->form, "new"))
		buf_printf(&b, "&kind=%s", req_text(r, "kind"));
	for (int i = 0; i < 3; i++) {
		static const char *const keep[] = { "grid", "table", "five" };
		if (req_checked(r, keep[i]))
			buf_printf(&b, "&%s=1", keep[i]);
	}
	buf_str(&b, str_eq(d->form, "table") ? "#rows" : "#sheet");
	reply_to(p, arena_str(r->arena, buf_text(&b)));
	buf_clear(&b);
}

/* A button pressed twice: what it would add is there already. */
static bool done_before(struct desk *d)
{
	struct contract *c = d->c;
	size_t n = c->n_fields;
	int64_t posted = req_int(d->r, "version", 0);
	if (c->version != posted + 1 || edit_press(d) || c->n_fields != n + 1)
		return false;
	const struct field *f = &c->fields[n];
	c->n_fields = n;
	for (size_t i = 0; i < n; i++) {
		const struct field *o = &c->fields[i];
		if (o->kind == f->kind && o->slot == f->slot && o->x == f->x && o->y == f->y &&
		    o->w == f->w && o->h == f->h && layout_overlap(o, f) &&
		    str_eq(o->label, f->label)) {
			d->sel = i;
			return true;
		}
	}
	return false;
}

static enum err show_again(struct req *r, struct reply *p, int status)
{
	struct contract *c;
	struct desk d;
	enum err e = ledger_load(r->conf, r->arena, r->doc, &c);
	if (!e)
		e = desk_open(&d, r, c);
	if (e)
		return e;
	d.form = edit_form(req_text(r, "do"));
	d.stale = status == 409;
	placement_show(&d, p);
	reply_status(p, status);
	return OK;
}

/* Somebody, or another window, was first: what is there now, with what was typed. */
static enum err stale(struct req *r, struct reply *p)
{
	struct contract *c;
	struct desk d;
	enum err e = ledger_load(r->conf, r->arena, r->doc, &c);
	if (!e)
		e = desk_open(&d, r, c);
	if (e)
		return e;
	if (done_before(&d)) {
		lead_back(&d, p);
		return OK;
	}
	r->wrongs = NULL;
	r->wrongs_end = &r->wrongs;
	return show_again(r, p, 409);
}

/* ---- values that cannot be written ---- */

/* Too much altogether: the longest own one is where to begin. */
static size_t longest(const struct contract *c)
{
	size_t most = NO_FIELD, n = 0;
	for (size_t i = 0; i < c->n_fields; i++)
		if (!c->fields[i].slot && str_chars(c->fields[i].value) > n) {
			most = i;
			n = str_chars(c->fields[i].value);
		}
	return most;
}

enum err placement_unfit(struct req *r, struct reply *p, struct contract *c, const struct unfit *u)
{
	struct desk d;
	enum err e = desk_open(&d, r, c);
	d.sel = u->field < c->n_fields ? u->field : longest(c);
	if (!e && d.sel == NO_FIELD)
		e = BROKEN;
	if (!e)
		e = desk_turn(&d, desk_page(c, &c->fields[d.sel]));
	if (e)
		return e;
	unfit_say(r, "pl", "value", u, (int64_t)str_chars(c->fields[d.sel].value));
	d.form = "item";
	d.untyped = true;
	placement_show(&d, p);
	reply_status(p, 422);
	return OK;
}

/* A new value is tried before it is kept. Not known now: at 送信 it will be. */
static enum err try_value(struct desk *d)
{
	struct unfit u;
	const struct field *f = d->sel == NO_FIELD ? NULL : &d->c->fields[d->sel];
	if (!f || f->slot || !*f->value ||
	    dispatch_fits(d->r->conf, d->c, &u) != INVALID)
		return OK;
	if (u.field != d->sel && u.field < d->c->n_fields)
		return OK; /* an older one, which is not what is asked about now */
	unfit_say(d->r, "pl", "value", &u, (int64_t)str_chars(f->value));
	return INVALID;
}

/* ---- the page ---- */

static bool too_early(struct req *r, struct reply *p, const struct contract *c)
{
	enum step s = wizard_step(c, r->now);
	if (s >= STEP_PLACE)
		return false;
	reply_to(p, wizard_path(r, c->id, s));
	return true;
}

enum err placement_get(struct req *r, struct reply *p)
{
	struct contract *c;
	struct desk d;
	enum err e = wizard_open(r, p, &c);
	if (e || !c || too_early(r, p, c))
		return e;
	e = desk_open(&d, r, c);
	if (!e)
		placement_show(&d, p);
	return e;
}

/* Buttons that change nothing here. True: answered. */
static bool leave(struct req *r, struct reply *p, const struct contract *c)
{
	const char *does = req_text(r, "do");
	if (str_eq(does, "save"))
		reply_to(p, route_path(r->arena, r->conf, AT_SEARCH_DRAFT));
	else if (str_eq(does, "next") || str_eq(does, "skip"))
		reply_to(p, wizard_path(r, c->id, STEP_SEND));
	else
		return false;
	return true;
}

enum err placement_post(struct req *r, struct reply *p)
{
	struct contract *c;
	struct desk d;
	enum err e = wizard_open(r, p, &c);
	if (e == CONFLICT)
		return stale(r, p);
	if (e || !c || too_early(r, p, c))
		return e;
	if (leave(r, p, c))
		return OK;
	if (!rate_allow(r, "place", r->user, 5000, HOUR))
		return reply_error(p, 429, NULL);
	e = desk_open(&d, r, c);
	if (!e)
		e = edit_press(&d);
	if (!e && str_eq(req_text(r, "do"), "keep"))
		e = try_value(&d);
	if (e == INVALID && r->wrongs)
		return show_again(r, p, 422);
	if (!e && d.two != 2)
		e = ledger_change(r->conf, r->arena, c->id, c->version, replace, &d, NULL);
	if (e == CONFLICT)
		return stale(r, p);
	if (!e)
		lead_back(&d, p);
	return e;
}
