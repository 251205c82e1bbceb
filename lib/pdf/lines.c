/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows where lines may end; must not know fonts or boxes. */
#include "pdf/lines.h"

#define COUNT(t) (sizeof(t) / sizeof *(t))

/* May not begin a line: closing brackets, stops, small kana, iteration and long
 * vowel marks, and their full-width and half-width forms. */
static const uint16_t not_first[] = {
	'!',	')',	',',	'.',	':',	';',	'?',	']',	'}',	'%',	0x00B0, 0x00BB,
	0x2019, 0x201D, 0x2010, 0x2013, 0x2025, 0x2026, 0x203C, 0x2047, 0x2048, 0x2049, 0x2030, 0x2032,
	0x2033, 0x2103, 0x3001, 0x3002, 0x3005, 0x3009, 0x300B, 0x300D, 0x300F, 0x3011, 0x3015, 0x3017,
	0x3019, 0x301B, 0x301C, 0x301F, 0x303B, 0x3041, 0x3043, 0x3045, 0x3047, 0x3049, 0x3063, 0x3083,
	0x3085, 0x3087, 0x308E, 0x3095, 0x3096, 0x309B, 0x309C, 0x309D, 0x309E, 0x30A0, 0x30A1, 0x30A3,
	0x30A5, 0x30A7, 0x30A9, 0x30C3, 0x30E3, 0x30E5, 0x30E7, 0x30EE, 0x30F5, 0x30F6, 0x30FB, 0x30FC,
	0x30FD, 0x30FE, 0x31F0, 0x31F1, 0x31F2, 0x31F3, 0x31F4, 0x31F5, 0x31F6, 0x31F7, 0x31F8, 0x31F9,
	0x31FA, 0x31FB, 0x31FC, 0x31FD, 0x31FE, 0x31FF, 0xFF01, 0xFF05, 0xFF09, 0xFF0C, 0xFF0E, 0xFF1A,
	0xFF1B, 0xFF1F, 0xFF3D, 0xFF5D, 0xFF60, 0xFF61, 0xFF63, 0xFF64, 0xFF65, 0xFF67, 0xFF68, 0xFF69,
	0xFF6A, 0xFF6B, 0xFF6C, 0xFF6D, 0xFF6E, 0xFF6F, 0xFF70, 0xFF9E, 0xFF9F,
};
/* May not end a line: opening brackets and what belongs to the number behind. */
static const uint16_t not_last[] = {
	'(',	'[',	'{',	'$',	0x00A3, 0x00A5, 0x00AB, 0x2018, 0x201C, 0x20AC, 0x3008,
	0x300A, 0x300C, 0x300E, 0x3010, 0x3014, 0x3016, 0x3018, 0x301A, 0x301D, 0xFF04, 0xFF08,
	0xFF3B, 0xFF5B, 0xFF5F, 0xFF62, 0xFFE5,
};

static bool among(uint32_t c, const uint16_t *table, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (table[i] == c)
			return true;
	return false;
}

static bool blank(uint32_t c)
{
	return c == ' ' || c == 0x3000;
}

/* What makes up words: everything below the East Asian blocks but blanks. */
static bool western(uint32_t c)
{
	return c > ' ' && c < 0x2E80;
}

static bool may_break(const struct letter *before, const struct letter *after)
{
	uint32_t b = before->character, f = after->character;
	if (blank(f))
		return false;
	if (among(f, not_first, COUNT(not_first)) || among(b, not_last, COUNT(not_last)))
		return false;
	if ((b == 0x2014 || b == 0x2015) && f == b)
		return false;
	if (western(b) && western(f))
		return b == '-' || b == '/';
	return true;
}

/* The line beginning at `from`: how far it goes, *next_r where the next begins. */
static struct line one_line(const struct letter *l, size_t from, size_t end, int measure,
			    size_t *next_r)
{
	struct line out = { from, from, 0 }, good = out;
	int width = 0;
	size_t i = from;
	*next_r = end;
	for (; i < end; i++) {
		if (i > from && may_break(&l[i - 1], &l[i])) {
			good = out;
			*next_r = i;
		}
		width += l[i].advance;
		if (blank(l[i].character))
			continue; /* hangs over the edge */
		if (width > measure && i > from)
			break;
		out.to = i + 1;
		out.width = width;
	}
	if (i == end) {
		*next_r = end;
		return out;
	}
	if (good.to > from)
		return good;
	*next_r = out.to > from ? out.to : i;
	return out;
}

size_t lines_break(const struct letter *letters, size_t n, int measure, struct line *r)
{
	size_t count = 0, from = 0;
	for (;;) {
		size_t end = from;
		while (end < n && letters[end].character != '\n')
			end++;
		do {
			size_t next;
			r[count++] = one_line(letters, from, end, measure, &next);
			from = next;
		} while (from < end);
		if (end == n)
			break;
		from = end + 1;
	}
	return count;
}
