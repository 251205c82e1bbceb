/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows forms and widgets as our own step puts them into a base; must not know
 * the writer's code. */
#include "pdf/basis.h"

#include "pdf/compare.h"
#include "pdf/shape.h"

#include <stdio.h>
#include <string.h>

#define TREE_DEPTH 64
#define MULTILINE 4096 /* ISO 32000-1 table 228 */

/* A plain dictionary that the base holds. */
static const struct history_object *plain_object(const struct history *h, const struct value *ref)
{
	if (ref->kind != VALUE_REF)
		return NULL;
	const struct history_object *o = history_object(h, 0, (uint32_t)ref->number);
	return o && !o->stream.p && o->value.kind == VALUE_DICT ? o : NULL;
}

void basis_name(char out[BASIS_NAME], size_t number, size_t count)
{
	snprintf(out, BASIS_NAME, count > 99 ? "Sig%03u" : "Sig%02u", (unsigned)(number % 1000));
}

static bool all_zero(const struct value *numbers)
{
	struct walk w;
	struct value v;
	for (walk_init(&w, numbers); walk_next(&w, NULL, &v);)
		if (v.kind != VALUE_INT || v.number)
			return false;
	return true;
}

/* --- fields ------------------------------------------------------------------------ */

static bool empty_signature(const struct value *field, const char *name, uint32_t page)
{
	const struct shape shape[] = {
		{ "Type", SHAPE_SPELLED, "/Annot", 0, false },
		{ "Subtype", SHAPE_SPELLED, "/Widget", 0, false },
		{ "FT", SHAPE_SPELLED, "/Sig", 0, false },
		{ "T", SHAPE_STRING, NULL, 0, false },
		{ "Rect", SHAPE_NUMBERS, NULL, 4, false },
		{ "F", SHAPE_INT, NULL, 132, false },
		{ "P", SHAPE_REF, NULL, page, false },
		{ "Lock", SHAPE_REF, NULL, 0, true },
	};
	struct value t, rect;
	return SHAPE_FITS(field, shape) && !value_get(field, "T", &t) &&
	       value_string_is(&t, name) && !value_get(field, "Rect", &rect) && all_zero(&rect);
}

/* A form XObject that nothing can be hung on. What it draws is the base's. */
static bool look(const struct history *h, const struct value *ref, bool empty)
{
	static const struct shape shape[] = {
		{ "Type", SHAPE_SPELLED, "/XObject", 0, false },
		{ "Subtype", SHAPE_SPELLED, "/Form", 0, false },
		{ "BBox", SHAPE_NUMBERS, NULL, 4, false },
		{ "Matrix", SHAPE_NUMBERS, NULL, 6, false },
		{ "Resources", SHAPE_DICT, NULL, 0, false },
		{ "Length", SHAPE_NUMBER, NULL, 0, false },
		{ "Filter", SHAPE_SPELLED, "/FlateDecode", 0, true },
	};
	struct value resources;
	const struct history_object *o =
		ref->kind == VALUE_REF ? history_object(h, 0, (uint32_t)ref->number) : NULL;
	return o && o->stream.p && (!empty || !o->stream.n) && SHAPE_FITS(&o->value, shape) &&
	       !value_get(&o->value, "Resources", &resources) && shape_fits(&resources, NULL, 0);
}

/* Both looks of a check box, or the one of a text. */
static bool looks(const struct history *h, const struct value *field, bool check)
{
	static const struct shape text[] = { { "N", SHAPE_REF, NULL, 0, false } };
	static const struct shape states[] = { { "N", SHAPE_DICT, NULL, 0, false } };
	static const struct shape both[] = { { "Off", SHAPE_REF, NULL, 0, false },
					     { "Yes", SHAPE_REF, NULL, 0, false } };
	struct value ap, n, v;
	if (value_get(field, "AP", &ap))
		return false;
	if (!check)
		return SHAPE_FITS(&ap, text) && !value_get(&ap, "N", &n) && look(h, &n, true);
	return SHAPE_FITS(&ap, states) && !value_get(&ap, "N", &n) && SHAPE_FITS(&n, both) &&
	       !value_get(&n, "Off", &v) && look(h, &v, true) && !value_get(&n, "Yes", &v) &&
	       look(h, &v, false);
}

