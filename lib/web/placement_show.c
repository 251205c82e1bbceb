/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The view "place". On the root: n pages px px_h mark long grid five table two ax ay said
 * form (posted) stale f (selected). Then
 *   <contract …><leaf/></contract>       the page that is shown
 *   <kind word/>*  <who slot name me? sel?/>*
 *   <field key n mark kind who label required? hint max size value left top width
 *          height least page sel?/>*    in the owner's order (office/entries); key:
 *                                       in forms; n: as its person sees it; mark: on
 *                                       the picture
 *   <blank i label kind page/>*          of this page, where no field stands yet
 *   <typed form kind who label … />      what stands in the posted form's controls
 *   <overlap a b/>* <same a b/>* <nobody key/>*   keys
 * and on the root all: how many blanks there are on all pages, on how many (leaves);
 * several? when more
 * than one person has fields. */
#include "web/placement.h"

#include "base/str.h"
#include "office/entries.h"
#include "office/marked.h"
#include "office/pages.h"
#include "office/present.h"

#define LISTED 60 /* with more fields the list is only of the shown page */
#define PAIRS 20 /* warnings that a person still reads */

static void mm(struct req *r, struct xnode *x, const char *name, int64_t v)
{
	xdoc_attr(x, name, form_mm_text(r->arena, v));
}

static const char *whose(const struct contract *c, int64_t slot)
{
	const struct party *p = contract_party(c, slot);
	return p ? p->name : "";
}

static void show_people(const struct contract *c, struct xnode *n)
{
	for (size_t i = 1; i <= c->n_parties + 1; i++) {
		int64_t slot = i > c->n_parties ? 0 : (int64_t)i;
		struct xnode *x = xdoc_add(n, "who");
		xdoc_attr_int(x, "slot", slot);
		xdoc_attr(x, "name", whose(c, slot));
		xdoc_attr_flag(x, "me", slot && contract_party(c, slot)->is_sender);
	}
}

static void show_kinds(struct xnode *n)
{
	for (int k = 0; k < FIELD_KINDS; k++)
		xdoc_attr(xdoc_add(n, "kind"), "word", field_form((enum field_kind)k)->word);
}

static struct xnode *show_field(struct req *r, const struct contract *c, struct xnode *n, size_t i)
{
	const struct field *f = &c->fields[i];
	struct xnode *x = xdoc_add(n, "field");
	xdoc_attr_int(x, "key", (int64_t)i + 1);
	xdoc_attr_int(x, "n", entries_number(c, i));
	xdoc_attr(x, "mark", marked_text(r->arena, c, i));
	xdoc_attr(x, "kind", field_form(f->kind)->word);
	xdoc_attr_flag(x, "seal", field_form(f->kind)->seal);
	xdoc_attr_int(x, "who", f->slot);
	xdoc_attr(x, "label", f->label);
	xdoc_attr(x, "hint", f->hint);
	xdoc_attr(x, "value", f->value);
	xdoc_attr_flag(x, "required", f->required);
	xdoc_attr_int(x, "max", f->max);
	if (f->size)
		mm(r, x, "size", f->size * 10);
	mm(r, x, "left", f->x);
	mm(r, x, "top", f->y);
	mm(r, x, "width", f->w);
	mm(r, x, "height", f->h);
	mm(r, x, "least", layout_least(f->kind));
	xdoc_attr_int(x, "page", desk_page(c, f));
	return x;
}

/* sel: NO_FIELD = none. */
static void show_fields(struct req *r, const struct contract *c, struct xnode *n, size_t sel)
{
	size_t *index, all = entries_all(r->arena, c, &index);
	xdoc_attr_flag(n, "several", entries_several(c));
	for (size_t k = 0; k < all; k++)
		xdoc_attr_flag(show_field(r, c, n, index[k]), "sel", index[k] == sel);
}

static void show_pair(struct xnode *n, const char *name, size_t a, size_t b)
{
	struct xnode *x = xdoc_add(n, name);
	xdoc_attr_int(x, "a", (int64_t)a + 1);
	xdoc_attr_int(x, "b", (int64_t)b + 1);
}

