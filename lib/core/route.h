/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The one place where addresses are made and recognised. The rows are in
 * core/route.def. Below lib/web because mails carry addresses too. */
#ifndef CORE_ROUTE_H
#define CORE_ROUTE_H

#include "base/arena.h"
#include "base/conf.h"

#include <stdbool.h>

#define ROUTE_TOKEN 26 /* characters of {t}: 130 bits (rules.md 7.1) */
#define ROUTE_ID 16    /* characters of {id}: 80 bits */
#define ROUTE_PARTS 4  /* parameters of one address at most */

#define ROUTE(c, name, path) AT_##c,
enum place {
#include "core/route.def"
	AT_COUNT
};
#undef ROUTE

const char *route_name(enum place p);    /* "review.read" */
const char *route_pattern(enum place p); /* "/review/{t}/read" */

/* The absolute address (conf->base + path). args fill the parameters in order
 * and must have the form the pattern demands (anything else is a mistake of
 * ours and ends the process). Example: route_url(a, c, AT_REVIEW_READ, token). */
#define route_url(a, conf, ...) route_url_(a, (conf)->base, __VA_ARGS__, (const char *)0)
/* The same below the server's root ("/sub/review/…"), for pages and redirects. */
#define route_path(a, conf, ...) route_url_(a, route_base_path(conf), __VA_ARGS__, (const char *)0)
char *route_url_(struct arena *a, const char *base, enum place p, ...);
/* The path part of conf->base: "" or "/sub"; borrowed. */
const char *route_base_path(const struct conf *c);

/* What stood at each parameter of a recognised path, in order. */
struct route_parts {
	int n;
	const char *key[ROUTE_PARTS];  /* "t", "id", "n", "w" */
	const char *value[ROUTE_PARTS]; /* in the arena */
};
/* True when path (as sent, percent-decoded, below the base) is exactly this
 * address. A double or trailing slash, a malformed token or id do not match. */
bool route_match(struct arena *a, enum place p, const char *path, struct route_parts *r);

#endif
