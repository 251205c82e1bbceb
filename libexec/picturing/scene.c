/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Words and rows out of characters. Knows no rule about forms but where a label
 * ends. */
#include "picturing/scene.h"

#include "base/log.h"
#include "base/str.h"
#include "picturing/words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TOKENS 20000
#define MARGIN 42.f /* pt: 15 mm, where no margin can be seen */
#define PARTY_FAR 130.f

static void grow(struct token *t, const struct mu_glyph *g)
{
	t->n++;
	t->x0 = fminf(t->x0, g->x0);
	t->y0 = fminf(t->y0, g->y0);
	t->x1 = fmaxf(t->x1, g->x1);
	t->y1 = fmaxf(t->y1, g->y1);
}

void scene_make(struct scene *s, const struct mu_layout *l, double w, double h)
{
	const struct mu_glyph *last = NULL;
	struct token *t = NULL;
	*s = (struct scene){ .l = l, .w = (float)w, .h = (float)h };
	s->t = calloc(TOKENS, sizeof *s->t);
	if (!s->t)
		log_die("memory", "scene");
	for (size_t i = 0; i < l->n_glyphs; i++) {
		const struct mu_glyph *g = &l->glyphs[i];
		if (word_is_blank(g->c)) {
			last = NULL;
			continue;
		}
		if (!last || last->line != g->line || g->x0 - last->x1 > 0.9f * g->size ||
		    g->x1 < last->x0) {
			if (s->n == TOKENS)
				return;
			t = &s->t[s->n++];
			*t = (struct token){ i, 0, g->x0, g->y0, g->x1, g->y1, g->base, g->size };
		}
		grow(t, g);
		last = g;
	}
}

void scene_clear(struct scene *s)
{
	free(s->t);
	memset(s, 0, sizeof *s);
}

static void put_tail(const struct scene *s, size_t first, size_t n, char out[LABEL])
{
	size_t room = (LABEL - 1) / 4, k = 0;
	if (n > room) {
		first += n - room;
		n = room;
	}
	for (size_t i = 0; i < n; i++) {
		char u[4];
		size_t len = str_utf8_put(s->l->glyphs[first + i].c, u);
		if (len && str_is_xml_text(u, len) && (unsigned char)*u >= 0x20) {
			memcpy(out + k, u, len);
			k += len;
		}
	}
	out[k] = 0;
}

void scene_text(const struct scene *s, const struct token *t, char out[LABEL])
{
	put_tail(s, t->first, t->n, out);
}

static bool same_row(float a0, float a1, float b0, float b1)
{
	return fminf(a1, b1) - fmaxf(a0, b0) > 0.5f * fminf(a1 - a0, b1 - b0);
}

const struct token *scene_left(const struct scene *s, const struct token *t)
{
	const struct token *best = NULL;
	for (size_t i = 0; i < s->n; i++) {
		const struct token *o = &s->t[i];
		if (o != t && o->x1 <= t->x0 + 1 && same_row(o->y0, o->y1, t->y0, t->y1) &&
		    (!best || o->x1 > best->x1))
			best = o;
	}
	return best;
}

const struct token *scene_right(const struct scene *s, const struct token *t)
{
	const struct token *best = NULL;
	for (size_t i = 0; i < s->n; i++) {
		const struct token *o = &s->t[i];
		if (o != t && o->x0 >= t->x1 - 1 && same_row(o->y0, o->y1, t->y0, t->y1) &&
		    (!best || o->x0 < best->x0))
			best = o;
	}
	return best;
}

float scene_room(const struct scene *s, float x, float y0, float y1)
{
	float end = fmaxf(s->w - MARGIN, 0), mid = (y0 + y1) / 2;
	for (size_t i = 0; i < s->n; i++) {
		const struct token *o = &s->t[i];
		if (o->x0 >= x - 1 && o->x0 < end && fminf(o->y1, y1) - fmaxf(o->y0, y0) > 2)
			end = o->x0;
	}
	for (size_t i = 0; i < s->l->n_bars; i++) {
		const struct mu_bar *b = &s->l->bars[i];
		if (b->x0 == b->x1 && b->x0 > x && b->x0 < end && b->y0 <= mid && b->y1 >= mid)
			end = b->x0;
	}
	return end;
}

bool scene_fenced(const struct scene *s, float x, float y, float near)
{
	for (size_t i = 0; i < s->l->n_bars; i++) {
		const struct mu_bar *b = &s->l->bars[i];
		if (b->x0 == b->x1 && b->x0 <= x + 1 && b->x0 >= x - near && b->y0 <= y &&
		    b->y1 >= y)
			return true;
	}
	return false;
}

