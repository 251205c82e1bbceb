/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows Pango and cairo. Knows no contract and no sentence. */
#include "port/typeset_fonts.h"

#include <pango/pangocairo.h>
#include <cairo/cairo-pdf.h>

#include <stdio.h>
#include <string.h>

#define LEADING 1.45      /* line height in sizes: Japanese text needs air */
#define PAIR_LABEL 0.24   /* of the width */
#define PAD 3.0           /* above and below the text of a row */

struct look {
	double size, above, below; /* in plain sizes */
	double grey;
	const char *tag;
};

static const struct look looks[] = {
	[TYPESET_H1] = { 1.9, 0, 0.7, 0, "H1" },
	[TYPESET_H2] = { 1.25, 1.1, 0.4, 0, "H2" },
	[TYPESET_TEXT] = { 1, 0, 0.45, 0, "P" },
	[TYPESET_NOTE] = { 0.85, 0, 0.4, 0.25, "P" },
	[TYPESET_LARGE] = { 1.5, 0, 0.5, 0, "P" },
};

struct setter {
	const struct typeset_sheet *s;
	cairo_t *cr;
	PangoContext *context;
	char family[128];
	bool draw; /* false: only counts pages */
	int page, pages;
	double y, top, bottom; /* next free line; first and last usable */
	double share[TYPESET_CELLS];
	int shares;
	const struct typeset_block *head; /* of the table we are in */
	bool table;
};

/* --- pages ---------------------------------------------------------------------- */

static PangoLayout *layout(struct setter *t, const char *text, double size, double width)
{
	PangoLayout *l = pango_layout_new(t->context);
	PangoFontDescription *d = pango_font_description_new();
	pango_font_description_set_family(d, t->family);
	pango_font_description_set_absolute_size(d, size * PANGO_SCALE);
	pango_layout_set_font_description(l, d);
	pango_font_description_free(d);
	pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_width(l, width < 0 ? -1 : (int)(width * PANGO_SCALE));
	pango_layout_set_text(l, text, -1);
	return l;
}

static void tag(struct setter *t, const char *name)
{
	if (t->draw)
		cairo_tag_begin(t->cr, name, NULL);
}

static void tag_end(struct setter *t, const char *name)
{
	if (t->draw)
		cairo_tag_end(t->cr, name);
}

static void line(struct setter *t, double y, double grey)
{
	if (!t->draw)
		return;
	cairo_set_source_rgb(t->cr, grey, grey, grey);
	cairo_set_line_width(t->cr, 0.5);
	cairo_move_to(t->cr, t->s->margin, y);
	cairo_line_to(t->cr, t->s->width - t->s->margin, y);
	cairo_stroke(t->cr);
}

static void foot(struct setter *t)
{
	char number[32];
	double size = t->s->size < 10 ? 7.5 : 9, y = t->s->height - t->s->margin * 0.62;
	double width = t->s->width - 2 * t->s->margin;
	snprintf(number, sizeof number, "%d/%d", t->page, t->pages);
	line(t, y - 4, 0.6);
	cairo_set_source_rgb(t->cr, 0.25, 0.25, 0.25);
	PangoLayout *l = layout(t, t->s->foot, size, width - 60);
	pango_layout_set_height(l, -1);
	pango_layout_set_ellipsize(l, PANGO_ELLIPSIZE_END);
	cairo_move_to(t->cr, t->s->margin, y);
	pango_cairo_show_layout(t->cr, l);
	g_object_unref(l);
	l = layout(t, number, size, width);
	pango_layout_set_alignment(l, PANGO_ALIGN_RIGHT);
	cairo_move_to(t->cr, t->s->margin, y);
	pango_cairo_show_layout(t->cr, l);
	g_object_unref(l);
}

static void table_end(struct setter *t)
{
	if (t->table)
		tag_end(t, "Table");
	t->table = false;
}

static void table_begin(struct setter *t)
{
	if (!t->table)
		tag(t, "Table");
	t->table = true;
}

static void page_end(struct setter *t)
{
	if (!t->draw)
		return;
	foot(t);
	cairo_show_page(t->cr);
}

static void page_next(struct setter *t)
{
	bool table = t->table;
	table_end(t);
	page_end(t);
	t->page++;
	t->y = t->top;
	if (table)
		table_begin(t);
}

/* --- cells side by side ------------------------------------------------------------ */

struct cell {
	PangoLayoutIter *at;
	PangoLayout *l;
	double x, size, grey;
	const char *tag;
	bool over; /* every line is drawn */
};

