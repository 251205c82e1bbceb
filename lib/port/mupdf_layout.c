/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Text by MuPDF's own reader, ruled lines by a device that only looks at paths.
 * The same rule about exceptions as in mupdf.c. */
#include "port/mupdf_layout.h"

#include "base/log.h"
#include "port/mupdf_inside.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define THIN 2.5f /* pt: a filled bar up to this is a ruled line */
#define LEAST 5.0f /* pt: anything shorter is part of a letter or a picture */
#define SLANT 0.5f

static const fz_rect nowhere = { 1e9f, 1e9f, -1e9f, -1e9f };

struct looker {
	fz_device base;
	struct mu_layout *out;
};

/* One path on its way: where the pen is, what it encloses. */
struct walk {
	struct mu_layout *out;
	fz_matrix to;
	fz_point start, at;
	fz_rect box;
	int lines, curves;
	bool draw; /* stroked: every straight piece is a line of its own */
};

static void add_bar(struct mu_layout *l, float x0, float y0, float x1, float y1)
{
	struct mu_bar b = { fminf(x0, x1), fminf(y0, y1), fmaxf(x0, x1), fmaxf(y0, y1) };
	bool flat = b.y1 - b.y0 <= SLANT && b.x1 - b.x0 >= LEAST;
	bool tall = b.x1 - b.x0 <= SLANT && b.y1 - b.y0 >= LEAST;
	if ((!flat && !tall) || l->n_bars == MU_BARS)
		return;
	if (flat)
		b.y0 = b.y1 = (b.y0 + b.y1) / 2;
	else
		b.x0 = b.x1 = (b.x0 + b.x1) / 2;
	l->bars[l->n_bars++] = b;
}

static void go(struct walk *w, float x, float y, bool line)
{
	fz_point p = fz_transform_point_xy(x, y, w->to);
	if (line && w->draw)
		add_bar(w->out, w->at.x, w->at.y, p.x, p.y);
	w->lines += line;
	w->at = p;
	w->box = (fz_rect){ fminf(w->box.x0, p.x), fminf(w->box.y0, p.y), fmaxf(w->box.x1, p.x),
			    fmaxf(w->box.y1, p.y) };
}

/* A filled bar is the line along its middle. */
static void add_filled(struct mu_layout *l, fz_rect b)
{
	if (b.y1 - b.y0 <= THIN)
		add_bar(l, b.x0, (b.y0 + b.y1) / 2, b.x1, (b.y0 + b.y1) / 2);
	else if (b.x1 - b.x0 <= THIN)
		add_bar(l, (b.x0 + b.x1) / 2, b.y0, (b.x0 + b.x1) / 2, b.y1);
}

static void on_move(fz_context *ctx, void *arg, float x, float y)
{
	struct walk *w = arg;
	(void)ctx;
	go(w, x, y, false);
	w->start = w->at;
}

static void on_line(fz_context *ctx, void *arg, float x, float y)
{
	(void)ctx;
	go(arg, x, y, true);
}

static void on_curve(fz_context *ctx, void *arg, float x1, float y1, float x2, float y2, float x3,
		     float y3)
{
	struct walk *w = arg;
	(void)ctx, (void)x1, (void)y1, (void)x2, (void)y2;
	go(w, x3, y3, false);
	w->curves++;
}

static void on_close(fz_context *ctx, void *arg)
{
	struct walk *w = arg;
	(void)ctx;
	if (w->draw)
		add_bar(w->out, w->at.x, w->at.y, w->start.x, w->start.y);
	w->at = w->start;
}

static void on_rect(fz_context *ctx, void *arg, float x0, float y0, float x1, float y1)
{
	struct walk *w = arg;
	struct walk one = { .out = w->out, .to = w->to, .box = nowhere, .draw = w->draw };
	on_move(ctx, &one, x0, y0);
	on_line(ctx, &one, x1, y0);
	on_line(ctx, &one, x1, y1);
	on_line(ctx, &one, x0, y1);
	on_close(ctx, &one);
	if (!w->draw)
		add_filled(w->out, one.box);
}