const char *scene_party(const struct scene *s, float x, float base)
{
	const struct token *best = NULL;
	const char *name = NULL;
	for (size_t i = 0; i < s->n; i++) {
		const struct token *o = &s->t[i];
		char text[LABEL];
		if (o->n > 8 || o->base > base + 4 || o->base < base - PARTY_FAR || o->x0 > x + 4)
			continue;
		if (best && (o->base < best->base - 4 ||
			     (o->base < best->base + 4 && o->x0 < best->x0)))
			continue;
		scene_text(s, o, text);
		const char *p = word_party(text);
		if (p) {
			best = o;
			name = p;
		}
	}
	return name;
}

/* Without a colon and what stands before the last stop. */
static void trim_label(char *s)
{
	size_t n = strlen(s), from = 0, end = n;
	for (size_t at = 0, step; at < n; at += step) {
		uint32_t cp;
		step = str_utf8_next(s + at, n - at, &cp);
		if (!step)
			break;
		if (word_is_colon(cp) && at + step == n)
			end = at;
		else if (word_is_stop(cp) && at + step < n)
			from = at + step;
	}
	memmove(s, s + from, end > from ? end - from : 0);
	s[end > from ? end - from : 0] = 0;
}

static bool ascii_edge(const char *a, const char *b)
{
	size_t n = strlen(a);
	return n && *b && (unsigned char)a[n - 1] < 0x80 && (unsigned char)*b < 0x80;
}

/* a := b + a, when it fits. */
static bool prepend(char a[LABEL], const char *b)
{
	size_t n = strlen(b), m = strlen(a), gap = ascii_edge(b, a);
	if (n + m + gap >= LABEL)
		return false;
	memmove(a + n + gap, a, m + 1);
	memcpy(a, b, n);
	if (gap)
		a[n] = ' ';
	return true;
}

static bool ends_label(const char *s)
{
	size_t n = strlen(s), at = n;
	uint32_t cp;
	while (at && ((unsigned char)s[--at] & 0xC0) == 0x80)
		;
	return n && str_utf8_next(s + at, n - at, &cp) && (word_is_colon(cp) || word_is_stop(cp));
}

void scene_label(const struct scene *s, float from, float x, float y0, float y1, char out[LABEL])
{
	const struct token edge = { .x0 = x, .x1 = x, .y0 = y0, .y1 = y1 };
	const struct token *t = scene_left(s, &edge);
	const char *party = NULL;
	char text[LABEL];
	*out = 0;
	for (int i = 0; t && t->x0 >= from - 1 && i < 6; i++) {
		scene_text(s, t, text);
		if (i && ends_label(text))
			break;
		party = word_party(text);
		if (party && *out)
			break;
		party = NULL;
		trim_label(text);
		if (!prepend(out, text))
			break;
		const struct token *next = scene_left(s, t);
		float gap = next ? t->x0 - next->x1 : 1000;
		if (gap > (str_chars(out) <= 2 ? 6 : 2.2f) * t->size)
			break;
		t = next;
	}
	bool latin = *out && (unsigned char)*out < 0x80;
	if (!party && !latin && !word_party(out))
		party = scene_party(s, x, y1);
	if (party) {
		char bare[LABEL];
		memcpy(bare, out, LABEL);
		word_of(party, bare, out, LABEL);
	}
}

void scene_inside(const struct scene *s, float x0, float y0, float x1, float y1, char out[LABEL])
{
	size_t k = 0;
	*out = 0;
	for (size_t i = 0; i < s->n; i++) {
		const struct token *o = &s->t[i];
		float x = (o->x0 + o->x1) / 2, y = (o->y0 + o->y1) / 2;
		char text[LABEL];
		if (x < x0 || x > x1 || y < y0 || y > y1)
			continue;
		scene_text(s, o, text);
		bool gap = ascii_edge(out, text);
		if (k + gap + strlen(text) >= LABEL)
			break;
		if (gap)
			out[k++] = ' ';
		memcpy(out + k, text, strlen(text) + 1);
		k += strlen(text);
	}
	trim_label(out);
}

bool scene_empty(const struct scene *s, float x0, float y0, float x1, float y1)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct token *o = &s->t[i];
		if (o->x1 > x0 + 1 && o->x0 < x1 - 1 && o->y1 > y0 + 2 && o->y0 < y1 - 2)
			return false;
	}
	return true;
}
