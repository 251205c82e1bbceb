/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows filled-in widgets, their looks and fonts as our own step writes them;
 * must not know the writer's code. */
#include "pdf/filled.h"

#include "pdf/compare.h"
#include "pdf/shape.h"
#include "pdf/shown.h"

#include <stdio.h>
#include <string.h>

#define READ_ONLY 1 /* ISO 32000-1 table 221 */

struct filling {
	struct arena *arena;
	const struct history *h;
	size_t i;
	const struct history_revision *r;
	uint32_t next;	/* the new number that must come now */
	size_t objects; /* met so far */
	struct shown_font font[2]; /* of the look at hand */
	size_t fonts;
	const char *why;
};

/* The next new object, which must be (no) stream. */
static const struct history_object *take(struct filling *f, bool stream)
{
	const struct history_object *o = compare_find(f->r, f->next);
	if (!o || !o->stream.p == stream)
		return NULL;
	f->next++;
	f->objects++;
	return o;
}

/* --- fonts ------------------------------------------------------------------------------ */

static bool font_program(const struct history_object *o)
{
	static const struct shape shape[] = { { "Length", SHAPE_NUMBER, NULL, 0, false },
					      { "Length1", SHAPE_NUMBER, NULL, 0, false } };
	static const unsigned char truetype[4] = { 0, 1, 0, 0 };
	struct value v;
	return SHAPE_FITS(&o->value, shape) && !value_get(&o->value, "Length1", &v) &&
	       v.kind == VALUE_INT && v.number == (int64_t)o->stream.n && o->stream.n > 12 &&
	       !memcmp(o->stream.p, truetype, 4);
}

/* A composite font (§9.7) with a program of its own: five new objects. */
static bool font(struct filling *f, const struct value *ref)
{
	static const struct shape plain[] = { { "Length", SHAPE_NUMBER, NULL, 0, false } };
	uint32_t n = f->next;
	const struct shape type0[] = {
		{ "Type", SHAPE_SPELLED, "/Font", 0, false },
		{ "Subtype", SHAPE_SPELLED, "/Type0", 0, false },
		{ "BaseFont", SHAPE_NAME, NULL, 0, false },
		{ "Encoding", SHAPE_SPELLED, "/Identity-H", 0, false },
		{ "DescendantFonts", SHAPE_ARRAY, NULL, 0, false },
		{ "ToUnicode", SHAPE_REF, NULL, n + 4, false },
	};
	const struct shape cid[] = {
		{ "Type", SHAPE_SPELLED, "/Font", 0, false },
		{ "Subtype", SHAPE_SPELLED, "/CIDFontType2", 0, false },
		{ "BaseFont", SHAPE_NAME, NULL, 0, false },
		{ "CIDSystemInfo", SHAPE_DICT, NULL, 0, false },
		{ "FontDescriptor", SHAPE_REF, NULL, n + 2, false },
		{ "CIDToGIDMap", SHAPE_SPELLED, "/Identity", 0, false },
		{ "DW", SHAPE_NUMBER, NULL, 0, false },
		{ "W", SHAPE_ARRAY, NULL, 0, true },
	};
	const struct shape descriptor[] = {
		{ "Type", SHAPE_SPELLED, "/FontDescriptor", 0, false },
		{ "FontName", SHAPE_NAME, NULL, 0, false },
		{ "Flags", SHAPE_NUMBER, NULL, 0, false },
		{ "FontBBox", SHAPE_NUMBERS, NULL, 4, false },
		{ "ItalicAngle", SHAPE_NUMBER, NULL, 0, false },
		{ "Ascent", SHAPE_NUMBER, NULL, 0, false },
		{ "Descent", SHAPE_NUMBER, NULL, 0, false },
		{ "CapHeight", SHAPE_NUMBER, NULL, 0, false },
		{ "StemV", SHAPE_NUMBER, NULL, 0, false },
		{ "FontFile2", SHAPE_REF, NULL, n + 3, false },
	};
	static const struct shape info[] = {
		{ "Registry", SHAPE_SPELLED, "(Adobe)", 0, false },
		{ "Ordering", SHAPE_SPELLED, "(Identity)", 0, false },
		{ "Supplement", SHAPE_INT, NULL, 0, false },
	};
	struct value v, one;
	struct walk w;
	const struct history_object *o = compare_is_ref(ref, n) ? take(f, false) : NULL;
	if (!o || !SHAPE_FITS(&o->value, type0) || value_get(&o->value, "DescendantFonts", &v))
		return false;
	walk_init(&w, &v);
	if (!walk_next(&w, NULL, &one) || !compare_is_ref(&one, n + 1) ||
	    walk_next(&w, NULL, &one))
		return false;
	o = take(f, false);
	if (!o || !SHAPE_FITS(&o->value, cid) || value_get(&o->value, "CIDSystemInfo", &v) ||
	    !SHAPE_FITS(&v, info) || (!value_get(&o->value, "W", &v) && !shape_widths(&v)))
		return false;
	o = take(f, false);
	if (!o || !SHAPE_FITS(&o->value, descriptor))
		return false;
	o = take(f, true);
	if (!o || !font_program(o))
		return false;
	o = take(f, true);
	return o && SHAPE_FITS(&o->value, plain) &&
	       shown_meanings(f->arena, o->stream, &f->font[f->fonts]);
}