/* Where a page is rotated, its widgets say so. */
static bool rotation(const struct value *field)
{
	static const struct shape shape[] = { { "R", SHAPE_NUMBER, NULL, 0, false } };
	struct value mk, r;
	if (value_get(field, "MK", &mk))
		return true;
	return SHAPE_FITS(&mk, shape) && !value_get(&mk, "R", &r) && r.kind == VALUE_INT &&
	       (r.number == 90 || r.number == 180 || r.number == 270);
}

#define WIDGET                                                                                     \
	{ "Type", SHAPE_SPELLED, "/Annot", 0, false },                                             \
	{ "Subtype", SHAPE_SPELLED, "/Widget", 0, false }, { "T", SHAPE_STRING, NULL, 0, false },  \
	{ "TU", SHAPE_STRING, NULL, 0, true }, { "Rect", SHAPE_NUMBERS, NULL, 4, false },          \
	{ "F", SHAPE_INT, NULL, 4, false }, { "P", SHAPE_REF, NULL, 0, false },                    \
	{ "MK", SHAPE_DICT, NULL, 0, true }, { "Ff", SHAPE_NUMBER, NULL, 0, false },               \
	{ "AP", SHAPE_DICT, NULL, 0, false }

static bool empty_input(const struct history *h, const struct value *field, struct input *in)
{
	static const struct shape text[] = {
		WIDGET,
		{ "FT", SHAPE_SPELLED, "/Tx", 0, false },
		{ "DA", SHAPE_SPELLED, "(/Helv 0 Tf 0 g)", 0, false },
		{ "V", SHAPE_STRING, NULL, 0, false },
	};
	static const struct shape check[] = {
		WIDGET,
		{ "FT", SHAPE_SPELLED, "/Btn", 0, false },
		{ "V", SHAPE_SPELLED, "/Off", 0, false },
		{ "AS", SHAPE_SPELLED, "/Off", 0, false },
	};
	struct value v, flags;
	in->check = SHAPE_FITS(field, check);
	if (!in->check && (!SHAPE_FITS(field, text) || value_get(field, "V", &v) ||
			   !value_string_is(&v, "")))
		return false;
	if (value_get(field, "Ff", &flags) || flags.kind != VALUE_INT)
		return false;
	in->lines = !in->check && flags.number == MULTILINE;
	return (in->lines || !flags.number) && rotation(field) && looks(h, field, in->check);
}

/* F0001…F9999, rising. */
static bool name_input(const struct basis *b, const struct value *field, struct input *in)
{
	struct value t;
	if (value_get(field, "T", &t) || t.kind != VALUE_STRING)
		return false;
	unsigned last = 0;
	for (size_t i = 1; b->inputs && i < 5; i++)
		last = last * 10 + (unsigned)(b->input[b->inputs - 1].name[i] - '0');
	for (unsigned i = last + 1; i <= 9999; i++) {
		snprintf(in->name, sizeof in->name, "F%04u", i % 10000);
		if (value_string_is(&t, in->name))
			return true;
	}
	return false;
}

/* --- locks --------------------------------------------------------------------------- */

