/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Places the fields of a contract. Knows forms and widgets (ISO 32000-1
 * §12.5.6.19, §12.7); must not know acts or signatures' contents. */
#include "pdf/form.h"

#include "pdf/pages.h"
#include "pdf/slots.h"

#include "base/str.h"

#include <stdio.h>
#include <string.h>

/* ETSI sub-filters are an extension below PDF 2.0 (ISO 32000-1 §7.12). */
#define EXTENSIONS                                                                                 \
	"<</ADBE <</Type /DeveloperExtensions /BaseVersion /1.7 /ExtensionLevel 8>> "              \
	"/ESIC <</Type /DeveloperExtensions /BaseVersion /1.7 /ExtensionLevel 5>>>>"
#define HELVETICA "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>"
#define TEXT(s) ((struct bytes){ (const unsigned char *)(s), strlen(s) })

static void put_field(struct revision *r, uint32_t object, uint32_t page, const char *name,
		      uint32_t lock)
{
	revision_begin(r, object);
	buf_printf(&r->out,
		   "<</Type /Annot /Subtype /Widget /FT /Sig /T (%s) /Rect [0 0 0 0] /F 132 "
		   "/P %lu 0 R",
		   name, (unsigned long)page);
	if (lock)
		buf_printf(&r->out, " /Lock %lu 0 R", (unsigned long)lock);
	buf_str(&r->out, ">>");
	revision_end(r);
}

static void put_ref(struct buf *out, uint32_t number)
{
	buf_printf(out, "%s%lu 0 R", out->n && out->p[out->n - 1] != '[' ? " " : "",
		   (unsigned long)number);
}

/* What the form of one file is made of. */
struct plan {
	const uint32_t *page;
	size_t pages, signatures, n;
	struct widget *widgets;
	uint32_t first; /* of the signature fields */
	uint32_t lock[FORM_SIGNATURES];
};

/* The page gets a fresh indirect array: an old one may belong to other pages
 * too, and a later revision then touches the array alone. */
static enum err put_annots(struct revision *r, const struct plan *m, size_t page, uint32_t annots)
{
	struct object o;
	struct value old;
	char ref[24];
	enum err e = pdf_object(r->pdf, m->page[page], &o);
	if (e)
		return e;
	e = pdf_get(r->pdf, &o.value, "Annots", &old);
	if (e == MISSING || (!e && old.kind == VALUE_NULL))
		old.src.n = 0;
	else if (e || old.kind != VALUE_ARRAY)
		return INVALID;
	revision_begin(r, annots);
	buf_byte(&r->out, '[');
	if (old.src.n > 2)
		buf_add(&r->out, old.src.p + 1, old.src.n - 2);
	for (size_t i = 0; !page && i < m->signatures; i++)
		put_ref(&r->out, m->first + (uint32_t)i);
	for (size_t i = 0; i < m->n; i++)
		if (m->widgets[i].page == page + 1)
			put_ref(&r->out, m->widgets[i].number);
	buf_byte(&r->out, ']');
	revision_end(r);
	snprintf(ref, sizeof ref, "%lu 0 R", (unsigned long)annots);
	revision_begin(r, m->page[page]);
	edit_dict(&r->out, &o.value, &(struct edit){ "Annots", ref }, 1);
	revision_end(r);
	return OK;
}

static enum err put_pages(struct arena *a, struct revision *r, const struct plan *m)
{
	bool *used = arena_new_array(a, bool, m->pages);
	enum err e = OK;
	used[0] = true;
	for (size_t i = 0; i < m->n; i++)
		used[m->widgets[i].page - 1] = true;
	for (size_t i = 0; !e && i < m->pages; i++)
		if (used[i])
			e = put_annots(r, m, i, revision_new(r));
	return e;
}

static void put_form(struct revision *r, const struct plan *m, uint32_t form, uint32_t font)
{
	revision_object(r, font, TEXT(HELVETICA));
	revision_begin(r, form);
	buf_str(&r->out, "<</Fields [");
	for (size_t i = 0; i < m->signatures; i++)
		put_ref(&r->out, m->first + (uint32_t)i);
	for (size_t i = 0; i < m->n; i++)
		put_ref(&r->out, m->widgets[i].number);
	buf_printf(&r->out, "] /DR <</Font <</Helv %lu 0 R>>>> /DA (/Helv 0 Tf 0 g) /SigFlags 3>>",
		   (unsigned long)font);
	revision_end(r);
}

static void put_signatures(struct revision *r, struct plan *m)
{
	char name[SLOT_NAME];
	m->first = r->next;
	for (size_t i = 0; i < m->signatures; i++)
		revision_new(r);
	for (size_t i = 0; i < m->n; i++) {
		int slot = m->widgets[i].slot;
		if (slot >= 0 && !m->lock[slot + 1])
			m->lock[slot + 1] = revision_new(r);
	}
	for (size_t s = 0; s < m->signatures; s++) {
		slot_name(name, s + 1, m->signatures > 99);
		put_field(r, m->first + (uint32_t)s, m->page[0], name, m->lock[s]);
		if (!m->lock[s])
			continue;
		revision_begin(r, m->lock[s]);
		buf_str(&r->out, "<</Type /SigFieldLock /Action /Include /Fields [");
		for (size_t i = 0; i < m->n; i++)
			if (m->widgets[i].slot == (int)s - 1)
				buf_printf(&r->out, "(%s)", m->widgets[i].name);
		buf_str(&r->out, "]>>");
		revision_end(r);
	}
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

/* Slot s signs with number s+2; the operator's own two have no fields. */
static bool widgets_fit(const struct plan *m)
{
	if (m->n > WIDGETS)
		return false;
	for (size_t i = 0; i < m->n; i++) {
		const struct widget *w = &m->widgets[i];
		if (!slot_input_name(w->name) || w->slot < -1 ||
		    (w->slot >= 0 && (size_t)w->slot + 2 >= m->signatures))
			return false;
		for (size_t k = 0; k < i; k++)
			if (str_eq(w->name, m->widgets[k].name))
				return false;
	}
	return true;
}

enum err form_base(struct arena *a, struct revision *r, size_t signatures, struct widget *widgets,
		   size_t n, const char **why_r)
{
	struct plan m = { .signatures = signatures, .widgets = widgets, .n = n };
	struct value catalog;
	uint32_t *page;
	char ref[24];
	*why_r = "range";
	if (!signatures || signatures > FORM_SIGNATURES)
		return INVALID;
	*why_r = "pages";
	if (pages_list(a, r->pdf, &page, &m.pages) || pdf_catalog(r->pdf, &catalog))
		return INVALID;
	m.page = page;
	*why_r = already(&catalog);
	if (*why_r)
		return INVALID;
	*why_r = "field";
	if (!widgets_fit(&m))
		return INVALID;
	uint32_t font = revision_new(r), form = revision_new(r);
	put_signatures(r, &m);
	if (widgets_write(r, page, m.pages, widgets, n, why_r))
		return INVALID;
	put_form(r, &m, form, font);
	*why_r = "annots";
	if (put_pages(a, r, &m))
		return INVALID;
	snprintf(ref, sizeof ref, "%lu 0 R", (unsigned long)form);
	struct edit edits[] = { { "Extensions", EXTENSIONS }, { "AcroForm", ref } };
	revision_begin(r, pdf_root(r->pdf));
	edit_dict(&r->out, &catalog, edits, 2);
	revision_end(r);
	*why_r = NULL;
	return OK;
}
