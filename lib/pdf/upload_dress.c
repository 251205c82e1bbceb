/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Draws fields and free text from what they say of themselves: value, default
 * appearance, border. Honest Japanese forms have fields that only say it. */
#include "pdf/upload_paint.h"

#include <stdio.h>
#include <string.h>

#define MAX_VALUE 65536 /* bytes of UTF-16 */

enum { MULTILINE = 1 << 12, PASSWORD = 1 << 13, PUSH = 1 << 16, COMB = 1 << 24 };

/* The room of an annotation as its own drawing sees it. */
struct room {
	double box[4]; /* 0 0 w h */
	int turn;
};

static bool room_of(struct qp *q, qp_obj a, struct room *r)
{
	double at[4];
	if (!paint_rect(q, qp_key(q, a, "/Rect"), at))
		return false;
	int turn = paint_int(q, qp_key(q, qp_key(q, a, "/MK"), "/R"));
	r->turn = turn % 90 ? 0 : (turn % 360 + 360) % 360;
	bool lying = r->turn % 180 != 0;
	r->box[0] = r->box[1] = 0;
	r->box[2] = lying ? at[3] - at[1] : at[2] - at[0];
	r->box[3] = lying ? at[2] - at[0] : at[3] - at[1];
	return r->box[2] > 0 && r->box[3] > 0;
}

/* A choice stores what it exports; shown is the other half of the pair. */
static bool shown_value(struct qp *q, qp_obj w, qp_obj v, struct buf *out)
{
	qp_obj opt = paint_field_key(q, w, "/Opt");
	struct bytes value = qp_string(q, v);
	for (int i = 0, n = qp_count(q, opt); i < n; i++) {
		qp_obj pair = qp_item(q, opt, i);
		if (qp_count(q, pair) == 2 && bytes_eq(qp_string(q, qp_item(q, pair, 0)), value))
			return paint_utf16(qp_string(q, qp_item(q, pair, 1)), out);
	}
	return paint_utf16(value, out);
}

/* What the field shows; several chosen values one below the other. */
static bool whole_value(struct qp *q, qp_obj w, struct buf *out)
{
	qp_obj v = paint_field_key(q, w, "/V");
	bool good = qp_type(q, v) != QP_STRING || shown_value(q, w, v, out);
	for (int i = 0, k = qp_count(q, v); i < k && good; i++) {
		if (i)
			buf_add(out, "\0\n", 2);
		good = shown_value(q, w, qp_item(q, v, i), out);
	}
	if (paint_int(q, paint_field_key(q, w, "/Ff")) & PASSWORD)
		for (size_t i = 0; i < out->n; i++)
			out->p[i] = i % 2 ? '*' : 0;
	return good;
}

static bool has_value(struct qp *q, qp_obj w)
{
	qp_obj v = paint_field_key(q, w, "/V");
	return qp_string(q, v).n || qp_count(q, v);
}

static void put_on(struct qp *q, qp_obj a, const struct room *r, const char *font,
		   const struct buf *out)
{
	paint_wear(q, a, r->box, r->turn, font, out);
}

static bool draw_text_field(struct qp *q, qp_obj w, const struct room *r)
{
	int flags = paint_int(q, paint_field_key(q, w, "/Ff"));
	bool is_text = !strcmp(qp_name(q, paint_field_key(q, w, "/FT")), "/Tx");
	double edge = 0;
	const char *font = "";
	struct buf value, out;
	buf_init(&value, MAX_VALUE);
	buf_init(&out, PAINT_MAX);
	bool good = whole_value(q, w, &value);
	bool any = paint_frame(q, w, r->box[2], r->box[3], &out, &edge);
	struct text t = { .s = buf_bytes(&value),
			  .w = r->box[2],
			  .h = r->box[3],
			  .inset = edge + (r->box[3] > 12 ? 2 : 0.5),
			  .how = paint_manner(q, paint_field_key(q, w, "/DA")),
			  .align = paint_int(q, paint_field_key(q, w, "/Q")),
			  .wrap = is_text && flags & MULTILINE };
	if (is_text && flags & COMB && !t.wrap)
		t.cells = paint_int(q, paint_field_key(q, w, "/MaxLen"));
	if (t.cells < (int)(value.n / 2))
		t.cells = 0;
	t.align = t.align == 1 || t.align == 2 ? t.align : 0;
	if (good && value.n)
		good = paint_text(&t, &out, &font);
	if (good && (any || value.n))
		put_on(q, w, r, font, &out);
	buf_clear(&value);
	buf_clear(&out);
	return good;
}

