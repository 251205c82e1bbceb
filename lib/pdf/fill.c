/* SPDX-License-Identifier: AGPL-3.0-or-later
 * New versions of fields with their appearances. Knows which values of a widget
 * may change; must not know who fills in, nor signatures. */
#include "pdf/fill.h"

#include "pdf/legible.h"
#include "pdf/lettering.h"
#include "pdf/mark.h"
#include "pdf/seal.h"

#include "base/str.h"

#include <stdio.h>
#include <string.h>

#define READ_ONLY 1 /* of /Ff, ISO 32000-1 table 221 */

/* One field on its way. */
struct job {
	struct arena *arena;
	struct revision *r;
	const struct typefaces *faces;
	struct fill *fill;
	const struct input *input;
	struct value box, matrix; /* of the appearance before, as spelled */
	double w, h;
	struct letter *letters;
	size_t n;
	bool upright; /* a seal in columns */
	struct subset subset[TYPEFACES]; /* number 0 = not used */
};

/* --- what was there before -------------------------------------------------------- */

static bool look_before(const struct pdf *p, const struct value *field, struct object *o)
{
	struct value ap, n, state;
	if (pdf_get(p, field, "AP", &ap) || value_get(&ap, "N", &n))
		return false;
	if (n.kind == VALUE_DICT) {
		if (value_get(&n, "Yes", &state))
			return false;
		n = state;
	}
	return n.kind == VALUE_REF && !pdf_object(p, (uint32_t)n.number, o) && o->stream.p;
}

static bool measure(struct job *j)
{
	struct object o;
	struct walk w;
	struct value v;
	double at[4];
	if (!look_before(j->r->pdf, &j->input->field, &o) || value_get(&o.value, "BBox", &j->box) ||
	    value_get(&o.value, "Matrix", &j->matrix) || j->matrix.kind != VALUE_ARRAY ||
	    j->box.kind != VALUE_ARRAY)
		return false;
	walk_init(&w, &j->box);
	for (int i = 0; i < 4; i++)
		if (!walk_next(&w, NULL, &v) || !value_number(&v, &at[i]))
			return false;
	j->w = at[2];
	j->h = at[3];
	return at[0] == 0 && at[1] == 0 && j->w >= 1 && j->h >= 1 && j->w < 1e5 && j->h < 1e5;
}

/* /Ff with the read-only bit; -1: it has that already, or none. */
static int64_t locked_flags(const struct value *field)
{
	struct value v;
	if (value_get(field, "Ff", &v) || v.kind != VALUE_INT || v.number < 0 ||
	    v.number > INT32_MAX || v.number & READ_ONLY)
		return -1;
	return v.number | READ_ONLY;
}

static bool kind_fits(const struct fill *f, const struct input *in)
{
	struct value v;
	return !value_get(&in->field, "FT", &v) &&
	       value_name_is(&v, f->kind == WIDGET_CHECK ? "Btn" : "Tx");
}

/* --- appearance ------------------------------------------------------------------- */

static enum seal_shape shape_of(enum widget_kind k)
{
	return k == WIDGET_ROUND ? SEAL_ROUND : k == WIDGET_SQUARE ? SEAL_SQUARE : SEAL_OVAL;
}

static bool is_seal(enum widget_kind k)
{
	return k == WIDGET_ROUND || k == WIDGET_SQUARE || k == WIDGET_OVAL;
}

static const char *text_of(struct job *j, const struct letter *l)
{
	return l ? arena_strn(j->arena, l->text.p, l->text.n) : NULL;
}

