/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows pages' contents and resources; must not know what the text means. */
#include "pdf/imprint.h"

#include "pdf/pages.h"
#include "pdf/place.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define LEFT 14.17  /* pt: 5 mm */
#define UP 11.34    /* pt: 4 mm, of the base line */
#define GREY "0.45 g"
#define WIDE 0.6    /* of the size: a letter of Helvetica on average, and some room */
#define ROW 8.0     /* pt: above the line of an older contract that was sent again */
#define ROWS 4
#define HELVETICA "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>"
#define TEXT(s) ((struct bytes){ (const unsigned char *)(s), strlen(s) })
#define DICT_MAX ((size_t)1 << 20)
#define SHAPES 64 /* streams that are remembered: most files have one or two */

static const char *const font_names[ROWS] = { "TeiketsuID", "TeiketsuID2", "TeiketsuID3",
					      "TeiketsuID4" };

struct shape {
	uint32_t stream; /* draws the line on pages of this shape */
	char matrix[120];
	double size;
	int row;
};

struct resources {
	uint32_t number; /* of the new object; 0 = none yet */
	int row;
};

struct print {
	struct revision *r;
	const char *text;
	uint32_t font, open; /* objects: Helvetica, the stream "q" */
	struct resources *shared; /* by number of the old object */
	struct shape shape[SHAPES];
	size_t shapes, next;
	const char *why;
};

static bool printable(const char *s)
{
	size_t n = strlen(s);
	for (size_t i = 0; i < n; i++)
		if (s[i] < 0x20 || s[i] > 0x7E)
			return false;
	return n && n <= IMPRINT_TEXT;
}

static void put_stream(struct revision *r, uint32_t number, const struct buf *data)
{
	revision_begin(r, number);
	buf_printf(&r->out, "<</Length %zu>>\nstream\n", data->n);
	buf_add(&r->out, data->p, data->n);
	buf_str(&r->out, "\nendstream");
	revision_end(r);
}

/* From points as seen, at the line's beginning, to the page's own space. */
static void matrix(const struct place *b, char out[120])
{
	static const int turned[4][4] = { { 1, 0, 0, 1 }, { 0, 1, -1, 0 }, { -1, 0, 0, -1 },
					  { 0, -1, 1, 0 } };
	int q = b->turn / 90;
	const int *t = turned[q];
	double scale = (b->rect[2] - b->rect[0]) / (q % 2 ? b->h : b->w);
	double x = b->rect[q == 1 || q == 2 ? 2 : 0], y = b->rect[q >= 2 ? 3 : 1];
	struct buf m;
	buf_init(&m, 119);
	for (int i = 0; i < 4; i++) {
		put_number(&m, t[i] * scale);
		buf_byte(&m, ' ');
	}
	put_number(&m, x);
	buf_byte(&m, ' ');
	put_number(&m, y);
	snprintf(out, 120, "%s", buf_text(&m));
	buf_clear(&m);
}

static uint32_t shape_stream(struct print *p, const char *m, double size, int row)
{
	for (size_t i = 0; i < p->shapes; i++)
		if (p->shape[i].row == row && fabs(p->shape[i].size - size) < 1e-6 &&
		    !strcmp(p->shape[i].matrix, m))
			return p->shape[i].stream;
	struct shape *s = &p->shape[p->next++ % SHAPES];
	p->shapes += p->shapes < SHAPES;
	*s = (struct shape){ .stream = revision_new(p->r), .size = size, .row = row };
	snprintf(s->matrix, sizeof s->matrix, "%s", m);
	struct buf b;
	buf_init(&b, 1024);
	buf_printf(&b, "Q\n/Artifact <</Type /Pagination>> BDC q %s cm BT /%s ", m,
		   font_names[row]);
	put_number(&b, size);
	buf_str(&b, " Tf " GREY " ");
	put_text(&b, p->text, true);
	buf_str(&b, " Tj ET Q EMC");
	put_stream(p->r, s->stream, &b);
	buf_clear(&b);
	return s->stream;
}

/* 0: the page is too small. */
static enum err line_for(struct print *p, uint32_t page, int row, uint32_t *stream_r)
{
	const double mm = 72 / 2540.0; /* of 1/100 mm, in points */
	struct place whole, b;
	char m[120];
	p->why = "pages";
	if (place_page(p->r->pdf, page, &whole))
		return INVALID;
	double room = whole.w - 2 * fmin(LEFT, whole.w / 20);
	double size = fmin(IMPRINT_SIZE, room / ((double)strlen(p->text) * WIDE));
	double up = fmin(UP, whole.h / 20) + row * ROW, left = fmin(LEFT, whole.w / 20);
	*stream_r = 0;
	if (size < IMPRINT_LEAST || whole.h < up + 3 * size)
		return OK;
	int64_t high = PLACE_LEAST + (int64_t)(size / mm);
	if (place_box(p->r->pdf, page, (int64_t)(left / mm),
		      (int64_t)((whole.h - up) / mm) - high, (int64_t)(room / mm), high, &b))
		return INVALID;
	matrix(&b, m);
	*stream_r = shape_stream(p, m, size, row);
	return OK;
}

