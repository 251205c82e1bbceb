/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the painters of appearances share: attributes read, the result put on. */
#include "pdf/upload_paint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH 32 /* of a form's tree of fields */

qp_obj paint_field_key(struct qp *q, qp_obj field, const char *key)
{
	qp_obj at = field;
	for (int depth = 0; depth < DEPTH && !qp_has(q, at, key); depth++)
		at = qp_key(q, at, "/Parent");
	return qp_key(q, at, key);
}

int paint_int(struct qp *q, qp_obj o)
{
	double n = qp_number(q, o);
	return n > -1e9 && n < 1e9 ? (int)n : 0;
}

bool paint_rect(struct qp *q, qp_obj rect, double r[4])
{
	if (qp_count(q, rect) != 4)
		return false;
	for (int i = 0; i < 4; i++) {
		qp_obj n = qp_item(q, rect, i);
		r[i] = qp_number(q, n);
		if (qp_type(q, n) != QP_NUMBER || !(r[i] > -1e6 && r[i] < 1e6))
			return false;
	}
	for (int i = 0; i < 2; i++)
		if (r[i] > r[i + 2]) {
			double swap = r[i];
			r[i] = r[i + 2];
			r[i + 2] = swap;
		}
	return true;
}

static const char *const operators[2][5] = { { NULL, "g", NULL, "rg", "k" },
					     { NULL, "G", NULL, "RG", "K" } };

static void put_colour(const double *n, int count, bool stroke, struct buf *out)
{
	for (int i = 0; i < count; i++)
		buf_printf(out, "%.4f ", n[i] < 0 ? 0 : n[i] > 1 ? 1 : n[i]);
	buf_str(out, operators[stroke][count]);
}

bool paint_colour(struct qp *q, qp_obj colour, bool stroke, struct buf *out)
{
	double n[4];
	int count = qp_count(q, colour);
	if (count > 4 || !operators[0][count])
		return false;
	for (int i = 0; i < count; i++)
		n[i] = qp_number(q, qp_item(q, colour, i));
	put_colour(n, count, stroke, out);
	buf_byte(out, '\n');
	return true;
}

void paint_ellipse(const double r[4], struct buf *out)
{
	const double x = (r[0] + r[2]) / 2, y = (r[1] + r[3]) / 2;
	const double a = (r[2] - r[0]) / 2, b = (r[3] - r[1]) / 2, k = 0.5523;
	const double turn[5][2] = { { 1, 0 }, { 0, 1 }, { -1, 0 }, { 0, -1 }, { 1, 0 } };
	buf_printf(out, "%.3f %.3f m\n", x + a, y);
	for (int i = 0; i < 4; i++) {
		const double *f = turn[i], *t = turn[i + 1];
		buf_printf(out, "%.3f %.3f %.3f %.3f %.3f %.3f c\n", x + a * (f[0] + k * t[0]),
			   y + b * (f[1] + k * t[1]), x + a * (t[0] + k * f[0]),
			   y + b * (t[1] + k * f[1]), x + a * t[0], y + b * t[1]);
	}
}

double paint_border(struct qp *q, qp_obj a, double otherwise)
{
	qp_obj style = qp_key(q, qp_key(q, a, "/BS"), "/W"), border = qp_key(q, a, "/Border");
	double w = qp_type(q, style) == QP_NUMBER ? qp_number(q, style)
		   : qp_count(q, border) >= 3	  ? qp_number(q, qp_item(q, border, 2))
						  : otherwise;
	return w >= 0 && w < 100 ? w : otherwise;
}

/* Numbers are kept until an operator takes them; "/Name 12 Tf" and the colour. */
struct manner paint_manner(struct qp *q, qp_obj da)
{
	struct manner m = { 0, "0 g" };
	struct bytes text = qp_string(q, da);
	double n[4] = { 0 };
	int count = 0;
	for (size_t i = 0; i < text.n;) {
		char word[32];
		size_t from = i;
		while (i < text.n && text.p[i] > 0x20)
			i++;
		size_t len = i - from < sizeof word - 1 ? i - from : sizeof word - 1;
		memcpy(word, text.p + from, len);
		word[len] = 0;
		i += i == from; /* a blank */
		if (!len)
			continue;
		if (strspn(word, "+-.0123456789") == len) {
			if (count == 4)
				memmove(n, n + 1, 3 * sizeof *n), count = 3;
			n[count++] = strtod(word, NULL);
			continue;
		}
		if (!strcmp(word, "Tf") && count)
			m.size = n[count - 1];
		for (int k = 1; k <= 4; k++)
			if (count == k && operators[0][k] && !strcmp(word, operators[0][k])) {
				struct buf b;
				buf_init(&b, sizeof m.colour - 1);
				put_colour(n, k, false, &b);
				snprintf(m.colour, sizeof m.colour, "%s", buf_text(&b));
				buf_clear(&b);
			}
		count = 0;
	}
	return m;
}

void paint_opacity(struct qp *q, qp_obj a, const char *mode, char r[PAINT_OPACITY])
{
	qp_obj ca = qp_key(q, a, "/CA");
	double shade = qp_type(q, ca) == QP_NUMBER ? qp_number(q, ca) : 1;
	shade = shade >= 0 && shade <= 1 ? shade : 1;
	snprintf(r, PAINT_OPACITY, "/ExtGState << /TkS << /CA %.3f /ca %.3f /BM /%s >> >>", shade,
		 shade, mode);
}

void paint_wear(struct qp *q, qp_obj a, const double box[4], int turn, const char *resources,
		const struct buf *out)
{
	static const char *const turned[] = { "1 0 0 1", "0 1 -1 0", "-1 0 0 -1", "0 -1 1 0" };
	char dict[2400];
	snprintf(dict, sizeof dict,
		 "<< /Type /XObject /Subtype /Form /BBox [ %.3f %.3f %.3f %.3f ] "
		 "/Matrix [ %s 0 0 ] /Resources << %s >> >>",
		 box[0], box[1], box[2], box[3], turned[turn / 90], resources);
	qp_obj ap = qp_parse(q, "<< >>");
	qp_put(q, ap, "/N", qp_new_stream(q, dict, buf_bytes(out)));
	qp_put(q, a, "/AP", ap);
	qp_drop(q, a, "/AS");
}
