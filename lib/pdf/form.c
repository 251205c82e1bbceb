/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Places and finds signature fields. Knows forms and widgets (ISO 32000-1
 * §12.5.6.19, §12.7); must not know acts or signatures' contents. */
#include "pdf/form.h"

#include "pdf/pages.h"

#include <stdio.h>
#include <string.h>

/* ETSI sub-filters are an extension below PDF 2.0 (ISO 32000-1 §7.12). */
#define EXTENSIONS                                                                                 \
	"<</ADBE <</Type /DeveloperExtensions /BaseVersion /1.7 /ExtensionLevel 8>> "              \
	"/ESIC <</Type /DeveloperExtensions /BaseVersion /1.7 /ExtensionLevel 5>>>>"
#define HELVETICA "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>"
#define TEXT(s) ((struct bytes){ (const unsigned char *)(s), strlen(s) })

static void name_of(char out[FORM_NAME], size_t number, bool wide)
{
	snprintf(out, FORM_NAME, wide ? "Sig%03u" : "Sig%02u", (unsigned)(number % 1000));
}

static void put_field(struct revision *r, uint32_t object, uint32_t page, const char *name)
{
	revision_begin(r, object);
	buf_printf(&r->out,
		   "<</Type /Annot /Subtype /Widget /FT /Sig /T (%s) /Rect [0 0 0 0] /F 132 "
		   "/P %lu 0 R>>",
		   name, (unsigned long)page);
	revision_end(r);
}

static void put_refs(struct buf *out, uint32_t first, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "%s%lu 0 R", i ? " " : "", (unsigned long)(first + i));
}

/* The page gets a fresh indirect array: an old one may belong to other pages
 * too, and a later revision then touches the array alone. */
static enum err put_annots(struct revision *r, uint32_t page, uint32_t annots, uint32_t first,
			   size_t n)
{
	struct object o;
	struct value old;
	char ref[24];
	enum err e = pdf_object(r->pdf, page, &o);
	if (e)
		return e;
	e = pdf_get(r->pdf, &o.value, "Annots", &old);
	if (e == MISSING || (!e && old.kind == VALUE_NULL))
		old.src.n = 0;
	else if (e || old.kind != VALUE_ARRAY)
		return INVALID;
	revision_begin(r, annots);
	buf_byte(&r->out, '[');
	if (old.src.n > 2) {
		buf_add(&r->out, old.src.p + 1, old.src.n - 2);
		buf_byte(&r->out, ' ');
	}
	put_refs(&r->out, first, n);
	buf_byte(&r->out, ']');
	revision_end(r);
	snprintf(ref, sizeof ref, "%lu 0 R", (unsigned long)annots);
	revision_begin(r, page);
	edit_dict(&r->out, &o.value, &(struct edit){ "Annots", ref }, 1);
	revision_end(r);
	return OK;
}

static void put_form(struct revision *r, uint32_t form, uint32_t font, uint32_t first, size_t n)
{
	revision_object(r, font, TEXT(HELVETICA));
	revision_begin(r, form);
	buf_str(&r->out, "<</Fields [");
	put_refs(&r->out, first, n);
	buf_printf(&r->out, "] /DR <</Font <</Helv %lu 0 R>>>> /DA (/Helv 0 Tf 0 g) /SigFlags 3>>",
		   (unsigned long)font);
	revision_end(r);
}

static const char *already(const struct value *catalog)
{
	struct value v;
	if (value_get(catalog, "AcroForm", &v) != MISSING)
		return "form";
	if (value_get(catalog, "Perms", &v) != MISSING || value_get(catalog, "DSS", &v) != MISSING)
		return "signed";
	return NULL;
}

enum err form_base(struct arena *a, struct revision *r, size_t signatures, const char **why_r)
{
	struct value catalog;
	uint32_t *page;
	size_t pages;
	char ref[24], name[FORM_NAME];
	*why_r = "range";
	if (!signatures || signatures > FORM_SIGNATURES)
		return INVALID;
	*why_r = "pages";
	if (pages_list(a, r->pdf, &page, &pages) || pdf_catalog(r->pdf, &catalog))
		return INVALID;
	*why_r = already(&catalog);
	if (*why_r)
		return INVALID;
	uint32_t font = revision_new(r), form = revision_new(r), annots = revision_new(r);
	uint32_t first = r->next;
	for (size_t i = 0; i < signatures; i++) {
		name_of(name, i + 1, signatures > 99);
		put_field(r, revision_new(r), page[0], name);
	}
	put_form(r, form, font, first, signatures);
	*why_r = "annots";
	if (put_annots(r, page[0], annots, first, signatures))
		return INVALID;
	snprintf(ref, sizeof ref, "%lu 0 R", (unsigned long)form);
	struct edit edits[] = { { "Extensions", EXTENSIONS }, { "AcroForm", ref } };
	revision_begin(r, pdf_root(r->pdf));
	edit_dict(&r->out, &catalog, edits, 2);
	revision_end(r);
	*why_r = NULL;
	return OK;
}

/* 1…131 for Sig01 or Sig001, whichever width the file uses; else 0. */
static size_t slot_number(const struct value *name, bool wide)
{
	char s[FORM_NAME];
	for (size_t i = 1; i <= FORM_SIGNATURES; i++) {
		name_of(s, i, wide);
		if (value_string_is(name, s))
			return i;
	}
	return 0;
}

/* 1…99 for Dts01…Dts99; else 0. */
static size_t stamp_number(const struct value *name)
{
	char s[FORM_NAME];
	for (unsigned i = 1; i <= FORM_STAMPS; i++) {
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

enum err form_slots(struct arena *a, const struct pdf *p, struct slot **slot_r, size_t *count_r,
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

enum err form_stamps(struct arena *a, const struct pdf *p, struct slot **stamp_r, size_t *count_r)
{
	struct value fields;
	struct slot *stamp = arena_new_array(a, struct slot, FORM_STAMPS);
	if (fields_of(p, &fields) || !slots_fill(p, &fields, STAMPS, stamp, count_r))
		return INVALID;
	for (size_t i = 0; i < *count_r; i++)
		if (!stamp[i].signature)
			return INVALID;
	*stamp_r = stamp;
	return OK;
}
