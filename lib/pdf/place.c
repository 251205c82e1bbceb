/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows pages' boxes and turns; must not know what is put there. */
#include "pdf/place.h"

#include "pdf/pages.h"

#include <math.h>
#include <string.h>

#define UNIT_MOST 1000.0
#define EDGE_MOST 1e6

static enum err inherited(const struct pdf *p, uint32_t page, const char *key, struct value *r)
{
	struct value v;
	enum err e = pages_inherited(p, page, key, &v);
	return e ? e : pdf_resolve(p, &v, r);
}

/* Any two opposite corners, in order afterwards. */
static enum err box(const struct pdf *p, uint32_t page, const char *key, double r[4])
{
	struct value array, v, n;
	struct walk w;
	enum err e = inherited(p, page, key, &array);
	if (e)
		return e;
	walk_init(&w, &array);
	for (int i = 0; i < 4; i++)
		if (!walk_next(&w, NULL, &v) || pdf_resolve(p, &v, &n) || !value_number(&n, &r[i]) ||
		    fabs(r[i]) > EDGE_MOST)
			return INVALID;
	for (int i = 0; i < 2; i++)
		if (r[i] > r[i + 2]) {
			double swap = r[i];
			r[i] = r[i + 2];
			r[i + 2] = swap;
		}
	return array.kind == VALUE_ARRAY && r[0] < r[2] && r[1] < r[3] ? OK : INVALID;
}

/* What is seen of the page. A crop that leaves nothing crops nothing. */
static enum err seen(const struct pdf *p, uint32_t page, double r[4])
{
	double crop[4], cut[4];
	enum err e = box(p, page, "MediaBox", r);
	if (e || box(p, page, "CropBox", crop))
		return e ? INVALID : OK;
	for (int i = 0; i < 2; i++) {
		cut[i] = fmax(r[i], crop[i]);
		cut[i + 2] = fmin(r[i + 2], crop[i + 2]);
	}
	if (cut[0] < cut[2] && cut[1] < cut[3])
		memcpy(r, cut, sizeof cut);
	return OK;
}

static bool turn_and_unit(const struct pdf *p, uint32_t page, int *turn_r, double *unit_r)
{
	struct object o;
	struct value v;
	enum err e = inherited(p, page, "Rotate", &v);
	*turn_r = 0;
	*unit_r = 1;
	if (!e) {
		if (v.kind != VALUE_INT || v.number % 90)
			return false;
		*turn_r = (int)((v.number % 360 + 360) % 360);
	} else if (e != MISSING) {
		return false;
	}
	if (pdf_object(p, page, &o))
		return false;
	e = pdf_get(p, &o.value, "UserUnit", &v);
	if (e)
		return e == MISSING;
	return value_number(&v, unit_r) && *unit_r > 1 / UNIT_MOST && *unit_r < UNIT_MOST;
}

/* Moved inside by the slack at most. */
static bool inside(double *at, double length, double whole)
{
	double slack = PLACE_SLACK * 0.72 / 25.4;
	if (*at < -slack || *at + length > whole + slack || length > whole + slack)
		return false;
	*at = fmax(0, fmin(*at, whole - length));
	return true;
}

/* x, y: of the box's upper left corner as seen; all in user space units. */
static void corner(const struct place *r, const double page[4], double x, double y, double w,
		   double h, double out[4])
{
	switch (r->turn) {
	case 90:
		out[0] = page[0] + y;
		out[1] = page[1] + x;
		break;
	case 180:
		out[0] = page[2] - x - w;
		out[1] = page[1] + y;
		break;
	case 270:
		out[0] = page[2] - y - h;
		out[1] = page[3] - x - w;
		break;
	default:
		out[0] = page[0] + x;
		out[1] = page[3] - y - h;
	}
	bool lying = r->turn % 180 != 0;
	out[2] = out[0] + (lying ? h : w);
	out[3] = out[1] + (lying ? w : h);
}

static void upright(struct place *r)
{
	const double turned[4][6] = { { 1, 0, 0, 1, 0, 0 },
				      { 0, 1, -1, 0, r->h, 0 },
				      { -1, 0, 0, -1, r->w, r->h },
				      { 0, -1, 1, 0, 0, r->w } };
	memcpy(r->matrix, turned[r->turn / 90], sizeof r->matrix);
}

enum err place_box(const struct pdf *p, uint32_t page, int64_t x, int64_t y, int64_t w, int64_t h,
		   struct place *r)
{
	double edges[4], unit;
	const double point = 0.72 / 25.4; /* of 1/100 mm */
	const int64_t most = 10000000;
	if (x < -most || y < -most || x > most || y > most || w < PLACE_LEAST ||
	    h < PLACE_LEAST || w > most || h > most || seen(p, page, edges) ||
	    !turn_and_unit(p, page, &r->turn, &unit))
		return INVALID;
	double wide = (edges[2] - edges[0]) * unit, high = (edges[3] - edges[1]) * unit;
	bool lying = r->turn % 180 != 0;
	double left = (double)x * point, top = (double)y * point;
	r->w = fmin((double)w * point, lying ? high : wide);
	r->h = fmin((double)h * point, lying ? wide : high);
	if ((double)w * point > r->w + PLACE_SLACK * point ||
	    (double)h * point > r->h + PLACE_SLACK * point ||
	    !inside(&left, r->w, lying ? high : wide) || !inside(&top, r->h, lying ? wide : high))
		return INVALID;
	corner(r, edges, left / unit, top / unit, r->w / unit, r->h / unit, r->rect);
	upright(r);
	return OK;
}

enum err place_page(const struct pdf *p, uint32_t page, struct place *r)
{
	double unit;
	if (seen(p, page, r->rect) || !turn_and_unit(p, page, &r->turn, &unit))
		return INVALID;
	double wide = (r->rect[2] - r->rect[0]) * unit, high = (r->rect[3] - r->rect[1]) * unit;
	bool lying = r->turn % 180 != 0;
	r->w = lying ? high : wide;
	r->h = lying ? wide : high;
	upright(r);
	return OK;
}
