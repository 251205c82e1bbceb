/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Judges pages, and writes down what every viewer assumes of them: what comes
 * later reads one form only. */
#include "pdf/upload_paint.h"

#include <string.h>

#define MAX_UNITS 14400.0 /* ISO 32000-1 Annex C.2: side of a page */
#define MAX_UNIT 1000.0

/* A crop that is none crops nothing; a page must have its size. */
static void judge_box(struct upload *u, qp_obj page, const char *key, double unit)
{
	struct qp *q = u->q;
	qp_obj box = qp_key(q, page, key);
	bool media = !strcmp(key, "/MediaBox");
	double at[4];
	if (qp_type(q, box) == QP_NULL) {
		if (media) /* every viewer takes US Letter then */
			qp_put(q, page, key, qp_parse(q, "[0 0 612 792]"));
		return;
	}
	bool good = paint_rect(q, box, at);
	double w = (at[2] - at[0]) * unit, h = (at[3] - at[1]) * unit;
	if (!media && (!good || !(w > 0 && h > 0)))
		qp_drop(q, page, key);
	else if (!good || !(w >= 3 && h >= 3 && w <= MAX_UNITS && h <= MAX_UNITS))
		upload_refuse(u, "page_size");
}

/* In a repaired file a reference to nothing may be lost content; in any, one that
 * other viewers would follow. */
static bool missing(const struct upload *u, qp_obj o)
{
	return qp_dangling(u->q, o) && (u->repaired || qp_misled(u->q, o));
}

static void judge_contents(struct upload *u, qp_obj page)
{
	struct qp *q = u->q;
	qp_obj c = qp_key(q, page, "/Contents");
	u->lost |= missing(u, c) || missing(u, qp_key(q, page, "/Resources"));
	for (int i = 0, n = qp_count(q, c); i < n; i++) {
		qp_obj part = qp_item(q, c, i);
		u->lost |= missing(u, part) ||
			   (qp_type(q, part) == QP_STREAM && !upload_whole(q, part));
		qp_release(q, part);
	}
	u->lost |= qp_type(q, c) == QP_STREAM && !upload_whole(q, c);
}

/* Keys of another type than the format says are read by nobody. */
static void drop_odd(struct qp *q, qp_obj o, const char *key, enum qp_type a, enum qp_type b)
{
	qp_obj v = qp_key(q, o, key);
	enum qp_type t = qp_type(q, v);
	if (t != QP_NULL && t != a && t != b)
		qp_drop(q, o, key);
	qp_release(q, v);
}

/* The nearest quarter, as viewers turn it. */
static void settle_turn(struct qp *q, qp_obj page)
{
	static const char *const quarters[] = { "0", "90", "180", "270" };
	drop_odd(q, page, "/Rotate", QP_NUMBER, QP_NUMBER);
	if (!qp_has(q, page, "/Rotate"))
		return;
	int turn = paint_int(q, qp_key(q, page, "/Rotate")) % 360;
	turn = (turn < 0 ? turn + 360 : turn) + 45;
	qp_put(q, page, "/Rotate", qp_parse(q, quarters[turn / 90 % 4]));
}

static void settle_page(struct qp *q, qp_obj page)
{
	drop_odd(q, page, "/Resources", QP_DICT, QP_DICT);
	drop_odd(q, page, "/Contents", QP_STREAM, QP_ARRAY);
	drop_odd(q, page, "/Annots", QP_ARRAY, QP_ARRAY);
	drop_odd(q, page, "/UserUnit", QP_NUMBER, QP_NUMBER);
	if (!qp_has(q, page, "/Resources"))
		qp_put(q, page, "/Resources", qp_parse(q, "<< >>"));
	drop_odd(q, qp_key(q, page, "/Resources"), "/Font", QP_DICT, QP_DICT);
	settle_turn(q, page);
}

static void judge_page(struct upload *u, qp_obj page)
{
	struct qp *q = u->q;
	if (qp_type(q, page) != QP_DICT) {
		upload_refuse(u, "damaged");
		return;
	}
	judge_contents(u, page);
	settle_page(q, page);
	double unit = qp_has(q, page, "/UserUnit") ? qp_number(q, qp_key(q, page, "/UserUnit")) : 1;
	if (!(unit > 1 / MAX_UNIT && unit < MAX_UNIT)) {
		qp_drop(q, page, "/UserUnit");
		unit = 1;
	}
	judge_box(u, page, "/MediaBox", unit);
	judge_box(u, page, "/CropBox", unit);
	upload_annotations(u, page);
}

void upload_pages(struct upload *u)
{
	struct qp *q = u->q;
	qp_settle_pages(q);
	qp_put(q, qp_root(q), "/Type", qp_parse(q, "/Catalog"));
	for (int i = 0; i < u->pages && !u->reason; i++) {
		qp_obj page = qp_page(q, i);
		judge_page(u, page);
		qp_release_since(q, page);
	}
	if (u->lost || qp_harm(q) == QP_LOST)
		upload_refuse(u, "damaged");
}
