/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * R3: the last page before 同意: every file, every own value, the first page and
 * every page with own items as they will be signed. */
#ifndef WEB_CONFIRM_H
#define WEB_CONFIRM_H

#include "web/items.h"
#include "web/link.h"

/* binds: what was shown; view, from: where the person comes from; authority,
 * approval: 決裁権限, where the sender asks for it. */
#define CONFIRM_INPUTS                                                                       \
	{ .name = "binds", .type = INPUT_TEXT, .max = 64 },                                  \
	{ .name = "view", .type = INPUT_CHOICE, .words = "all|step" },                       \
	{ .name = "from", .type = INPUT_INT, .min = 1, .max = 1000000 },                     \
	{ .name = "authority", .type = INPUT_CHECK },                                        \
	{ .name = "approval", .type = INPUT_TEXT, .max = 60 }

/* For somebody who may agree. Leads back to the items while a required one is
 * blank. */
enum err confirm_show(struct req *r, struct reply *p, const struct link *l) MUST_USE;

/* The tick and the number that the sender asks for. False: noted what is missing, or a
 * character that no paper could print. */
bool confirm_typed(struct req *r, const struct link *l);

/* Before the act: could what was filled in be written and so be signed? true in
 * *away_r: no, and the answer leads back to the items. RETRY: not known now. */
enum err confirm_fits(struct req *r, struct reply *p, const struct link *l, bool *away_r) MUST_USE;

#endif
