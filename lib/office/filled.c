/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Previews and their pictures. Parses no PDF. */
#include "office/filled.h"

#include "office/compose.h"
#include "office/pages.h"
#include "office/plan.h"
#include "office/sketch.h"
#include "office/vault.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/hex.h"
#include "base/log.h"
#include "base/str.h"
#include "port/digest.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define TURN_WAIT (3 * SECOND)
#define DRAW_WAIT (6 * SECOND)
#define LARGEST (INT64_C(72) << 20) /* pdf/xref's 80 MiB less signatures and validation data */
#define KEEP (INT64_C(4) << 20) /* previews of larger files are made again for each picture */

static bool may_see(const struct contract *c, int64_t slot, const struct field *f)
{
	const struct party *p = contract_party(c, f->slot);
	return f->slot == slot || f->slot == 0 || (p && p->state == PARTY_AGREED);
}

struct contract *filled_for(struct arena *a, const struct contract *c, int64_t slot)
{
	struct contract *seen = arena_dup(a, c, sizeof *c);
	seen->fields = arena_dup(a, c->fields, c->n_fields * sizeof *c->fields);
	for (size_t i = 0; i < c->n_fields; i++)
		if (!may_see(c, slot, &c->fields[i]))
			seen->fields[i].value = "";
	return seen;
}

/* --- names --------------------------------------------------------------------------- */

static bool on(const struct field *f, size_t paper, int64_t page)
{
	return f->paper == (int64_t)paper + 1 && f->page == page;
}

/* Over base and values of one page; false: it has none. */
static bool page_name(const struct contract *c, size_t paper, int64_t page, unsigned char out[32])
{
	bool any = false;
	struct digest *d = digest_new();
	digest_add(d, "page", 5);
	digest_add(d, pages_hash(c, &c->papers[paper]), 32);
	for (size_t i = 0; i < c->n_fields; i++) {
		const struct field *f = &c->fields[i];
		if (!on(f, paper, page) || !*f->value)
			continue;
		any = true;
		digest_add(d, &i, sizeof i);
		digest_add(d, &f->size, sizeof f->size);
		digest_add(d, f->value, strlen(f->value) + 1);
	}
	if (any)
		digest_get(d, out);
	else
		memcpy(out, pages_hash(c, &c->papers[paper]), 32);
	digest_free(d);
	return any;
}

void filled_mark(const struct contract *seen, int64_t n, char out[FILLED_MARK])
{
	unsigned char name[32];
	char hex[65];
	size_t paper;
	int64_t page;
	out[0] = 0;
	if (seen->state == CONTRACT_DRAFT || pages_find(seen, n, &paper, &page) ||
	    !page_name(seen, paper, page, name))
		return;
	hex_encode(name, 32, hex);
	snprintf(out, FILLED_MARK, "-%.8s", hex);
}

/* --- previews ------------------------------------------------------------------------ */

static void keep_preview(const struct conf *conf, const unsigned char name[32], int fd,
			 const enum fit *fit, size_t n)
{
	struct msg m;
	int64_t bytes = file_size(fd);
	msg_init(&m, 65536);
	fit_put(&m, n, fit);
	enum err e = vault_facts_put(conf, name, buf_bytes(&m.b));
	if (!e && bytes > 0 && bytes <= KEEP)
		e = vault_filled_put(conf, name, fd, bytes);
	if (e)
		log_line("filled.keep", "error=%s", err_word(e));
	msg_clear(&m);
}

/* With the turn. *fd_r is the caller's. */
static enum err make_preview(const struct conf *conf, const struct contract *c, size_t paper,
			     const unsigned char name[32], enum fit *fit, int *fd_r,
			     struct unfit *u)
{
	int base = -1;
	enum err e = vault_open(conf, pages_hash(c, &c->papers[paper]), &base);
	if (e)
		return e;
	e = vault_scratch(conf, fd_r);
	if (!e) {
		e = compose_preview(conf, base, *fd_r, c, paper, NULL, fit, u);
		if (!e && file_size(*fd_r) > LARGEST) {
			*u = (struct unfit){ .why = UNFIT_SIZE, .field = FIELDS };
			e = INVALID;
		}
		if (e)
			close(*fd_r);
	}
	close(base);
	if (!e)
		keep_preview(conf, name, *fd_r, fit, c->n_fields);
	return e == MISSING ? BROKEN : e;
}

