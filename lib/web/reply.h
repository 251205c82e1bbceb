/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The answer to one request. A handler does exactly one of: reply_view and
 * fill the model, reply_to, reply_file, reply_text; or returns an error. */
#ifndef WEB_REPLY_H
#define WEB_REPLY_H

#include "base/buf.h"
#include "port/xdoc.h"
#include "web/req.h"

struct reply;

/* Starts the model for xsl/page/<view>.xsl and returns its root <page>, which
 * gets, when it is drawn, the attributes lang, base ("/sub"), site (absolute),
 * path, t, id, k, k2 (the ticket as "?k=…" and "&k=…"), csrf, service, operator,
 * contact, source, tsa, user, status, view, ref and, after a wrong POST, <wrong field
 * label id …/>* and <value name="…">…</value>* (secrets are never given back).
 * The handler adds its own children. */
struct xnode *reply_view(struct reply *p, const char *view);
/* 200 unless said otherwise. */
void reply_status(struct reply *p, int status);
/* One of the fixed error pages of ux.md: 400 403 404 405 409 410 413 422 429 500
 * 503. Returns OK so that a handler can end with `return reply_error(p, 410);`.
 * why (may be NULL) chooses a fixed sentence, catalogue id "why.<word>". */
enum err reply_error(struct reply *p, int status, const char *why);
/* 303 See Other to an address made by route_path (a valid ticket that came by
 * ?k= is carried on). */
void reply_to(struct reply *p, const char *path);
/* n bytes of fd from offset `at`; the reply closes fd. type is a constant of
 * ours; name: offered for saving under this (UTF-8) name, NULL = shown in place.
 * Sent with nosniff and CSP sandbox; private, max-age seconds (0 = no-store). */
void reply_file(struct reply *p, int fd, int64_t at, int64_t n, const char *type, const char *name,
		int max_age);
void reply_text(struct reply *p, const char *text); /* text/plain; copied */
void reply_bytes(struct reply *p, const char *type, struct bytes b); /* copied */
/* The language of the person asked, used unless the visitor chose one. */
void reply_lang(struct reply *p, const char *lang);
/* After the answer is out: let the clerk look for work. */
void reply_wake(struct reply *p);

#endif