/* The list of one signature field: input fields in their order, nobody else's. */
static bool lock(const struct history *h, struct basis *b, size_t slot)
{
	static const struct shape shape[] = {
		{ "Type", SHAPE_SPELLED, "/SigFieldLock", 0, false },
		{ "Action", SHAPE_SPELLED, "/Include", 0, false },
		{ "Fields", SHAPE_ARRAY, NULL, 0, false },
	};
	struct value ref, fields, name;
	struct walk w;
	size_t at = 0, n = 0;
	const struct history_object *o = history_object(h, 0, b->number[slot - 1]);
	if (value_get(&o->value, "Lock", &ref) == MISSING)
		return true;
	o = plain_object(h, &ref);
	if (slot == 1 || slot == b->count || !o || !SHAPE_FITS(&o->value, shape) ||
	    value_get(&o->value, "Fields", &fields))
		return false;
	for (walk_init(&w, &fields); walk_next(&w, NULL, &name); n++, at++) {
		while (at < b->inputs && !value_string_is(&name, b->input[at].name))
			at++;
		if (at == b->inputs || b->input[at].slot)
			return false;
		b->input[at].slot = slot;
	}
	return n > 0;
}

static bool locks(const struct history *h, struct basis *b)
{
	for (size_t slot = 1; slot <= b->count; slot++)
		if (!lock(h, b, slot))
			return false;
	for (size_t i = 0; i < b->inputs; i++)
		if (!b->input[i].slot)
			return false;
	return true;
}

/* --- pages --------------------------------------------------------------------------- */

struct tree {
	const struct history *h;
	uint32_t size; /* of the two tables by object number: */
	uint32_t *at;  /* the page a field says it lies on; 0 = no field */
	bool *seen;    /* a page, a node, or a field met in a page's /Annots */
};

static bool once(struct tree *t, uint32_t number)
{
	bool again = number >= t->size || t->seen[number];
	if (!again)
		t->seen[number] = true;
	return !again;
}

/* Every widget of a page is one of our fields and lies here. */
static bool annots(struct tree *t, const struct value *page, uint32_t number)
{
	struct value v, list, one, subtype;
	struct walk w;
	if (value_get(page, "Annots", &v) == MISSING)
		return true;
	list = history_resolve(t->h, 0, &v);
	for (walk_init(&w, &list); walk_next(&w, NULL, &one);) {
		struct value o = history_resolve(t->h, 0, &one);
		uint32_t field = one.kind == VALUE_REF ? (uint32_t)one.number : 0;
		if (field < t->size && t->at[field]) {
			if (t->at[field] != number || !once(t, field))
				return false;
		} else if (!value_get(&o, "Subtype", &subtype) &&
			   value_name_is(&subtype, "Widget")) {
			return false;
		}
	}
	return true;
}

static bool nodes(struct tree *t, const struct value *ref, int depth)
{
	struct value kids, kid;
	struct walk w;
	const struct history_object *o = plain_object(t->h, ref);
	if (!o || depth > TREE_DEPTH || !once(t, o->number))
		return false;
	if (value_get(&o->value, "Kids", &kids))
		return annots(t, &o->value, o->number);
	kids = history_resolve(t->h, 0, &kids);
	for (walk_init(&w, &kids); walk_next(&w, NULL, &kid);)
		if (!nodes(t, &kid, depth + 1))
			return false;
	return true;
}

static uint32_t page_one(const struct history *h, const struct value *pages)
{
	struct value kids, ref = *pages;
	for (int depth = 0; depth < TREE_DEPTH; depth++) {
		const struct history_object *o = plain_object(h, &ref);
		struct walk w;
		if (!o)
			return 0;
		if (value_get(&o->value, "Kids", &kids))
			return o->number;
		kids = history_resolve(h, 0, &kids);
		walk_init(&w, &kids);
		if (!walk_next(&w, NULL, &ref))
			return 0;
	}
	return 0;
}

