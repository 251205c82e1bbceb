/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A page is a value. Each cgi-bin/NAME.c defines the one constant `page` and a
 * few short handlers; lib/web/main.c is the only main().
 *
 * The runner has already done, before a handler is called: size limits, route,
 * method (GET and HEAD show, POST changes, the rest is 405), who is asking,
 * CSRF, typed inputs, language. Afterwards it draws the view, writes headers
 * and one log line, and wakes the clerk when asked to.
 *
 * POST: inputs with mistakes never reach the post handler: the runner calls
 * get with the mistakes in the model (status 422, error pattern of ux.md §1.0).
 * A post handler that finds a mistake of its own calls req_wrong() and returns
 * INVALID: the same happens. (ROUTE_JUDGES: the handler is called in any case
 * and looks at r->wrongs itself, for wizards that save half-filled steps.) A
 * good POST ends with reply_to() (303). */
#ifndef WEB_PAGE_H
#define WEB_PAGE_H

#include "base/err.h"
#include "core/route.h"
#include "web/form.h"
#include "web/reply.h"
#include "web/req.h"

enum who {
	ANYONE,  /* r->user is set when somebody is signed in */
	LINK,    /* the address carries {t}; the handler asks core what it opens */
	OWNER,   /* signed in, else 303 to the login page and back */
	OPERATOR /* signed in and r->operator_; else 403 */
};

enum {
	ROUTE_JUDGES = 1, /* post is called in spite of wrong inputs */
	ROUTE_SCRIPT = 2, /* script-src 'self' for an owner's page */
	ROUTE_BARE = 4,   /* no cookies, no language, not logged: healthz */
	ROUTE_OPEN = 8    /* a POST that changes nothing of anybody's: no form token, so
			   * that it works without cookies and from programs */
};

/* OK: the reply is in p. Errors become pages: INVALID 400 (422 with wrongs),
 * DENIED 403, MISSING 404, CONFLICT 409, RETRY 503, BROKEN 500. */
typedef enum err handler(struct req *r, struct reply *p);

struct route {
	enum place at;
	enum who who;
	handler *get, *post;        /* NULL: that method is 405 */
	const struct input *inputs; /* ends with a row without name; NULL = none.
				     * For GET they are read from the query. */
	int64_t body;               /* POST body, bytes; 0 = 256 KiB. FORM_FILES lets
				     * conf decide: max_files * max_file + 1 MiB */
	unsigned flags;
};
#define FORM_FILES (-1)

struct page {
	const char *name;           /* "review": the first word of its addresses */
	const struct route *routes; /* ends with a row without get and post */
};
extern const struct page page;

#endif
