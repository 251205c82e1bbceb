/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Draws annotations that are shapes or marks over text from their points (ISO
 * 32000-1 §12.5.6.7-13). Clouds are drawn as plain lines. */
#include "pdf/upload_paint.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define POINTS 20000 /* of one annotation */

struct shape {
	struct qp *q;
	qp_obj a;
	double thick;
	double box[4]; /* what was drawn so far; valid when points */
	int points;
	struct buf out;
};

/* Every point passes here, so that the box holds them all. */
static void point(struct shape *s, double x, double y, const char *op)
{
	double edge = s->thick * 1.5 + 1;
	if (!(x > -1e6 && x < 1e6 && y > -1e6 && y < 1e6))
		return;
	s->box[0] = !s->points || x - edge < s->box[0] ? x - edge : s->box[0];
	s->box[1] = !s->points || y - edge < s->box[1] ? y - edge : s->box[1];
	s->box[2] = !s->points || x + edge > s->box[2] ? x + edge : s->box[2];
	s->box[3] = !s->points || y + edge > s->box[3] ? y + edge : s->box[3];
	s->points++;
	buf_printf(&s->out, "%.3f %.3f %s\n", x, y, op);
}

static double number(struct shape *s, qp_obj array, int i)
{
	return qp_number(s->q, qp_item(s->q, array, i));
}

static void run(struct shape *s, qp_obj array)
{
	for (int i = 0, n = qp_count(s->q, array); i + 1 < n && s->points < POINTS; i += 2)
		point(s, number(s, array, i), number(s, array, i + 1), i ? "l" : "m");
}

static bool colours(struct shape *s, const char *inside)
{
	qp_obj c = qp_key(s->q, s->a, "/C");
	if (!paint_colour(s->q, c, true, &s->out))
		buf_str(&s->out, "0 G\n");
	buf_printf(&s->out, "%.3f w\n", s->thick);
	return inside && paint_colour(s->q, qp_key(s->q, s->a, inside), false, &s->out);
}

static const char *painted(const struct shape *s, bool filled)
{
	return s->thick > 0 ? filled ? "B\n" : "S\n" : filled ? "f\n" : "n\n";
}

static void box_shape(struct shape *s)
{
	double r[4], d[4];
	if (!paint_rect(s->q, qp_key(s->q, s->a, "/Rect"), r))
		return;
	qp_obj inner = qp_key(s->q, s->a, "/RD");
	for (int i = 0; i < 4; i++) {
		d[i] = qp_count(s->q, inner) == 4 ? number(s, inner, i) : 0;
		r[i] += (i < 2 ? 1 : -1) * (d[i] + s->thick / 2);
	}
	bool filled = colours(s, "/IC");
	point(s, r[0], r[1], "m");
	point(s, r[2], r[3], "m"); /* for the box's sake */
	if (qp_key_is(s->q, s->a, "/Subtype", "/Circle"))
		paint_ellipse(r, &s->out);
	else
		buf_printf(&s->out, "%.3f %.3f %.3f %.3f re\n", r[0], r[1], r[2] - r[0],
			   r[3] - r[1]);
	buf_str(&s->out, painted(s, filled));
}

/* In widths of the line; x points outwards. */
static const struct ending {
	const char *name;
	bool closed;
	int n;
	double at[5][2];
} endings[] = {
	{ "/OpenArrow", false, 3, { { -8, 4.6 }, { 0, 0 }, { -8, -4.6 } } },
	{ "/ClosedArrow", true, 3, { { -8, 4.6 }, { 0, 0 }, { -8, -4.6 } } },
	{ "/ROpenArrow", false, 3, { { 8, 4.6 }, { 0, 0 }, { 8, -4.6 } } },
	{ "/RClosedArrow", true, 3, { { 8, 4.6 }, { 0, 0 }, { 8, -4.6 } } },
	{ "/Butt", false, 2, { { 0, 3 }, { 0, -3 } } },
	{ "/Slash", false, 2, { { 1.5, 3 }, { -1.5, -3 } } },
	{ "/Square", true, 4, { { -3, 3 }, { 3, 3 }, { 3, -3 }, { -3, -3 } } },
	{ "/Circle", true, 5, { { 3, 0 }, { 1, 3 }, { -3, 2 }, { -3, -2 }, { 1, -3 } } },
	{ "/Diamond", true, 4, { { 3, 0 }, { 0, 3 }, { -3, 0 }, { 0, -3 } } },
};

static void end_of_line(struct shape *s, int which, double x, double y, double from_x,
			double from_y, bool filled)
{
	qp_obj le = qp_key(s->q, s->a, "/LE");
	const char *name = qp_name(s->q, qp_item(s->q, le, which));
	double length = hypot(x - from_x, y - from_y), w = s->thick > 1 ? s->thick : 1;
	if (!(length > 0))
		return;
	double c = (x - from_x) / length * w, d = (y - from_y) / length * w;
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		const struct ending *e = &endings[i];
		for (int k = 0; !strcmp(name, e->name) && k < e->n; k++) {
			point(s, x + e->at[k][0] * c - e->at[k][1] * d,
			      y + e->at[k][0] * d + e->at[k][1] * c, k ? "l" : "m");
			if (k == e->n - 1)
				buf_str(&s->out, !e->closed ? "S\n" : filled ? "b\n" : "s\n");
		}
	}
}

