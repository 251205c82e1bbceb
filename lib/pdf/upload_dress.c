/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Looks for form values that have none (ISO 32000-1 §12.7.3.3): viewers draw
 * them on the fly, flattening would lose them. Honest Japanese forms have such
 * fields, and libqpdf could only draw ASCII. The font is named, not embedded,
 * as in many Japanese files (GothicBBB-Medium is in every viewer's table). */
#include "pdf/upload.h"

#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_VALUE 16384 /* bytes of UTF-16 */
#define MIN_SIZE 4.0	/* points; smaller is not readable */

static const char font[] =
    "<< /Font << /TkG << /Type /Font /Subtype /Type0 /BaseFont /GothicBBB-Medium "
    "/Encoding /UniJIS-UCS2-HW-H /DescendantFonts [ << /Type /Font /Subtype /CIDFontType0 "
    "/BaseFont /GothicBBB-Medium /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) "
    "/Supplement 2 >> /DW 1000 /W [ 231 389 500 ] /FontDescriptor << /Type /FontDescriptor "
    "/FontName /GothicBBB-Medium /Flags 4 /FontBBox [ -174 -268 1001 944 ] /ItalicAngle 0 "
    "/Ascent 880 /Descent -120 /CapHeight 737 /StemV 99 >> >> ] >> >> >>";
/* Plain ASCII needs no CJK data in anybody's viewer. */
static const char latin[] = "<< /Font << /TkG << /Type /Font /Subtype /Type1 "
			    "/BaseFont /Helvetica /Encoding /WinAnsiEncoding >> >> >>";

/* Inherited along /Parent, as field attributes are (§12.7.3.1). */
static qp_obj field_key(struct qp *q, qp_obj field, const char *key)
{
	qp_obj at = field;
	for (int depth = 0; depth < 32 && !qp_has(q, at, key); depth++)
		at = qp_key(q, at, "/Parent");
	return qp_key(q, at, key);
}

static void put16(struct buf *out, uint32_t c)
{
	buf_byte(out, (unsigned char)(c >> 8));
	buf_byte(out, (unsigned char)c);
}

/* A text string (§7.9.2.2) as UTF-16BE of the basic plane. */
static bool to_utf16(struct bytes s, struct buf *out)
{
	if (s.n >= 2 && s.p[0] == 0xFE && s.p[1] == 0xFF) {
		for (size_t i = 2; i + 1 < s.n; i += 2)
			if ((s.p[i] & 0xF8) == 0xD8)
				return false; /* the font's map knows the basic plane only */
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

/* A choice stores what it exports; shown is the other half of the pair. */
static bool shown_value(struct qp *q, qp_obj w, qp_obj v, struct buf *out)
{
	qp_obj opt = field_key(q, w, "/Opt");
	struct bytes value = qp_string(q, v);
	for (int i = 0, n = qp_count(q, opt); i < n; i++) {
		qp_obj pair = qp_item(q, opt, i);
		if (qp_count(q, pair) == 2 && bytes_eq(qp_string(q, qp_item(q, pair, 0)), value))
			return to_utf16(qp_string(q, qp_item(q, pair, 1)), out);
	}
	return to_utf16(value, out);
}

struct lines {
	const unsigned char *p;
	size_t n, at;
};

/* The next line of UTF-16; CR, LF and CR LF end one. */
static bool next_line(struct lines *l, struct bytes *line_r)
{
	if (l->at >= l->n)
		return false;
	size_t from = l->at;
	while (l->at < l->n &&
	       !(l->p[l->at] == 0 && (l->p[l->at + 1] == '\r' || l->p[l->at + 1] == '\n')))
		l->at += 2;
	*line_r = (struct bytes){ l->p + from, l->at - from };
	bool cr = l->at < l->n && l->p[l->at + 1] == '\r';
	l->at += 2;
	if (cr && l->at < l->n && l->p[l->at] == 0 && l->p[l->at + 1] == '\n')
		l->at += 2;
	return true;
}

/* In ems: half for ASCII and half-width katakana, one for everything else. */
static double width_of(struct bytes line)
{
	double w = 0;
	for (size_t i = 0; i + 1 < line.n; i += 2) {
		unsigned c = (unsigned)(line.p[i] << 8 | line.p[i + 1]);
		/* Helvetica's capitals are wider than half an em: too wide is safe. */
		w += c < 0x80 ? 0.6 : c >= 0xFF61 && c <= 0xFF9F ? 0.5 : 1;
	}
	return w;
}

static bool is_ascii(struct bytes text)
{
	for (size_t i = 0; i + 1 < text.n; i += 2)
		if (text.p[i] || text.p[i + 1] > 0x7E)
			return false;
	return true;
}

/* The number before Tf in the default appearance; 0 = choose. */
static double size_of(struct qp *q, qp_obj w)
{
	struct bytes da = qp_string(q, field_key(q, w, "/DA"));
	const char *tf = da.n > 4 ? memmem(da.p, da.n, " Tf", 3) : NULL;
	if (!tf)
		return 0;
	const char *p = tf;
	while (p > (const char *)da.p && ((p[-1] >= '0' && p[-1] <= '9') || p[-1] == '.'))
		p--;
	double size = 0, place = 0;
	for (; p < tf; p++) {
		if (*p == '.') {
			place = 0.1;
		} else if (place > 0) {
			size += place * (*p - '0');
			place /= 10;
		} else {
			size = size * 10 + (*p - '0');
		}
	}
	return size;
}

static bool draw(struct qp *q, qp_obj w, struct bytes text, double width, double height)
{
	struct lines l = { text.p, text.n, 0 };
	struct bytes line;
	double widest = 0.5, size = size_of(q, w);
	int count = 0, ascii = is_ascii(text);
	while (next_line(&l, &line)) {
		widest = width_of(line) > widest ? width_of(line) : widest;
		count++;
	}
	if (size <= 0 || size > 72)
		size = count > 1 ? 10 : height * 0.7 > 12 ? 12 : height * 0.7;
	if (size * widest > width - 4)
		size = (width - 4) / widest;
	if (size * 1.2 * count > height)
		size = height / (1.2 * count);
	if (!(size >= MIN_SIZE))
		return false;
	struct buf c;
	char dict[1600];
	double top = count > 1 ? height - size : (height - size) / 2 + size * 0.12;
	buf_init(&c, 8 * MAX_VALUE);
	buf_printf(&c, "/Tx BMC q BT 0 g /TkG %.2f Tf %.2f TL 2 %.2f Td\n", size, size * 1.2, top);
	for (l.at = 0; next_line(&l, &line);) {
		buf_str(&c, "<");
		for (size_t i = ascii; i < line.n; i += 1 + ascii)
			buf_printf(&c, "%02X", line.p[i]);
		buf_str(&c, "> Tj T*\n");
	}
	buf_str(&c, "ET Q EMC");
	snprintf(dict, sizeof dict,
		 "<< /Type /XObject /Subtype /Form /BBox [ 0 0 %.2f %.2f ] /Resources %s >>", width,
		 height, ascii ? latin : font);
	qp_obj ap = qp_parse(q, "<< >>");
	qp_put(q, ap, "/N", qp_new_stream(q, dict, buf_bytes(&c)));
	qp_put(q, w, "/AP", ap);
	bool fits = !c.over;
	buf_clear(&c);
	return fits;
}

bool upload_dress(struct qp *q, qp_obj w)
{
	const char *type = qp_name(q, field_key(q, w, "/FT"));
	bool button = !strcmp(type, "/Btn");
	if (!button && strcmp(type, "/Tx") && strcmp(type, "/Ch"))
		return true;
	qp_obj n = qp_key(q, qp_key(q, w, "/AP"), "/N"), v = field_key(q, w, "/V");
	if (button) /* one that is on and has no looks at all would vanish */
		return qp_type(q, n) != QP_NULL || qp_type(q, v) != QP_NAME ||
		       !strcmp(qp_name(q, v), "/Off");
	if (qp_type(q, n) == QP_STREAM)
		return true;
	struct buf text;
	double at[4];
	qp_obj rect = qp_key(q, w, "/Rect");
	buf_init(&text, MAX_VALUE);
	bool good = true;
	if (qp_type(q, v) == QP_STRING)
		good = shown_value(q, w, v, &text);
	for (int i = 0, k = qp_count(q, v); i < k && good; i++) {
		if (i)
			put16(&text, '\n');
		good = shown_value(q, w, qp_item(q, v, i), &text);
	}
	for (int i = 0; i < 4; i++)
		at[i] = qp_number(q, qp_item(q, rect, i));
	double width = at[2] > at[0] ? at[2] - at[0] : at[0] - at[2];
	double height = at[3] > at[1] ? at[3] - at[1] : at[1] - at[3];
	if (good && text.n)
		good = draw(q, w, buf_bytes(&text), width, height);
	buf_clear(&text);
	return good;
}