static bool fonts(struct filling *f, const struct value *resources)
{
	static const struct shape shape[] = { { "Font", SHAPE_DICT, NULL, 0, true } };
	static const struct shape names[] = { { "G", SHAPE_REF, NULL, 0, true },
					      { "M", SHAPE_REF, NULL, 0, true } };
	struct value list, key, ref;
	struct walk w;
	f->fonts = 0;
	if (!SHAPE_FITS(resources, shape))
		return false;
	if (value_get(resources, "Font", &list))
		return true;
	if (!SHAPE_FITS(&list, names))
		return false;
	for (walk_init(&w, &list); walk_next(&w, &key, &ref); f->fonts++) {
		f->font[f->fonts].name = (char)key.src.p[1];
		if (!font(f, &ref))
			return false;
	}
	return f->fonts > 0;
}

/* --- looks ------------------------------------------------------------------------------- */

/* The look of the version before, by reference. */
static const struct history_object *old_look(const struct filling *f, const struct value *field)
{
	struct value ap, n;
	if (value_get(field, "AP", &ap) || value_get(&ap, "N", &n) || n.kind != VALUE_REF)
		return NULL;
	return history_object(f->h, f->i - 1, (uint32_t)n.number);
}

static bool same_numbers(const struct value *a, const struct value *b, const char *key)
{
	struct value x, y;
	return !value_get(a, key, &x) && !value_get(b, key, &y) && shape_same_numbers(&x, &y);
}

static bool look(struct filling *f, const struct value *was, const struct value *is,
		 const struct value *value)
{
	static const struct shape shape[] = {
		{ "Type", SHAPE_SPELLED, "/XObject", 0, false },
		{ "Subtype", SHAPE_SPELLED, "/Form", 0, false },
		{ "BBox", SHAPE_NUMBERS, NULL, 4, false },
		{ "Matrix", SHAPE_NUMBERS, NULL, 6, false },
		{ "Resources", SHAPE_DICT, NULL, 0, false },
		{ "Length", SHAPE_NUMBER, NULL, 0, false },
	};
	const struct shape only[] = { { "N", SHAPE_REF, NULL, f->next, false } };
	struct value ap, resources;
	const struct history_object *old = old_look(f, was), *o = take(f, true);
	f->why = "look";
	if (!old || !o || value_get(is, "AP", &ap) || !SHAPE_FITS(&ap, only) ||
	    !SHAPE_FITS(&o->value, shape) || !same_numbers(&old->value, &o->value, "BBox") ||
	    !same_numbers(&old->value, &o->value, "Matrix"))
		return false;
	f->why = "font";
	if (value_get(&o->value, "Resources", &resources) || !fonts(f, &resources))
		return false;
	f->why = "shown";
	return shown_agrees(f->arena, o->stream, f->font, f->fonts, value);
}

/* --- widgets ------------------------------------------------------------------------------ */

static bool is_flag(const struct value *field, int64_t want)
{
	struct value v;
	return !value_get(field, "Ff", &v) && v.kind == VALUE_INT && v.number == want;
}

static bool spelled(const struct value *field, const char *key, const char *text)
{
	struct value v;
	return !value_get(field, key, &v) && compare_spelled(&v, text);
}

static bool check_box(const struct value *is)
{
	return (spelled(is, "V", "/Off") && spelled(is, "AS", "/Off")) ||
	       (spelled(is, "V", "/Yes") && spelled(is, "AS", "/Yes"));
}

static bool text(struct filling *f, const struct value *was, const struct value *is)
{
	struct value v;
	return !value_get(is, "V", &v) && v.kind == VALUE_STRING && look(f, was, is, &v);
}

static bool widget(struct filling *f, const struct input *in)
{
	static const char *const may[2][4] = { { "Ff", "V", "AP", NULL },
					       { "Ff", "V", "AS", NULL } };
	const struct history_object *old = history_object(f->h, f->i - 1, in->number);
	const struct history_object *now = compare_find(f->r, in->number);
	f->why = "input";
	if (!old || !now || now->stream.p)
		return false;
	f->objects++;
	int64_t flags = in->lines ? 4096 : 0;
	return compare_only(&old->value, &now->value, may[in->check]) &&
	       is_flag(&old->value, flags) && is_flag(&now->value, flags | READ_ONLY) &&
	       (in->check ? check_box(&now->value) : text(f, &old->value, &now->value));
}

enum err filled_judge(struct arena *a, const struct history *h, const struct basis *b, size_t i, size_t slot,
		      uint32_t fresh, size_t *objects_r, const char **why_r)
{
	struct filling f = { .arena = a, .h = h, .i = i, .r = &h->revisions[i], .next = fresh };
	for (size_t n = 0; n < b->inputs; n++) {
		if (b->input[n].slot != slot || widget(&f, &b->input[n]))
			continue;
		*why_r = f.why;
		return INVALID;
	}
	*objects_r = f.objects;
	return OK;
}

void filled_reference(const struct basis *b, size_t slot, uint32_t catalog, char out[FILLED_LIST])
{
	size_t at = 0;
	out[0] = 0;
	for (size_t n = 0; n < b->inputs; n++) {
		if (b->input[n].slot != slot)
			continue;
		if (!at)
			at = (size_t)snprintf(out, FILLED_LIST,
					      "[<</Type /SigRef /TransformMethod /FieldMDP /Data %lu 0 R "
					      "/TransformParams <</Type /TransformParams "
					      "/Action /Include /Fields [",
					      (unsigned long)catalog);
		at += (size_t)snprintf(out + at, FILLED_LIST - at, "(%s)", b->input[n].name);
	}
	if (at)
		snprintf(out + at, FILLED_LIST - at, "] /V /1.2>>>>]");
}
