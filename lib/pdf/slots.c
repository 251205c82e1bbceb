/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Finds fields by their names. Must not know acts, values or what signatures
 * contain. */
#include "pdf/slots.h"

#include "base/str.h"

#include <stdio.h>
#include <string.h>

void slot_name(char out[SLOT_NAME], size_t number, bool wide)
{
	snprintf(out, SLOT_NAME, wide ? "Sig%03u" : "Sig%02u", (unsigned)(number % 1000));
}

bool slot_input_name(const char *name)
{
	if (name[0] != 'F' || strlen(name) != 5 || str_eq(name, "F0000"))
		return false;
	for (int i = 1; i < 5; i++)
		if (name[i] < '0' || name[i] > '9')
			return false;
	return true;
}

/* 1…131 for Sig01 or Sig001, whichever width the file uses; else 0. */
static size_t slot_number(const struct value *name, bool wide)
{
	char s[SLOT_NAME];
	for (size_t i = 1; i <= FORM_SIGNATURES; i++) {
		slot_name(s, i, wide);
		if (value_string_is(name, s))
			return i;
	}
	return 0;
}

/* 1…99 for Dts01…Dts99; else 0. */
static size_t stamp_number(const struct value *name)
{
	char s[SLOT_NAME];
	for (unsigned i = 1; i <= SLOT_STAMPS; i++) {
		snprintf(s, sizeof s, "Dts%02u", i % 100);
		if (value_string_is(name, s))
			return i;
	}
	return 0;
}

enum { SIGNATURES, WIDE_SIGNATURES, STAMPS };

/* Which kind of field: -1 broken, 0 none of these slots, else its number. */
static int slot_read(const struct pdf *p, const struct value *ref, int which, struct slot *s)
{
	struct object o;
	struct value v;
	if (ref->kind != VALUE_REF || pdf_object(p, (uint32_t)ref->number, &o) || o.stream.p ||
	    o.value.kind != VALUE_DICT)
		return -1;
	if (value_get(&o.value, "FT", &v) || !value_name_is(&v, "Sig"))
		return 0;
	if (value_get(&o.value, "T", &v))
		return -1;
	size_t stamp = stamp_number(&v);
	if ((stamp != 0) != (which == STAMPS))
		return 0;
	size_t n = stamp ? stamp : slot_number(&v, which == WIDE_SIGNATURES);
	*s = (struct slot){ o.number, o.value, 0 };
	enum err e = value_get(&o.value, "V", &v);
	if (!n || (e && e != MISSING) || (!e && v.kind != VALUE_REF))
		return -1;
	s->signature = e ? 0 : (uint32_t)v.number;
	return (int)n;
}

static bool slots_fill(const struct pdf *p, const struct value *fields, int which,
		       struct slot *slot, size_t *count_r)
{
	struct walk w;
	struct value ref;
	size_t found = 0;
	*count_r = 0;
	for (walk_init(&w, fields); walk_next(&w, NULL, &ref);) {
		struct slot s;
		int n = slot_read(p, &ref, which, &s);
		if (n < 0 || (n && slot[n - 1].number))
			return false;
		if (!n)
			continue;
		slot[n - 1] = s;
		found++;
		*count_r = (size_t)n > *count_r ? (size_t)n : *count_r;
	}
	return found == *count_r;
}

static enum err fields_of(const struct pdf *p, struct value *fields_r)
{
	struct value catalog, form;
	if (pdf_catalog(p, &catalog) || pdf_get(p, &catalog, "AcroForm", &form) ||
	    pdf_get(p, &form, "Fields", fields_r) || fields_r->kind != VALUE_ARRAY)
		return INVALID;
	return OK;
}

enum err slots_open(struct arena *a, const struct pdf *p, struct slot **slot_r, size_t *count_r,
		    size_t *signed_r)
{
	struct value fields;
	size_t n = 0;
	if (fields_of(p, &fields))
		return INVALID;
	struct slot *slot = arena_new_array(a, struct slot, FORM_SIGNATURES);
	if (!slots_fill(p, &fields, SIGNATURES, slot, count_r) || *count_r > 99) {
		memset(slot, 0, FORM_SIGNATURES * sizeof *slot);
		if (!slots_fill(p, &fields, WIDE_SIGNATURES, slot, count_r) || *count_r <= 99)
			return INVALID;
	}
	while (n < *count_r && slot[n].signature)
		n++;
	*signed_r = n;
	for (size_t i = n; i < *count_r; i++)
		if (slot[i].signature)
			return INVALID;
	*slot_r = slot;
	return *count_r ? OK : INVALID;
}

enum err slots_stamps(struct arena *a, const struct pdf *p, struct slot **stamp_r, size_t *count_r)
{
	struct value fields;
	struct slot *stamp = arena_new_array(a, struct slot, SLOT_STAMPS);
	if (fields_of(p, &fields) || !slots_fill(p, &fields, STAMPS, stamp, count_r))
		return INVALID;
	for (size_t i = 0; i < *count_r; i++)
		if (!stamp[i].signature)
			return INVALID;
	*stamp_r = stamp;
	return OK;
}

/* 0 none of ours, 1 an input field, -1 broken. */
static int input_read(const struct pdf *p, const struct value *ref, struct input *in)
{
	struct object o;
	struct value v;
	struct buf name;
	if (ref->kind != VALUE_REF || pdf_object(p, (uint32_t)ref->number, &o) || o.stream.p ||
	    value_get(&o.value, "FT", &v))
		return -1;
	if (value_name_is(&v, "Sig"))
		return 0;
	if ((!value_name_is(&v, "Tx") && !value_name_is(&v, "Btn")) || value_get(&o.value, "T", &v))
		return -1;
	buf_init(&name, WIDGET_NAME - 1);
	bool good = !value_string(&v, &name) && !name.over && slot_input_name(buf_text(&name));
	if (good) {
		*in = (struct input){ .number = o.number, .field = o.value };
		memcpy(in->name, name.p, name.n);
	}
	buf_clear(&name);
	return good ? 1 : -1;
}

enum err slots_inputs(struct arena *a, const struct pdf *p, struct input **input_r, size_t *count_r)
{
	struct value fields, ref;
	struct input one;
	struct walk w;
	size_t n = 0;
	if (fields_of(p, &fields))
		return INVALID;
	struct input *input = arena_new_array(a, struct input, WIDGETS);
	for (walk_init(&w, &fields); walk_next(&w, NULL, &ref);) {
		int kind = input_read(p, &ref, &one);
		if (kind < 0 || (kind && n == WIDGETS))
			return INVALID;
		if (kind)
			input[n++] = one;
		for (size_t i = 0; kind && i + 1 < n; i++)
			if (str_eq(input[i].name, one.name))
				return INVALID;
	}
	*input_r = input;
	*count_r = n;
	return OK;
}
