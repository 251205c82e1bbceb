/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Border and background of fields, and the marks of buttons that are on: what
 * /MK says of them (ISO 32000-1 §12.5.6.19). */
#include "pdf/upload_paint.h"

#include <string.h>

enum { RADIO = 1 << 15, PUSH = 1 << 16 };

/* In a square of 1; by the letter that ZapfDingbats has for it. */
static const struct {
	char letter;
	const char *path;
} marks[] = {
	{ '4', "0.1 w 0.14 0.5 m 0.4 0.2 l 0.86 0.84 l S" },
	{ '8', "0.1 w 0.18 0.18 m 0.82 0.82 l 0.18 0.82 m 0.82 0.18 l S" },
	{ 'l', "0.5 w 1 J 0.5 0.5 m 0.5 0.5 l S" }, /* a dot */
	{ 'n', "0.22 0.22 0.56 0.56 re f" },
	{ 'u', "0.5 0.15 m 0.85 0.5 l 0.5 0.85 l 0.15 0.5 l f" },
	{ 'H', "0.5 0.9 m 0.62 0.62 l 0.92 0.62 l 0.68 0.43 l 0.77 0.13 l 0.5 0.31 l 0.23 0.13 l "
	       "0.32 0.43 l 0.08 0.62 l 0.38 0.62 l f" },
};

static char letter_of(struct qp *q, qp_obj w)
{
	struct bytes ca = qp_string(q, qp_key(q, qp_key(q, w, "/MK"), "/CA"));
	bool radio = paint_int(q, paint_field_key(q, w, "/Ff")) & RADIO;
	return ca.n == 1 ? (char)ca.p[0] : radio ? 'l' : '4';
}

/* A radio button of the usual kind is round. */
static bool is_round(struct qp *q, qp_obj w)
{
	return !strcmp(qp_name(q, paint_field_key(q, w, "/FT")), "/Btn") &&
	       paint_int(q, paint_field_key(q, w, "/Ff")) & RADIO && letter_of(q, w) == 'l';
}

static void path(bool round, double at, double width, double height, struct buf *out)
{
	double w = width - 2 * at, h = height - 2 * at, side = w < h ? w : h;
	double x = (width - side) / 2, y = (height - side) / 2;
	if (round)
		paint_ellipse((double[]){ x, y, x + side, y + side }, out);
	else
		buf_printf(out, "%.3f %.3f %.3f %.3f re\n", at, at, w, h);
}

bool paint_frame(struct qp *q, qp_obj w, double width, double height, struct buf *out,
		 double *edge_r)
{
	qp_obj mk = qp_key(q, w, "/MK"), edge = qp_key(q, mk, "/BC");
	double thick = qp_count(q, edge) ? paint_border(q, w, 1) : 0;
	bool round = is_round(q, w), under = qp_key_is(q, qp_key(q, w, "/BS"), "/S", "/U");
	size_t before = out->n;
	buf_str(out, "q\n");
	bool any = paint_colour(q, qp_key(q, mk, "/BG"), false, out);
	if (any) {
		path(round, 0, width, height, out);
		buf_str(out, "f\n");
	}
	if (thick > 0 && thick * 2 < width && thick * 2 < height &&
	    paint_colour(q, edge, true, out)) {
		any = true;
		buf_printf(out, "%.3f w\n", thick);
		if (under)
			buf_printf(out, "0 %.3f m %.3f %.3f l\n", thick / 2, width, thick / 2);
		else
			path(round, thick / 2, width, height, out);
		buf_str(out, "S\n");
		*edge_r = thick;
	}
	buf_str(out, "Q\n");
	if (!any && out->p) {
		out->n = before;
		out->p[before] = 0;
	}
	return any;
}

void paint_mark(struct qp *q, qp_obj w, double width, double height, struct buf *out)
{
	struct manner m = paint_manner(q, paint_field_key(q, w, "/DA"));
	char letter = letter_of(q, w);
	size_t at = 0;
	double side = width < height ? width : height;
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (marks[i].letter == letter)
			at = i;
	/* "g" colours what is filled; a stroke takes the same in capitals */
	buf_printf(out, "q %s ", m.colour);
	for (const char *c = m.colour; *c; c++)
		buf_byte(out, (unsigned char)(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c));
	buf_printf(out, " %.3f 0 0 %.3f %.3f %.3f cm %s Q\n", side, side, (width - side) / 2,
		   (height - side) / 2, marks[at].path);
}
