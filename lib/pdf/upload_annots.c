/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Which appearance of each annotation is seen on a screen; that one alone stays
 * and is drawn into the page, all others go. Where a viewer would make one up,
 * it is made here, or the file is refused: nothing that was seen is lost. */
#include "pdf/upload_paint.h"

#include <string.h>

/* Flags of an annotation (ISO 32000-1 Table 165). */
enum { INVISIBLE = 1, HIDDEN = 2, NO_ROTATE = 16, NO_VIEW = 32 };

enum without { /* an appearance of its own */
	NOTHING, /* nobody shows anything */
	NOTE,	 /* viewers show a picture of theirs: said, with what is behind it */
	ENCLOSED,
	MEDIUM,
	FIELD,
	FREE_TEXT,
	SHAPE,
	UNKNOWN /* seen, but nobody can say how */
};

static const struct {
	const char *name;
	enum without without;
} kinds[] = {
	{ "/Widget", FIELD },	 { "/Popup", NOTHING },	     { "/Text", NOTE },
	{ "/Sound", MEDIUM },	 { "/Movie", MEDIUM },	     { "/Screen", MEDIUM },
	{ "/3D", MEDIUM },	 { "/RichMedia", MEDIUM },   { "/FileAttachment", ENCLOSED },
	{ "/Square", SHAPE },	 { "/Circle", SHAPE },	     { "/FreeText", FREE_TEXT },
	{ "/Line", SHAPE },	 { "/Polygon", SHAPE },	     { "/PolyLine", SHAPE },
	{ "/Ink", SHAPE },	 { "/Highlight", SHAPE },    { "/Underline", SHAPE },
	{ "/StrikeOut", SHAPE }, { "/Squiggly", SHAPE },     { "/Stamp", UNKNOWN },
	{ "/Caret", UNKNOWN },	 { "/Redact", UNKNOWN },     { "/PrinterMark", NOTHING },
	{ "/TrapNet", NOTHING }, { "/Watermark", NOTHING },
};

/* False: of no kind that the format knows. */
static bool kind_of(struct qp *q, qp_obj a, enum without *r)
{
	qp_obj name = qp_key(q, a, "/Subtype");
	bool known = false;
	*r = NOTHING;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds && !known; i++) {
		known = !strcmp(qp_name(q, name), kinds[i].name);
		if (known)
			*r = kinds[i].without;
	}
	qp_release(q, name);
	return known;
}

/* The stream that is shown; null when there is none that can be placed. Okular
 * names a state also where there is only one. */
static qp_obj chosen(struct qp *q, qp_obj a)
{
	double box[4];
	qp_obj n = qp_key(q, qp_key(q, a, "/AP"), "/N");
	if (qp_type(q, n) == QP_DICT)
		n = qp_key(q, n, qp_name(q, qp_key(q, a, "/AS")));
	bool good = qp_type(q, n) == QP_STREAM && paint_rect(q, qp_key(q, n, "/BBox"), box) &&
		    box[0] < box[2] && box[1] < box[3];
	return good ? n : qp_parse(q, "null");
}

static void wear(struct qp *q, qp_obj a, qp_obj stream)
{
	qp_obj ap = qp_parse(q, "<< >>");
	qp_put(q, stream, "/Subtype", qp_parse(q, "/Form")); /* viewers do not insist */
	qp_put(q, ap, "/N", stream);
	qp_put(q, a, "/AP", ap);
	qp_drop(q, a, "/AS");
}

/* A field whose looks are out of date by the form's own word. */
static bool stale(const struct upload *u, qp_obj a)
{
	struct qp *q = u->q;
	qp_obj type = paint_field_key(q, a, "/FT"), v = paint_field_key(q, a, "/V");
	return u->stale && (qp_string(q, v).n || qp_count(q, v)) &&
	       (!strcmp(qp_name(q, type), "/Tx") || !strcmp(qp_name(q, type), "/Ch"));
}

/* False: it is seen, but cannot be drawn faithfully. */
static bool make_looks(struct qp *q, qp_obj a, enum without what)
{
	qp_drop(q, a, "/AP");
	switch (what) {
	case FIELD:
		return paint_field(q, a);
	case FREE_TEXT:
		return paint_free_text(q, a);
	case SHAPE:
		return paint_shape(q, a);
	case UNKNOWN:
		return false;
	default:
		return true;
	}
}

/* Looks that are out of date are better than none, if they say anything. */
static bool settle_looks(struct upload *u, qp_obj a, enum without kind, qp_obj looks)
{
	struct qp *q = u->q;
	bool has = qp_type(q, looks) == QP_STREAM, old = has && kind == FIELD && stale(u, a);
	if (old && paint_field(q, a))
		return true;
	if (old && !qp_stream_has(q, looks, "Tj") && !qp_stream_has(q, looks, "TJ"))
		return false;
	if (!has)
		return make_looks(q, a, kind);
	wear(q, a, looks);
	return true;
}

static void judge_one(struct upload *u, qp_obj a)
{
	struct qp *q = u->q;
	enum without kind;
	int flags = paint_int(q, qp_key(q, a, "/F"));
	bool known = kind_of(q, a, &kind), seen = !(flags & (HIDDEN | NO_VIEW));
	qp_obj looks = chosen(q, a);
	bool has = qp_type(q, looks) == QP_STREAM;
	u->form |= kind == FIELD;
	u->note |= kind == NOTE && !has;
	u->attachment |= kind == ENCLOSED;
	u->media |= kind == MEDIUM;
	u->annotation |= kind != FIELD && (has || kind > FIELD);
	if (!seen || (!known && flags & INVISIBLE))
		qp_drop(q, a, "/AP");
	else if (!settle_looks(u, a, kind, looks))
		upload_refuse(u, "undrawn");
	qp_put(q, a, "/F", qp_parse(q, flags & NO_ROTATE ? "16" : "0"));
}

void upload_annotations(struct upload *u, qp_obj page)
{
	struct qp *q = u->q;
	qp_obj annots = qp_key(q, page, "/Annots");
	for (int i = 0, n = qp_count(q, annots); i < n && !u->reason; i++) {
		qp_obj a = qp_item(q, annots, i);
		if (qp_type(q, a) == QP_DICT && !qp_key_is(q, a, "/Subtype", "/Link"))
			judge_one(u, a);
		u->draw |= !qp_key_is(q, a, "/Subtype", "/Link");
		qp_release_since(q, a);
	}
}
