/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows how an empty field is spelled (ISO 32000-1 §12.5.6.19, §12.7.4); must
 * not know values. */
#include "pdf/widget.h"

#include "pdf/place.h"

#include "base/str.h"

#include <math.h>
#include <string.h>

#define TICK_WIDTH 0.11 /* of its box's shorter side */

enum widget_kind widget_kind(const char *word)
{
	static const char *const words[WIDGET_KINDS] = { "text",  "lines",  "date", "check",
							 "round", "square", "oval" };
	int k = 0;
	while (k < WIDGET_KINDS && !str_eq(word, words[k]))
		k++;
	return (enum widget_kind)k;
}

static void put_numbers(struct buf *out, const char *key, const double *n, size_t count)
{
	buf_printf(out, " /%s [", key);
	for (size_t i = 0; i < count; i++) {
		if (i)
			buf_byte(out, ' ');
		put_number(out, n[i]);
	}
	buf_byte(out, ']');
}

static void put_look(struct revision *r, uint32_t number, const struct place *p,
		     struct bytes content)
{
	const double box[4] = { 0, 0, p->w, p->h };
	revision_begin(r, number);
	buf_str(&r->out, "<</Type /XObject /Subtype /Form");
	put_numbers(&r->out, "BBox", box, 4);
	put_numbers(&r->out, "Matrix", p->matrix, 6);
	buf_printf(&r->out, " /Resources <<>> /Length %zu>>\nstream\n", content.n);
	buf_add(&r->out, content.p, content.n);
	buf_str(&r->out, "\nendstream");
	revision_end(r);
}

/* A tick in the middle, as a pen would make it. */
static void tick(const struct place *p, struct buf *out)
{
	static const double at[3][2] = { { 0.16, 0.52 }, { 0.42, 0.22 }, { 0.86, 0.84 } };
	double side = fmin(p->w, p->h), x = (p->w - side) / 2, y = (p->h - side) / 2;
	buf_str(out, "q 1 J 1 j ");
	put_number(out, side * TICK_WIDTH);
	buf_str(out, " w\n");
	for (int i = 0; i < 3; i++) {
		put_number(out, x + at[i][0] * side);
		buf_byte(out, ' ');
		put_number(out, y + at[i][1] * side);
		buf_str(out, i ? " l " : " m ");
	}
	buf_str(out, "S Q");
}

/* Whole characters up to the limit. */
static const char *cut(const char *label, char out[WIDGET_LABEL + 1])
{
	size_t n = strlen(label), at = 0;
	while (at < n) {
		uint32_t c;
		size_t len = str_utf8_next(label + at, n - at, &c);
		if (!len || at + len > WIDGET_LABEL)
			break;
		at += len;
	}
	memcpy(out, label, at);
	out[at] = '\0';
	return out;
}

static void put_widget(struct revision *r, const struct widget *w, uint32_t page,
		       const struct place *p, uint32_t look)
{
	char label[WIDGET_LABEL + 1];
	bool check = w->kind == WIDGET_CHECK;
	struct buf *out = &r->out;
	revision_begin(r, w->number);
	buf_printf(out, "<</Type /Annot /Subtype /Widget /FT /%s /T (%s)", check ? "Btn" : "Tx",
		   w->name);
	if (*cut(w->label, label)) {
		buf_str(out, " /TU ");
		put_text(out, label, false);
	}
	put_numbers(out, "Rect", p->rect, 4);
	buf_printf(out, " /F 4 /P %lu 0 R", (unsigned long)page);
	if (p->turn)
		buf_printf(out, " /MK <</R %d>>", p->turn);
	if (check)
		buf_printf(out, " /Ff 0 /V /Off /AS /Off /AP <</N <</Off %lu 0 R /Yes %lu 0 R>>>>>>",
			   (unsigned long)look, (unsigned long)look + 1);
	else
		buf_printf(out, " /DA (/Helv 0 Tf 0 g) /Ff %d /V () /AP <</N %lu 0 R>>>>",
			   w->kind == WIDGET_LINES ? 4096 : 0, (unsigned long)look);
	revision_end(r);
}

enum err widgets_write(struct revision *r, const uint32_t *page, size_t pages,
		       struct widget *widgets, size_t n, const char **why_r)
{
	const struct bytes nothing = { (const unsigned char *)"", 0 };
	for (size_t i = 0; i < n; i++) {
		struct widget *w = &widgets[i];
		struct place p;
		struct buf drawn;
		*why_r = "page";
		if (!w->page || w->page > pages)
			return INVALID;
		*why_r = "place";
		if (place_box(r->pdf, page[w->page - 1], w->x, w->y, w->w, w->h, &p))
			return INVALID;
		w->number = revision_new(r);
		uint32_t look = revision_new(r);
		put_widget(r, w, page[w->page - 1], &p, look);
		put_look(r, look, &p, nothing);
		if (w->kind != WIDGET_CHECK)
			continue;
		buf_init(&drawn, 1024);
		tick(&p, &drawn);
		put_look(r, revision_new(r), &p, buf_bytes(&drawn));
		buf_clear(&drawn);
	}
	*why_r = NULL;
	return OK;
}