static void look(fz_context *ctx, fz_device *dev, const fz_path *path, fz_matrix to, bool draw)
{
	static const fz_path_walker walker = { .moveto = on_move, .lineto = on_line,
					       .curveto = on_curve, .closepath = on_close,
					       .rectto = on_rect };
	struct walk w = { .out = ((struct looker *)dev)->out, .to = to, .box = nowhere,
			  .draw = draw };
	fz_walk_path(ctx, path, &walker, &w);
	if (!draw && !w.curves && w.lines >= 3 && w.lines <= 4)
		add_filled(w.out, w.box);
}

static void on_fill(fz_context *ctx, fz_device *dev, const fz_path *path, int even_odd,
		    fz_matrix to, fz_colorspace *cs, const float *colour, float alpha,
		    fz_color_params params)
{
	(void)even_odd, (void)cs, (void)colour, (void)params;
	if (alpha > 0)
		look(ctx, dev, path, to, false);
}

static void on_stroke(fz_context *ctx, fz_device *dev, const fz_path *path,
		      const fz_stroke_state *stroke, fz_matrix to, fz_colorspace *cs,
		      const float *colour, float alpha, fz_color_params params)
{
	(void)stroke, (void)cs, (void)colour, (void)params;
	if (alpha > 0)
		look(ctx, dev, path, to, true);
}

/* Character by character; the rectangle around a quad is enough for upright text. */
static void take_line(struct mu_layout *l, const fz_stext_line *line, int number, fz_rect box)
{
	if (line->wmode || line->dir.x < 0.99f)
		return;
	for (const fz_stext_char *c = line->first_char; c && l->n_glyphs < MU_GLYPHS;
	     c = c->next) {
		fz_rect r = fz_rect_from_quad(c->quad);
		if (!(r.x1 - r.x0 < 20000) || !(r.y1 - r.y0 < 20000) || c->c <= 0)
			continue;
		l->glyphs[l->n_glyphs++] = (struct mu_glyph){
			.c = (uint32_t)c->c, .line = number, .x0 = r.x0 - box.x0,
			.y0 = r.y0 - box.y0, .x1 = r.x1 - box.x0, .y1 = r.y1 - box.y0,
			.base = c->origin.y - box.y0, .size = c->size };
	}
}

static enum err take_text(struct mu *m, struct mu_layout *l)
{
	fz_context *ctx = m->ctx;
	fz_stext_page *volatile text = NULL;
	fz_stext_options options = { 0 };
	volatile enum err e = OK;
	fz_var(text);
	fz_try(ctx)
	{
		int number = 0;
		text = fz_new_stext_page_from_display_list(ctx, m->list, &options);
		for (fz_stext_block *b = text->first_block; b; b = b->next)
			if (b->type == FZ_STEXT_BLOCK_TEXT)
				for (fz_stext_line *s = b->u.t.first_line; s; s = s->next)
					take_line(l, s, number++, m->box);
	}
	fz_always(ctx) fz_drop_stext_page(ctx, text);
	fz_catch(ctx) e = INVALID;
	return e;
}

static enum err take_bars(struct mu *m, struct mu_layout *l)
{
	fz_context *ctx = m->ctx;
	struct looker *volatile dev = NULL;
	fz_cookie cookie = { 0 };
	volatile enum err e = OK;
	fz_var(dev);
	fz_try(ctx)
	{
		dev = fz_new_derived_device(ctx, struct looker);
		dev->base.fill_path = on_fill;
		dev->base.stroke_path = on_stroke;
		dev->out = l;
		fz_run_display_list(ctx, m->list, &dev->base,
				    fz_translate(-m->box.x0, -m->box.y0), fz_infinite_rect,
				    &cookie);
		fz_close_device(ctx, &dev->base);
	}
	fz_always(ctx) fz_drop_device(ctx, dev ? &dev->base : NULL);
	fz_catch(ctx) e = INVALID;
	return e;
}

enum err mu_layout(struct mu *m, struct mu_layout *r)
{
	r->glyphs = calloc(MU_GLYPHS, sizeof *r->glyphs);
	r->bars = calloc(MU_BARS, sizeof *r->bars);
	r->n_glyphs = r->n_bars = 0;
	if (!r->glyphs || !r->bars)
		log_die("memory", "layout");
	enum err e = take_text(m, r);
	return e ? e : take_bars(m, r);
}

void mu_layout_clear(struct mu_layout *l)
{
	free(l->glyphs);
	free(l->bars);
	memset(l, 0, sizeof *l);
}
