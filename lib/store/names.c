/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Packed lists; knows nothing of records. */
#include "store/names.h"

#include <string.h>

static int compare(struct bytes a, struct bytes b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int d = n ? memcmp(a.p, b.p, n) : 0;
	return d ? d : (a.n > b.n) - (a.n < b.n);
}

struct bytes names_at(const struct names *l, size_t at, size_t *next_r)
{
	const unsigned char *p = l->b.p + at + l->extra;
	*next_r = at + l->extra + 1 + *p;
	return (struct bytes){ p + 1, *p };
}

bool names_valid(const struct names *l)
{
	struct bytes before = { 0 };
	for (size_t at = 0, next; at < l->b.n; at = next) {
		if (l->b.n - at < l->extra + 1 ||
		    l->b.n - at - l->extra - 1 < l->b.p[at + l->extra])
			return false;
		struct bytes name = names_at(l, at, &next);
		if (at && compare(before, name) >= 0)
			return false;
		before = name;
	}
	return true;
}

size_t names_find(const struct names *l, struct bytes name, bool *exact_r)
{
	size_t at = 0, next;
	*exact_r = false;
	for (; at < l->b.n; at = next) {
		int d = compare(names_at(l, at, &next), name);
		*exact_r = !d;
		if (d >= 0)
			break;
	}
	return at;
}

size_t names_before(const struct names *l, size_t at)
{
	size_t i = 0, next = 0;
	while (next < at) {
		i = next;
		names_at(l, i, &next);
	}
	return i;
}

void names_insert(struct names *l, size_t at, const unsigned char *extra, struct bytes name)
{
	size_t n = l->extra + 1 + name.n, behind = l->b.n - at;
	if (!buf_space(&l->b, n))
		return;
	unsigned char *p = l->b.p + at;
	memmove(p + n, p, behind);
	if (l->extra)
		memcpy(p, extra, l->extra);
	p[l->extra] = (unsigned char)name.n;
	if (name.n)
		memcpy(p + l->extra + 1, name.p, name.n);
}

void names_remove(struct names *l, size_t at)
{
	size_t next;
	names_at(l, at, &next);
	memmove(l->b.p + at, l->b.p + next, l->b.n - next);
	l->b.n -= next - at;
}

size_t names_count(const struct names *l)
{
	size_t n = 0;
	for (size_t at = 0; at < l->b.n; n++)
		names_at(l, at, &at);
	return n;
}
