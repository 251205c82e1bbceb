/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Sizes and places of text. Knows text operators (ISO 32000-1 §9.4); must not
 * know fields. */
#include "pdf/lettering.h"

#include <math.h>
#include <string.h>

#define ONE_LINE 10.5	/* pt at most by itself */
#define SEVERAL 10.5
#define OF_HEIGHT 0.62	/* letters in a box of one line */
#define PITCH 1.4	/* of the size */
#define TIGHT 1.15	/* before letters go below the floor */
#define MIDDLE 0.38	/* of the em box above the baseline */
#define ABOVE 0.88
#define STEP 0.25	/* pt */
#define MEASURE_MOST 1e9

static double side(double w, double h)
{
	return fmin(2, fmin(w, h) * 0.1);
}

static void one(const struct letter *l, size_t n, double size, double w, double h,
		struct lettering *r)
{
	double edge = side(w, h), own = fmin(ONE_LINE, fmax(h * OF_HEIGHT, fmin(h, LETTERING_FLOOR)));
	double want = size > 0 ? size : own;
	r->lines = lines_break(l, n, (int)MEASURE_MOST, r->line);
	double width = fmax(r->line[0].width, 1) / 1000.0;
	r->size = fmin(want, fmin(h, (w - 2 * edge) / width));
	r->small = r->size < want - 0.01;
	r->x = edge;
	r->y = h / 2 - MIDDLE * r->size;
	r->pitch = 0;
}

static bool fits(const struct letter *l, size_t n, double size, double pitch, double w, double h,
		 struct lettering *r)
{
	r->lines = lines_break(l, n, (int)fmin(w / size * 1000, MEASURE_MOST), r->line);
	double most = 0;
	for (size_t i = 0; i < r->lines; i++)
		most = fmax(most, r->line[i].width / 1000.0);
	r->size = size;
	r->pitch = pitch * size;
	return most * size <= w + 0.01 && size * (1 + pitch * (double)(r->lines - 1)) <= h;
}

static void many(const struct letter *l, size_t n, double size, double w, double h,
		 struct lettering *r)
{
	double edge = side(w, h), want = size > 0 ? size : fmin(SEVERAL, h - 2 * edge), s = want;
	bool done = false;
	for (; !done && s >= LETTERING_FLOOR; s -= STEP)
		done = fits(l, n, s, PITCH, w - 2 * edge, h - 2 * edge, r);
	for (s = fmin(want, LETTERING_FLOOR); !done; s *= 0.95)
		done = fits(l, n, s, TIGHT, w - 2 * edge, h - 2 * edge, r);
	r->small = r->size < want - 0.01;
	r->x = edge;
	r->y = h - edge - ABOVE * r->size;
}

void lettering_fit(struct arena *a, const struct letter *letters, size_t n, bool several,
		   double size, double w, double h, struct lettering *r)
{
	memset(r, 0, sizeof *r);
	r->line = arena_new_array(a, struct line, n + 1);
	(several ? many : one)(letters, n, size, w, h, r);
	r->tiny = r->small && r->size < LETTERING_FLOOR - 0.01;
}

/* --- drawing ---------------------------------------------------------------------- */

/* Where the viewer's pen is and where it should be, 1/1000 of the size. */
struct pen {
	struct buf *out;
	int face, at, rise;
	bool open; /* inside [< … */
};

static void close_run(struct pen *p)
{
	if (p->open)
		buf_str(p->out, ">] TJ\n");
	p->open = false;
}

static void put_glyph(struct pen *p, const struct glyph *g, uint32_t cid, int from, double size)
{
	int gap = from + g->x - p->at;
	if (g->y != p->rise) {
		close_run(p);
		put_number(p->out, g->y * size / 1000);
		buf_str(p->out, " Ts\n");
		p->rise = g->y;
	}
	if (!p->open) {
		buf_byte(p->out, '[');
		if (gap)
			buf_printf(p->out, "%d ", -gap);
		buf_byte(p->out, '<');
	} else if (gap) {
		buf_printf(p->out, "> %d <", -gap);
	}
	p->open = true;
	buf_printf(p->out, "%04X", (unsigned)cid);
	p->at = from + g->x + g->width;
}

static void draw_line(const struct lettering *t, const struct letter *l, const struct line *line,
		      const struct subset *subset, double y, struct buf *out)
{
	static const char names[TYPEFACES] = { 'G', 'M' };
	struct pen p = { .out = out, .face = -1 };
	int from = 0;
	buf_str(out, "1 0 0 1 ");
	put_number(out, t->x);
	buf_byte(out, ' ');
	put_number(out, y);
	buf_str(out, " Tm\n");
	for (size_t i = line->from; i < line->to; i++) {
		if (l[i].face != p.face) {
			close_run(&p);
			p.face = l[i].face;
			buf_printf(out, "/%c ", names[p.face]);
			put_number(out, t->size);
			buf_str(out, " Tf\n");
		}
		for (size_t k = 0; k < l[i].glyphs; k++) {
			const struct glyph *g = &l[i].glyph[k];
			put_glyph(&p, g, subset_cid(&subset[p.face], g->id), from, t->size);
			from += g->advance;
		}
	}
	close_run(&p);
	if (p.rise)
		buf_str(out, "0 Ts\n");
}

void lettering_draw(const struct lettering *t, const struct letter *letters,
		    const struct subset *subset, struct buf *out)
{
	buf_str(out, "BT\n0 g\n");
	for (size_t i = 0; i < t->lines; i++)
		if (t->line[i].to > t->line[i].from)
			draw_line(t, letters, &t->line[i], subset, t->y - (double)i * t->pitch, out);
	buf_str(out, "ET\n");
}
