/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Glyphs of TrueType fonts by HarfBuzz: which characters there are, what they
 * measure, and subsets for embedding. Lengths are 1/1000 of the
 * font's size. Answers depend on nothing but font and arguments. */
#ifndef PORT_GLYPH_H
#define PORT_GLYPH_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

struct glyph_font;

/* Maps the file behind fd read-only; fd may be closed afterwards. INVALID: not
 * a TrueType font with outlines. */
enum err glyph_open(int fd, struct glyph_font **r) MUST_USE;
void glyph_close(struct glyph_font *f); /* NULL-safe */

struct glyph_facts {
	char name[64]; /* PostScript name, [A-Za-z0-9-] */
	int box[4], ascent, descent, cap; /* descent < 0 */
};
void glyph_facts(const struct glyph_font *f, struct glyph_facts *r);

/* Nominal glyph of a character; 0 = none. Controls have none, whatever the
 * font says. */
uint32_t glyph_of(const struct glyph_font *f, uint32_t cp);
/* Glyph of a character with its variation selector; 0 = the font has none. */
uint32_t glyph_variant(const struct glyph_font *f, uint32_t cp, uint32_t selector);
int glyph_advance(const struct glyph_font *f, uint32_t glyph);

/* One cluster (a character and what modifies it) set from left to right, marks
 * put where the font says. upright: the glyph for vertical lines. At most max
 * of them; 0 = something is missing. */
struct glyph {
	uint32_t id;
	int advance; /* of this glyph here */
	int width;   /* of the glyph in the font; a mark's may differ */
	int x, y;    /* moved by so much */
};
size_t glyph_set(const struct glyph_font *f, const uint32_t *cp, size_t n, bool upright,
		 struct glyph *out, size_t max);

/* A font with glyph 0, these n > 0 and what they are composed of, without hints,
 * with the tables that a PDF needs and no more; appended to out. (*old_r)[i], in
 * a, is the former number of its glyph i. */
enum err glyph_subset(struct arena *a, const struct glyph_font *f, const uint32_t *glyphs, size_t n,
		      struct buf *out, uint32_t **old_r, size_t *count_r) MUST_USE;

/* Every character that glyph_of knows, as ranges in rising order, in a. */
struct glyph_range {
	uint32_t first, last;
};
size_t glyph_ranges(struct arena *a, const struct glyph_font *const *fonts, size_t n,
		    struct glyph_range **r);

#endif
