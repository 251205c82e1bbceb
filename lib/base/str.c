/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Text questions; no tables of Unicode (those are port/unicode). */
#include "base/str.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum err str_to_int(const char *s, int64_t min, int64_t max, int64_t *r)
{
	if (!s || !*s || !(*s == '-' || (*s >= '0' && *s <= '9')))
		return INVALID;
	char *end;
	errno = 0;
	long long v = strtoll(s, &end, 10);
	if (errno || *end || v < min || v > max)
		return INVALID;
	*r = v;
	return OK;
}

bool str_eq(const char *a, const char *b)
{
	return a && b && !strcmp(a, b);
}

bool str_starts(const char *s, const char *prefix)
{
	return s && !strncmp(s, prefix, strlen(prefix));
}

bool str_ends(const char *s, const char *suffix)
{
	size_t n = s ? strlen(s) : 0, m = strlen(suffix);
	return s && n >= m && !memcmp(s + n - m, suffix, m);
}

bool str_empty(const char *s)
{
	return !s || !*s;
}

void str_lower_ascii(char *s)
{
	for (; *s; s++)
		if (*s >= 'A' && *s <= 'Z')
			*s = (char)(*s + 32);
}

size_t str_utf8_next(const void *ptr, size_t n, uint32_t *cp_r)
{
	const unsigned char *p = ptr;
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t len = p[0] < 0x80 ? 1 : p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : p[0] >= 0xC2 ? 2 : 0;
	if (!len || len > n || p[0] > 0xF4)
		return 0;
	uint32_t cp = len == 1 ? p[0] : p[0] & (0xFFu >> (len + 1));
	for (size_t i = 1; i < len; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return 0;
		cp = cp << 6 | (p[i] & 0x3Fu);
	}
	if (cp < least[len] || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
		return 0;
	*cp_r = cp;
	return len;
}

size_t str_utf8_put(uint32_t cp, char out[4])
{
	if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
		return 0;
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	size_t len = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
	static const unsigned char lead[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
	for (size_t i = len; i-- > 1; cp >>= 6)
		out[i] = (char)(0x80 | (cp & 0x3F));
	out[0] = (char)(lead[len] | cp);
	return len;
}

bool str_is_xml_text(const void *ptr, size_t n)
{
	const unsigned char *p = ptr;
	while (n) {
		uint32_t c;
		size_t len = str_utf8_next(p, n, &c);
		if (!len || (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0xFFFE ||
		    c == 0xFFFF)
			return false;
		p += len;
		n -= len;
	}
	return true;
}

size_t str_chars(const char *s)
{
	size_t n = 0;
	for (; *s; s++)
		n += ((unsigned char)*s & 0xC0) != 0x80;
	return n;
}
