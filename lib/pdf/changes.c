/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The table of permitted changes. Knows the shapes that our signing writes;
 * must not know the writer's code, nor anything of cryptography. */
#include "pdf/changes.h"

#include "pdf/compare.h"
#include "pdf/epilogue.h"

#include <stdio.h>
#include <string.h>

/* What version 1 declares: filling in and signing only (ISO 32000-1 §12.8.2.2). */
#define CERTIFIES                                                                                  \
	"[<</Type /SigRef /TransformMethod /DocMDP "                                               \
	"/TransformParams <</Type /TransformParams /P 2 /V /1.2>>>>]"

/* --- the base --------------------------------------------------------------------- */

static const struct history_object *plain_object(const struct history *h, size_t at,
						 const struct value *ref)
{
	if (ref->kind != VALUE_REF)
		return NULL;
	const struct history_object *o = history_object(h, at, (uint32_t)ref->number);
	return o && !o->stream.p && o->value.kind == VALUE_DICT ? o : NULL;
}

static void field_name(char out[CHANGES_NAME], size_t number, bool wide)
{
	snprintf(out, CHANGES_NAME, wide ? "Sig%03u" : "Sig%02u", (unsigned)(number % 1000));
}

static bool empty_field(const struct history_object *o, const char *name)
{
	struct value v, kids;
	return o && !value_get(&o->value, "FT", &v) && value_name_is(&v, "Sig") &&
	       !value_get(&o->value, "T", &v) && value_string_is(&v, name) &&
	       value_get(&o->value, "V", &kids) == MISSING &&
	       value_get(&o->value, "Kids", &kids) == MISSING &&
	       value_get(&o->value, "Parent", &kids) == MISSING;
}

enum err changes_slots(const struct history *h, struct slot_table *t, const char **why_r)
{
	struct value catalog, v, form, fields, ref;
	struct walk w;
	struct value root = { .kind = VALUE_REF, .number = history_root(h) };
	*why_r = "catalog";
	catalog = history_resolve(h, 0, &root);
	if (catalog.kind != VALUE_DICT || value_get(&catalog, "Perms", &v) != MISSING ||
	    value_get(&catalog, "DSS", &v) != MISSING)
		return INVALID;
	*why_r = "form";
	if (value_get(&catalog, "AcroForm", &v))
		return INVALID;
	form = history_resolve(h, 0, &v);
	if (value_get(&form, "NeedAppearances", &v) != MISSING ||
	    value_get(&form, "XFA", &v) != MISSING || value_get(&form, "Fields", &v))
		return INVALID;
	fields = history_resolve(h, 0, &v);
	if (fields.kind != VALUE_ARRAY)
		return INVALID;
	size_t n = 0;
	for (walk_init(&w, &fields); walk_next(&w, NULL, &ref);)
		n++;
	*why_r = "slots";
	if (!n || n > CHANGES_SLOTS)
		return INVALID;
	*why_r = "field";
	*t = (struct slot_table){ .count = 0 };
	for (walk_init(&w, &fields); walk_next(&w, NULL, &ref); t->count++) {
		char name[CHANGES_NAME];
		const struct history_object *o = plain_object(h, 0, &ref);
		field_name(name, t->count + 1, n > 99);
		if (!empty_field(o, name))
			return INVALID;
		t->number[t->count] = o->number;
	}
	*why_r = NULL;
	return OK;
}

/* --- the signature dictionary ------------------------------------------------------- */

struct reading {
	struct walk w;
	bool good;
};

/* The next entry has this key; its value. */
static struct value next(struct reading *r, const char *key)
{
	struct value k, v = { .kind = VALUE_NULL };
	if (r->good)
		r->good = walk_next(&r->w, &k, &v) && compare_spelled(&k, key);
	return v;
}

static void next_is(struct reading *r, const char *key, const char *text)
{
	struct value v = next(r, key);
	r->good = r->good && compare_spelled(&v, text);
}

static struct value next_string(struct reading *r, const char *key)
{
	struct value v = next(r, key);
	r->good = r->good && v.kind == VALUE_STRING;
	return v;
}

/* Our signer prints exactly these, in this order (pdf/sigdict). */
static bool read_signature(const struct value *dict, struct step *s)
{
	struct reading r = { .good = dict->kind == VALUE_DICT };
	struct value extra;
	walk_init(&r.w, dict);
	next_is(&r, "/Type", "/Sig");
	next_is(&r, "/Filter", "/Adobe.PPKLite");
	next_is(&r, "/SubFilter", "/ETSI.CAdES.detached");
	s->m = next_string(&r, "/M");
	s->name = next_string(&r, "/Name");
	s->reason = next_string(&r, "/Reason");
	if (s->kind == STEP_CERTIFY)
		next_is(&r, "/Reference", CERTIFIES);
	s->range = next(&r, "/ByteRange");
	s->contents = next_string(&r, "/Contents");
	return r.good && !walk_next(&r.w, &extra, &extra);
}

