/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A recipient hands the document to another person (転送), and takes it back
 * while that person has not begun. */
#include "web/page.h"

#include "web/handing.h"

static enum err form_get(struct req *r, struct reply *p)
{
	struct link l;
	enum err e;
	if (handing_open(r, p, &l, &e))
		handing_show(r, p, &l, "forward");
	return e;
}

static enum err form_post(struct req *r, struct reply *p)
{
	struct link l;
	enum err e;
	if (!handing_open(r, p, &l, &e))
		return e;
	handing_judge(r, &l);
	return r->wrongs ? INVALID : handing_do(r, p, &l);
}

/* Reloaded or typed: the form is where it begins. */
static enum err confirm_get(struct req *r, struct reply *p)
{
	if (r->wrongs)
		return form_get(r, p);
	reply_to(p, route_path(r->arena, r->conf, AT_FORWARD, r->token));
	return OK;
}

/* Changes nothing: asks once more. */
static enum err confirm_post(struct req *r, struct reply *p)
{
	struct link l;
	enum err e;
	if (!handing_open(r, p, &l, &e))
		return e;
	bool back = req_checked(r, "back");
	if (!back)
		handing_judge(r, &l);
	if (r->wrongs)
		return INVALID;
	handing_show(r, p, &l, back ? "forward" : "forward-confirm");
	return OK;
}

static enum err done_get(struct req *r, struct reply *p)
{
	struct link l;
	enum err e = link_open(r, p, DO_FORWARD, &l);
	if (e)
		return e;
	const struct move *m = move_of_link(l.c, l.slot, l.generation);
	if (!m || m->kind != MOVE_FORWARD)
		return link_state(r, p, &l, false);
	struct xnode *n = link_view(r, p, &l, "forward-done");
	xdoc_attr(n, "to", move_to_name(l.c, m));
	xdoc_attr(n, "to_mail", move_to_mail(l.c, m));
	xdoc_attr_flag(n, "undo", contract_may_undo(l.c, l.slot, l.generation));
	xdoc_attr_flag(n, "code", l.party->has_code);
	return OK;
}

static enum err undo_get(struct req *r, struct reply *p)
{
	struct link l;
	enum err e = link_open(r, p, DO_UNDO, &l);
	if (e)
		return e;
	if (l.result || !contract_may_undo(l.c, l.slot, l.generation))
		return link_state(r, p, &l, false);
	const struct move *m = move_of_link(l.c, l.slot, l.generation);
	struct xnode *n = link_view(r, p, &l, "forward-undo");
	xdoc_attr(n, "to", move_to_name(l.c, m));
	xdoc_attr(n, "to_mail", move_to_mail(l.c, m));
	return OK;
}

static enum err undo_post(struct req *r, struct reply *p)
{
	struct link l;
	enum err e = link_open(r, p, DO_UNDO, &l);
	if (e)
		return e;
	return l.result ? MISSING : handing_undo(r, p, &l);
}

static const struct input inputs[] = { HANDING_INPUTS, { 0 } };

static const struct route routes[] = {
	{ AT_FORWARD, LINK, form_get, form_post, inputs, 0, 0 },
	{ AT_FORWARD_CONFIRM, LINK, confirm_get, confirm_post, inputs, 0, 0 },
	{ AT_FORWARD_DONE, LINK, done_get, NULL, NULL, 0, 0 },
	{ AT_FORWARD_UNDO, LINK, undo_get, undo_post, NULL, 0, 0 },
	{ 0 },
};

const struct page page = { "forward", routes };
