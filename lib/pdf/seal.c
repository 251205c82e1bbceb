/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows what seals look like; must not know fields or fonts' tables. */
#include "pdf/seal.h"

#include "base/str.h"

#include <math.h>
#include <string.h>

#define VERMILION "0.82 0.16 0.11"
#define RING 0.038	/* width of the frame, of the shorter side */
#define BOLD 0.03	/* stroke around the letters, of their smaller size */
#define ROWS 4
#define STRETCH 1.55	/* a letter's longer scale by its shorter, at most */
#define BASE 0.12	/* of the em box below the baseline */
#define ARC 0.5523	/* Bézier circle */

struct area {
	double x, y, w, h;
};

bool seal_upright(enum seal_shape shape, const char *utf8, double w, double h)
{
	size_t left = strlen(utf8), len;
	uint32_t c;
	bool asian = false;
	for (; left && (len = str_utf8_next(utf8, left, &c)); utf8 += len, left -= len)
		asian = asian || c >= 0x2E80;
	return asian && (shape != SEAL_OVAL || h > w);
}

/* --- frames ----------------------------------------------------------------------- */

static void put(struct buf *out, const double *n, int count, const char *op)
{
	for (int i = 0; i < count; i++) {
		put_number(out, n[i]);
		buf_byte(out, ' ');
	}
	buf_str(out, op);
	buf_byte(out, '\n');
}

/* A rectangle with corners rounded by rx, ry; as large as it is: an ellipse. */
static void frame(struct buf *out, const struct area *a, double rx, double ry)
{
	double l = a->x, b = a->y, r = a->x + a->w, t = a->y + a->h;
	double kx = rx * (1 - ARC), ky = ry * (1 - ARC);
	put(out, (const double[]){ l + rx, b }, 2, "m");
	put(out, (const double[]){ r - rx, b }, 2, "l");
	put(out, (const double[]){ r - kx, b, r, b + ky, r, b + ry }, 6, "c");
	put(out, (const double[]){ r, t - ry }, 2, "l");
	put(out, (const double[]){ r, t - ky, r - kx, t, r - rx, t }, 6, "c");
	put(out, (const double[]){ l + rx, t }, 2, "l");
	put(out, (const double[]){ l + kx, t, l, t - ky, l, t - ry }, 6, "c");
	put(out, (const double[]){ l, b + ry }, 2, "l");
	put(out, (const double[]){ l, b + ky, l + kx, b, l + rx, b }, 6, "c");
	buf_str(out, "s\n");
}

/* Draws the frame; what is left for the letters, by how many there are. */
static struct area framed(enum seal_shape shape, size_t n, bool upright, double w, double h,
			  struct buf *out)
{
	double side = fmin(w, h), width = side * RING;
	struct area a = { (w - side) / 2, (h - side) / 2, side, side };
	double of_w = 0.84, of_h = 0.84;
	if (shape == SEAL_OVAL)
		a = (struct area){ 0, 0, w, h };
	a.x += width / 2;
	a.y += width / 2;
	a.w -= width;
	a.h -= width;
	put(out, &width, 1, "w");
	if (shape == SEAL_SQUARE) {
		frame(out, &a, side * 0.07, side * 0.07);
	} else {
		frame(out, &a, a.w / 2, a.h / 2);
		of_w = n == 1 ? 0.68 : n == 2 ? 0.56 : n == 3 ? 0.46 : 0.68;
		of_h = n == 1 ? 0.68 : n == 2 ? 0.78 : n == 3 ? 0.84 : 0.68;
		if (!upright) {
			of_w = 0.76;
			of_h = 0.5;
		}
	}
	if (shape == SEAL_OVAL) {
		double along = n < 4 ? 0.74 : 0.8, across = n < 4 ? 0.62 : 0.54;
		of_w = w < h ? across : along;
		of_h = w < h ? along : across;
	}
	return (struct area){ a.x + a.w * (1 - of_w) / 2, a.y + a.h * (1 - of_h) / 2, a.w * of_w,
			      a.h * of_h };
}

