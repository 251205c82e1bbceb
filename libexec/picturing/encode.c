/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Palettes and what they are good for. Knows no PDF. */
#include "picturing/encode.h"

#include "base/log.h"
#include "port/jpeg.h"
#include "port/zlib.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { GREYS = 16, COLOURS = 64, BINS = 1 << 15 };

/* --- palette --------------------------------------------------------------------- */

struct palette {
	unsigned char rgb[(GREYS + COLOURS) * 3];
	int n;
	short index[BINS]; /* of a 15-bit colour, -1 = not in the palette */
	size_t coloured, outside, shaded;
};

static int bin_of(const unsigned char *p)
{
	return (p[0] >> 3) << 10 | (p[1] >> 3) << 5 | p[2] >> 3;
}

static bool is_grey(const unsigned char *p)
{
	return abs(p[0] - p[1]) <= 6 && abs(p[1] - p[2]) <= 6 && abs(p[0] - p[2]) <= 6;
}

static int grey_of(const unsigned char *p)
{
	return ((p[0] * 77 + p[1] * 151 + p[2] * 28) / 256 + 8) / 17;
}

/* Takes the COLOURS fullest bins; a page of text has a few inks and their
 * blends with white. */
static void choose(struct palette *pal, const unsigned *count)
{
	for (int i = 0; i < GREYS; i++)
		memset(pal->rgb + 3 * i, i * 17, 3);
	pal->n = GREYS;
	memset(pal->index, -1, sizeof pal->index);
	while (pal->n < GREYS + COLOURS) {
		int best = -1;
		for (int b = 0; b < BINS; b++)
			if (count[b] && pal->index[b] < 0 && (best < 0 || count[b] > count[best]))
				best = b;
		if (best < 0)
			return;
		unsigned char *c = pal->rgb + 3 * pal->n;
		c[0] = (unsigned char)((best >> 10) * 255 / 31);
		c[1] = (unsigned char)((best >> 5 & 31) * 255 / 31);
		c[2] = (unsigned char)((best & 31) * 255 / 31);
		pal->index[best] = (short)pal->n++;
	}
}

static int distance(const unsigned char *a, const unsigned char *b)
{
	int r = a[0] - b[0], g = a[1] - b[1], bl = a[2] - b[2];
	return 2 * r * r + 4 * g * g + 3 * bl * bl;
}

/* Nearest palette entry for each bin that was left over. */
static void fill_rest(struct palette *pal, const unsigned *count)
{
	for (int b = 0; b < BINS; b++) {
		if (!count[b] || pal->index[b] >= 0)
			continue;
		unsigned char c[3] = { (unsigned char)((b >> 10) * 255 / 31),
				       (unsigned char)((b >> 5 & 31) * 255 / 31),
				       (unsigned char)((b & 31) * 255 / 31) };
		int best = 0, d = distance(c, pal->rgb);
		for (int i = 1; i < pal->n; i++) {
			int di = distance(c, pal->rgb + 3 * i);
			if (di < d) {
				d = di;
				best = i;
			}
		}
		pal->outside += count[b];
		pal->index[b] = (short)best;
	}
}

static struct palette *palette_new(const struct pixels *px)
{
	struct palette *pal = calloc(1, sizeof *pal);
	unsigned *count = calloc(BINS, sizeof *count);
	if (!pal || !count)
		log_die("memory", "palette");
	for (size_t i = 0, n = (size_t)px->w * (size_t)px->h; i < n; i++) {
		const unsigned char *p = px->rgb + 3 * i;
		if (!is_grey(p)) {
			count[bin_of(p)]++;
			pal->coloured++;
		} else if (p[0] % 17 > 3 && p[0] % 17 < 14) {
			pal->shaded++;
		}
	}
	choose(pal, count);
	fill_rest(pal, count);
	free(count);
	return pal;
}

/* --- one picture ------------------------------------------------------------------- */

/* The blends at the edges of coloured text are few pixels of a page; a fiftieth
 * in colours beyond the palette, or a quarter between the greys, is a
 * photograph or a scan. */
static bool photograph(const struct palette *pal, const struct pixels *px)
{
	size_t all = (size_t)px->w * (size_t)px->h;
	return pal->outside > all / 50 || pal->shaded > all / 4;
}

enum err encode_picture(const struct pixels *px, struct buf *out, const char **kind_r)
{
	struct palette *pal = palette_new(px);
	size_t n = (size_t)px->w * (size_t)px->h;
	enum err e;
	*kind_r = "png";
	if (photograph(pal, px)) {
		*kind_r = "jpeg";
		e = jpeg_write(px->rgb, px->w, px->h, !pal->coloured, 80, out);
		free(pal);
		return e;
	}
	unsigned char *to = malloc(n);
	if (!to)
		log_die("memory", "picture");
	for (size_t i = 0; i < n; i++) {
		const unsigned char *p = px->rgb + 3 * i;
		to[i] = (unsigned char)(is_grey(p) ? grey_of(p) : pal->index[bin_of(p)]);
	}
	e = pal->coloured ? zlib_png_palette(to, px->w, px->h, pal->rgb, pal->n, out)
			  : zlib_png_grey(to, px->w, px->h, out);
	free(to);
	free(pal);
	return e;
}