static enum err open_preview(const struct conf *conf, struct arena *a, const struct contract *c,
			     size_t paper, int *fd_r)
{
	unsigned char name[32];
	struct unfit u;
	plan_name(c, paper, name);
	if (vault_filled_open(conf, name, fd_r) == OK)
		return OK;
	return make_preview(conf, c, paper, name, arena_new_array(a, enum fit, c->n_fields + 1), fd_r,
			    &u);
}

static bool read_fit(const struct conf *conf, const unsigned char name[32], enum fit *fit, size_t n)
{
	struct msg m;
	msg_init(&m, 65536);
	bool good = vault_facts_read(conf, name, &m.b) == OK && !m.b.over;
	if (good)
		fit_read(&m, n, fit);
	msg_clear(&m);
	return good;
}

static bool has_value(const struct contract *c, size_t paper)
{
	for (size_t i = 0; i < c->n_fields; i++)
		if (c->fields[i].paper == (int64_t)paper + 1 && *c->fields[i].value)
			return true;
	return false;
}

void filled_fit(const struct conf *conf, struct arena *a, const struct contract *seen,
		  enum fit *fit)
{
	(void)a;
	memset(fit, 0, seen->n_fields * sizeof *fit);
	for (size_t p = 0; p < seen->n_papers; p++) {
		unsigned char name[32];
		struct unfit u;
		int turn = -1, fd = -1;
		if (seen->state == CONTRACT_DRAFT || !has_value(seen, p))
			continue;
		plan_name(seen, p, name);
		if (read_fit(conf, name, fit, seen->n_fields) ||
		    pages_turn(conf, pages_hash(seen, &seen->papers[p]), TURN_WAIT, &turn))
			continue;
		if (make_preview(conf, seen, p, name, fit, &fd, &u) == OK)
			close(fd);
		close(turn);
	}
}

enum err filled_fits(const struct conf *conf, const struct contract *seen, struct unfit *u)
{
	struct arena *a = arena_new(0);
	enum fit *fit = arena_new_array(a, enum fit, seen->n_fields + 1);
	enum err e = OK;
	for (size_t p = 0; !e && p < seen->n_papers; p++) {
		unsigned char name[32];
		int turn = -1, fd = -1;
		if (!has_value(seen, p))
			continue;
		plan_name(seen, p, name);
		if (read_fit(conf, name, fit, seen->n_fields))
			continue;
		e = pages_turn(conf, pages_hash(seen, &seen->papers[p]), TURN_WAIT, &turn);
		if (!e && !read_fit(conf, name, fit, seen->n_fields)) {
			e = make_preview(conf, seen, p, name, fit, &fd, u);
			if (!e)
				close(fd);
		}
		if (turn >= 0)
			close(turn);
	}
	arena_free(a);
	return e;
}

/* --- pictures ------------------------------------------------------------------------ */

/* With the turn: one page of the preview (or of the base, where it has no value),
 * as a picture or as cut-outs. */
static enum err draw(const struct conf *conf, struct arena *a, const struct contract *c,
		     size_t paper, int64_t page, bool filled, const struct sketches *what,
		     const char **why_r)
{
	int fd = -1;
	*why_r = "";
	enum err e = filled ? open_preview(conf, a, c, paper, &fd)
			    : vault_open(conf, pages_hash(c, &c->papers[paper]), &fd);
	if (e)
		return e;
	e = sketch_page(conf, a, fd, page, what, DRAW_WAIT, why_r);
	close(fd);
	if (e)
		log_line("filled.failed", "error=%s why=%s page=%lld", err_word(e), *why_r,
			 (long long)page);
	return e;
}

struct wanted { /* a picture in the cache */
	const unsigned char *name;
	int64_t number;
	int width;
};

