/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A recipient opens the link: terms and access code, then the pages. */
#include "web/page.h"

#include "web/accept.h"
#include "web/asking.h"
#include "web/once.h"
#include "web/respelling.h"
#include "web/reading.h"
#include "web/phone.h"
#include "web/showing.h"
#include "web/telling.h"

#include "base/str.h"

#define FORM_ITEMS (4 << 20) /* 200 texts of 1000 characters, encoded */

static enum err landing_get(struct req *r, struct reply *p)
{
	struct link l;
	enum err e = link_open(r, p, DO_OPEN, &l);
	if (e)
		return e;
	if (accept_passed(r, &l)) {
		bool lite = str_eq(req_text(r, "to"), "lite");
		reply_to(p, route_path(r->arena, r->conf, lite ? AT_REVIEW_LITE : AT_REVIEW_READ,
				       r->token));
		return OK;
	}
	if (link_has_result(r, &l) && !l.result) /* says so, and leads to the result */
		return link_state_of(r, p, &l, "agreed", 200);
	if (l.policy != POLICY_YES || l.result)
		return link_state(r, p, &l, false);
	return accept_show(r, p, &l);
}

static enum err landing_post(struct req *r, struct reply *p)
{
	struct link l;
	enum err e = link_open(r, p, DO_OPEN, &l);
	if (e)
		return e;
	if (l.policy != POLICY_YES || l.result)
		return link_state(r, p, &l, true);
	e = accept_terms(r, p, &l);
	if (e)
		return e;
	bool lite = str_eq(req_text(r, "to"), "lite");
	if (l.policy == POLICY_YES)
		reply_to(p, route_path(r->arena, r->conf, lite ? AT_REVIEW_LITE : AT_REVIEW_READ,
				       r->token));
	return OK;
}

static const struct input landing_inputs[] = {
	{ .name = "code", .type = INPUT_SECRET, .max = 200 },
	ONCE_INPUT,
	{ .name = "terms", .type = INPUT_TEXT, .max = 64 },
	{ .name = "to", .type = INPUT_CHOICE, .words = "read|lite" },
	{ 0 },
};
static const struct input asking_inputs[] = { ASKING_INPUTS, { 0 } };
static const struct input later_inputs[] = { LATER_INPUTS, { 0 } };
static const struct input report_inputs[] = { REPORT_INPUTS, { 0 } };
static const struct input showing_inputs[] = { SHOWING_INPUTS, { 0 } };
static const struct input looking_inputs[] = { LOOKING_INPUTS, { 0 } };
static const struct input respelling_inputs[] = { RESPELLING_INPUTS, { 0 } };
static const struct input reading_inputs[] = { READING_INPUTS, { 0 } };

static const struct route routes[] = {
	{ AT_REVIEW, LINK, landing_get, landing_post, landing_inputs, 0, 0 },
	{ AT_REVIEW_READ, LINK, reading_get, reading_post, reading_inputs, FORM_ITEMS, ROUTE_JUDGES },
	{ AT_REVIEW_LITE, LINK, lite_get, lite_post, reading_inputs, FORM_ITEMS, ROUTE_JUDGES },
	{ AT_REVIEW_NAME, LINK, respelling_get, respelling_post, respelling_inputs, 0, 0 },
	{ AT_REVIEW_ASK, LINK, asking_get, asking_post, asking_inputs, 0, 0 },
	{ AT_REVIEW_RENEW, LINK, renewing_get, renewing_post, NULL, 0, 0 },
	{ AT_REVIEW_LATER, LINK, later_get, later_post, later_inputs, 0, 0 },
	{ AT_REVIEW_REPORT, LINK, report_get, report_post, report_inputs, 0, 0 },
	{ AT_REVIEW_CODE, LINK, NULL, once_post, NULL, 0, 0 },
	{ AT_REVIEW_SHOW, LINK, showing_get, showing_post, showing_inputs, 0, 0 },
	{ AT_REVIEW_PHONE, LINK, phone_get, NULL, NULL, 0, 0 },
	{ AT_REVIEW_LOOK, LINK, looking_get, looking_post, looking_inputs, 0, 0 },
	{ 0 },
};

const struct page page = { "review", routes };
