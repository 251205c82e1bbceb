/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows values as spelled. Must not know the meaning of any key. */
#include "pdf/compare.h"

#include <string.h>

bool compare_spelled(const struct value *v, const char *text)
{
	return v->src.n == strlen(text) && !memcmp(v->src.p, text, v->src.n);
}

bool compare_is_ref(const struct value *v, uint32_t number)
{
	return v->kind == VALUE_REF && v->number == (int64_t)number;
}

static bool same(const struct value *a, const struct value *b)
{
	return a->kind == b->kind && bytes_eq(a->src, b->src);
}

bool compare_grown_by(const struct value *old, const struct value *now, const char *key,
		      struct value *added)
{
	struct walk a, b;
	struct value ka, va, kb, vb;
	if (old->kind != VALUE_DICT || now->kind != VALUE_DICT ||
	    value_get(old, key + 1, &va) != MISSING)
		return false;
	walk_init(&a, old);
	walk_init(&b, now);
	while (walk_next(&a, &ka, &va))
		if (!walk_next(&b, &kb, &vb) || !same(&ka, &kb) || !same(&va, &vb))
			return false;
	return walk_next(&b, &kb, added) && compare_spelled(&kb, key) && !walk_next(&b, &kb, &vb);
}

bool compare_one_differs(const struct value *old, const struct value *now, const char *key,
			 struct value *was, struct value *is)
{
	struct walk a, b;
	struct value ka, va, kb, vb;
	size_t found = 0;
	if (old->kind != VALUE_DICT || now->kind != VALUE_DICT)
		return false;
	walk_init(&a, old);
	walk_init(&b, now);
	while (walk_next(&a, &ka, &va)) {
		if (!walk_next(&b, &kb, &vb) || !same(&ka, &kb))
			return false;
		if (compare_spelled(&ka, key)) {
			*was = va;
			*is = vb;
			found++;
		} else if (!same(&va, &vb)) {
			return false;
		}
	}
	return found == 1 && !walk_next(&b, &kb, &vb);
}

bool compare_only(const struct value *old, const struct value *now, const char *const *keys)
{
	struct walk a, b;
	struct value ka, va, kb, vb;
	if (old->kind != VALUE_DICT || now->kind != VALUE_DICT)
		return false;
	walk_init(&a, old);
	walk_init(&b, now);
	while (walk_next(&a, &ka, &va)) {
		size_t i = 0;
		if (!walk_next(&b, &kb, &vb) || !same(&ka, &kb))
			return false;
		while (keys[i] && !value_name_is(&ka, keys[i]))
			i++;
		if (!keys[i] && !same(&va, &vb))
			return false;
	}
	return !walk_next(&b, &kb, &vb);
}

bool compare_begins(const struct value *old, const struct value *now, struct walk *rest)
{
	struct walk a;
	struct value va, vb;
	if (old->kind != VALUE_ARRAY || now->kind != VALUE_ARRAY)
		return false;
	walk_init(rest, now);
	for (walk_init(&a, old); walk_next(&a, NULL, &va);)
		if (!walk_next(rest, NULL, &vb) || !same(&va, &vb))
			return false;
	return true;
}

bool compare_one_more(const struct value *old, const struct value *now, uint32_t number)
{
	struct walk rest;
	struct value v;
	return compare_begins(old, now, &rest) && walk_next(&rest, NULL, &v) &&
	       compare_is_ref(&v, number) && !walk_next(&rest, NULL, &v);
}

const struct history_object *compare_find(const struct history_revision *r, uint32_t number)
{
	for (size_t i = 0; i < r->count; i++)
		if (r->objects[i].number == number)
			return &r->objects[i];
	return NULL;
}
