/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Looks characters up in a table. Must not know fonts. */
#include "core/coverage.h"

#include "base/str.h"

#include <stdlib.h>
#include <string.h>

struct range {
	uint32_t first, last;
};
static const struct range ranges[] = {
#include "core/coverage.def"
};

static int by_place(const void *key, const void *row)
{
	uint32_t c;
	const struct range *r = row;
	memcpy(&c, key, sizeof c);
	return c < r->first ? -1 : c > r->last;
}

static bool selector(uint32_t c)
{
	return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
}

static bool drawn(uint32_t c)
{
	return c == '\n' || selector(c) ||
	       bsearch(&c, ranges, sizeof ranges / sizeof *ranges, sizeof *ranges, by_place);
}

const char *coverage_missing(struct arena *a, const char *utf8)
{
	size_t left = strlen(utf8), len;
	uint32_t c;
	for (; left; utf8 += len, left -= len) {
		c = 0xFFFFFFFF;
		len = str_utf8_next(utf8, left, &c);
		len += !len;
		if (drawn(c))
			continue;
		while (len < left) {
			size_t more = str_utf8_next(utf8 + len, left - len, &c);
			if (!more || !selector(c))
				break;
			len += more;
		}
		return arena_strn(a, utf8, len);
	}
	return NULL;
}
