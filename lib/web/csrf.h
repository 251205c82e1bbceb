/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Proof that a form came from one of our pages: a MAC over what only this
 * visitor and we have: the link of a recipient, the session, or the cookie that
 * every browser gets with its first form. */
#ifndef WEB_CSRF_H
#define WEB_CSRF_H

#include "web/reply.h"

#define CSRF_CHARS 26

/* False: this visitor has nothing to bind to (no cookie yet). */
bool csrf_token(const struct req *r, char out[CSRF_CHARS + 1]);
bool csrf_good(const struct req *r, const char *sent);

#endif
