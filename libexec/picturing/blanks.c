/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The rules, strongest first: what overlaps an earlier finding is left out. */
#include "picturing/blanks.h"

#include "base/log.h"
#include "base/str.h"
#include "picturing/cells.h"
#include "picturing/words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MM 2.8346f
#define WIDTH (70 * MM)
#define LEAST (15 * MM)
#define SEAL (20 * MM)
#define LABEL_CHARS 40

struct finds {
	const struct scene *s;
	struct blank *b;
	size_t n;
};

static void cut(char *s, size_t chars)
{
	size_t n = strlen(s), at = 0;
	uint32_t cp;
	while (at < n && chars--)
		at += str_utf8_next(s + at, n - at, &cp);
	s[at] = 0;
}

/* False: it overlaps an earlier finding, or the edge of the page. */
static bool add(struct finds *f, const char *kind, float x, float y, float w, float h,
		const char *label)
{
	x = fmaxf(x, 0);
	y = fmaxf(y, 0);
	if (f->n == BLANKS || x + w > f->s->w || y + h > f->s->h)
		return false;
	for (size_t i = 0; i < f->n; i++) {
		const struct blank *o = &f->b[i];
		float ow = fminf(x + w, o->x + o->w) - fmaxf(x, o->x);
		float oh = fminf(y + h, o->y + o->h) - fmaxf(y, o->y);
		if (ow > 0.5f && oh > 0.5f)
			return false;
	}
	struct blank *b = &f->b[f->n++];
	*b = (struct blank){ kind, x, y, w, h, "" };
	memcpy(b->label, label, strnlen(label, LABEL - 1));
	cut(b->label, LABEL_CHARS);
	return true;
}

static const char *kind_of(const char *label, float h)
{
	return word_is_day(label) ? "date" : h > 15 * MM ? "lines" : "text";
}

/* Low lines typed one after another. */
static void typed_lines(struct finds *f, const struct token *t)
{
	const struct mu_glyph *g = &f->s->l->glyphs[t->first];
	for (size_t i = 0, n; i < t->n; i += n) {
		for (n = 1; i + n < t->n && word_is_line(g[i].c) == word_is_line(g[i + n].c); n++)
			;
		float x = g[i].x0, w = g[i + n - 1].x1 - x, h = fmaxf(1.5f * t->size, 16);
		char label[LABEL] = "";
		if (!word_is_line(g[i].c) || n < 3 || w < 8 * MM)
			continue;
		if (i) {
			struct token before = { t->first, i, t->x0, t->y0, x, t->y1, t->base, t->size };
			scene_text(f->s, &before, label);
			size_t len = strlen(label);
			while (len && (label[len - 1] == ':' || label[len - 1] == ' '))
				label[--len] = 0;
			if (len > 2 && !memcmp(label + len - 3, "\xEF\xBC\x9A", 3))
				label[len - 3] = 0;
		} else {
			scene_label(f->s, 0, x + 1, t->y0, t->y1, label);
		}
		add(f, kind_of(label, h), x, t->base + 1 - h, w, h, label);
	}
}

static void squares(struct finds *f, const struct token *t)
{
	const struct mu_glyph *g = &f->s->l->glyphs[t->first];
	for (size_t i = 0, end; i < t->n; i++) {
		char label[LABEL] = "";
		if (!word_is_square(g[i].c))
			continue;
		for (end = i + 1; end < t->n && !word_is_square(g[end].c); end++)
			;
		struct token after = { t->first + i + 1, end - i - 1, 0, 0, 0, 0, 0, 0 };
		const struct token *next = after.n || end < t->n ? NULL : scene_right(f->s, t);
		if (after.n)
			scene_text(f->s, &after, label);
		else if (next && next->x0 - t->x1 < 3 * t->size &&
			 !word_is_square(f->s->l->glyphs[next->first].c))
			scene_text(f->s, next, label);
		float side = fmaxf(fmaxf(g[i].x1 - g[i].x0, 0.9f * g[i].size), 4 * MM);
		float x = (g[i].x0 + g[i].x1) / 2, y = g[i].base - 0.38f * g[i].size;
		add(f, "check", x - side / 2, y - side / 2, side, side, label);
	}
}

