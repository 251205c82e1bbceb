/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Pictures for the page that places fields: {n}/{w} of a page with its boxes,
 * {n}/{i}.png the surroundings of blank i of that page's file. */
#include "web/placement.h"

#include "base/file.h"
#include "base/str.h"
#include "office/marked.h"
#include "office/pages.h"

#include <string.h>

#define AGE 600 /* seconds in the browser's own cache */

static enum err give(struct reply *p, enum err e, int fd, const char *type)
{
	if (e == INVALID) /* not MISSING: looking again would not help */
		return reply_error(p, 404, NULL);
	if (!e)
		reply_file(p, fd, 1, file_size(fd) - 1, type, NULL, AGE);
	return e;
}

enum err placement_picture(struct req *r, struct reply *p, const struct contract *c)
{
	int64_t n;
	int width, fd = -1;
	const char *type = "";
	if (c->state != CONTRACT_DRAFT || str_to_int(req_part(r, "n"), 1, 1000000, &n) ||
	    pages_width(req_part(r, "w"), &width))
		return MISSING;
	enum err e = marked_picture(r->conf, r->arena, c, n, width, &fd, &type);
	return give(p, e, fd, type);
}

enum err placement_cut(struct req *r, struct reply *p, const struct contract *c)
{
	struct blanks l;
	size_t paper;
	int64_t n, within, i;
	int fd = -1;
	const char *type = "", *w = req_part(r, "w");
	size_t len = strlen(w);
	if (c->state != CONTRACT_DRAFT || len < 5 || !str_eq(w + len - 4, ".png") ||
	    str_to_int(arena_strn(r->arena, w, len - 4), 0, BLANKS_MOST, &i) ||
	    str_to_int(req_part(r, "n"), 1, 1000000, &n) || pages_find(c, n, &paper, &within))
		return MISSING;
	blanks_of(r->conf, r->arena, c, paper, &l);
	if ((size_t)i >= l.n)
		return MISSING;
	enum err e = marked_blank(r->conf, r->arena, c, paper, &l, (size_t)i, &fd, &type);
	return give(p, e, fd, type);
}