static enum err read_letters(struct job *j, const char **why_r, struct fills *f)
{
	const struct letter *twin = NULL;
	bool seal = is_seal(j->fill->kind);
	j->upright = seal && seal_upright(shape_of(j->fill->kind), j->fill->value, j->w, j->h);
	*why_r = "line";
	if (j->fill->kind != WIDGET_LINES && strchr(j->fill->value, '\n'))
		return INVALID;
	*why_r = "glyph";
	enum err e = letters_read(j->arena, j->faces, j->fill->value,
				  seal ? TYPEFACE_MINCHO : TYPEFACE_GOTHIC, j->upright,
				  &j->letters, &j->n, &f->glyph);
	const struct letter *bad = e ? NULL : letters_illegible(j->arena, j->letters, j->n, &twin);
	if (!bad)
		return e;
	*why_r = twin ? "alike" : "unread";
	f->glyph = text_of(j, bad);
	f->twin = text_of(j, twin);
	return INVALID;
}

static enum err make_subsets(struct job *j)
{
	for (int i = 0; i < TYPEFACES; i++) {
		enum err e = subset_make(j->arena, j->faces, i, j->letters, j->n, &j->subset[i]);
		if (e && e != MISSING)
			return e;
		if (!e) {
			j->subset[i].number = j->r->next;
			for (int k = 0; k < 5; k++)
				revision_new(j->r);
		}
	}
	return OK;
}

static void draw_value(struct job *j, struct buf *out)
{
	struct fill *f = j->fill;
	struct lettering t;
	if (is_seal(f->kind)) {
		seal_draw(shape_of(f->kind), j->letters, j->n, j->upright, j->w, j->h, j->subset,
			  out);
		return;
	}
	lettering_fit(j->arena, j->letters, j->n, f->kind == WIDGET_LINES, f->size / 10.0, j->w,
		      j->h, &t);
	lettering_draw(&t, j->letters, j->subset, out);
	f->small = t.small;
	f->tiny = t.tiny;
}

static void put_resources(struct job *j, struct buf *out)
{
	static const char names[TYPEFACES] = { 'G', 'M' };
	struct buf fonts, others;
	buf_init(&fonts, 512);
	buf_init(&others, 512);
	if (j->fill->mark)
		mark_resources(&fonts, &others);
	for (int i = 0; i < TYPEFACES; i++)
		if (j->subset[i].number)
			buf_printf(&fonts, "%s/%c %lu 0 R", fonts.n ? " " : "", names[i],
				   (unsigned long)j->subset[i].number);
	buf_printf(out, " /Resources <<%s", buf_text(&others));
	if (fonts.n)
		buf_printf(out, "/Font <<%s>>", buf_text(&fonts));
	buf_str(out, ">>");
	buf_clear(&fonts);
	buf_clear(&others);
}

static void put_value_look(struct job *j, uint32_t number, struct bytes content)
{
	struct buf *out = &j->r->out;
	revision_begin(j->r, number);
	buf_str(out, "<</Type /XObject /Subtype /Form /BBox ");
	buf_add(out, j->box.src.p, j->box.src.n);
	buf_str(out, " /Matrix ");
	buf_add(out, j->matrix.src.p, j->matrix.src.n);
	put_resources(j, out);
	buf_printf(out, " /Length %zu>>\nstream\n", content.n);
	buf_add(out, content.p, content.n);
	buf_str(out, "\nendstream");
	revision_end(j->r);
	for (int i = 0; i < TYPEFACES; i++)
		if (j->subset[i].number)
			subset_write(j->arena, j->r, j->faces, i, j->letters, j->n, &j->subset[i]);
}

/* --- widgets ---------------------------------------------------------------------- */

static void put_widget(struct job *j, const struct edit *edits, size_t n)
{
	revision_begin(j->r, j->input->number);
	edit_dict(&j->r->out, &j->input->field, edits, n);
	revision_end(j->r);
}