static void seals(struct finds *f, const struct token *t)
{
	char text[LABEL], label[LABEL];
	scene_text(f->s, t, text);
	if (!word_is_seal(text))
		return;
	const char *party = scene_party(f->s, t->x0, t->base);
	word_of(party ? party : "", word_seal(), label, sizeof label);
	if (!party)
		memcpy(label, word_seal(), strlen(word_seal()) + 1);
	float x = (t->x0 + t->x1) / 2, y = (t->y0 + t->y1) / 2;
	for (float side = SEAL; side >= 10 * MM; side -= 2 * MM) {
		float left = fminf(x - side / 2, f->s->w - side);
		if (add(f, "round", left, y - side / 2, side, side, label))
			break; /* no larger than its surroundings allow */
	}
}

/* "Name:" or "Name" with room after it. */
static void labels(struct finds *f, const struct token *t)
{
	const struct scene *s = f->s;
	char label[LABEL], whole[LABEL];
	bool colon = word_is_colon(s->l->glyphs[t->first + t->n - 1].c);
	float end = scene_room(s, t->x1, t->y0, t->y1), room = end - t->x1;
	float h = fminf(fmaxf(1.6f * t->size, 14), 8 * MM);
	if (room < LEAST + 6 || t->n > 30)
		return;
	scene_label(s, 0, t->x1 + 1, t->y0, t->y1, label);
	scene_text(s, t, whole);
	if (!colon) {
		const char *party = scene_party(s, t->x0, t->base);
		const char *bare = label;
		size_t skip = party && str_starts(label, party) ? strlen(party) + 3 : 0;
		if (skip && skip < strlen(label))
			bare = label + skip;
		if (!word_asks(bare) && !word_asks(whole))
			return;
		bool wall = scene_fenced(s, end, t->base - 2, 2);
		if (room < 25 * MM || (wall && !scene_fenced(s, t->x0, t->base - 2, 17)))
			return; /* a heading in the middle of its cell, or a sentence */
	}
	if (!*label || str_chars(label) > 24)
		return;
	float w = fminf(room - 8, word_is_day(label) ? 40 * MM : WIDTH);
	add(f, kind_of(label, h), t->x1 + 4, (t->y0 + t->y1) / 2 - h / 2, w, h, label);
}

static void ruled(struct finds *f)
{
	struct cell *c = calloc(BLANKS, sizeof *c);
	if (!c)
		log_die("memory", "cells");
	size_t n = cells_find(f->s, c, BLANKS);
	for (size_t i = 0; i < n; i++) {
		float w = c[i].x1 - c[i].x0, h = c[i].y1 - c[i].y0;
		if (c[i].kind == CELL_SQUARE) {
			char label[LABEL] = "";
			struct token edge = { .x0 = c[i].x0, .x1 = c[i].x1, .y0 = c[i].y0, .y1 = c[i].y1 };
			const struct token *next = scene_right(f->s, &edge);
			if (next && next->x0 - c[i].x1 < 30)
				scene_text(f->s, next, label);
			add(f, "check", c[i].x0, c[i].y0, w, h, label);
		} else if (c[i].kind == CELL_LINE) {
			add(f, kind_of(c[i].label, 0), c[i].x0, c[i].y0 - 7 * MM, w, 7 * MM, c[i].label);
		} else if (word_is_seal(c[i].label)) {
			float side = fminf(fminf(w, h) - 2, SEAL);
			if (side >= 10 * MM)
				add(f, "round", c[i].x0 + (w - side) / 2, c[i].y0 + (h - side) / 2, side,
				    side, c[i].label);
		} else {
			add(f, kind_of(c[i].label, h), c[i].x0 + 2, c[i].y0 + 1.5f, w - 4, h - 3,
			    c[i].label);
		}
	}
	free(c);
}

static int in_order(const void *a, const void *b)
{
	const struct blank *p = a, *q = b;
	if (fabsf(p->y + p->h / 2 - q->y - q->h / 2) > 6)
		return p->y < q->y ? -1 : 1;
	return p->x < q->x ? -1 : p->x > q->x;
}

size_t blanks_find(const struct scene *s, struct blank out[BLANKS])
{
	static void (*const rules[])(struct finds *, const struct token *) = { typed_lines, squares,
									      seals, labels };
	struct finds f = { s, out, 0 };
	for (size_t r = 0; r < sizeof rules / sizeof *rules; r++) {
		if (r == 3)
			ruled(&f);
		for (size_t i = 0; i < s->n; i++)
			rules[r](&f, &s->t[i]);
	}
	qsort(out, f.n, sizeof *out, in_order);
	return f.n;
}
