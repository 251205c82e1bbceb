/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows the field and the dictionary of a document time stamp; must not know
 * what a token contains. */
#include "pdf/docstamp.h"

#include "pdf/concluded.h"
#include "pdf/pages.h"
#include "pdf/sigdict.h"
#include "port/digest.h"

#include <stdio.h>
#include <string.h>

#define RANGE_WIDTH 48 /* "[0 N N N]" with numbers below 10^14 */
#define HEAD "<</Type /DocTimeStamp /Filter /Adobe.PPKLite /SubFilter /ETSI.RFC3161\n/ByteRange "
#define OPEN "\n/Contents "

/* What the field is entered in. */
struct places {
	uint32_t page, annots, form;
	struct value annots_array, form_dict, fields;
};

static bool indirect(const struct pdf *p, const struct value *dict, const char *key,
		     enum value_kind kind, uint32_t *number_r, struct value *r)
{
	struct value ref;
	if (value_get(dict, key, &ref) || ref.kind != VALUE_REF || pdf_resolve(p, &ref, r))
		return false;
	*number_r = (uint32_t)ref.number;
	return r->kind == kind;
}

/* As pdf/form placed them: both indirect, so that page and catalog stay. */
static bool find(struct arena *a, const struct pdf *p, struct places *at)
{
	uint32_t *page;
	size_t pages;
	struct object o;
	struct value catalog;
	if (pages_list(a, p, &page, &pages) || pdf_object(p, page[0], &o) ||
	    pdf_catalog(p, &catalog))
		return false;
	at->page = page[0];
	return indirect(p, &o.value, "Annots", VALUE_ARRAY, &at->annots, &at->annots_array) &&
	       indirect(p, &catalog, "AcroForm", VALUE_DICT, &at->form, &at->form_dict) &&
	       !value_get(&at->form_dict, "Fields", &at->fields) &&
	       at->fields.kind == VALUE_ARRAY;
}

/* "[… N 0 R]" */
static void longer(struct buf *out, const struct value *array, uint32_t number)
{
	buf_add(out, array->src.p, array->src.n - 1);
	buf_printf(out, "%s%lu 0 R]", array->src.n > 2 ? " " : "", (unsigned long)number);
}

static void put_entries(struct revision *r, const struct places *at, uint32_t field)
{
	struct buf fields;
	revision_begin(r, at->annots);
	longer(&r->out, &at->annots_array, field);
	revision_end(r);
	buf_init(&fields, at->fields.src.n + 24);
	longer(&fields, &at->fields, field);
	revision_begin(r, at->form);
	edit_dict(&r->out, &at->form_dict, &(struct edit){ "Fields", buf_text(&fields) }, 1);
	revision_end(r);
	buf_clear(&fields);
}

/* Returns where in r->out the ByteRange's array begins. */
static size_t put_dictionary(struct revision *r, uint32_t number, size_t reserve, size_t *gap_r)
{
	revision_begin(r, number);
	buf_str(&r->out, HEAD);
	size_t range = r->out.n;
	unsigned char *p = buf_space(&r->out, RANGE_WIDTH);
	if (p)
		memset(p, ' ', RANGE_WIDTH);
	buf_str(&r->out, OPEN);
	*gap_r = revision_at(r);
	buf_byte(&r->out, '<');
	p = buf_space(&r->out, 2 * reserve);
	if (p)
		memset(p, '0', 2 * reserve);
	buf_str(&r->out, ">\n>>");
	revision_end(r);
	return range;
}

static void hash(const struct revision *r, size_t reserve, struct docstamp *out)
{
	struct bytes old = pdf_bytes(r->pdf);
	size_t gap = out->gap_off - r->base, after = gap + 2 * reserve + 2;
	struct digest *d = digest_new();
	digest_add(d, old.p, old.n);
	digest_add(d, r->out.p, gap);
	digest_add(d, r->out.p + after, r->out.n - after);
	digest_get(d, out->digest);
	digest_free(d);
}

enum err docstamp_write(struct arena *a, struct revision *r, size_t reserve, struct docstamp *out,
			const char **why_r)
{
	struct concluded c;
	struct places at;
	char range[RANGE_WIDTH + 48];
	enum err e = concluded_open(a, r->pdf, &c, why_r);
	if (e)
		return e;
	*why_r = "range";
	if (c.stamps == DOCSTAMPS || reserve < SIGDICT_RESERVE_MIN || reserve > SIGDICT_RESERVE_MAX)
		return INVALID;
	*why_r = "form";
	if (!find(a, r->pdf, &at))
		return INVALID;
	snprintf(out->field, sizeof out->field, "Dts%02u", (unsigned)(c.stamps + 1) % 100);
	uint32_t field = revision_new(r), dict = revision_new(r);
	put_entries(r, &at, field);
	revision_begin(r, field);
	buf_printf(&r->out,
		   "<</Type /Annot /Subtype /Widget /FT /Sig /T (%s) /Rect [0 0 0 0] /F 132 "
		   "/P %lu 0 R /V %lu 0 R>>",
		   out->field, (unsigned long)at.page, (unsigned long)dict);
	revision_end(r);
	size_t place = put_dictionary(r, dict, reserve, &out->gap_off);
	*why_r = "size";
	if (revision_close(r, &out->length))
		return INVALID;
	size_t after = out->gap_off + 2 * reserve + 2;
	int n = snprintf(range, sizeof range, "[0 %zu %zu %zu]", out->gap_off, after,
			 out->length - after);
	memcpy(r->out.p + place, range, (size_t)n);
	revision_seal(r);
	hash(r, reserve, out);
	*why_r = NULL;
	return OK;
}