/* "[q old… line]", with whatever stood there between. */
static enum err contents(struct print *p, const struct value *page, uint32_t line, struct buf *out)
{
	struct value v, old;
	struct object o;
	enum err e = value_get(page, "Contents", &v);
	p->why = "contents";
	buf_printf(out, "[%lu 0 R ", (unsigned long)p->open);
	if (!e && v.kind == VALUE_REF) {
		if (pdf_object(p->r->pdf, (uint32_t)v.number, &o))
			return INVALID;
		old = o.stream.p ? v : o.value;
	} else if (!e) {
		old = v;
	}
	if (e && e != MISSING)
		return INVALID;
	if (!e && old.kind == VALUE_ARRAY)
		buf_add(out, old.src.p + 1, old.src.n - 2);
	else if (!e && old.kind == VALUE_REF)
		buf_add(out, old.src.p, old.src.n);
	else if (!e && old.kind != VALUE_NULL)
		return INVALID;
	buf_printf(out, " %lu 0 R]", (unsigned long)line);
	return out->over ? INVALID : OK;
}

/* How many lines of this kind the page has already. */
static int rows(const struct value *fonts)
{
	struct value v;
	int n = 0;
	while (n < ROWS - 1 && !value_get(fonts, font_names[n], &v))
		n++;
	return n;
}

/* The dictionary with one font more. */
static enum err with_font(struct print *p, const struct value *old, struct buf *out, int *row_r)
{
	char entry[64], whole[96];
	struct value fonts;
	struct buf more;
	enum err e = pdf_get(p->r->pdf, old, "Font", &fonts);
	*row_r = 0;
	snprintf(entry, sizeof entry, "%lu 0 R", (unsigned long)p->font);
	snprintf(whole, sizeof whole, "<</%s %s>>", font_names[0], entry);
	if (e == MISSING || (!e && fonts.kind == VALUE_NULL)) {
		edit_dict(out, old, &(struct edit){ "Font", whole }, 1);
		return OK;
	}
	if (e || fonts.kind != VALUE_DICT)
		return INVALID;
	*row_r = rows(&fonts);
	buf_init(&more, DICT_MAX);
	edit_dict(&more, &fonts, &(struct edit){ font_names[*row_r], entry }, 1);
	edit_dict(out, old, &(struct edit){ "Font", buf_text(&more) }, 1);
	bool over = more.over || out->over;
	buf_clear(&more);
	return over ? INVALID : OK;
}

/* As text for the page: a dictionary, or a reference to one that other pages with
 * the same resources share. */
static enum err resources(struct print *p, uint32_t page, struct buf *out, int *row_r)
{
	static const struct value none = { VALUE_DICT, { (const unsigned char *)"<<>>", 4 }, 0 };
	struct value v, old;
	struct buf b;
	p->why = "resources";
	enum err e = pages_inherited(p->r->pdf, page, "Resources", &v);
	if (e == MISSING)
		return with_font(p, &none, out, row_r);
	if (e || pdf_resolve(p->r->pdf, &v, &old) || old.kind != VALUE_DICT)
		return INVALID;
	if (v.kind != VALUE_REF)
		return with_font(p, &old, out, row_r);
	struct resources *s = &p->shared[v.number];
	if (!s->number) {
		s->number = revision_new(p->r);
		buf_init(&b, DICT_MAX);
		e = with_font(p, &old, &b, &s->row);
		revision_object(p->r, s->number, buf_bytes(&b));
		buf_clear(&b);
	}
	*row_r = s->row;
	buf_printf(out, "%lu 0 R", (unsigned long)s->number);
	return e;
}

static enum err rewrite(struct print *p, uint32_t page, uint32_t line, struct buf *resource)
{
	struct object o;
	struct buf content;
	if (pdf_object(p->r->pdf, page, &o))
		return INVALID;
	buf_init(&content, DICT_MAX);
	enum err e = contents(p, &o.value, line, &content);
	if (!e) {
		struct edit edits[] = { { "Contents", buf_text(&content) },
					{ "Resources", buf_text(resource) } };
		revision_begin(p->r, page);
		edit_dict(&p->r->out, &o.value, edits, 2);
		revision_end(p->r);
	}
	buf_clear(&content);
	return e;
}

static enum err print_page(struct print *p, uint32_t page)
{
	struct buf resource;
	uint32_t line = 0;
	int row;
	buf_init(&resource, DICT_MAX);
	enum err e = resources(p, page, &resource, &row);
	if (!e)
		e = line_for(p, page, row, &line);
	if (!e && line)
		e = rewrite(p, page, line, &resource);
	buf_clear(&resource);
	return e;
}

enum err imprint_write(struct arena *a, struct revision *r, const char *text, const char **why_r)
{
	struct print *p = arena_alloc(a, sizeof *p);
	uint32_t *page;
	size_t pages;
	struct buf q;
	*p = (struct print){ .r = r, .text = text };
	*why_r = "text";
	if (!printable(text))
		return INVALID;
	*why_r = "pages";
	if (pages_list(a, r->pdf, &page, &pages))
		return INVALID;
	p->shared = arena_new_array(a, struct resources, pdf_size(r->pdf));
	p->font = revision_new(r);
	p->open = revision_new(r);
	revision_object(r, p->font, TEXT(HELVETICA));
	buf_init(&q, 4);
	buf_str(&q, "q\n");
	put_stream(r, p->open, &q);
	buf_clear(&q);
	enum err e = OK;
	for (size_t i = 0; !e && i < pages; i++)
		e = print_page(p, page[i]);
	*why_r = e ? p->why : NULL;
	return e;
}
