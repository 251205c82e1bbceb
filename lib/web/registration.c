/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Judges people's first forms. Knows no cookie and no mail text. */
#include "web/registration.h"

#include "base/clock.h"
#include "base/hex.h"
#include "base/str.h"
#include "office/terms.h"

#include <string.h>

static enum err current_terms(struct req *r, struct terms *t)
{
	enum err e = terms_get(r->arena, r->conf, "terms", NULL, r->lang, t);
	return e == MISSING || e == INVALID ? BROKEN : e;
}

enum err registration_show(struct req *r, struct reply *p)
{
	const char *mail = "";
	struct terms terms;
	enum err e = account_pending(r->conf, r->arena, r->token, &mail);
	bool old = e == MISSING;
	if (!e)
		e = current_terms(r, &terms);
	if (e && !old)
		return e;
	struct xnode *n = reply_view(p, "verify");
	xdoc_attr_flag(n, "old", old);
	if (old) {
		reply_status(p, 410);
		return OK;
	}
	xdoc_attr(n, "mail", mail);
	xdoc_attr(n, "terms", terms.version);
	xdoc_attr_int(n, "chars", terms.chars);
	return OK;
}

static void judge(struct req *r, const struct terms *terms)
{
	const char *password = req_text(r, "password");
	if (str_chars(password) < ACCOUNT_PASSWORD_MIN)
		req_wrong(r, "password", "pw.short", NULL);
	else if (account_common(password))
		req_wrong(r, "password", "pw.common", NULL);
	if (!str_eq(req_text(r, "terms"), terms->version)) /* not what was shown */
		req_wrong(r, "accept", "pw.terms", NULL);
}

enum err registration_finish(struct req *r, struct account *acc_r)
{
	struct terms terms;
	enum err e = current_terms(r, &terms);
	if (e)
		return e;
	judge(r, &terms);
	if (r->wrongs)
		return INVALID;
	*acc_r = (struct account){ .name = req_text(r, "name"), .company = req_text(r, "company"),
				   .lang = r->lang, .terms_version = terms.version };
	e = hex_decode(terms.sha256, acc_r->terms_hash, sizeof acc_r->terms_hash);
	return e ? BROKEN
		 : account_register(r->conf, r->arena, r->token, req_text(r, "password"), acc_r);
}

static enum err paused(struct req *r, int64_t until)
{
	struct civil d = clock_jst(until);
	req_wrong(r, "mail", "login.wait", "time",
		  arena_printf(r->arena, "%d:%02d", d.hour, d.minute), NULL);
	return INVALID;
}

enum err registration_login(struct req *r, struct account *acc_r)
{
	const char *mail = req_text(r, "mail");
	int64_t until = 0;
	enum err e = account_login(r->conf, r->arena, mail, req_text(r, "password"), acc_r, &until);
	if (e == RETRY && until)
		return paused(r, until);
	if (e != DENIED)
		return e;
	req_wrong(r, "mail", "login.bad", NULL);
	return INVALID;
}

const char *registration_next(struct req *r, const char *next)
{
	size_t n = strspn(next, "abcdefghijklmnopqrstuvwxyz0123456789/");
	if (next[0] != '/' || next[1] == '/' || next[n]) /* nobody is led elsewhere */
		return route_path(r->arena, r->conf, AT_SEARCH_HOME);
	return arena_printf(r->arena, "%s%s", route_base_path(r->conf), next);
}