/* Overlaps of this page; a name that the same person sees twice. */
static void show_doubts(struct desk *d, struct xnode *n)
{
	const struct contract *c = d->c;
	int pairs = 0;
	for (size_t i = 0; i < c->n_fields; i++) {
		const struct field *f = &c->fields[i];
		if (f->slot < 0)
			xdoc_attr_int(xdoc_add(n, "nobody"), "key", (int64_t)i + 1);
		for (size_t k = 0; k < i && pairs < PAIRS; k++) {
			const struct field *o = &c->fields[k];
			bool here = f->paper == d->sheet.paper && f->page == d->sheet.page;
			if (here && layout_overlap(f, o)) {
				show_pair(n, "overlap", k, i);
				pairs++;
			}
			if (i == d->sel && *f->label && f->slot == o->slot &&
			    str_eq(f->label, o->label)) {
				show_pair(n, "same", k, i);
				pairs++;
			}
		}
	}
}

static int64_t count_blanks(struct desk *d, int64_t *pages_r)
{
	int64_t n = 0;
	*pages_r = 0;
	for (size_t p = 0; p < d->c->n_papers; p++) {
		struct blanks l = d->blanks;
		if ((int64_t)p + 1 != d->sheet.paper)
			blanks_of(d->r->conf, d->r->arena, d->c, p, &l);
		int64_t last = 0; /* they come page by page */
		for (size_t i = 0; i < l.n; i++) {
			if (desk_taken(d->c, &l.b[i]))
				continue;
			n++;
			*pages_r += l.b[i].page != last;
			last = l.b[i].page;
		}
	}
	return n;
}

static void show_blanks(struct desk *d, struct xnode *n)
{
	for (size_t i = 0; i < d->blanks.n; i++) {
		const struct blank *b = &d->blanks.b[i];
		if (b->page != d->sheet.page || desk_taken(d->c, b))
			continue;
		struct xnode *x = xdoc_add(n, "blank");
		xdoc_attr_int(x, "i", (int64_t)i);
		xdoc_attr(x, "label", b->label);
		xdoc_attr(x, "kind", field_form(b->kind)->word);
		mm(d->r, x, "left", b->x);
		mm(d->r, x, "top", b->y);
		mm(d->r, x, "width", b->w);
		mm(d->r, x, "height", b->h);
	}
	int64_t pages;
	xdoc_attr_int(n, "all", count_blanks(d, &pages));
	xdoc_attr_int(n, "leaves", pages);
}

/* Only the posted form shows what was typed; the others what stands in the record. */
static void show_typed(struct desk *d, struct xnode *n)
{
	static const char *const names[] = { "kind", "who",   "label", "max",	"size",	 "hint", "value",
					     "left", "top",   "width", "height", "to", "spread",
					     "cand" };
	struct req *r = d->r;
	if (d->untyped)
		return;
	struct xnode *x = xdoc_add(n, "typed");
	xdoc_attr(x, "form", d->form);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (req_count(r, names[i]))
			xdoc_attr(x, names[i], req_text(r, names[i]));
	xdoc_attr_flag(x, "required", req_checked(r, "required"));
	for (size_t i = 0; str_eq(d->form, "table") && i < req_count(r, "tlabel"); i++) {
		struct xnode *row = xdoc_add(x, "row");
		xdoc_attr(row, "key", req_text_at(r, "tkey", i));
		xdoc_attr(row, "label", req_text_at(r, "tlabel", i));
		xdoc_attr(row, "who", req_text_at(r, "twho", i));
		xdoc_attr(row, "page", req_text_at(r, "tto", i));
		xdoc_attr(row, "left", req_text_at(r, "tleft", i));
		xdoc_attr(row, "top", req_text_at(r, "ttop", i));
		xdoc_attr(row, "width", req_text_at(r, "twidth", i));
		xdoc_attr(row, "height", req_text_at(r, "theight", i));
		xdoc_attr_flag(row, "required", !str_eq(req_text_at(r, "tmust", i), "0"));
	}
}

