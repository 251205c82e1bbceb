/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Asks compose for the boxes and the picture child for the pixels. Parses no PDF. */
#include "office/marked.h"

#include "office/compose.h"
#include "office/entries.h"
#include "office/pages.h"
#include "office/sketch.h"
#include "office/vault.h"

#include "base/clock.h"
#include "base/hex.h"
#include "base/log.h"
#include "port/digest.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define TURN_WAIT (3 * SECOND)
#define DRAW_WAIT (6 * SECOND)
#define CUT_W 6400 /* 1/100 mm: the label before the blank is seen, too */
#define CUT_H 1600

static bool on(const struct field *f, size_t paper, int64_t page)
{
	return f->paper == (int64_t)paper + 1 && f->page == page;
}

const char *marked_text(struct arena *a, const struct contract *c, size_t i)
{
	long long slot = c->fields[i].slot, n = entries_number(c, i);
	if (!entries_several(c))
		return arena_printf(a, "%lld", n);
	return slot < 0 ? arena_printf(a, "?-%lld", n) : arena_printf(a, "%lld-%lld", slot, n);
}

/* Over everything that is drawn on the page; false: it has no field. */
static bool page_name(struct arena *a, const struct contract *c, size_t paper, int64_t page,
		      unsigned char out[32])
{
	bool any = false;
	struct digest *d = digest_new();
	digest_add(d, "marked", 6);
	digest_add(d, pages_hash(c, &c->papers[paper]), 32);
	for (size_t i = 0; i < c->n_fields; i++) {
		const struct field *f = &c->fields[i];
		const int64_t all[] = { f->slot, f->kind, f->x, f->y, f->w, f->h, f->size };
		if (!on(f, paper, page))
			continue;
		any = true;
		digest_add(d, all, sizeof all);
		digest_add(d, f->value, strlen(f->value) + 1);
		const char *mark = marked_text(a, c, i);
		digest_add(d, mark, strlen(mark) + 1);
	}
	digest_get(d, out);
	digest_free(d);
	return any;
}

void marked_name(struct arena *a, const struct contract *c, int64_t n, char out[MARKED_NAME])
{
	unsigned char name[32];
	char hex[65];
	size_t paper;
	int64_t page;
	out[0] = 0;
	if (pages_find(c, n, &paper, &page) || !page_name(a, c, paper, page, name))
		return;
	hex_encode(name, 32, hex);
	snprintf(out, MARKED_NAME, "-%.8s", hex);
}

/* With the turn. The fields of other pages are none of this picture's business. */
static enum err draw_marked(const struct conf *conf, struct arena *a, const struct contract *c,
			    size_t paper, int64_t page, const struct sketches *what,
			    const char **why_r)
{
	struct contract *one = arena_dup(a, c, sizeof *c);
	int base = -1, out = -1;
	const char **marks = arena_new_array(a, const char *, c->n_fields + 1);
	one->fields = arena_dup(a, c->fields, c->n_fields * sizeof *c->fields);
	for (size_t i = 0; i < c->n_fields; i++)
		if (on(&c->fields[i], paper, page))
			marks[i] = marked_text(a, c, i);
		else
			one->fields[i].paper = 0;
	struct unfit u;
	enum err e = vault_open(conf, pages_hash(c, &c->papers[paper]), &base);
	if (!e)
		e = vault_scratch(conf, &out);
	if (!e)
		e = compose_preview(conf, base, out, one, paper, marks, NULL, &u);
	if (!e)
		e = sketch_page(conf, a, out, page, what, DRAW_WAIT, why_r);
	if (base >= 0)
		close(base);
	if (out >= 0)
		close(out);
	return e;
}