static enum err picture(const struct conf *conf, struct arena *a, const struct contract *c,
			size_t paper, int64_t page, bool filled, const struct wanted *w,
			const struct sketches *what, int *fd_r, const char **type_r)
{
	const char *why;
	int turn = -1;
	enum err e = pages_cached(conf, w->name, w->number, w->width, fd_r, type_r);
	if (e != MISSING)
		return e;
	e = pages_turn(conf, pages_hash(c, &c->papers[paper]), TURN_WAIT, &turn);
	if (e)
		return e;
	e = pages_cached(conf, w->name, w->number, w->width, fd_r, type_r);
	if (e == MISSING) {
		e = draw(conf, a, c, paper, page, filled, what, &why);
		if (!e)
			e = pages_cached(conf, w->name, w->number, w->width, fd_r, type_r);
		else if (*why && vault_picture_refuse(conf, w->name, (int)w->number, w->width, why))
			log_line("filled.note", "refusal not kept");
		if (e == MISSING)
			e = BROKEN;
	}
	close(turn);
	return e;
}

enum err filled_picture(const struct conf *conf, struct arena *a, const struct contract *seen,
			int64_t n, int width, int *fd_r, const char **type_r)
{
	unsigned char name[32];
	size_t paper;
	int64_t page;
	enum err e = pages_find(seen, n, &paper, &page);
	if (e)
		return e;
	if (seen->state == CONTRACT_DRAFT || !page_name(seen, paper, page, name))
		return pages_picture(conf, a, seen, n, width, fd_r, type_r);
	struct wanted w = { name, page, width };
	struct sketches what = { .name = name, .width = width };
	return picture(conf, a, seen, paper, page, true, &w, &what, fd_r, type_r);
}

/* --- cut-outs ------------------------------------------------------------------------ */

#define CUT_W 9000 /* 1/100 mm at least: letters of a page stay readable on a phone */
#define CUT_H 3500
#define AROUND 1200

static int64_t clamp(int64_t v, int64_t least, int64_t most)
{
	return v < least ? least : v > most ? most : v;
}

struct cut filled_around(const struct field *f, double page_w, double page_h)
{
	int64_t pw = (int64_t)(page_w * 2540 / 72), ph = (int64_t)(page_h * 2540 / 72);
	struct cut k;
	k.w = clamp(f->w + 2 * AROUND, CUT_W < pw ? CUT_W : pw, pw);
	k.h = clamp(f->h + 2 * AROUND, CUT_H < ph ? CUT_H : ph, ph);
	if (k.h > k.w) /* no taller than wide: it stands over its control */
		k.w = k.h < pw ? k.h : pw;
	k.x = clamp(f->x + f->w / 2 - k.w / 2, 0, pw - k.w);
	k.y = clamp(f->y + f->h / 2 - k.h / 2, 0, ph - k.h);
	return k;
}

static void cut_name(const unsigned char page[32], const struct cut *k, unsigned char out[32])
{
	struct digest *d = digest_new();
	digest_add(d, "cut", 4);
	digest_add(d, page, 32);
	digest_add(d, k, sizeof *k);
	digest_get(d, out);
	digest_free(d);
}

enum err filled_cut(const struct conf *conf, struct arena *a, const struct contract *seen, size_t i,
		    int *fd_r, const char **type_r)
{
	unsigned char page[32], name[32], names[SKETCH_CUTS][32];
	struct sketches what = { .cuts = 0 };
	bool known;
	if (i >= seen->n_fields)
		return MISSING;
	const struct field *f = &seen->fields[i];
	if (f->paper < 1 || f->paper > (int64_t)seen->n_papers ||
	    f->page > seen->papers[f->paper - 1].pages || f->page < 1)
		return MISSING;
	size_t paper = (size_t)f->paper - 1;
	const struct page_fact *fact =
		&pages_facts(conf, a, seen, &seen->papers[paper], &known)[f->page - 1];
	bool filled = page_name(seen, paper, f->page, page);
	/* the person's other items on this page will be asked for next */
	for (size_t n = 0; n < seen->n_fields && what.cuts < SKETCH_CUTS; n++) {
		const struct field *o = &seen->fields[(i + n) % seen->n_fields];
		if (!on(o, paper, f->page) || o->slot != f->slot)
			continue;
		struct cut k = filled_around(o, fact->width, fact->height);
		cut_name(page, &k, names[what.cuts]);
		what.cut[what.cuts] = (struct sketch_cut){ names[what.cuts], { k.x, k.y, k.w, k.h } };
		what.cuts++;
	}
	memcpy(name, names[0], 32);
	what.width = FILLED_CUT;
	struct wanted w = { name, 0, FILLED_CUT };
	return picture(conf, a, seen, paper, f->page, filled, &w, &what, fd_r, type_r);
}