/* By /AS, which says what is shown; without it by the value. */
static bool is_on(struct qp *q, qp_obj w)
{
	qp_obj as = qp_key(q, w, "/AS"), v = paint_field_key(q, w, "/V");
	const char *state = qp_name(q, qp_type(q, as) == QP_NAME ? as : v);
	return *state && strcmp(state, "/Off") != 0;
}

static bool draw_button(struct qp *q, qp_obj w, const struct room *r)
{
	bool push = paint_int(q, paint_field_key(q, w, "/Ff")) & PUSH;
	double edge = 0;
	const char *font = "";
	struct buf caption, out;
	buf_init(&caption, MAX_VALUE);
	buf_init(&out, PAINT_MAX);
	bool any = paint_frame(q, w, r->box[2], r->box[3], &out, &edge), good = true;
	if (push) {
		good = paint_utf16(qp_string(q, qp_key(q, qp_key(q, w, "/MK"), "/CA")), &caption);
		struct text t = { .s = buf_bytes(&caption),
				  .w = r->box[2],
				  .h = r->box[3],
				  .inset = edge,
				  .how = paint_manner(q, paint_field_key(q, w, "/DA")),
				  .align = 1 };
		if (good && caption.n)
			good = paint_text(&t, &out, &font);
		any = any || caption.n;
	} else if (is_on(q, w)) {
		paint_mark(q, w, r->box[2], r->box[3], &out);
		any = true;
	}
	if (good && any)
		put_on(q, w, r, font, &out);
	buf_clear(&caption);
	buf_clear(&out);
	return good;
}

bool paint_field(struct qp *q, qp_obj w)
{
	static const struct {
		const char *type;
		bool (*draw)(struct qp *, qp_obj, const struct room *);
	} types[] = { { "/Tx", draw_text_field },
		      { "/Ch", draw_text_field },
		      { "/Btn", draw_button } };
	struct room r;
	const char *type = qp_name(q, paint_field_key(q, w, "/FT"));
	size_t i = 0;
	while (i < sizeof types / sizeof *types && strcmp(types[i].type, type) != 0)
		i++;
	if (i == sizeof types / sizeof *types)
		return true;
	if (!room_of(q, w, &r)) /* seen by nobody, unless something is written there */
		return !has_value(q, w);
	return types[i].draw(q, w, &r);
}

bool paint_free_text(struct qp *q, qp_obj a)
{
	struct room r;
	const char *font = "";
	char shade[PAINT_OPACITY], resources[2048];
	struct buf value, out;
	if (!room_of(q, a, &r) || qp_count(q, qp_key(q, a, "/CL"))) /* a line that points */
		return false;
	buf_init(&value, MAX_VALUE);
	buf_init(&out, PAINT_MAX);
	buf_str(&out, "/TkS gs\n");
	struct text t = { .w = r.box[2],
			  .h = r.box[3],
			  .inset = paint_border(q, a, 0) + 1,
			  .how = paint_manner(q, qp_key(q, a, "/DA")),
			  .align = paint_int(q, qp_key(q, a, "/Q")),
			  .wrap = true };
	bool good = paint_utf16(qp_string(q, qp_key(q, a, "/Contents")), &value);
	t.s = buf_bytes(&value);
	t.align = t.align == 1 || t.align == 2 ? t.align : 0;
	if (paint_colour(q, qp_key(q, a, "/C"), false, &out))
		buf_printf(&out, "0 0 %.3f %.3f re f\n", t.w, t.h);
	if (t.inset > 1)
		buf_printf(&out, "%.3f w %.3f %.3f %.3f %.3f re S\n", t.inset - 1, t.inset / 2 - 0.5,
			   t.inset / 2 - 0.5, t.w - t.inset + 1, t.h - t.inset + 1);
	good = good && (!value.n || paint_text(&t, &out, &font));
	paint_opacity(q, a, "Normal", shade);
	snprintf(resources, sizeof resources, "%s %s", shade, font);
	if (good)
		put_on(q, a, &r, resources, &out);
	buf_clear(&value);
	buf_clear(&out);
	return good;
}