/* Draws the lines that fit above the foot; returns where they end. */
static double cell_lines(struct setter *t, struct cell *c)
{
	double y = t->y, step = c->size * LEADING;
	while (!c->over && y + step <= t->bottom + 0.01) {
		if (t->draw) {
			cairo_set_source_rgb(t->cr, c->grey, c->grey, c->grey);
			cairo_move_to(t->cr, c->x, y + c->size * (0.5 * (LEADING - 1) + 0.88));
			pango_cairo_show_layout_line(t->cr,
						     pango_layout_iter_get_line_readonly(c->at));
		}
		y += step;
		c->over = !pango_layout_iter_next_line(c->at);
	}
	return y;
}

static double cells_height(const struct cell *c, int n)
{
	double h = 0, own;
	for (int i = 0; i < n; i++) {
		own = pango_layout_get_line_count(c[i].l) * c[i].size * LEADING;
		h = own > h ? own : h;
	}
	return h;
}

/* One piece of a row on this page; true when nothing is left. */
static bool cells_piece(struct setter *t, struct cell *c, int n, const char *row, double pad)
{
	double end = t->y;
	bool over = true;
	t->y += pad;
	if (row)
		tag(t, row);
	for (int i = 0; i < n; i++) {
		if (c[i].over)
			continue;
		tag(t, c[i].tag);
		double y = cell_lines(t, &c[i]);
		tag_end(t, c[i].tag);
		end = y > end ? y : end;
		over = over && c[i].over;
	}
	if (row)
		tag_end(t, row);
	t->y = end + pad;
	return over;
}

static void head_row(struct setter *t);

/* row: tag of the whole, NULL for plain text. repeat: the head comes again. */
static void cells_set(struct setter *t, struct cell *c, int n, const char *row, double pad,
		      bool repeat)
{
	double h = cells_height(c, n) + 2 * pad;
	for (int i = 0; i < n; i++)
		c[i].at = pango_layout_get_iter(c[i].l);
	if (t->y + h > t->bottom && (h <= t->bottom - t->top || t->bottom - t->y < 60)) {
		page_next(t);
		if (repeat)
			head_row(t);
	}
	while (!cells_piece(t, c, n, row, pad)) {
		page_next(t);
		if (repeat)
			head_row(t);
	}
	for (int i = 0; i < n; i++) {
		pango_layout_iter_free(c[i].at);
		g_object_unref(c[i].l);
	}
}

static void set_cell(struct setter *t, struct cell *c, const char *text, double x, double width,
		     double size, double grey, const char *tag_name)
{
	*c = (struct cell){ .x = x, .size = size, .grey = grey, .tag = tag_name };
	c->l = layout(t, text, size, width);
}

/* --- blocks ------------------------------------------------------------------------ */

static void text_block(struct setter *t, const struct typeset_block *b)
{
	const struct look *k = &looks[b->kind];
	double size = t->s->size * k->size;
	struct cell c;
	t->y += t->y > t->top ? k->above * t->s->size : 0;
	/* a heading stays with what it is the heading of */
	if (b->kind == TYPESET_H2 && t->bottom - t->y < size * LEADING + 4 * t->s->size * LEADING)
		page_next(t);
	set_cell(t, &c, b->cell[0], t->s->margin, t->s->width - 2 * t->s->margin, size, k->grey,
		 k->tag);
	cells_set(t, &c, 1, NULL, 0, false);
	if (b->kind <= TYPESET_H2) {
		line(t, t->y + 1, b->kind == TYPESET_H1 ? 0 : 0.5);
		t->y += 2;
	}
	t->y += k->below * t->s->size;
}

static void row_block(struct setter *t, const struct typeset_block *b, const double *share,
		      int n, bool head)
{
	struct cell c[TYPESET_CELLS];
	double width = t->s->width - 2 * t->s->margin, x = t->s->margin, gap = 6;
	double size = t->s->size * 0.93; /* four groups of 16 digits fit beside a label */
	table_begin(t);
	n = n < b->cells ? n : b->cells;
	for (int i = 0; i < n; i++) {
		bool label = head || (b->kind == TYPESET_PAIR && i == 0);
		set_cell(t, &c[i], b->cell[i], x, share[i] * width - gap, size,
			 label ? 0.3 : 0, label ? "TH" : "TD");
		x += share[i] * width;
	}
	cells_set(t, c, n, "TR", PAD, !head && t->head != NULL);
	line(t, t->y, head ? 0.3 : 0.75);
}

static void head_row(struct setter *t)
{
	row_block(t, t->head, t->share, t->shares, true);
}

static void columns_block(struct setter *t, const struct typeset_block *b)
{
	double sum = 0;
	t->shares = b->cells;
	for (int i = 0; i < b->cells; i++) {
		int v = 0;
		for (const char *s = b->cell[i]; *s >= '0' && *s <= '9' && v < 1000; s++)
			v = v * 10 + *s - '0';
		t->share[i] = v > 0 ? v : 1;
		sum += t->share[i];
	}
	for (int i = 0; i < b->cells; i++)
		t->share[i] /= sum;
}

