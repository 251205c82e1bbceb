/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Pictures of pages as somebody may see them, and where a person's items lie on
 * them: the small stylesheet that puts their markers there (no inline style: CSP),
 * and the cut-outs. */
#ifndef WEB_PLACE_H
#define WEB_PLACE_H

#include "web/items.h"
#include "web/link.h"

/* Rows for the declaration of the stylesheet's route: items a…b. */
#define PLACE_INPUTS                                                                         \
	{ .name = "a", .type = INPUT_INT, .min = 1, .max = 10000 },                          \
	{ .name = "b", .type = INPUT_INT, .min = 1, .max = 10000 }

/* Answer with the picture {w} of page {n} as this slot (0: the owner) may see it
 * filled in; with the stylesheet; with the cut-out of field {n}. The caller has
 * asked whether they may read. MISSING: no such page, not an item of this person. */
enum err place_page(struct req *r, struct reply *p, const struct contract *c, int64_t slot) MUST_USE;
enum err place_css(struct req *r, struct reply *p, const struct contract *c, int64_t slot) MUST_USE;
enum err place_cut(struct req *r, struct reply *p, const struct contract *c, int64_t slot) MUST_USE;

/* What pictures of items and pages need in the view: mark and cut_h of the shown
 * items, small and tiny of all; <fresh n v/> for each page first…last that has values. */
void place_items(struct req *r, struct xnode *n, const struct contract *c, int64_t slot,
		 struct items *l, int64_t first, int64_t last);

#endif
