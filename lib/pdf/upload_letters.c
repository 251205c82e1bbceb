/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Which characters of a value can be drawn with fonts that every viewer has. A
 * character that neither knows would be a gap nobody notices. */
#include "pdf/upload_paint.h"

#include "base/str.h"

#include <string.h>

/* From 0x80 on in WinAnsiEncoding; 0xA0…0xFF are Latin-1. */
static const unsigned short win[32] = {
	0x20AC, 0,	0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
	0x2039, 0x0152, 0,	0x017D, 0,	0,	0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
	0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,	0x017E, 0x0178,
};

unsigned char paint_latin(unsigned c)
{
	if ((c >= 0x20 && c < 0x7F) || (c >= 0xA0 && c <= 0xFF))
		return (unsigned char)c;
	for (unsigned i = 0; c > 0xFF && i < sizeof win / sizeof *win; i++)
		if (win[i] == c)
			return (unsigned char)(0x80 + i);
	return 0;
}

/* Blocks that Adobe-Japan1 covers as far as Japanese documents use them. */
bool paint_japanese(unsigned c)
{
	static const struct {
		unsigned short from, to;
	} blocks[] = {
		{ 0x20, 0x7E },	    { 0xA7, 0xA8 },	{ 0xB0, 0xB1 },	    { 0xB4, 0xB4 },
		{ 0xB6, 0xB6 },	    { 0xD7, 0xD7 },	{ 0xF7, 0xF7 },	    { 0x391, 0x3C9 },
		{ 0x401, 0x451 },   { 0x2010, 0x2016 }, { 0x2018, 0x201D }, { 0x2020, 0x2026 },
		{ 0x2030, 0x2033 }, { 0x203B, 0x203B }, { 0x2103, 0x2103 }, { 0x2116, 0x2121 },
		{ 0x212B, 0x212B }, { 0x2160, 0x216B }, { 0x2170, 0x217B }, { 0x2190, 0x2193 },
		{ 0x2200, 0x22FF }, { 0x2460, 0x24FF }, { 0x2500, 0x25FF }, { 0x2600, 0x266F },
		{ 0x3000, 0x30FF }, { 0x3200, 0x33FF }, { 0x4E00, 0x9FFF }, { 0xF900, 0xFAFF },
		{ 0xFF01, 0xFF9F }, { 0xFFE0, 0xFFE6 },
	};
	for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
		if (c >= blocks[i].from && c <= blocks[i].to)
			return true;
	return false;
}

static void put16(struct buf *out, uint32_t c)
{
	buf_byte(out, (unsigned char)(c >> 8));
	buf_byte(out, (unsigned char)c);
}

bool paint_utf16(struct bytes s, struct buf *out)
{
	if (s.n >= 2 && s.p[0] == 0xFE && s.p[1] == 0xFF) {
		buf_add(out, s.p + 2, (s.n - 2) / 2 * 2);
		return !out->over;
	}
	if (s.n >= 3 && !memcmp(s.p, "\xEF\xBB\xBF", 3)) {
		for (size_t i = 3; i < s.n;) {
			uint32_t c;
			size_t step = str_utf8_next(s.p + i, s.n - i, &c);
			if (!step || c > 0xFFFF)
				return false;
			put16(out, c);
			i += step;
		}
		return !out->over;
	}
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = s.p[i]; /* PDFDocEncoding where it equals Latin-1 */
		if ((c < 0x20 && c != '\r' && c != '\n' && c != '\t') || (c > 0x7E && c < 0xA1))
			return false;
		put16(out, c);
	}
	return !out->over;
}