/* --- letters ---------------------------------------------------------------------- */

static void put_letter(const struct letter *l, const struct area *cell, const struct subset *subset,
		       struct buf *out)
{
	double em = fmax(l->advance, 300) / 1000.0, x = cell->w / em, y = cell->h;
	x = fmin(x, y * STRETCH);
	y = fmin(y, x * STRETCH);
	double left = cell->x + (cell->w - x * em) / 2;
	double base = cell->y + (cell->h - y) / 2 + BASE * y, bold = BOLD * fmin(x, y);
	put(out, &bold, 1, "w");
	buf_printf(out, "/%c 1 Tf\n", l->face == TYPEFACE_GOTHIC ? 'G' : 'M');
	for (size_t i = 0; i < l->glyphs; i++) {
		const struct glyph *g = &l->glyph[i];
		const double at[6] = { x, 0, 0, y, left + g->x * x / 1000, base + g->y * y / 1000 };
		put(out, at, 6, "Tm");
		buf_printf(out, "<%04X> Tj\n", (unsigned)subset_cid(&subset[l->face], g->id));
		left += g->advance * x / 1000;
	}
}

/* Of the row's length a letter takes its share: in columns all the same. */
static double length_of(const struct letter *l, bool upright)
{
	return upright ? 1 : fmax(l->advance, 300) / 1000;
}

/* How many columns (or, lying down, lines) make the letters largest. */
static size_t rows_for(const struct letter *const *l, size_t n, bool upright, const struct area *a)
{
	double across = upright ? a->w : a->h, along = upright ? a->h : a->w, best = 0, length = 0;
	size_t rows = 1;
	for (size_t i = 0; i < n; i++)
		length += length_of(l[i], upright);
	for (size_t r = 1; r <= n && r <= ROWS; r++) {
		double longest = length / (double)n * (double)((n + r - 1) / r);
		double size = fmin(across / (double)r, along / longest);
		if (size > best * 1.01) {
			best = size;
			rows = r;
		}
	}
	return rows;
}

/* Row i of `rows` from the right or from the top takes its share of n. */
static void put_letters(const struct letter *const *l, size_t n, size_t rows, bool upright,
			const struct area *a, const struct subset *subset, struct buf *out)
{
	size_t at = 0;
	for (size_t i = 0; i < rows; i++) {
		size_t share = n / rows + (i < n % rows), end = at + share;
		double across = 1.0 / (double)rows, from = 0, whole = 0;
		for (size_t k = at; k < end; k++)
			whole += length_of(l[k], upright);
		for (; at < end; at++) {
			double along = length_of(l[at], upright) / whole;
			struct area c = { a->x + a->w * from, a->y + a->h * (1 - across * (double)(i + 1)),
					  a->w * along, a->h * across };
			if (upright)
				c = (struct area){ a->x + a->w * (1 - across * (double)(i + 1)),
						   a->y + a->h * (1 - from - along), a->w * across,
						   a->h * along };
			from += along;
			put_letter(l[at], &c, subset, out);
		}
	}
}

void seal_draw(enum seal_shape shape, const struct letter *letters, size_t n, bool upright, double w,
	       double h, const struct subset *subset, struct buf *out)
{
	enum { MOST = 64 };
	const struct letter *seen[MOST];
	size_t count = 0;
	for (size_t i = 0; i < n && count < MOST; i++)
		if (letters[i].glyphs && letters[i].character != ' ' &&
		    letters[i].character != 0x3000)
			seen[count++] = &letters[i];
	if (!count)
		return;
	buf_str(out, "q " VERMILION " RG " VERMILION " rg\n");
	struct area inner = framed(shape, count, upright, w, h, out);
	buf_str(out, "1 j BT 2 Tr\n");
	put_letters(seen, count, rows_for(seen, count, upright, &inner), upright, &inner, subset, out);
	buf_str(out, "ET Q\n");
}