static bool pages(struct arena *a, const struct history *h, const struct basis *b,
		  const struct value *root)
{
	struct tree t = { .h = h, .size = h->revisions[0].size };
	struct value p;
	t.at = arena_new_array(a, uint32_t, t.size);
	t.seen = arena_new_array(a, bool, t.size);
	for (size_t i = 0; i < b->count; i++)
		t.at[b->number[i]] = b->page;
	for (size_t i = 0; i < b->inputs; i++) {
		const struct history_object *o = history_object(h, 0, b->input[i].number);
		if (!value_get(&o->value, "P", &p))
			t.at[o->number] = (uint32_t)p.number;
	}
	if (!nodes(&t, root, 0))
		return false;
	for (size_t i = 0; i < b->count; i++)
		if (!t.seen[b->number[i]])
			return false;
	for (size_t i = 0; i < b->inputs; i++)
		if (!t.seen[b->input[i].number])
			return false;
	return true;
}

/* --- the form ------------------------------------------------------------------------ */

/* How many of the fields are signatures: all but those named F…. */
static size_t signatures(const struct history *h, const struct value *fields, size_t *all_r)
{
	struct walk w;
	struct value ref, type;
	size_t n = 0;
	*all_r = 0;
	for (walk_init(&w, fields); walk_next(&w, NULL, &ref); ++*all_r) {
		const struct history_object *o = plain_object(h, &ref);
		n += o && !value_get(&o->value, "FT", &type) && value_name_is(&type, "Sig");
	}
	return n;
}

static const char *fields(const struct history *h, const struct value *list, struct basis *b)
{
	struct walk w;
	struct value ref;
	size_t all, i = 0;
	b->count = signatures(h, list, &all);
	if (!b->count || b->count > BASIS_SLOTS || all - b->count > BASIS_INPUTS)
		return "slots";
	for (walk_init(&w, list); walk_next(&w, NULL, &ref); i++) {
		char name[BASIS_NAME];
		const struct history_object *o = plain_object(h, &ref);
		basis_name(name, i + 1, b->count);
		if (i < b->count) {
			if (!o || !empty_signature(&o->value, name, b->page))
				return "field";
			b->number[i] = o->number;
			continue;
		}
		struct input *in = &b->input[b->inputs];
		if (!o || !name_input(b, &o->value, in) || !empty_input(h, &o->value, in))
			return "input";
		in->number = o->number;
		if (value_get(&o->value, "TU", &in->label))
			in->label = (struct value){ .kind = VALUE_NULL };
		b->inputs++;
	}
	return NULL;
}

static bool form_of(const struct history *h, const struct value *catalog, struct value *fields_r)
{
	static const struct shape shape[] = {
		{ "Fields", SHAPE_ARRAY, NULL, 0, false },
		{ "DR", SHAPE_DICT, NULL, 0, false },
		{ "DA", SHAPE_SPELLED, "(/Helv 0 Tf 0 g)", 0, false },
		{ "SigFlags", SHAPE_INT, NULL, 3, false },
	};
	struct value v, form;
	if (value_get(catalog, "AcroForm", &v))
		return false;
	form = history_resolve(h, 0, &v);
	return SHAPE_FITS(&form, shape) && !value_get(&form, "Fields", fields_r);
}

enum err basis_read(struct arena *a, const struct history *h, struct basis *b, const char **why_r)
{
	struct value ref = { .kind = VALUE_REF, .number = history_root(h) }, root, list, v;
	struct value catalog = history_resolve(h, 0, &ref);
	*b = (struct basis){ .count = 0 };
	*why_r = "catalog";
	if (catalog.kind != VALUE_DICT || value_get(&catalog, "Perms", &v) != MISSING ||
	    value_get(&catalog, "DSS", &v) != MISSING || value_get(&catalog, "Pages", &root))
		return INVALID;
	*why_r = "form";
	if (!form_of(h, &catalog, &list))
		return INVALID;
	b->page = page_one(h, &root);
	*why_r = fields(h, &list, b);
	if (*why_r)
		return INVALID;
	*why_r = "lock";
	if (!locks(h, b))
		return INVALID;
	*why_r = "page";
	if (!pages(a, h, b, &root))
		return INVALID;
	*why_r = NULL;
	return OK;
}
