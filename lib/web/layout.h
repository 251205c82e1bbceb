/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Where boxes of input fields stand on a page: defaults, snapping, staying on
 * the paper, overlaps. Pure arithmetic in 1/100 mm. */
#ifndef WEB_LAYOUT_H
#define WEB_LAYOUT_H

#include "core/contract.h"

/* One page as seen. */
struct sheet {
	int64_t paper, page;  /* file from 1, page in it from 1 */
	int64_t w, h;         /* at least 1 */
	const int64_t *lines; /* baselines of its text, from above */
	size_t n_lines;
};

/* The box that ux.md gives a kind: text 70 × 8 mm, seal 20 × 20 … */
void layout_default(enum field_kind k, int64_t *w_r, int64_t *h_r);
/* The smallest side a kind may have. */
int64_t layout_least(enum field_kind k);
/* A default box with its left middle (a check box and a seal: its centre) at a point. */
void layout_put(struct field *f, int64_t x, int64_t y);
/* A box between two points, at least as large as its kind allows. */
void layout_span(struct field *f, int64_t ax, int64_t ay, int64_t bx, int64_t by);
/* Onto the next line of text within 3 mm, then to edges of other fields of the
 * page within 2 mm. but: this field of c is not one of the others (SIZE_MAX: none). */
void layout_snap(const struct contract *c, const struct sheet *s, size_t but, struct field *f);
/* Moves it (and makes it smaller) until it lies on the paper. true: it did not. */
bool layout_inside(const struct sheet *s, struct field *f);
bool layout_overlap(const struct field *a, const struct field *b);

#endif