enum err marked_picture(const struct conf *conf, struct arena *a, const struct contract *c,
			int64_t n, int width, int *fd_r, const char **type_r)
{
	unsigned char name[32];
	const char *why = "";
	size_t paper;
	int64_t page;
	int turn = -1;
	enum err e = pages_find(c, n, &paper, &page);
	if (e)
		return e;
	if (!page_name(a, c, paper, page, name))
		return pages_picture(conf, a, c, n, width, fd_r, type_r);
	struct sketches what = { .name = name, .width = width };
	e = pages_cached(conf, name, page, width, fd_r, type_r);
	if (e != MISSING)
		return e;
	e = pages_turn(conf, pages_hash(c, &c->papers[paper]), TURN_WAIT, &turn);
	if (e)
		return e;
	e = pages_cached(conf, name, page, width, fd_r, type_r);
	if (e == MISSING) {
		e = draw_marked(conf, a, c, paper, page, &what, &why);
		if (e)
			log_line("marked.failed", "error=%s why=%s", err_word(e), why);
		if (!e)
			e = pages_cached(conf, name, page, width, fd_r, type_r);
	}
	close(turn);
	/* the boxes are a help; without them the page is still a page */
	return e ? pages_picture(conf, a, c, n, width, fd_r, type_r) : OK;
}

/* ---- cut-outs of blanks ---- */

static int64_t clamp(int64_t v, int64_t least, int64_t most)
{
	return v > most ? (most < least ? least : most) : v < least ? least : v;
}

/* More to the left than to the right: labels stand before their blanks. */
static void around(const struct blank *b, const struct page_fact *f, int64_t at[4])
{
	int64_t w = (int64_t)(f->width * 2540 / 72), h = (int64_t)(f->height * 2540 / 72);
	at[2] = CUT_W < w ? CUT_W : w;
	at[3] = CUT_H < h ? CUT_H : h;
	at[0] = clamp(b->x + (b->w < at[2] / 2 ? b->w / 2 : at[2] / 4) - at[2] / 2, 0, w - at[2]);
	at[1] = clamp(b->y + b->h / 2 - at[3] / 2, 0, h - at[3]);
}

static void cut_name(const unsigned char sha[32], int64_t page, const int64_t at[4],
		     unsigned char out[32])
{
	struct digest *d = digest_new();
	digest_add(d, "blank", 5);
	digest_add(d, sha, 32);
	digest_add(d, &page, sizeof page);
	digest_add(d, at, 4 * sizeof *at);
	digest_get(d, out);
	digest_free(d);
}

enum err marked_blank(const struct conf *conf, struct arena *a, const struct contract *c,
		      size_t paper, const struct blanks *l, size_t i, int *fd_r,
		      const char **type_r)
{
	unsigned char names[SKETCH_CUTS][32];
	struct sketches what = { .width = MARKED_CUT };
	const unsigned char *sha = pages_hash(c, &c->papers[paper]);
	const char *why = "";
	bool known;
	int turn = -1, fd = -1;
	const struct page_fact *facts = pages_facts(conf, a, c, &c->papers[paper], &known);
	/* the next ones of the page will be asked for, too */
	for (size_t k = i; k < l->n && what.cuts < SKETCH_CUTS && l->b[k].page == l->b[i].page;
	     k++) {
		struct sketch_cut *s = &what.cut[what.cuts];
		around(&l->b[k], &facts[l->b[k].page - 1], s->at);
		cut_name(sha, l->b[k].page, s->at, names[what.cuts]);
		s->name = names[what.cuts++];
	}
	enum err e = pages_cached(conf, names[0], 0, MARKED_CUT, fd_r, type_r);
	if (e == MISSING)
		e = pages_turn(conf, sha, TURN_WAIT, &turn);
	else
		return e;
	if (!e)
		e = pages_cached(conf, names[0], 0, MARKED_CUT, fd_r, type_r);
	if (e == MISSING) {
		e = vault_open(conf, sha, &fd);
		if (!e)
			e = sketch_page(conf, a, fd, l->b[i].page, &what, DRAW_WAIT, &why);
		if (!e)
			e = pages_cached(conf, names[0], 0, MARKED_CUT, fd_r, type_r);
		if (fd >= 0)
			close(fd);
	}
	if (turn >= 0)
		close(turn);
	return e;
}
