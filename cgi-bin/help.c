/* SPDX-License-Identifier: AGPL-3.0-or-later
 * For anyone: the front page, help, questions, dated texts, accessibility, and
 * the plain line for monitors. */
#include "web/page.h"

#include "base/str.h"
#include "core/ledger.h"
#include "office/terms.h"
#include "office/tool.h"
#include "web/practice.h"
#include "web/session.h"

#include <string.h>

static enum err front(struct req *r, struct reply *p)
{
	xdoc_attr_flag(reply_view(p, "front"), "registration", r->conf->registration);
	return OK;
}

static enum err help(struct req *r, struct reply *p)
{
	xdoc_attr(reply_view(p, "help"), "from", r->conf->from);
	return OK;
}

static enum err signature(struct req *r, struct reply *p)
{
	xdoc_attr(reply_view(p, "signature-help"), "signer", r->conf->signer_name);
	return OK;
}

static enum err faq(struct req *r, struct reply *p)
{
	(void)r;
	(void)reply_view(p, "faq");
	return OK;
}

static enum err accessibility(struct req *r, struct reply *p)
{
	(void)r;
	(void)reply_view(p, "accessibility");
	return OK;
}

/* One line of a dated text: "# heading", "- item", a paragraph, or nothing. */
static void add_block(struct xnode *n, const char *line)
{
	const char *kind = str_starts(line, "# ") ? "h" : str_starts(line, "- ") ? "li" : "p";
	if (*line)
		xdoc_add_text(n, kind, *kind == 'p' ? line : line + 2);
}

static enum err dated(struct req *r, struct reply *p, const char *kind)
{
	struct terms t;
	const char *version = req_text(r, "v");
	enum err e = terms_get(r->arena, r->conf, kind, *version ? version : NULL, r->lang, &t);
	if (e)
		return *version ? MISSING : BROKEN; /* without the current text nobody may agree */
	struct xnode *n = reply_view(p, "dated");
	xdoc_attr(n, "kind", kind);
	xdoc_attr(n, "version", t.version);
	xdoc_attr(n, "sha256", t.sha256);
	char *line = arena_str(r->arena, t.text);
	for (char *next; line; line = next) {
		if ((next = strchr(line, '\n')))
			*next++ = 0;
		add_block(n, line);
	}
	return OK;
}

static enum err terms(struct req *r, struct reply *p)
{
	return dated(r, p, "terms");
}

static enum err privacy(struct req *r, struct reply *p)
{
	return dated(r, p, "privacy");
}

static enum err healthz(struct req *r, struct reply *p)
{
	if (!ledger_store(r->conf))
		return RETRY;
	reply_text(p, "ok\n");
	return OK;
}

/* For `ctl check`: does the signer work from within a page? (rules.md 2.5) */
static enum err signer(struct req *r, struct reply *p)
{
	if (!rate_allow(r, "signer", "", 30, MINUTE))
		return reply_error(p, 429, NULL);
	const char *word = tool_signer(r->conf, r->arena);
	reply_text(p, arena_printf(r->arena, "%s\n", word));
	reply_status(p, str_eq(word, "ok") ? 200 : 503);
	return OK;
}

static const struct input version[] = { { .name = "v", .type = INPUT_TEXT, .max = 10 }, { 0 } };

static const struct route routes[] = {
	{ .at = AT_FRONT, .get = front },
	{ .at = AT_HELP_FRONT, .get = front },
	{ .at = AT_HELP, .get = help },
	{ .at = AT_HELP_SIGNER, .get = signer, .flags = ROUTE_BARE },
	{ .at = AT_HELP_SIGNATURE, .get = signature },
	{ .at = AT_HELP_FAQ, .get = faq },
	{ AT_HELP_TRY, ANYONE, practice_get, practice_post, practice_inputs, 0, ROUTE_OPEN },
	{ .at = AT_HELP_TERMS, .get = terms, .inputs = version },
	{ .at = AT_HELP_PRIVACY, .get = privacy, .inputs = version },
	{ .at = AT_HELP_ACCESSIBILITY, .get = accessibility },
	{ .at = AT_HEALTHZ, .get = healthz, .flags = ROUTE_BARE },
	{ .at = AT_HELP_HEALTHZ, .get = healthz, .flags = ROUTE_BARE },
	{ 0 }
};

const struct page page = { "help", routes };
