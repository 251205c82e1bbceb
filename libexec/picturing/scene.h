/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A page as a person sees it: words (runs of characters without a blank) in rows.
 * Points from the upper left corner. */
#ifndef PICTURING_SCENE_H
#define PICTURING_SCENE_H

#include "port/mupdf_layout.h"

#define LABEL 160 /* bytes of a label, with its NUL */

struct token {
	size_t first, n; /* glyphs */
	float x0, y0, x1, y1, base, size;
};

struct scene {
	const struct mu_layout *l;
	float w, h; /* of the page */
	struct token *t;
	size_t n;
};

/* *s owns s->t (malloc'd). Borrows l. */
void scene_make(struct scene *s, const struct mu_layout *l, double w, double h);
void scene_clear(struct scene *s);

/* Its text; of a long one the end. */
void scene_text(const struct scene *s, const struct token *t, char out[LABEL]);
/* The next word in the same row; NULL = none. */
const struct token *scene_left(const struct scene *s, const struct token *t);
const struct token *scene_right(const struct scene *s, const struct token *t);
/* Up to where nothing stands to the right of (x, from y0 to y1): the next word,
 * ruled line or the margin. */
float scene_room(const struct scene *s, float x, float y0, float y1);
/* A vertical line stands within `near` to the left of x at this height. */
bool scene_fenced(const struct scene *s, float x, float y, float near);
/* The party's name that stands over (or before) this place; NULL = none. */
const char *scene_party(const struct scene *s, float x, float base);
/* What stands before x in the row at this baseline, as a label. from: nothing
 * left of it counts. */
void scene_label(const struct scene *s, float from, float x, float y0, float y1, char out[LABEL]);
/* The words within a rectangle, joined. */
void scene_inside(const struct scene *s, float x0, float y0, float x1, float y1, char out[LABEL]);
bool scene_empty(const struct scene *s, float x0, float y0, float x1, float y1);

#endif