static void code_block(struct setter *t, const struct typeset_block *b)
{
	double side = 92, unit = side / (b->side ? b->side : 1), x0 = t->s->margin;
	struct cell c;
	t->y += t->s->size;
	if (t->y + side > t->bottom)
		page_next(t);
	double y0 = t->y, x = x0 + side + 18;
	if (t->draw) {
		cairo_set_source_rgb(t->cr, 0, 0, 0);
		for (int i = 0; i < b->side * b->side; i++)
			if (b->modules[i])
				cairo_rectangle(t->cr, x0 + i % b->side * unit,
						y0 + i / b->side * unit, unit, unit);
		cairo_fill(t->cr);
	}
	for (int i = 0; i < b->cells; i++) {
		set_cell(t, &c, b->cell[i], x, t->s->width - t->s->margin - x, t->s->size, 0, "P");
		cells_set(t, &c, 1, NULL, 0, false);
	}
	if (t->y < y0 + side && t->y >= y0)
		t->y = y0 + side;
	t->y += t->s->size;
}

static bool in_table(enum typeset_kind k)
{
	return k == TYPESET_PAIR || k == TYPESET_HEAD || k == TYPESET_ROW;
}

static void one_block(struct setter *t, const struct typeset_block *b)
{
	static const double pair[] = { PAIR_LABEL, 1 - PAIR_LABEL };
	if (!in_table(b->kind)) {
		if (t->table)
			t->y += t->s->size * 0.6;
		table_end(t);
		t->head = NULL;
	}
	if (b->kind == TYPESET_HEAD)
		t->head = b;
	switch (b->kind) {
	case TYPESET_PAIR:
		row_block(t, b, pair, 2, false);
		break;
	case TYPESET_COLUMNS:
		columns_block(t, b);
		break;
	case TYPESET_HEAD:
	case TYPESET_ROW:
		row_block(t, b, t->share, t->shares, b->kind == TYPESET_HEAD);
		break;
	case TYPESET_CODE:
		code_block(t, b);
		break;
	case TYPESET_BREAK:
		page_next(t);
		break;
	default:
		text_block(t, b);
	}
}

/* --- the whole ----------------------------------------------------------------------- */

static void pass(struct setter *t, const struct typeset_block *b, size_t n, int most)
{
	t->page = 1;
	t->top = t->s->margin;
	t->bottom = t->s->height - t->s->margin;
	t->y = t->top;
	t->head = NULL;
	t->table = false;
	tag(t, "Document");
	for (size_t i = 0; i < n && t->page <= most; i++)
		one_block(t, &b[i]);
	table_end(t);
	page_end(t);
	tag_end(t, "Document");
	t->pages = t->page;
}

static cairo_status_t take(void *ctx, const unsigned char *p, unsigned n)
{
	struct buf *out = ctx;
	buf_add(out, p, n);
	return out->over ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *surface(const struct typeset_sheet *s, struct buf *out)
{
	cairo_surface_t *f = cairo_pdf_surface_create_for_stream(take, out, s->width, s->height);
	cairo_pdf_surface_set_metadata(f, CAIRO_PDF_METADATA_TITLE, s->title);
	cairo_pdf_surface_set_metadata(f, CAIRO_PDF_METADATA_CREATE_DATE, s->date);
	cairo_pdf_surface_set_metadata(f, CAIRO_PDF_METADATA_MOD_DATE, s->date);
	return f;
}

enum err typeset_pdf(const struct typeset_sheet *s, const struct typeset_block *b, size_t n,
		     int most, struct buf *out, int *pages_r)
{
	struct setter t = { .s = s };
	cairo_surface_t *f = surface(s, out);
	t.cr = cairo_create(f);
	t.context = pango_font_map_create_context(typeset_map());
	pango_context_set_language(t.context, pango_language_from_string(s->lang));
	pango_cairo_context_set_resolution(t.context, 72);
	pango_context_set_round_glyph_positions(t.context, FALSE);
	snprintf(t.family, sizeof t.family, "%s", typeset_family());
	pass(&t, b, n, most);
	*pages_r = t.pages;
	enum err e = t.pages > most ? INVALID : OK;
	t.draw = true;
	if (!e)
		pass(&t, b, n, most);
	cairo_destroy(t.cr);
	cairo_surface_finish(f);
	if (!e && (cairo_surface_status(f) || out->over))
		e = BROKEN;
	cairo_surface_destroy(f);
	g_object_unref(t.context);
	return e;
}
