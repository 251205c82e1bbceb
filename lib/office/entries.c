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
	return pa->index < pb->index ? -1 : pa->index > pb->index;
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

int64_t entries_number(const struct contract *c, size_t i)
{
	const struct place p = { &c->fields[i], i };
	int64_t n = 1;
	for (size_t k = 0; k < c->n_fields; k++) {
		const struct place o = { &c->fields[k], k };
		n += o.f->slot == p.f->slot && by_place(&o, &p) < 0;
	}
	return n;
}

/* 1…n, the sender (0), nobody (-1). */
static int by_person(const void *va, const void *vb)
{
	const struct place *pa = va, *pb = vb;
	int64_t a = pa->f->slot, b = pb->f->slot;
	if (a == b)
		return by_place(va, vb);
	if (a > 0 && b > 0)
		return a < b ? -1 : 1;
	return a > b ? -1 : 1;
}

size_t entries_all(struct arena *a, const struct contract *c, size_t **index_r)
{
	struct place *p = arena_new_array(a, struct place, c->n_fields + 1);
	*index_r = arena_new_array(a, size_t, c->n_fields + 1);
	for (size_t i = 0; i < c->n_fields; i++)
		p[i] = (struct place){ &c->fields[i], i };
	if (c->n_fields)
		qsort(p, c->n_fields, sizeof *p, by_person);
	for (size_t i = 0; i < c->n_fields; i++)
		(*index_r)[i] = p[i].index;
	return c->n_fields;
}

bool entries_several(const struct contract *c)
{
	for (size_t i = 1; i < c->n_fields; i++)
		if (c->fields[i].slot != c->fields[0].slot)
			return true;
	return false;
}

const char *entries_kind(const struct field *f)
{
	const struct field_form *form = field_form(f->kind);
	return form->seal ? "seal" : form->word;
}

static void present_slot(struct xnode *parent, struct arena *a, const struct contract *c,
			 int64_t slot, bool values)
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
		xdoc_attr_flag(x, "required", f->required);
		if (values && *f->value)
			xdoc_attr(x, "value", f->value);
		if (f->paper >= 1 && f->paper <= (int64_t)c->n_papers)
			xdoc_attr(x, "file", c->papers[f->paper - 1].name);
		xdoc_attr_int(x, "page", f->page);
	}
}

void entries_present(struct xnode *parent, struct arena *a, const struct contract *c, int64_t slot)
{
	present_slot(parent, a, c, slot, true);
}

void entries_present_all(struct xnode *parent, struct arena *a, const struct contract *c)
{
	for (int64_t i = 1; i <= (int64_t)c->n_parties + 1; i++) {
		int64_t slot = i > (int64_t)c->n_parties ? 0 : i;
		const struct party *p = contract_party(c, slot);
		bool agreed = !p || p->state == PARTY_AGREED;
		if (!field_count(c, 0, slot))
			continue;
		struct xnode *x = xdoc_add(parent, "holder");
		xdoc_attr_int(x, "slot", slot);
		xdoc_attr(x, "name", p ? p->name : "");
		xdoc_attr_flag(x, "me", p && p->is_sender);
		xdoc_attr_flag(x, "agreed", agreed);
		present_slot(x, a, c, slot, agreed);
	}
}
