/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Order and words of filled fields. Draws nothing. */
#include "office/entries.h"

#include <stdlib.h>

#define ROW 300 /* tops this near stand in one row (1/100 mm) */

struct place {
	const struct field *f;
	size_t index;
};

static int by_place(const void *va, const void *vb)
{
	const struct place *pa = va, *pb = vb;
	const struct field *a = pa->f, *b = pb->f;
	if (a->paper != b->paper)
		return a->paper < b->paper ? -1 : 1;
	if (a->page != b->page)
		return a->page < b->page ? -1 : 1;
	if (a->y / ROW != b->y / ROW)
		return a->y < b->y ? -1 : 1;
	if (a->x != b->x)
		return a->x < b->x ? -1 : 1;
	return pa->index < pb->index ? -1 : 1;
}

size_t entries_order(struct arena *a, const struct contract *c, int64_t slot, size_t **index_r)
{
	struct place *p = arena_new_array(a, struct place, c->n_fields + 1);
	size_t n = 0;
	for (size_t i = 0; i < c->n_fields; i++)
		if (c->fields[i].slot == slot)
			p[n++] = (struct place){ &c->fields[i], i };
	if (n)
		qsort(p, n, sizeof *p, by_place);
	*index_r = arena_new_array(a, size_t, n + 1);
	for (size_t i = 0; i < n; i++)
		(*index_r)[i] = p[i].index;
	return n;
}

const char *entries_kind(const struct field *f)
{
	const struct field_form *form = field_form(f->kind);
	return form->seal ? "seal" : form->word;
}

void entries_present(struct xnode *parent, struct arena *a, const struct contract *c, int64_t slot)
{
	size_t *index, n = entries_order(a, c, slot, &index);
	char name[FIELD_NAME];
	for (size_t i = 0; i < n; i++) {
		const struct field *f = &c->fields[index[i]];
		struct xnode *x = xdoc_add(parent, "entry");
		field_name(index[i], name);
		xdoc_attr_int(x, "n", (int64_t)i + 1);
		xdoc_attr(x, "field", name);
		xdoc_attr(x, "kind", entries_kind(f));
		xdoc_attr(x, "label", f->label);
		if (*f->value)
			xdoc_attr(x, "value", f->value);
		if (f->paper >= 1 && f->paper <= (int64_t)c->n_papers)
			xdoc_attr(x, "file", c->papers[f->paper - 1].name);
		xdoc_attr_int(x, "page", f->page);
	}
}