/* From 0 to the end with only the gap left out; the gap nothing but digits. */
static bool covers(const struct history *h, size_t i, const struct step *s)
{
	const struct value *range = &s->range, *gap = &s->contents;
	struct walk w;
	struct value v;
	char text[24];
	size_t at = (size_t)(gap->src.p - h->file.p), end = h->revisions[i].end;
	const size_t want[4] = { 0, at, at + gap->src.n, end - at - gap->src.n };
	walk_init(&w, range);
	for (int k = 0; k < 4; k++) {
		snprintf(text, sizeof text, "%zu", want[k]);
		if (!walk_next(&w, NULL, &v) || v.kind != VALUE_INT || !compare_spelled(&v, text))
			return false;
	}
	if (range->kind != VALUE_ARRAY || walk_next(&w, NULL, &v) || gap->src.n % 2 ||
	    gap->src.n < 4 || gap->src.p[0] != '<')
		return false;
	for (size_t k = 1; k + 1 < gap->src.n; k++)
		if (lex_hex_digit(gap->src.p[k]) < 0)
			return false;
	return true;
}

/* --- steps ----------------------------------------------------------------------------- */

/* A signing step writes the field, its new dictionary, for version 1 also the
 * catalog, and nothing else. */
static enum err signing(const struct history *h, const struct slot_table *t, size_t i,
			struct step *s, const char **why_r)
{
	const struct history_revision *r = &h->revisions[i];
	uint32_t fresh = h->revisions[i - 1].size, slot = t->number[i - 1], root = history_root(h);
	const struct history_object *field = compare_find(r, slot), *dict = compare_find(r, fresh);
	const struct history_object *catalog = compare_find(r, root);
	bool first = s->kind == STEP_CERTIFY;
	struct value v, perms;
	*why_r = "kinds";
	if (!field || !dict || first != !!catalog || r->count != (first ? 3u : 2u) ||
	    field->stream.p || dict->stream.p)
		return INVALID;
	*why_r = "field";
	const struct history_object *old = history_object(h, i - 1, slot);
	if (!compare_grown_by(&old->value, &field->value, "/V", &v) || !compare_is_ref(&v, fresh))
		return INVALID;
	*why_r = "catalog";
	if (first) {
		struct walk w;
		struct value key;
		old = history_object(h, i - 1, root);
		if (catalog->stream.p || !compare_grown_by(&old->value, &catalog->value, "/Perms", &perms))
			return INVALID;
		walk_init(&w, &perms);
		if (perms.kind != VALUE_DICT || !walk_next(&w, &key, &v) ||
		    !compare_spelled(&key, "/DocMDP") || !compare_is_ref(&v, fresh) || walk_next(&w, &key, &v))
			return INVALID;
	}
	*why_r = "dictionary";
	if (!read_signature(&dict->value, s))
		return INVALID;
	*why_r = "range";
	if (!covers(h, i, s))
		return INVALID;
	*why_r = NULL;
	return OK;
}

/* Behind the last signature: validation data and document time stamps, never
 * two stores in a row. */
static enum err after(const struct history *h, struct slot_table *t, size_t i, struct step *s,
		      const char **why_r)
{
	s->kind = epilogue_kind(h, i);
	*why_r = "order";
	if (s->kind == STEP_DSS)
		return t->last == STEP_DSS ? INVALID : epilogue_dss(h, i, why_r);
	if (t->stamps == CHANGES_STAMPS)
		return INVALID;
	snprintf(s->field, sizeof s->field, "Dts%02u", (unsigned)(t->stamps + 1) % 100);
	enum err e = epilogue_dts(h, t->number[0], i, s, why_r);
	if (!e && !covers(h, i, s)) {
		*why_r = "range";
		e = INVALID;
	}
	t->stamps += !e;
	return e;
}

enum err changes_step(const struct history *h, struct slot_table *t, size_t i, struct step *s,
		      const char **why_r)
{
	memset(s, 0, sizeof *s);
	enum err e;
	if (i > t->count) {
		e = after(h, t, i, s, why_r);
	} else {
		s->kind = i == 1 ? STEP_CERTIFY : i == t->count ? STEP_CONCLUDE : STEP_SIGN;
		field_name(s->field, i, t->count > 99);
		e = signing(h, t, i, s, why_r);
	}
	t->last = s->kind;
	return e;
}

const char *step_word(enum step_kind k)
{
	static const char *const words[] = { "certify", "sign", "conclude", "dss", "dts" };
	return words[k];
}
