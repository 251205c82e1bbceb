/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Finds the glyphs of characters and of what modifies them. Must not know PDF. */
#include "pdf/letter.h"

#include "base/str.h"

#include <string.h>

#define CLUSTER 16 /* characters that can make one letter */

static bool selector(uint32_t c)
{
	return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
}

/* The combining marks that fonts of Japanese have. */
static bool mark(uint32_t c)
{
	return (c >= 0x300 && c <= 0x36F) || (c >= 0x1AB0 && c <= 0x1AFF) ||
	       (c >= 0x1DC0 && c <= 0x1DFF) || (c >= 0x20D0 && c <= 0x20FF) || c == 0x3099 ||
	       c == 0x309A || (c >= 0xFE20 && c <= 0xFE2F);
}

struct cluster {
	uint32_t cp[CLUSTER]; /* without selectors */
	uint32_t selector;    /* 0 = none */
	size_t n;
	struct bytes text;
};

/* The character at utf8 with what follows it; false at the end. A byte that is
 * no UTF-8 counts as U+FFFD. */
static bool next_cluster(struct bytes *rest, struct cluster *c)
{
	*c = (struct cluster){ .text = { rest->p, 0 } };
	while (rest->n) {
		uint32_t cp = 0xFFFD;
		size_t len = str_utf8_next(rest->p, rest->n, &cp);
		if (c->n && ((!selector(cp) && !mark(cp)) || c->n == CLUSTER || c->cp[0] == '\n'))
			break;
		len += !len;
		if (!selector(cp))
			c->cp[c->n++] = cp;
		else if (c->n == 1 && !c->selector)
			c->selector = cp;
		rest->p += len;
		rest->n -= len;
		c->text.n += len;
	}
	return c->n > 0;
}

static void one_glyph(struct arena *a, const struct glyph_font *f, uint32_t id, struct letter *l)
{
	l->glyph = arena_alloc(a, sizeof *l->glyph);
	l->advance = glyph_advance(f, id);
	*l->glyph = (struct glyph){ .id = id, .advance = l->advance, .width = l->advance };
	l->glyphs = 1;
}

static bool set_in(struct arena *a, const struct glyph_font *f, const struct cluster *c,
		   bool upright, struct letter *l)
{
	struct glyph set[2 * CLUSTER];
	uint32_t cp[CLUSTER + 1] = { c->cp[0] };
	size_t n = 1;
	for (size_t i = 0; i < c->n; i++)
		if (!glyph_of(f, c->cp[i]))
			return false;
	if (c->n == 1 && !upright) {
		uint32_t id = c->selector ? glyph_variant(f, c->cp[0], c->selector) : 0;
		one_glyph(a, f, id ? id : glyph_of(f, c->cp[0]), l);
		return true;
	}
	if (c->selector && glyph_variant(f, c->cp[0], c->selector))
		cp[n++] = c->selector;
	for (size_t i = 1; i < c->n; i++)
		cp[n++] = c->cp[i];
	l->glyphs = glyph_set(f, cp, n, upright, set, 2 * CLUSTER);
	if (!l->glyphs)
		return false;
	l->glyph = arena_dup(a, set, l->glyphs * sizeof *set);
	l->advance = 0;
	for (size_t i = 0; i < l->glyphs; i++)
		l->advance += set[i].advance;
	return true;
}

/* The first font that has all of it, and the variant if any font has that. */
static bool set_letter(struct arena *a, const struct typefaces *t, const struct cluster *c,
		       int first, bool upright, struct letter *l)
{
	for (int want = c->selector != 0; want >= 0; want--)
		for (int i = 0; i < TYPEFACES; i++) {
			l->face = (first + i) % TYPEFACES;
			const struct glyph_font *f = t->font[l->face];
			if (want && !glyph_variant(f, c->cp[0], c->selector))
				continue;
			if (set_in(a, f, c, upright, l))
				return true;
		}
	return false;
}

/* No font has both a character and its mark: each by itself. */
static bool set_apart(struct arena *a, const struct typefaces *t, const struct cluster *c,
		      int first, struct letter *l, size_t *count)
{
	size_t at = 0;
	for (size_t i = 0; i < c->n; i++) {
		uint32_t cp;
		struct cluster one = { .cp = { c->cp[i] }, .n = 1 };
		one.text.p = c->text.p + at;
		do {
			size_t len = str_utf8_next(c->text.p + at, c->text.n - at, &cp);
			at += len ? len : 1;
		} while (selector(cp) && at < c->text.n);
		one.text.n = (size_t)(c->text.p + at - one.text.p);
		l[*count] = (struct letter){ .character = one.cp[0], .text = one.text };
		if (!set_letter(a, t, &one, first, false, &l[*count]))
			return false;
		++*count;
	}
	return true;
}

enum err letters_read(struct arena *a, const struct typefaces *t, const char *utf8, int first,
		      bool upright, struct letter **r, size_t *count_r, const char **missing_r)
{
	struct bytes rest = { (const unsigned char *)utf8, strlen(utf8) };
	struct letter *l = arena_new_array(a, struct letter, rest.n + 1);
	struct cluster c;
	size_t n = 0;
	while (next_cluster(&rest, &c)) {
		l[n] = (struct letter){ .character = c.cp[0], .text = c.text };
		if (c.cp[0] == '\n' || set_letter(a, t, &c, first, upright, &l[n])) {
			n++;
			continue;
		}
		if (c.n > 1 && set_apart(a, t, &c, first, l, &n))
			continue;
		*missing_r = arena_strn(a, c.text.p, c.text.n);
		return INVALID;
	}
	*r = l;
	*count_r = n;
	return OK;
}
