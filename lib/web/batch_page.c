/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows periods, pages of rows and presses; office/batch does the work. */
#include "web/batch_page.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/str.h"
#include "office/batch.h"
#include "office/vault.h"

#include <stdio.h>
#include <unistd.h>

#define CSV_MAX ((size_t)64 << 20)

#define MILLI (SECOND / 1000) /* finer: one may judge twice within a second */

struct period {
	const char *since, *until; /* "2026-11-23", both days included */
	int64_t begin, end, from, fresh;
	bool risky; /* only what needs care, of all times */
};

static const char *day_text(struct req *r, int64_t t, bool new_year)
{
	struct civil c = clock_jst(t);
	return arena_printf(r->arena, "%04d-%02d-%02d", c.year, new_year ? 1 : c.month,
			    new_year ? 1 : c.day);
}

/* This year up to today unless something else was asked for. False: noted as wrong. */
static bool read_period(struct req *r, struct period *d)
{
	*d = (struct period){ .since = req_text(r, "since"), .until = req_text(r, "until") };
	d->risky = str_eq(req_text(r, "only"), "risk");
	d->from = req_int(r, "from", 0);
	d->fresh = r->now - BATCH_LIFE;
	if (d->from * MILLI > d->fresh && d->from * MILLI <= r->now)
		d->fresh = d->from * MILLI;
	if (!*d->since)
		d->since = day_text(r, r->now, true);
	if (!*d->until)
		d->until = day_text(r, r->now, false);
	if (d->risky) {
		d->end = INT64_MAX;
		return true;
	}
	bool good = !batch_day(d->since, 0, &d->begin) && !batch_day(d->until, 1, &d->end);
	if (good && d->begin < d->end)
		return true;
	if (!r->wrongs)
		req_wrong(r, "until", "err.period", NULL);
	return false;
}

static const char *address(struct req *r, enum place at, const struct period *d)
{
	return arena_printf(r->arena, "%s?since=%s&until=%s&only=%s&from=%lld",
			    route_path(r->arena, r->conf, at), d->since, d->until,
			    d->risky ? "risk" : "all", (long long)d->from);
}

enum err batch_get(struct req *r, struct reply *p)
{
	struct period d;
	struct batch b = { 0 };
	bool good = read_period(r, &d);
	enum err e = good ? batch_list(r->conf, r->arena, r->user, d.begin, d.end, d.fresh, d.risky, &b)
			  : OK;
	if (e)
		return e;
	size_t pages = b.n ? (b.n + BATCH_ROWS - 1) / BATCH_ROWS : 1;
	size_t at = (size_t)req_int(r, "page", 1);
	at = at > pages ? pages : at;
	struct xnode *n = reply_view(p, "batch");
	if (!good)
		reply_status(p, 422);
	xdoc_attr(n, "since", d.since);
	xdoc_attr(n, "until", d.until);
	xdoc_attr_flag(n, "risky", d.risky);
	xdoc_attr_int(n, "from", d.from);
	xdoc_attr_int(n, "n", (int64_t)b.n);
	xdoc_attr_int(n, "told", (int64_t)b.told);
	xdoc_attr_int(n, "left", (int64_t)(b.n - b.told));
	xdoc_attr_int(n, "bad", (int64_t)b.bad);
	xdoc_attr_int(n, "risk", (int64_t)b.risky);
	xdoc_attr_int(n, "page", (int64_t)at);
	xdoc_attr_int(n, "pages", (int64_t)pages);
	xdoc_attr_int(n, "most", BATCH_MOST);
	batch_present(n, r->arena, &b, (at - 1) * BATCH_ROWS, at * BATCH_ROWS, false);
	return OK;
}

enum err batch_post(struct req *r, struct reply *p)
{
	struct period d;
	struct batch b;
	if (!read_period(r, &d))
		return INVALID;
	if (req_checked(r, "again")) {
		d.from = r->now / MILLI;
		d.fresh = d.from * MILLI;
	}
	enum err e = batch_list(r->conf, r->arena, r->user, d.begin, d.end, d.fresh, d.risky, &b);
	if (!e)
		e = batch_step(r->conf, &b, r->arena, BATCH_MOST, BATCH_BUDGET);
	if (!e)
		reply_to(p, address(r, AT_SEARCH_BATCH, &d));
	return e;
}

enum err batch_csv_get(struct req *r, struct reply *p)
{
	struct period d;
	struct batch b;
	struct buf out;
	int fd = -1;
	if (!read_period(r, &d))
		return INVALID;
	buf_init(&out, CSV_MAX);
	enum err e = batch_list(r->conf, r->arena, r->user, d.begin, d.end, d.fresh, d.risky, &b);
	if (!e)
		e = batch_csv(r->arena, r->lang, &b, &out);
	if (!e)
		e = vault_scratch(r->conf, &fd);
	if (!e && file_write_all(fd, out.p, out.n))
		e = RETRY;
	if (!e)
		reply_file(p, fd, 0, (int64_t)out.n, "text/csv; charset=utf-8",
			   d.risky ? "verify.csv"
				   : arena_printf(r->arena, "verify-%s-%s.csv", d.since, d.until), 0);
	else if (fd >= 0)
		close(fd);
	buf_clear(&out);
	return e;
}
