/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Walks the page tree without recursion. Knows nodes and leaves; must not know
 * what lies on a page. */
#include "pdf/pages.h"

struct tree {
	const struct pdf *pdf;
	unsigned char *seen; /* by object number */
	uint32_t *list;
	size_t count, depth;
	struct walk open[PAGES_DEPTH];
};

static bool node(struct tree *t, const struct value *ref)
{
	struct object o;
	struct value type, kids;
	if (ref->kind != VALUE_REF || pdf_object(t->pdf, (uint32_t)ref->number, &o) ||
	    t->seen[ref->number]++ || o.stream.p || value_get(&o.value, "Type", &type))
		return false;
	if (value_name_is(&type, "Page")) {
		if (t->count == PAGES_MAX)
			return false;
		t->list[t->count++] = o.number;
		return true;
	}
	if (!value_name_is(&type, "Pages") || t->depth == PAGES_DEPTH ||
	    pdf_get(t->pdf, &o.value, "Kids", &kids) || kids.kind != VALUE_ARRAY)
		return false;
	walk_init(&t->open[t->depth++], &kids);
	return true;
}

enum err pages_list(struct arena *a, const struct pdf *p, uint32_t **list_r, size_t *count_r)
{
	struct tree t = { .pdf = p };
	struct value catalog, v;
	uint32_t size = pdf_size(p);
	if (pdf_catalog(p, &catalog) || value_get(&catalog, "Pages", &v))
		return INVALID;
	t.seen = arena_alloc(a, size);
	t.list = arena_new_array(a, uint32_t, size < PAGES_MAX ? size : PAGES_MAX);
	if (!node(&t, &v) || !t.depth)
		return INVALID;
	while (t.depth) {
		if (!walk_next(&t.open[t.depth - 1], NULL, &v))
			t.depth--;
		else if (!node(&t, &v))
			return INVALID;
	}
	*list_r = t.list;
	*count_r = t.count;
	return t.count ? OK : INVALID;
}

enum err pages_inherited(const struct pdf *p, uint32_t page, const char *key, struct value *r)
{
	for (int depth = 0; depth <= PAGES_DEPTH; depth++) {
		struct object o;
		struct value v;
		if (pdf_object(p, page, &o))
			return INVALID;
		enum err e = value_get(&o.value, key, r);
		if (!e)
			e = pdf_resolve(p, r, &v);
		if (e != MISSING && (e || v.kind != VALUE_NULL))
			return e;
		e = value_get(&o.value, "Parent", &v);
		if (e || v.kind != VALUE_REF)
			return e == MISSING ? MISSING : INVALID;
		page = (uint32_t)v.number;
	}
	return INVALID;
}
