/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Four pages, each drawn from the form of the one before. */
#include "web/practice.h"

#include "base/str.h"

const struct input practice_inputs[] = {
	{ .name = "to", .type = INPUT_CHOICE, .words = "start|read|confirm|done" },
	{ .name = "place", .type = INPUT_TEXT, .max = 100, .label = "try.place" },
	{ .name = "pay", .type = INPUT_CHECK, .label = "try.pay" },
	{ 0 },
};

static void show(struct reply *p, const char *step)
{
	xdoc_attr(reply_view(p, "try"), "step", step);
}

enum err practice_get(struct req *r, struct reply *p)
{
	show(p, r->wrongs ? "read" : "start");
	return OK;
}

enum err practice_post(struct req *r, struct reply *p)
{
	const char *to = req_text(r, "to");
	bool ahead = str_eq(to, "confirm") || str_eq(to, "done");
	if (ahead && !*req_text(r, "place"))
		req_wrong(r, "place", "err.required", (char *)0);
	if (ahead && !req_checked(r, "pay"))
		req_wrong(r, "pay", "err.check", (char *)0);
	if (r->wrongs)
		return INVALID;
	show(p, to);
	return OK;
}
