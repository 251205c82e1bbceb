/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows kinds of values; must not know what any key means. */
#include "pdf/shape.h"

#include <string.h>

static bool is_number(const struct value *v)
{
	return v->kind == VALUE_INT || v->kind == VALUE_REAL;
}

static bool numbers(const struct value *v, uint32_t count)
{
	struct walk w;
	struct value one;
	uint32_t n = 0;
	if (v->kind != VALUE_ARRAY)
		return false;
	for (walk_init(&w, v); walk_next(&w, NULL, &one); n++)
		if (!is_number(&one))
			return false;
	return n == count;
}

static bool fits(const struct shape *s, const struct value *v)
{
	switch (s->what) {
	case SHAPE_SPELLED:
		return v->src.n == strlen(s->text) && !memcmp(v->src.p, s->text, v->src.n);
	case SHAPE_REF:
		return v->kind == VALUE_REF && (!s->number || v->number == (int64_t)s->number);
	case SHAPE_INT:
		return v->kind == VALUE_INT && v->number == (int64_t)s->number;
	case SHAPE_NAME:
		return v->kind == VALUE_NAME;
	case SHAPE_STRING:
		return v->kind == VALUE_STRING;
	case SHAPE_NUMBER:
		return is_number(v);
	case SHAPE_NUMBERS:
		return numbers(v, s->number);
	case SHAPE_ARRAY:
		return v->kind == VALUE_ARRAY;
	case SHAPE_DICT:
		return v->kind == VALUE_DICT;
	}
	return false;
}

static bool is_key(const struct value *k, const char *key)
{
	size_t n = strlen(key);
	return k->src.n == n + 1 && !memcmp(k->src.p + 1, key, n);
}

bool shape_fits(const struct value *v, const struct shape *s, size_t n)
{
	struct walk w;
	struct value k, one;
	uint32_t seen = 0;
	if (v->kind != VALUE_DICT || n > 32)
		return false;
	for (walk_init(&w, v); walk_next(&w, &k, &one);) {
		size_t i = 0;
		while (i < n && !is_key(&k, s[i].key))
			i++;
		if (i == n || seen & UINT32_C(1) << i || !fits(&s[i], &one))
			return false;
		seen |= UINT32_C(1) << i;
	}
	for (size_t i = 0; i < n; i++)
		if (!s[i].maybe && !(seen & UINT32_C(1) << i))
			return false;
	return true;
}

bool shape_same_numbers(const struct value *a, const struct value *b)
{
	struct walk w, x;
	struct value u, v;
	if (a->kind != VALUE_ARRAY || b->kind != VALUE_ARRAY)
		return false;
	walk_init(&x, b);
	for (walk_init(&w, a); walk_next(&w, NULL, &u);)
		if (!walk_next(&x, NULL, &v) || !is_number(&u) || !is_number(&v) ||
		    !bytes_eq(u.src, v.src))
			return false;
	return !walk_next(&x, NULL, &v);
}

bool shape_widths(const struct value *v)
{
	struct walk w, in;
	struct value one, number;
	if (v->kind != VALUE_ARRAY)
		return false;
	for (walk_init(&w, v); walk_next(&w, NULL, &one);) {
		if (!is_number(&one) && one.kind != VALUE_ARRAY)
			return false;
		for (walk_init(&in, &one); walk_next(&in, NULL, &number);)
			if (!is_number(&number))
				return false;
	}
	return true;
}
