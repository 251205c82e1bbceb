/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Rows for the page and for the sheet that writes CSV. */
#include "office/batch.h"

#include "base/hex.h"
#include "port/view.h"

#include <stdio.h>
#include <string.h>

/* Quotation marks doubled; what a spreadsheet would calculate gets an apostrophe. */
static const char *cell(struct arena *a, const char *s)
{
	size_t n = 0;
	bool formula = *s && strchr("=+-@\t\r", *s);
	char *out = arena_alloc(a, 2 * strlen(s) + 2);
	if (formula)
		out[n++] = '\'';
	for (; *s; s++) {
		if (*s == '"')
			out[n++] = '"';
		out[n++] = *s;
	}
	out[n] = 0;
	return out;
}

static void put_time(struct xnode *n, const char *name, int64_t t, bool csv)
{
	char text[40];
	if (!t)
		return;
	struct civil c = clock_jst(t);
	if (!csv) {
		xdoc_attr_time(n, name, t);
		return;
	}
	snprintf(text, sizeof text, "%04d-%02d-%02d %02d:%02d:%02d", c.year, c.month, c.day, c.hour,
		 c.minute, c.second);
	xdoc_attr(n, name, text);
}

void batch_present(struct xnode *parent, struct arena *a, const struct batch *b, size_t from,
		   size_t to, bool csv)
{
	char hex[65];
	for (size_t i = from; i < to && i < b->n; i++) {
		const struct batch_row *r = &b->rows[i];
		struct xnode *n = xdoc_add(parent, "file");
		xdoc_attr(n, "id", r->contract);
		xdoc_attr(n, "doc", r->document);
		xdoc_attr(n, "title", csv ? cell(a, r->title) : r->title);
		xdoc_attr(n, "name", csv ? cell(a, r->name) : r->name);
		xdoc_attr(n, "counterparty", csv ? cell(a, r->counterparty) : r->counterparty);
		put_time(n, "concluded", r->concluded, csv);
		hex_encode(r->sha, 32, hex);
		xdoc_attr(n, "sha256", hex);
		xdoc_attr_int(n, "bytes", r->bytes);
		put_time(n, "stamped", r->stamped, csv);
		put_time(n, "stamp_end", r->stamp_end, csv);
		xdoc_attr(n, "risk", batch_risk_word(r->risk));
		xdoc_attr(n, "result", batch_word(r->result));
		xdoc_attr(n, "level", r->level);
		put_time(n, "checked", r->checked, csv);
	}
}

enum err batch_csv(struct arena *a, const char *lang, const struct batch *b, struct buf *out)
{
	struct xdoc *d = xdoc_new("batch");
	batch_present(xdoc_root(d), a, b, 0, b->n, true);
	buf_str(out, "\xEF\xBB\xBF");
	enum err e = view_paper(lang, "batch", d, out);
	xdoc_free(d);
	return !e && out->over ? RETRY : e;
}
