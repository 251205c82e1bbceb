/* SPDX-License-Identifier: AGPL-3.0-or-later
 * /upload: 新しい書類の送信 in four steps. The steps' own logic is in web/wizard,
 * web/recipients, web/placement and office/dispatch. */
#include "base/str.h"
#include "office/pages.h"
#include "office/present.h"
#include "web/placement.h"
#include "web/preview.h"
#include "web/recipients.h"
#include "web/session.h"
#include "web/wizard.h"

static enum err to_draft(struct req *r, struct reply *p, const struct contract *c, enum step s)
{
	reply_to(p, wizard_path(r, c->id, s));
	return OK;
}

static enum err to_folder(struct req *r, struct reply *p, enum place at)
{
	reply_to(p, route_path(r->arena, r->conf, at));
	return OK;
}

static enum err files_get(struct req *r, struct reply *p)
{
	struct contract *c = NULL;
	enum err e = *r->doc ? wizard_open(r, p, &c) : OK;
	if (e || (*r->doc && !c))
		return e;
	struct xnode *n = reply_view(p, "upload");
	xdoc_attr_int(n, "max_mb", r->conf->max_file >> 20);
	xdoc_attr_int(n, "max_files", r->conf->max_files);
	if (!c)
		return OK;
	wizard_present(n, c);
	n = present_contract(n, r->arena, c, PRESENT_OWNER, r->now);
	xdoc_attr(n, "text", c->message);
	pages_present(n, r->conf, r->arena, c, 1, WIZARD_PAGES);
	return OK;
}

static enum err files_post(struct req *r, struct reply *p)
{
	struct contract *c = NULL;
	const char *does = req_text(r, "do");
	enum err e = *r->doc ? wizard_open(r, p, &c) : OK;
	if (e || (*r->doc && !c))
		return e;
	if (!rate_allow(r, "upload", r->user, 1000, HOUR))
		return reply_error(p, 429, NULL);
	e = wizard_files(r, c, &c);
	if (e)
		return e;
	if (str_eq(does, "save"))
		return to_folder(r, p, AT_SEARCH_DRAFT);
	return to_draft(r, p, c, str_eq(does, "next") ? STEP_TO : STEP_FILES);
}

static enum err to_get(struct req *r, struct reply *p)
{
	struct contract *c;
	enum err e = wizard_open(r, p, &c);
	return e || !c ? e : recipients_show(r, p, c, NULL);
}

static enum err to_post(struct req *r, struct reply *p)
{
	struct contract *c;
	struct fresh_code fresh;
	const char *does = req_text(r, "do");
	enum err e = wizard_open(r, p, &c);
	if (e || !c)
		return e;
	e = recipients_save(r, c, &c, &fresh);
	if (e)
		return e;
	if (fresh.text)
		return recipients_show(r, p, c, &fresh); /* the one time this code can be read */
	if (str_eq(does, "save"))
		return to_folder(r, p, AT_SEARCH_DRAFT);
	return to_draft(r, p, c, str_eq(does, "next") ? wizard_step(c, r->now) : STEP_TO);
}

static enum err send_get(struct req *r, struct reply *p)
{
	struct contract *c;
	enum err e = wizard_open(r, p, &c);
	if (e || !c)
		return e;
	if (wizard_step(c, r->now) < STEP_PLACE)
		return to_draft(r, p, c, wizard_step(c, r->now));
	return preview_send(r, reply_view(p, "send"), c);
}

static enum err send_post(struct req *r, struct reply *p)
{
	struct contract *c;
	enum err e = wizard_open(r, p, &c);
	if (e || !c)
		return e; /* sent already: the second press sees the document too */
	if (str_eq(req_text(r, "do"), "save"))
		return to_folder(r, p, AT_SEARCH_DRAFT);
	if (wizard_step(c, r->now) < STEP_PLACE)
		return to_draft(r, p, c, wizard_step(c, r->now));
	if (!placement_complete(r, c))
		return INVALID;
	if (!rate_allow(r, "send", r->user, 200, HOUR))
		return reply_error(p, 429, NULL);
	return wizard_send(r, p, c);
}

static const struct input files[] = { WIZARD_FILES, { 0 } };
static const struct input people[] = { RECIPIENTS_FIELDS, { 0 } };
static const struct input placing[] = { PLACEMENT_INPUTS, { 0 } };
static const struct route routes[] = {
	{ AT_UPLOAD, OWNER, files_get, files_post, files, FORM_FILES, ROUTE_JUDGES },
	{ AT_UPLOAD_FILES, OWNER, files_get, files_post, files, FORM_FILES, ROUTE_JUDGES },
	{ AT_UPLOAD_TO, OWNER, to_get, to_post, people, 2 << 20, 0 },
	{ AT_UPLOAD_PLACE, OWNER, placement_get, placement_post, placing, 512 << 10,
	  ROUTE_JUDGES | ROUTE_SCRIPT },
	{ AT_UPLOAD_SEND, OWNER, send_get, send_post, placing, 0, 0 }, /* may answer with that step */
	{ 0 },
};
const struct page page = { "upload", routes };