/* The next field is like the last one: kind and person are offered again. */
static void show_choice(struct desk *d, struct xnode *n)
{
	const struct contract *c = d->c;
	int64_t slot = c->n_parties == 1 ? 1 : -1;
	size_t last = d->sel != NO_FIELD ? d->sel : c->n_fields - 1;
	const char *kind = *req_text(d->r, "kind") ? req_text(d->r, "kind") : "text";
	if (c->n_fields)
		slot = c->fields[last].slot;
	if (d->sel != NO_FIELD && !req_count(d->r, "kind"))
		kind = field_form(c->fields[d->sel].kind)->word;
	if (str_to_int(req_text(d->r, "who"), 0, (int64_t)c->n_parties, &slot) == OK || slot >= 0)
		xdoc_attr_int(n, "who", slot);
	xdoc_attr(n, "kind", kind);
}

void placement_show(struct desk *d, struct reply *p)
{
	struct req *r = d->r;
	char mark[MARKED_NAME];
	struct xnode *n = reply_view(p, "place");
	struct xnode *c = present_contract(n, r->arena, d->c, PRESENT_OWNER, r->now);
	pages_present(c, r->conf, r->arena, d->c, d->n, d->n);
	xdoc_attr_int(n, "n", d->n);
	xdoc_attr_int(n, "pages", pages_count(d->c));
	xdoc_attr_int(n, "px", d->px);
	xdoc_attr_int(n, "px_h", d->px_h);
	marked_name(r->arena, d->c, d->n, mark);
	xdoc_attr(n, "mark", mark);
	mm(d->r, n, "mm_w", d->sheet.w);
	mm(d->r, n, "mm_h", d->sheet.h);
	xdoc_attr_flag(n, "long", d->c->n_fields > LISTED);
	xdoc_attr_flag(n, "grid", req_checked(r, "grid"));
	xdoc_attr_flag(n, "five", req_checked(r, "five"));
	xdoc_attr_flag(n, "table", req_checked(r, "table"));
	xdoc_attr_flag(n, "stale", d->stale);
	xdoc_attr(n, "said", d->said);
	xdoc_attr(n, "form", d->form);
	if (d->sel != NO_FIELD)
		xdoc_attr_int(n, "f", (int64_t)d->sel + 1);
	if (d->two && d->sel != NO_FIELD) {
		xdoc_attr_int(n, "two", d->two);
		xdoc_attr_int(n, "ax", d->ax);
		xdoc_attr_int(n, "ay", d->ay);
	}
	show_choice(d, n);
	show_people(d->c, n);
	show_kinds(n);
	show_fields(r, d->c, n, d->sel);
	show_blanks(d, n);
	show_typed(d, n);
	show_doubts(d, n);
}

void placement_present(struct req *r, struct xnode *n, const struct contract *c, int64_t first,
		       int64_t last)
{
	char mark[MARKED_NAME];
	show_people(c, n);
	show_fields(r, c, n, NO_FIELD);
	for (size_t i = 0; i < c->n_fields; i++) {
		const struct field *f = &c->fields[i];
		if (f->slot < 0)
			xdoc_attr_int(xdoc_add(n, "nobody"), "key", (int64_t)i + 1);
		if (!f->slot && f->required && !*f->value)
			xdoc_attr_int(xdoc_add(n, "wanting"), "key", (int64_t)i + 1);
	}
	for (int64_t page_n = first; c->n_fields && page_n <= last; page_n++) {
		marked_name(r->arena, c, page_n, mark);
		if (!*mark)
			continue;
		struct xnode *x = xdoc_add(n, "marked");
		xdoc_attr_int(x, "n", page_n);
		xdoc_attr(x, "v", mark);
	}
}

bool placement_complete(struct req *r, const struct contract *c)
{
	bool good = true;
	for (size_t i = 0; i < c->n_fields; i++) {
		const struct field *f = &c->fields[i];
		bool empty = !f->slot && f->required && !*f->value;
		if (f->slot >= 0 && !empty)
			continue;
		req_wrong(r, "fields", empty ? "pl.wanting" : "pl.nobody", "n",
			  arena_printf(r->arena, "%lld", (long long)entries_number(c, i)), "label",
			  f->label, NULL);
		good = false;
	}
	return good;
}
