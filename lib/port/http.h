/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * One HTTP exchange as a client (RFC 9110) by libcurl, for limited children:
 * http and https only, no redirects, no cookies, no compression, a deadline for
 * the whole and a limit for the answer's body. Nothing is read from the
 * environment. A user and password for Basic authentication may stand in the
 * address or beside it. */
#ifndef PORT_HTTP_H
#define PORT_HTTP_H

#include "base/buf.h"
#include "base/err.h"

struct http_ask {
	const char *url;
	const char *type;   /* Content-Type of the body: POST; NULL: GET */
	const char *accept; /* NULL = anything */
	struct bytes body;
	const char *user, *password; /* NULL or "" = those of the address */
	const char *proxy;  /* "http://host:port"; NULL or "" = none */
	const char *ca;     /* PEM file of roots for https; NULL = the system's */
	int wait_ms;        /* for all of it, from the look-up of the name on */
};

/* Before the filter: what libcurl and its libraries load by name. */
void http_prepare(void);

/* OK: an answer came, *status_r is its status, whatever it is, and its body is
 * added to out. Else *why_r is a fixed word: INVALID (bad_address), RETRY
 * (unreachable, timeout, tls, dropped), BROKEN (too_large: over out->max). */
enum err http_run(const struct http_ask *ask, struct buf *out, int *status_r, const char **why_r)
	MUST_USE;
/* "http_404": a status as a word, good until the next call. */
const char *http_word(int status);

#endif
