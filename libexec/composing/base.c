/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The base of a chain, and pictures of it while fields are placed and filled in:
 * both by the same code as the signed revision. */
#include "composing/job.h"

#include "base/str.h"
#include "pdf/imprint.h"

#include <string.h>

/* The base as a revision of j->pdf: r is whole and sealed afterwards. */
static enum err grow(struct job *j, struct revision *r, size_t sigs, struct widget *w, size_t n)
{
	size_t length;
	enum err e = form_base(j->arena, r, sigs, w, n, &j->why);
	if (!e) {
		j->why = "size";
		e = revision_close(r, &length);
	}
	if (!e)
		revision_seal(r);
	return e;
}

/* A file and what is added to it, for as long as the process lives. */
static enum err joined(struct job *j, struct bytes file, struct bytes more, struct bytes *r)
{
	struct buf b;
	j->why = "size";
	buf_init(&b, XREF_FILE_MAX);
	buf_add(&b, file.p, file.n);
	buf_add(&b, more.p, more.n);
	*r = buf_bytes(&b);
	return b.over ? INVALID : pdf_open(j->arena, *r, &j->pdf, &j->why);
}

/* j->before becomes the file with that line on its pages. */
static enum err imprint(struct job *j)
{
	char text[IMPRINT_TEXT + 1];
	struct revision r;
	size_t length;
	enum err e = msg_text(&j->ask, "imprint", text, sizeof text);
	if (e)
		return e == MISSING ? OK : INVALID;
	revision_init(&r, j->pdf);
	e = imprint_write(j->arena, &r, text, &j->why);
	if (!e) {
		j->why = "size";
		e = revision_close(&r, &length);
	}
	if (!e) {
		revision_seal(&r);
		e = joined(j, j->before, buf_bytes(&r.out), &j->before);
	}
	revision_clear(&r);
	return e;
}

enum err do_base(struct job *j)
{
	struct revision r;
	struct widget *widgets;
	int64_t sigs;
	size_t n;
	j->why = "ask";
	if (msg_geti(&j->ask, "sigs", 1, FORM_SIGNATURES, &sigs) || job_widgets(j, &widgets, &n))
		return INVALID;
	enum err e = imprint(j);
	if (e)
		return e;
	revision_init(&r, j->pdf);
	e = grow(j, &r, (size_t)sigs, widgets, n);
	if (!e)
		e = job_out(j, j->before, buf_bytes(&r.out));
	revision_clear(&r);
	return e;
}

/* --- pictures --------------------------------------------------------------------- */

/* A draft gets its form first: what follows then sees a base. */
static enum err with_form(struct job *j, struct widget *widgets, size_t n)
{
	struct revision r;
	struct bytes whole;
	int last = 0;
	for (size_t i = 0; i < n; i++)
		last = widgets[i].slot > last ? widgets[i].slot : last;
	revision_init(&r, j->pdf);
	enum err e = grow(j, &r, (size_t)last + 3, widgets, n);
	if (!e)
		e = joined(j, j->before, buf_bytes(&r.out), &whole);
	revision_clear(&r);
	return e;
}

/* 0… for the party whose signature locks the field; -1 nobody's. */
static int owner(const struct pdf *p, const struct slot *slot, size_t slots, const char *name)
{
	struct value lock, fields, v;
	struct walk w;
	for (size_t s = 1; s < slots; s++) {
		if (pdf_get(p, &slot[s].field, "Lock", &lock) || value_get(&lock, "Fields", &fields))
			continue;
		for (walk_init(&w, &fields); walk_next(&w, NULL, &v);)
			if (value_string_is(&v, name))
				return (int)s - 1;
	}
	return -1;
}

/* Marks in the colours of those whose fields they are. */
static enum err colour(struct job *j, struct fill *fills, size_t n)
{
	struct slot *slot;
	size_t slots, done;
	j->why = "form";
	if (slots_open(j->arena, j->pdf, &slot, &slots, &done))
		return INVALID;
	for (size_t i = 0; i < n; i++)
		if (fills[i].mark)
			fills[i].colour = owner(j->pdf, slot, slots, fills[i].name);
	return OK;
}

static enum err put_fills(struct job *j, struct fill *fills, size_t n)
{
	struct revision r;
	size_t length;
	struct bytes before = pdf_bytes(j->pdf);
	struct fills f = { .faces = &j->faces, .fill = fills, .n = n };
	revision_init(&r, j->pdf);
	enum err e = fills_write(j->arena, &r, &f, &j->why);
	j->glyph = f.glyph;
	j->twin = f.twin;
	j->at = f.at;
	if (!e) {
		j->why = "size";
		e = revision_close(&r, &length);
	}
	if (!e) {
		revision_seal(&r);
		e = job_out(j, before, buf_bytes(&r.out));
	}
	revision_clear(&r);
	return e;
}

enum err do_preview(struct job *j)
{
	struct widget *widgets;
	struct fill *fills;
	size_t n, places, marks = 0;
	j->why = "ask";
	if (job_widgets(j, &widgets, &places))
		return INVALID;
	enum err e = job_fills(j, &fills, &n);
	if (!e)
		e = job_marks(j, fills, n, &marks);
	if (!e && places)
		e = with_form(j, widgets, places);
	if (!e && marks)
		e = colour(j, fills, n);
	if (!e)
		e = n ? put_fills(j, fills, n)
		      : job_out(j, pdf_bytes(j->pdf), (struct bytes){ NULL, 0 });
	if (!e)
		job_told(j, fills, n);
	return e;
}
