/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Text in a room: lines, sizes, alignment. The fonts are named, not embedded, as
 * in many Japanese files (GothicBBB-Medium is in every viewer's table). */
#include "pdf/upload_paint.h"

#define MIN_SIZE 4.0 /* points; smaller is not readable */
#define AUTO_SIZE 12.0
#define LEADING 1.2

static const char font[] =
    "/Font << /TkG << /Type /Font /Subtype /Type0 /BaseFont /GothicBBB-Medium "
    "/Encoding /UniJIS-UCS2-HW-H /DescendantFonts [ << /Type /Font /Subtype /CIDFontType0 "
    "/BaseFont /GothicBBB-Medium /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) "
    "/Supplement 2 >> /DW 1000 /W [ 231 389 500 ] /FontDescriptor << /Type /FontDescriptor "
    "/FontName /GothicBBB-Medium /Flags 4 /FontBBox [ -174 -268 1001 944 ] /ItalicAngle 0 "
    "/Ascent 880 /Descent -120 /CapHeight 737 /StemV 99 >> >> ] >> >>";
/* Latin letters need no CJK data in anybody's viewer. */
static const char latin[] = "/Font << /TkG << /Type /Font /Subtype /Type1 "
			    "/BaseFont /Helvetica /Encoding /WinAnsiEncoding >> >>";

/* Helvetica's widths from the blank on. */
static const unsigned short helvetica[] = {
	278, 278,  355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
	556, 556,  556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
	1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
	667, 778,  722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
	333, 556,  556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
	556, 556,  333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
};

struct lines {
	const struct text *t;
	bool latin;
	double room; /* ems; 0 = no end */
	size_t at;
};

static unsigned unit(const struct lines *l, size_t at)
{
	return (unsigned)(l->t->s.p[at] << 8 | l->t->s.p[at + 1]);
}

/* In ems. */
static double width_of(const struct lines *l, unsigned c)
{
	if (l->latin)
		return c >= 0x20 && c < 0x7F ? helvetica[c - 0x20] / 1000.0 : c < 0x20 ? 0.278 : 0.7;
	return c < 0x80 || (c >= 0xFF61 && c <= 0xFF9F) ? 0.5 : 1;
}

static bool ends(unsigned c)
{
	return c == '\r' || c == '\n';
}

/* The next line from l->at, its bytes in *line_r. Breaks after blanks and around
 * characters that are no letters of a word, else where the room ends. */
static bool next_line(struct lines *l, struct bytes *line_r, double *width_r)
{
	size_t from = l->at, stop = 0, end = l->t->s.n & ~(size_t)1;
	double stop_width = 0;
	*width_r = 0;
	if (from >= end)
		return false;
	for (; l->at < end && !ends(unit(l, l->at)); l->at += 2) {
		unsigned c = unit(l, l->at);
		double w = width_of(l, c);
		if (l->at > from && (c > 0x7F || unit(l, l->at - 2) == ' ')) {
			stop = l->at;
			stop_width = *width_r;
		}
		if (l->room > 0 && *width_r + w > l->room && l->at > from) {
			if (stop) {
				l->at = stop;
				*width_r = stop_width;
			}
			*line_r = (struct bytes){ l->t->s.p + from, l->at - from };
			return true;
		}
		*width_r += w;
	}
	*line_r = (struct bytes){ l->t->s.p + from, l->at - from };
	bool cr = l->at < end && unit(l, l->at) == '\r';
	l->at += 2;
	if (cr && l->at < end && unit(l, l->at) == '\n')
		l->at += 2;
	return true;
}

static int measure(struct lines *l, double *widest_r)
{
	struct bytes line;
	double w;
	int n = 0;
	*widest_r = 0.5;
	for (l->at = 0; next_line(l, &line, &w); n++)
		*widest_r = w > *widest_r ? w : *widest_r;
	return n;
}

/* The size at which everything is seen; 0: none that can be read. */
static double choose_size(struct lines *l)
{
	const struct text *t = l->t;
	double room = t->w - 2 * t->inset, high = t->h - 2 * t->inset, widest, size = t->how.size;
	int n = measure(l, &widest);
	if (size <= 0 || size > 72)
		size = n > 1 || t->wrap ? AUTO_SIZE : high * 0.75 > AUTO_SIZE ? AUTO_SIZE : high * 0.75;
	for (; size >= MIN_SIZE; size *= 0.95) {
		l->room = t->wrap ? room / size : 0;
		n = measure(l, &widest);
		if ((t->cells || size * widest <= room) &&
		    (n == 1 || size * LEADING * n <= t->h) && size <= t->h)
			return size;
	}
	return 0;
}

static void put_line(const struct lines *l, struct bytes line, double x, double y, struct buf *out)
{
	buf_printf(out, "1 0 0 1 %.2f %.2f Tm <", x, y);
	for (size_t i = 0; i + 1 < line.n; i += 2) {
		unsigned c = (unsigned)(line.p[i] << 8 | line.p[i + 1]);
		c = c < 0x20 ? ' ' : c;
		buf_printf(out, l->latin ? "%02X" : "%04X", l->latin ? paint_latin(c) : c);
	}
	buf_str(out, "> Tj\n");
}

static void put_cells(const struct lines *l, double size, double y, struct buf *out)
{
	double cell = l->t->w / l->t->cells;
	for (size_t i = 0; i + 1 < l->t->s.n; i += 2) {
		double w = size * width_of(l, unit(l, i));
		put_line(l, (struct bytes){ l->t->s.p + i, 2 }, ((double)i / 2 + 0.5) * cell - w / 2, y,
			 out);
	}
}

bool paint_text(const struct text *t, struct buf *out, const char **font_r)
{
	struct lines l = { .t = t, .latin = true };
	struct bytes line;
	double w;
	bool japanese = true;
	for (size_t i = 0; i + 1 < t->s.n; i += 2) {
		unsigned c = unit(&l, i);
		bool blank = c == '\t' || ends(c);
		l.latin = l.latin && (blank || paint_latin(c));
		japanese = japanese && (blank || paint_japanese(c));
	}
	*font_r = l.latin ? latin : font;
	double size = choose_size(&l);
	if (!(size > 0) || (!l.latin && !japanese))
		return false;
	bool alone = !t->wrap && measure(&l, &w) == 1;
	double y = alone ? t->h / 2 - size * 0.38 : t->h - t->inset - size;
	buf_printf(out, "/Tx BMC q BT %s /TkG %.2f Tf\n", t->how.colour, size);
	if (t->cells)
		put_cells(&l, size, y, out);
	for (l.at = t->cells ? t->s.n : 0; next_line(&l, &line, &w); y -= size * LEADING) {
		double spare = t->w - 2 * t->inset - w * size;
		put_line(&l, line, t->inset + (spare > 0 ? spare * t->align / 2 : 0), y, out);
	}
	buf_str(out, "ET Q EMC\n");
	return !out->over;
}