static enum err fill_text(struct job *j, const char *flags, const char **why_r, struct fills *f)
{
	char look[48];
	struct buf content, value;
	bool blank = !*j->fill->value;
	enum err e = blank ? OK : read_letters(j, why_r, f);
	if (e)
		return e;
	*why_r = "font";
	uint32_t number = revision_new(j->r);
	if (!blank && (e = make_subsets(j)) != OK)
		return e;
	buf_init(&content, REVISION_MAX);
	buf_init(&value, 1 << 16);
	if (j->fill->mark)
		mark_draw(j->fill->mark, j->fill->colour, j->w, j->h, &content);
	buf_str(&content, "/Tx BMC\n");
	if (!blank)
		draw_value(j, &content);
	buf_str(&content, "EMC");
	put_text(&value, j->fill->value, true);
	snprintf(look, sizeof look, "<</N %lu 0 R>>", (unsigned long)number);
	put_widget(j, (const struct edit[]){ { "Ff", flags }, { "V", buf_text(&value) }, { "AP", look } },
		   3);
	put_value_look(j, number, buf_bytes(&content));
	e = value.over || content.over ? INVALID : OK;
	buf_clear(&content);
	buf_clear(&value);
	*why_r = "size";
	return e;
}

/* Both looks lie in the base; only pictures with marks need others. */
static enum err fill_check(struct job *j, const char *flags)
{
	char look[48];
	struct buf content;
	struct object o;
	struct edit edits[] = { { "Ff", flags }, { "V", "/Yes" }, { "AS", "/Yes" }, { "AP", look } };
	bool ticked = str_eq(j->fill->value, "1");
	if (!j->fill->mark) {
		put_widget(j, edits, ticked ? 3 : 1);
		return OK;
	}
	buf_init(&content, 1 << 16);
	mark_draw(j->fill->mark, j->fill->colour, j->w, j->h, &content);
	if (ticked && look_before(j->r->pdf, &j->input->field, &o))
		buf_add(&content, o.stream.p, o.stream.n);
	uint32_t number = revision_new(j->r);
	snprintf(look, sizeof look, "<</N <</Yes %lu 0 R>>>>", (unsigned long)number);
	edits[1].text = edits[2].text = "/Yes";
	put_widget(j, edits, 4);
	put_value_look(j, number, buf_bytes(&content));
	buf_clear(&content);
	return OK;
}

static enum err fill_one(struct job *j, const char **why_r, struct fills *f)
{
	char flags[24];
	*why_r = "field";
	int64_t ff = locked_flags(&j->input->field);
	if (ff < 0 || !kind_fits(j->fill, j->input) || !measure(j))
		return INVALID;
	snprintf(flags, sizeof flags, "%lld", (long long)ff);
	return j->fill->kind == WIDGET_CHECK ? fill_check(j, flags)
					     : fill_text(j, flags, why_r, f);
}

enum err fills_write(struct arena *a, struct revision *r, struct fills *f, const char **why_r)
{
	struct input *input;
	size_t count = 0;
	enum err e = OK;
	*why_r = "field";
	f->at = f->glyph = f->twin = NULL;
	if (f->n && slots_inputs(a, r->pdf, &input, &count))
		return INVALID;
	bool *used = arena_new_array(a, bool, count + 1);
	for (size_t i = 0; !e && i < f->n; i++) {
		struct job j = { .arena = a, .r = r, .faces = f->faces, .fill = &f->fill[i] };
		size_t k = 0;
		while (k < count && !str_eq(input[k].name, f->fill[i].name))
			k++;
		if (k == count || used[k])
			return INVALID;
		used[k] = true;
		j.input = &input[k];
		e = fill_one(&j, why_r, f);
		if (e)
			f->at = f->fill[i].name;
	}
	if (!e)
		*why_r = NULL;
	return e;
}

bool fills_locked(const struct pdf *p, const struct slot *s, const struct fills *f)
{
	struct value lock, v;
	struct walk w;
	size_t i = 0;
	enum err e = pdf_get(p, &s->field, "Lock", &lock);
	if (e)
		return e == MISSING && !f->n;
	if (value_get(&lock, "Fields", &v) || v.kind != VALUE_ARRAY)
		return false;
	for (walk_init(&w, &v); walk_next(&w, NULL, &lock); i++)
		if (i >= f->n || !value_string_is(&lock, f->fill[i].name))
			return false;
	return i == f->n;
}
