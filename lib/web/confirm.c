/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What stands on the last page. Changes nothing. */
#include "web/confirm.h"

#include "office/pages.h"
#include "web/fillin.h"
#include "web/place.h"
#include "web/unfit.h"

#include "base/hex.h"
#include "base/str.h"

static void add_pages(struct req *r, struct xnode *n, const struct link *l, struct items *own)
{
	int64_t all = pages_count(l->c);
	for (int64_t i = 1; i <= all; i++)
		if (i == 1 || items_on(own, i))
			pages_present(n, r->conf, r->arena, l->c, i, i);
	place_items(r, n, l->c, l->slot, own, 1, all);
}

static void to_items(struct req *r, struct reply *p)
{
	bool step = str_eq(req_text(r, "view"), "step");
	reply_to(p, arena_printf(r->arena, "%s?check=1%s",
				 route_path(r->arena, r->conf, AT_REVIEW_READ, r->token),
				 step ? "&view=step" : ""));
}

enum err confirm_fits(struct req *r, struct reply *p, const struct link *l, bool *away_r)
{
	enum err e = fillin_try(r, l);
	*away_r = e == INVALID;
	if (*away_r)
		to_items(r, p);
	return e == INVALID ? OK : e;
}

bool confirm_typed(struct req *r, const struct link *l)
{
	if (!l->party->authority)
		return true;
	bool ticked = req_checked(r, "authority");
	if (!ticked)
		req_wrong(r, "authority", "agree.authority", (char *)0);
	return unfit_name(r, "approval") && ticked;
}

enum err confirm_show(struct req *r, struct reply *p, const struct link *l)
{
	struct items own;
	unsigned char binds[32];
	char hex[65];
	bool step = str_eq(req_text(r, "view"), "step");
	bool away;
	if (field_wanting(l->c, l->slot)) {
		to_items(r, p);
		return OK;
	}
	enum err e = confirm_fits(r, p, l, &away);
	if (e || away)
		return e;
	items_of(r->arena, l->c, l->slot, &own);
	(void)items_steps(&own);
	contract_binds(l->c, l->slot, binds);
	hex_encode(binds, sizeof binds, hex);
	struct xnode *n = link_view(r, p, l, "agree");
	xdoc_attr(n, "binds", hex);
	xdoc_attr_flag(n, "authority", l->party->authority);
	xdoc_attr_flag(n, "step", step);
	xdoc_attr_int(n, "from", req_int(r, "from", 1));
	add_pages(r, n, l, &own);
	items_present(n, l->c, &own);
	items_before(n, r->arena, l->c, l->slot);
	return OK;
}