static void lines_shape(struct shape *s)
{
	bool polygon = qp_key_is(s->q, s->a, "/Subtype", "/Polygon");
	qp_obj at = qp_key(s->q, s->a, "/L");
	if (qp_count(s->q, at) != 4)
		at = qp_key(s->q, s->a, "/Vertices");
	int n = qp_count(s->q, at) & ~1;
	if (n < 4)
		return;
	bool filled = colours(s, "/IC");
	run(s, at);
	if (polygon)
		buf_str(&s->out, "h ");
	buf_str(&s->out, painted(s, polygon && filled));
	if (polygon)
		return;
	end_of_line(s, 0, number(s, at, 0), number(s, at, 1), number(s, at, 2), number(s, at, 3),
		    filled);
	end_of_line(s, 1, number(s, at, n - 2), number(s, at, n - 1), number(s, at, n - 4),
		    number(s, at, n - 3), filled);
}

static void ink_shape(struct shape *s)
{
	qp_obj list = qp_key(s->q, s->a, "/InkList");
	colours(s, NULL);
	buf_str(&s->out, "1 J 1 j\n");
	for (int i = 0, n = qp_count(s->q, list); i < n; i++) {
		run(s, qp_item(s->q, list, i));
		buf_str(&s->out, "S\n");
	}
}

/* --- over text ------------------------------------------------------------------ */

/* Corners of one run of text: upper left and right, lower left and right. */
struct quad {
	double x[4], y[4];
};

static void highlight(struct shape *s, const struct quad *k)
{
	static const int round[] = { 0, 1, 3, 2 };
	for (int i = 0; i < 4; i++)
		point(s, k->x[round[i]], k->y[round[i]], i ? "l" : "m");
	buf_str(&s->out, "f\n");
}

/* A line at this part of the height, from below. */
static void across(struct shape *s, const struct quad *k, double part)
{
	for (int i = 0; i < 2; i++)
		point(s, k->x[2 + i] + (k->x[i] - k->x[2 + i]) * part,
		      k->y[2 + i] + (k->y[i] - k->y[2 + i]) * part, i ? "l" : "m");
	buf_str(&s->out, "S\n");
}

static void underline(struct shape *s, const struct quad *k)
{
	across(s, k, 0.08);
}

static void strike_out(struct shape *s, const struct quad *k)
{
	across(s, k, 0.45);
}

static void squiggly(struct shape *s, const struct quad *k)
{
	double dx = k->x[3] - k->x[2], dy = k->y[3] - k->y[2], length = hypot(dx, dy);
	int n = length < 3000 ? (int)(length / 2) + 1 : 1500;
	for (int i = 0; i <= n; i++) {
		double f = (double)i / n, up = i % 2 ? 0.15 : 0.03;
		point(s, k->x[2] + dx * f + (k->x[0] - k->x[2]) * up,
		      k->y[2] + dy * f + (k->y[0] - k->y[2]) * up, i ? "l" : "m");
	}
	buf_str(&s->out, "S\n");
}

static void over_text(struct shape *s, void (*draw)(struct shape *, const struct quad *))
{
	qp_obj points = qp_key(s->q, s->a, "/QuadPoints"), c = qp_key(s->q, s->a, "/C");
	int n = qp_count(s->q, points);
	double r[4];
	if (draw != highlight)
		colours(s, NULL);
	else if (!paint_colour(s->q, c, false, &s->out))
		buf_str(&s->out, "1 1 0 rg\n");
	if (n < 8 && paint_rect(s->q, qp_key(s->q, s->a, "/Rect"), r)) {
		const struct quad k = { { r[0], r[2], r[0], r[2] }, { r[3], r[3], r[1], r[1] } };
		draw(s, &k);
	}
	for (int i = 0; i + 7 < n && s->points < POINTS; i += 8) {
		struct quad k;
		for (int j = 0; j < 4; j++) {
			k.x[j] = number(s, points, i + 2 * j);
			k.y[j] = number(s, points, i + 2 * j + 1);
		}
		draw(s, &k);
	}
}

/* Found by its name, drawn, and its rectangle made as large as what was drawn. */
bool paint_shape(struct qp *q, qp_obj a)
{
	static const struct {
		const char *name;
		void (*draw)(struct shape *);
		void (*over)(struct shape *, const struct quad *);
	} kinds[] = { { "/Square", box_shape, NULL },	    { "/Circle", box_shape, NULL },
		      { "/Line", lines_shape, NULL },	    { "/Polygon", lines_shape, NULL },
		      { "/PolyLine", lines_shape, NULL },   { "/Ink", ink_shape, NULL },
		      { "/Highlight", NULL, highlight },    { "/Underline", NULL, underline },
		      { "/StrikeOut", NULL, strike_out },   { "/Squiggly", NULL, squiggly } };
	struct shape s = { .q = q, .a = a, .thick = paint_border(q, a, 1) };
	char rect[160], resources[PAINT_OPACITY];
	bool marker = qp_key_is(q, a, "/Subtype", "/Highlight");
	qp_obj c = qp_key(q, a, "/C");
	if (qp_type(q, c) == QP_ARRAY && !qp_count(q, c)) { /* no colour: seen through */
		if (!qp_count(q, qp_key(q, a, "/IC")))
			return true;
		s.thick = 0;
	}
	buf_init(&s.out, PAINT_MAX);
	buf_str(&s.out, "/TkS gs\n");
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (!qp_key_is(q, a, "/Subtype", kinds[i].name))
			continue;
		else if (kinds[i].over)
			over_text(&s, kinds[i].over);
		else
			kinds[i].draw(&s);
	bool good = !s.out.over && s.points < POINTS;
	paint_opacity(q, a, marker ? "Multiply" : "Normal", resources);
	snprintf(rect, sizeof rect, "[ %.3f %.3f %.3f %.3f ]", s.box[0], s.box[1], s.box[2],
		 s.box[3]);
	if (good && s.points) {
		qp_put(q, a, "/Rect", qp_parse(q, rect));
		paint_wear(q, a, s.box, 0, resources, &s.out);
	}
	buf_clear(&s.out);
	return good;
}
