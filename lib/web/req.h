/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * One request as a handler sees it. Everything lives in r->arena and dies with
 * the request. */
#ifndef WEB_REQ_H
#define WEB_REQ_H

#include "base/arena.h"
#include "base/conf.h"
#include "core/route.h"
#include "web/form.h"

struct page;
struct route;

struct req {
	struct arena *arena;
	const struct conf *conf;
	const struct page *page;
	const struct route *route;
	const char *id;     /* request id, 10 token characters; shown on error pages, logged */
	bool post;          /* else GET or HEAD */
	const char *path;   /* below the base, "/review/…" */
	const char *lang;   /* "ja" or "en": what the visitor wants */
	bool lang_chosen;   /* by cookie or ?lang=, not by Accept-Language */
	const char *peer;   /* client's address as text */
	const char *agent;  /* User-Agent, ≤ 200 characters; "" when absent */
	int64_t now;        /* ns UTC when the request came in */
	/* who: */
	const char *token;  /* {t} or "" */
	const char *doc;    /* {id} or "" */
	const char *user;   /* account id of the session, NULL when nobody is signed in */
	bool operator_;
	/* for lib/web: */
	struct route_parts parts;
	const char *query;   /* QUERY_STRING, raw */
	const char *cookies; /* the Cookie header, raw; "" when absent */
	const char *session; /* cookie of a signed-in browser, or NULL */
	const char *anon;    /* cookie of any browser that saw a form, or NULL */
	const char *ticket;  /* ?k=, unchecked, or NULL */
	const char *carry;   /* ticket to be repeated in addresses, or NULL */
	struct value *values;
	size_t values_n;
	struct wrong *wrongs, **wrongs_end;
};

/* Inputs: the declared ones only. An undeclared name ends the process (a mistake of ours). */
const char *req_text(const struct req *r, const char *name); /* "" when absent */
const char *req_text_at(const struct req *r, const char *name, size_t i);
size_t req_count(const struct req *r, const char *name);
int64_t req_int(const struct req *r, const char *name, int64_t absent);
bool req_checked(const struct req *r, const char *name);
const struct upload *req_file(const struct req *r, const char *name, size_t i); /* NULL when absent */

/* The parameter {n}, {w} … of the address, in order of appearance; "" when absent. */
const char *req_part(const struct req *r, const char *key);

/* Notes a mistake of input `field`: id of the catalogue ("code.wrong") and up to
 * three name/value pairs, NULL-terminated: req_wrong(r, "code", "code.wrong",
 * "n", "4", NULL). Values are copied. */
void req_wrong(struct req *r, const char *field, const char *id, ...) __attribute__((sentinel));
/* The same for element i of a repeated input, or a field whose label is data. */
void req_wrong_at(struct req *r, const char *field, int i, const char *label_text, const char *id, ...)
	__attribute__((sentinel));

#endif
