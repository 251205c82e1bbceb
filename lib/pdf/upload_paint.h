/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Appearances for what has none: viewers draw such fields and annotations on
 * the fly (ISO 32000-1 §12.5.6, §12.7.3.3), flattening would lose them. Only
 * upload_*.c use this. */
#ifndef PDF_UPLOAD_PAINT_H
#define PDF_UPLOAD_PAINT_H

#include "pdf/upload.h"

#define PAINT_MAX ((size_t)1 << 20) /* bytes of one appearance */

/* What a default appearance string says (§12.7.3.3). */
struct manner {
	double size;	 /* 0 = choose */
	char colour[64]; /* "0 g" */
};

struct text {
	struct bytes s;	    /* UTF-16BE of the basic plane */
	double w, h, inset; /* the room in points, and what its edge takes of it */
	struct manner how;
	int align; /* 0 left, 1 centred, 2 right */
	int cells; /* a comb of so many; 0 = none */
	bool wrap;
};

/* Along /Parent, as field attributes are inherited (§12.7.3.1). */
qp_obj paint_field_key(struct qp *q, qp_obj field, const char *key);
int paint_int(struct qp *q, qp_obj o);
/* Four numbers, in order afterwards. */
bool paint_rect(struct qp *q, qp_obj rect, double r[4]);
struct manner paint_manner(struct qp *q, qp_obj da);
/* "1 0 0 RG\n"; false, and nothing, of an array that is no colour. */
bool paint_colour(struct qp *q, qp_obj colour, bool stroke, struct buf *out);
/* A path: the ellipse that touches the four sides. */
void paint_ellipse(const double r[4], struct buf *out);
/* Width of its border in points; `otherwise` when it does not say. */
double paint_border(struct qp *q, qp_obj a, double otherwise);

/* A text string (§7.9.2.2); false when it cannot be read. */
bool paint_utf16(struct bytes s, struct buf *out);
/* Its byte in WinAnsiEncoding; 0 = none. */
unsigned char paint_latin(unsigned c);
bool paint_japanese(unsigned c);
/* False: neither of two fonts has all of it, or it does not fit at a size that
 * can be read. Its resources go to *font_r. */
bool paint_text(const struct text *t, struct buf *out, const char **font_r);

/* Background and border of a field (/MK), inside 0 0 w h. True when there is any;
 * *edge_r is what the border takes on each side. */
bool paint_frame(struct qp *q, qp_obj w, double width, double height, struct buf *out,
		 double *edge_r);
/* The mark of a button that is on. */
void paint_mark(struct qp *q, qp_obj w, double width, double height, struct buf *out);

#define PAINT_OPACITY 100
/* Resources for "/TkS gs": how far one sees through it, and the blend mode. */
void paint_opacity(struct qp *q, qp_obj a, const char *mode, char r[PAINT_OPACITY]);

/* Makes `out` the only appearance of the annotation. turn: 0, 90, 180, 270, the
 * room is the rectangle's turned by it. resources: a dictionary's text. */
void paint_wear(struct qp *q, qp_obj a, const double box[4], int turn, const char *resources,
		const struct buf *out);

/* A field without looks, or whose looks are out of date. False: it cannot be
 * drawn faithfully. */
bool paint_field(struct qp *q, qp_obj widget);
bool paint_free_text(struct qp *q, qp_obj a);
/* Squares, circles, lines, polygons, ink, and marks over text. */
bool paint_shape(struct qp *q, qp_obj a);

#endif
