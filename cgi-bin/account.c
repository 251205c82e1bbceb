/* SPDX-License-Identifier: AGPL-3.0-or-later
 * /account: registration by a verified address, login, logout. Never tells a
 * stranger whether an address is registered. */
#include "web/page.h"
#include "web/registration.h"
#include "web/session.h"

static enum err register_get(struct req *r, struct reply *p)
{
	bool sent = r->conf->registration && req_checked(r, "sent");
	struct xnode *n = reply_view(p, sent ? "register-sent" : "register");
	xdoc_attr_flag(n, "closed", !r->conf->registration);
	return OK;
}

static enum err register_post(struct req *r, struct reply *p)
{
	const char *mail = req_text(r, "mail");
	if (!r->conf->registration)
		return DENIED;
	if (!rate_allow(r, "register", r->peer, 200, HOUR))
		return reply_error(p, 429, NULL);
	/* over the limit of one address: no further mail, and no word about it */
	if (rate_allow(r, "register.mail", mail, 5, HOUR)) {
		enum err e = account_ask(r->conf, r->arena, mail, r->lang);
		if (e)
			return e;
		reply_wake(p);
	}
	const char *at = route_path(r->arena, r->conf, AT_ACCOUNT_REGISTER);
	reply_to(p, arena_printf(r->arena, "%s?sent=1", at));
	return OK;
}

static enum err verify_get(struct req *r, struct reply *p)
{
	return registration_show(r, p);
}

static enum err verify_post(struct req *r, struct reply *p)
{
	struct account acc;
	enum err e = registration_finish(r, &acc);
	if (e == MISSING)
		return registration_show(r, p); /* used or too old */
	if (e == CONFLICT) { /* registered by another link meanwhile */
		reply_to(p, route_path(r->arena, r->conf, AT_ACCOUNT_LOGIN));
		return OK;
	}
	if (!e)
		e = session_open(r, p, acc.id, acc.operator_);
	if (!e)
		reply_to(p, route_path(r->arena, r->conf, AT_SEARCH_HOME));
	return e;
}

static enum err login_get(struct req *r, struct reply *p)
{
	struct xnode *n = reply_view(p, "login");
	xdoc_attr(n, "next", req_text(r, "next"));
	xdoc_attr_flag(n, "open", r->conf->registration);
	return OK;
}

static enum err login_post(struct req *r, struct reply *p)
{
	struct account acc;
	if (!rate_allow(r, "login", r->peer, 300, ACCOUNT_PAUSE))
		return reply_error(p, 429, NULL);
	enum err e = registration_login(r, &acc);
	if (!e)
		e = session_open(r, p, acc.id, acc.operator_);
	if (!e)
		reply_to(p, registration_next(r, req_text(r, "next")));
	return e;
}

static enum err logout_post(struct req *r, struct reply *p)
{
	enum err e = session_close(r, p);
	reply_to(p, route_path(r->arena, r->conf, AT_ACCOUNT_LOGIN));
	return e;
}

static const struct input ask[] = {
	{ .name = "mail", .type = INPUT_MAIL, .flags = INPUT_REQUIRED, .label = "email" },
	{ .name = "sent", .type = INPUT_CHECK },
	{ 0 },
};
static const struct input person[] = { REGISTRATION_FIELDS, { 0 } };
static const struct input key[] = {
	{ .name = "mail", .type = INPUT_MAIL, .flags = INPUT_REQUIRED, .label = "email" },
	{ .name = "password", .type = INPUT_SECRET, .flags = INPUT_REQUIRED,
	  .max = ACCOUNT_PASSWORD_MAX },
	{ .name = "next", .type = INPUT_TEXT },
	{ 0 },
};
static const struct route routes[] = {
	{ AT_ACCOUNT_REGISTER, ANYONE, register_get, register_post, ask, 0, 0 },
	{ AT_ACCOUNT_VERIFY, ANYONE, verify_get, verify_post, person, 0, 0 },
	{ AT_ACCOUNT_LOGIN, ANYONE, login_get, login_post, key, 0, 0 },
	{ AT_ACCOUNT_LOGOUT, ANYONE, NULL, logout_post, NULL, 0, 0 },
	{ 0 },
};
const struct page page = { "account", routes };
