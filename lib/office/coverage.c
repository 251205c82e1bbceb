/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Looks characters up in a table. Must not know fonts. */
#include "office/coverage.h"

#include "base/str.h"

#include <stdlib.h>
#include <string.h>

struct range {
	uint32_t first, last;
};
static const struct range ranges[] = {
#include "office/coverage.def"
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

/* Drawn by one glyph of our fonts: a sign and the mark it is a picture of, and a few
 * rare ideographs. Both in one text could not be told apart in a signed file. */
static const uint32_t alike[][2] = {
	{ 0x5F, 0x332 },   { 0x60, 0x300 },   { 0xA8, 0x308 },	   { 0xAF, 0x304 },
	{ 0xB4, 0x301 },   { 0xB8, 0x327 },   { 0x2C6, 0x302 },	   { 0x2DA, 0x30A },
	{ 0x2DC, 0x303 },  { 0x2014, 0x336 }, { 0x203E, 0x305 },	   { 0x6730, 0x67A9 },
	{ 0x535A, 0x2B9E4 }, { 0x29FCE, 0x29FD7 },
};

/* A mark is shown with what it stands on. */
static const char *shown(struct arena *a, const char *start, const char *base, const char *at,
			 size_t len, uint32_t c)
{
	const char *from = c >= 0x300 && c <= 0x36F && base >= start ? base : at;
	return arena_strn(a, from, (size_t)(at - from) + len);
}

bool coverage_alike(struct arena *a, const char *utf8, const char **first_r, const char **later_r)
{
	const char *seen[sizeof alike / sizeof *alike][2] = { { NULL } };
	const char *start = utf8, *base = utf8;
	size_t left = strlen(utf8), len;
	uint32_t c;
	for (; left && (len = str_utf8_next(utf8, left, &c)); base = utf8, utf8 += len, left -= len)
		for (size_t i = 0; i < sizeof alike / sizeof *alike; i++)
			for (int k = 0; k < 2; k++) {
				if (alike[i][k] != c)
					continue;
				*later_r = shown(a, start, base, utf8, len, c);
				*first_r = seen[i][!k];
				if (seen[i][!k])
					return true;
				seen[i][k] = *later_r;
			}
	return false;
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
