/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows the store's shape; must not know what certificates or responses say. */
#include "pdf/dss.h"

#include "pdf/concluded.h"
#include "pdf/der.h"

#include <stdio.h>
#include <string.h>

static const char *const array_name[DSS_KINDS] = { "Certs", "OCSPs", "CRLs" };

struct shelf {
	struct {
		uint32_t number;
		struct bytes der;
	} item[DSS_ITEMS];
	size_t count, old;
};

struct store {
	uint32_t number; /* of its object; 0 = there is none yet */
	struct shelf *shelf; /* by kind */
};

static bool read_stream(const struct pdf *p, const struct value *ref, struct shelf *s)
{
	struct object o;
	struct value ignored;
	if (ref->kind != VALUE_REF || s->count == DSS_ITEMS ||
	    pdf_object(p, (uint32_t)ref->number, &o) || !o.stream.p ||
	    value_get(&o.value, "Filter", &ignored) != MISSING ||
	    der_sequence(o.stream) != o.stream.n)
		return false;
	s->item[s->count].number = o.number;
	s->item[s->count++].der = o.stream;
	return true;
}

static int kind_of(const struct value *key)
{
	for (int k = 0; k < DSS_KINDS; k++)
		if (value_name_is(key, array_name[k]))
			return k;
	return -1;
}

/* Only what this file writes may stand in it. */
static bool read_store(const struct pdf *p, struct store *s)
{
	struct value catalog, ref, dict, key, v;
	struct walk keys, refs;
	if (pdf_catalog(p, &catalog))
		return false;
	enum err e = value_get(&catalog, "DSS", &ref);
	if (e == MISSING)
		return true;
	if (e || ref.kind != VALUE_REF || pdf_resolve(p, &ref, &dict) || dict.kind != VALUE_DICT)
		return false;
	s->number = (uint32_t)ref.number;
	for (walk_init(&keys, &dict); walk_next(&keys, &key, &v);) {
		int k = kind_of(&key);
		if (k < 0 && value_name_is(&key, "Type") && value_name_is(&v, "DSS"))
			continue;
		if (k < 0 || v.kind != VALUE_ARRAY || s->shelf[k].count)
			return false;
		struct value one;
		for (walk_init(&refs, &v); walk_next(&refs, NULL, &one);)
			if (!read_stream(p, &one, &s->shelf[k]))
				return false;
		s->shelf[k].old = s->shelf[k].count;
	}
	return true;
}

static bool has(const struct shelf *s, struct bytes der)
{
	for (size_t i = 0; i < s->count; i++)
		if (bytes_eq(s->item[i].der, der))
			return true;
	return false;
}

static const char *add(struct revision *r, struct store *s, const struct dss_item *item)
{
	struct shelf *shelf = &s->shelf[item->kind];
	if (item->der.n > DSS_ITEM || !item->der.n || der_sequence(item->der) != item->der.n)
		return "item";
	if (has(shelf, item->der))
		return NULL;
	if (shelf->count == DSS_ITEMS)
		return "range";
	uint32_t number = revision_new(r);
	shelf->item[shelf->count].number = number;
	shelf->item[shelf->count++].der = item->der;
	revision_begin(r, number);
	buf_printf(&r->out, "<</Length %zu>>\nstream\n", item->der.n);
	buf_add(&r->out, item->der.p, item->der.n);
	buf_str(&r->out, "\nendstream");
	revision_end(r);
	return NULL;
}

static void put_store(struct revision *r, const struct store *s, uint32_t number)
{
	revision_begin(r, number);
	buf_str(&r->out, "<</Type /DSS");
	for (int k = 0; k < DSS_KINDS; k++) {
		const struct shelf *shelf = &s->shelf[k];
		for (size_t i = 0; i < shelf->count; i++) {
			if (i)
				buf_byte(&r->out, ' ');
			else
				buf_printf(&r->out, " /%s [", array_name[k]);
			buf_printf(&r->out, "%lu 0 R", (unsigned long)shelf->item[i].number);
		}
		if (shelf->count)
			buf_byte(&r->out, ']');
	}
	buf_str(&r->out, ">>");
	revision_end(r);
}

static enum err put_catalog(struct revision *r, uint32_t number)
{
	struct value catalog;
	char ref[24];
	enum err e = pdf_catalog(r->pdf, &catalog);
	if (e)
		return e;
	snprintf(ref, sizeof ref, "%lu 0 R", (unsigned long)number);
	revision_begin(r, pdf_root(r->pdf));
	edit_dict(&r->out, &catalog, &(struct edit){ "DSS", ref }, 1);
	revision_end(r);
	return OK;
}

enum err dss_write(struct arena *a, struct revision *r, const struct dss_item *item, size_t n,
		   size_t added_r[DSS_KINDS], const char **why_r)
{
	struct concluded c;
	struct store s = { .shelf = arena_new_array(a, struct shelf, DSS_KINDS) };
	size_t bytes = 0, length, sum = 0;
	enum err e = concluded_open(a, r->pdf, &c, why_r);
	if (e)
		return e;
	*why_r = "dss";
	if (!read_store(r->pdf, &s))
		return INVALID;
	for (size_t i = 0; i < n; i++) {
		bytes += item[i].der.n;
		*why_r = bytes > DSS_BYTES ? "range" : add(r, &s, &item[i]);
		if (*why_r)
			return INVALID;
	}
	for (int k = 0; k < DSS_KINDS; k++)
		sum += added_r[k] = s.shelf[k].count - s.shelf[k].old;
	*why_r = "nothing";
	if (!sum)
		return CONFLICT;
	put_store(r, &s, s.number ? s.number : revision_new(r));
	*why_r = "form";
	if (!s.number && put_catalog(r, r->next - 1))
		return INVALID;
	*why_r = "size";
	if (revision_close(r, &length))
		return INVALID;
	revision_seal(r);
	*why_r = NULL;
	return OK;
}
