/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Places as percent of a page. */
#include "web/place.h"

#include "office/filled.h"
#include "office/pages.h"

#include "base/file.h"
#include "base/str.h"

#define PICTURE_AGE 600 /* seconds in the browser's own cache */
#define CSS_MAX ((size_t)64 << 10)

/* Sizes of the pages of a contract, file by file, when first asked for. */
struct sizes {
	struct req *r;
	const struct contract *c;
	struct page_fact **facts;
};

static struct sizes sizes_of(struct req *r, const struct contract *c)
{
	struct sizes s = { r, c, arena_new_array(r->arena, struct page_fact *, c->n_papers + 1) };
	return s;
}

static const struct page_fact *size_of(struct sizes *s, const struct field *f)
{
	size_t p = (size_t)f->paper - 1;
	bool known;
	if (f->paper < 1 || p >= s->c->n_papers || f->page < 1 || f->page > s->c->papers[p].pages)
		return NULL;
	if (!s->facts[p])
		s->facts[p] = pages_facts(s->r->conf, s->r->arena, s->c, &s->c->papers[p], &known);
	return &s->facts[p][f->page - 1];
}

/* Hundredths of a percent: a locale has no say in it. */
static void put_percent(struct buf *b, const char *name, double part, double whole)
{
	int v = part > 0 ? (int)(part * 10000 / whole + 0.5) : 0;
	buf_printf(b, "%s:%d.%02d%%", name, v / 100, v % 100);
}

static void put_box(struct buf *b, char kind, const struct item *i, const struct cut *whole)
{
	const struct field *f = i->f;
	buf_printf(b, "#%c%lld{", kind, (long long)i->n);
	put_percent(b, "left", (double)(f->x - whole->x), (double)whole->w);
	put_percent(b, ";top", (double)(f->y - whole->y), (double)whole->h);
	put_percent(b, ";width", (double)f->w, (double)whole->w);
	put_percent(b, ";height", (double)f->h, (double)whole->h);
	buf_str(b, "}\n");
}

/* On the picture of the page and on its cut-out. */
static void put_place(struct buf *b, const struct item *i, const struct page_fact *size)
{
	struct cut page = { 0, 0, (int64_t)(size->width * 2540 / 72),
			    (int64_t)(size->height * 2540 / 72) };
	struct cut k = filled_around(i->f, size->width, size->height);
	put_box(b, 'm', i, &page);
	put_box(b, 'c', i, &k);
}

enum err place_css(struct req *r, struct reply *p, const struct contract *c, int64_t slot)
{
	struct items own;
	struct buf b;
	struct sizes s = sizes_of(r, c);
	int64_t first = req_int(r, "a", 1), last = req_int(r, "b", FIELDS);
	buf_init(&b, CSS_MAX);
	items_of(r->arena, c, slot, &own);
	for (size_t k = 0; k < own.n; k++) {
		const struct page_fact *size = size_of(&s, own.i[k].f);
		if (size && own.i[k].n >= first && own.i[k].n <= last)
			put_place(&b, &own.i[k], size);
	}
	reply_bytes(p, "text/css; charset=UTF-8", buf_bytes(&b));
	buf_clear(&b);
	return OK;
}

enum err place_cut(struct req *r, struct reply *p, const struct contract *c, int64_t slot)
{
	struct items own;
	int64_t key;
	int width, fd = -1;
	const char *type;
	items_of(r->arena, c, slot, &own);
	if (str_to_int(req_part(r, "n"), 1, FIELDS, &key) || !items_find(&own, key) ||
	    pages_width(req_part(r, "w"), &width) || width != FILLED_CUT)
		return MISSING;
	enum err e = filled_cut(r->conf, r->arena, filled_for(r->arena, c, slot), (size_t)key - 1,
				&fd, &type);
	if (e == INVALID)
		return reply_error(p, 404, NULL);
	if (!e)
		reply_file(p, fd, 1, file_size(fd) - 1, type, NULL, PICTURE_AGE);
	return e;
}

enum err place_page(struct req *r, struct reply *p, const struct contract *c, int64_t slot)
{
	int64_t n;
	int width, fd = -1;
	const char *type;
	if (str_to_int(req_part(r, "n"), 1, 1000000, &n) || pages_width(req_part(r, "w"), &width))
		return MISSING;
	enum err e = filled_picture(r->conf, r->arena, filled_for(r->arena, c, slot), n, width, &fd,
				    &type);
	if (e == INVALID) /* not MISSING: looking again would not help */
		return reply_error(p, 404, NULL);
	if (!e)
		reply_file(p, fd, 1, file_size(fd) - 1, type, NULL, PICTURE_AGE);
	return e;
}

static void place_item(struct sizes *s, struct item *i, const struct contract *seen)
{
	char mark[FILLED_MARK];
	const struct page_fact *size = size_of(s, i->f);
	if (!size)
		return;
	struct cut k = filled_around(i->f, size->width, size->height);
	filled_mark(seen, i->page, mark);
	i->mark = arena_str(s->r->arena, mark);
	i->cut_h = (int)(FILLED_CUT * k.h / k.w);
}

void place_items(struct req *r, struct xnode *n, const struct contract *c, int64_t slot,
		 struct items *l, int64_t first, int64_t last)
{
	char mark[FILLED_MARK];
	struct contract *seen = filled_for(r->arena, c, slot);
	struct sizes s = sizes_of(r, c);
	enum fit *fit = arena_new_array(r->arena, enum fit, c->n_fields + 1);
	if (l->n)
		filled_fit(r->conf, r->arena, seen, fit);
	for (size_t k = 0; k < l->n; k++) {
		l->i[k].small = fit[l->i[k].index] == FIT_SMALL;
		l->i[k].tiny = fit[l->i[k].index] == FIT_TINY;
		if (l->i[k].shown)
			place_item(&s, &l->i[k], seen);
	}
	for (int64_t page = first; c->n_fields && page && page <= last; page++) {
		filled_mark(seen, page, mark);
		if (!*mark)
			continue;
		struct xnode *x = xdoc_add(n, "fresh");
		xdoc_attr_int(x, "n", page);
		xdoc_attr(x, "v", mark);
	}
}
