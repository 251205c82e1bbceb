/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Counts, months and rows. Reads index records only, no contract. */
#include "web/overview.h"

#include "base/clock.h"
#include "core/catalog.h"
#include "core/ledger.h"
#include "office/present.h"

#include <string.h>

/* The left menu of home and folders. */
static void add_folders(struct xnode *n, const struct dashboard *d)
{
	for (int f = 0; f < FOLDERS; f++) {
		struct xnode *x = xdoc_add(n, "folder");
		xdoc_attr(x, "name", folder_word((enum folder)f));
		xdoc_attr_int(x, "n", (int64_t)d->counts[f]);
	}
}

/* Bars in percent of the largest, for the classes b0–b100. */
static void add_months(struct xnode *n, const struct dashboard *d, int64_t now)
{
	int64_t most = 1;
	struct civil day = clock_jst(now);
	for (int i = 0; i < 12; i++)
		most = d->months[i] > most ? d->months[i] : most;
	for (int i = 11; i >= 0; i--) {
		int month = day.year * 12 + day.month - 1 - i;
		struct xnode *x = xdoc_add(n, "month");
		xdoc_attr_int(x, "year", month / 12);
		xdoc_attr_int(x, "month", month % 12 + 1);
		xdoc_attr_int(x, "n", d->months[i]);
		xdoc_attr_int(x, "bar", d->months[i] * 100 / most);
	}
}

enum err overview_home(struct req *r, struct reply *p)
{
	struct dashboard d;
	enum err e = catalog_dashboard(r->conf, r->arena, r->user, &d);
	if (e)
		return e;
	struct xnode *n = reply_view(p, "home");
	xdoc_attr_int(n, "month", d.months[0]);
	add_folders(n, &d);
	add_months(n, &d, r->now);
	present_rows(n, &d.recent, r->now);
	return OK;
}

enum err overview_list(struct req *r, struct reply *p, enum folder f, const char *after)
{
	struct listing l;
	struct dashboard d;
	char dir[SUMMARY_KEY];
	summary_dir(r->user, f, dir);
	const char *key = *after ? arena_printf(r->arena, "%s%s", dir, after) : NULL;
	enum err e = catalog_dashboard(r->conf, r->arena, r->user, &d);
	if (!e)
		e = catalog_list(r->conf, r->arena, r->user, f, key, OVERVIEW_ROWS + 1, &l);
	if (e)
		return e;
	struct xnode *n = reply_view(p, "list");
	xdoc_attr(n, "folder", folder_word(f));
	xdoc_attr_flag(n, "paged", key != NULL);
	if (l.n > OVERVIEW_ROWS) { /* one more than is shown: there is a next page */
		l.n = OVERVIEW_ROWS;
		xdoc_attr(n, "after", l.keys[l.n - 1] + strlen(dir));
	}
	add_folders(n, &d);
	present_rows(n, &l, r->now);
	return OK;
}
