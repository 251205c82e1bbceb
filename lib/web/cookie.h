/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Cookies (RFC 6265). Ours have names of [a-z0-9_] and values of [A-Za-z0-9-]. */
#ifndef WEB_COOKIE_H
#define WEB_COOKIE_H

#include "web/reply.h"

/* The value sent by the browser, in the arena; NULL when absent or not of our form. */
const char *cookie_get(struct req *r, const char *name);
/* Sets it: HttpOnly, SameSite=Lax, path = the base's path, Secure under https.
 * seconds 0 = until the browser closes, < 0 = forget it. */
void cookie_set(struct reply *p, const char *name, const char *value, int64_t seconds);

#endif
