/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Finding out who asks, for the runner alone. */
#ifndef WEB_WHO_H
#define WEB_WHO_H

#include "web/reply.h"

/* Reads the cookies into r->session, anon, user, operator_. RETRY, BROKEN. */
enum err who_session(struct req *r) MUST_USE;
/* Gives the browser a cookie to bind forms to, if it has none. */
void who_anon(struct reply *p);
/* REMOTE_ADDR; or what our own proxy says when that is this machine. */
const char *who_peer(struct arena *a, const char *remote, const char *forwarded);
/* "ja" or "en" from ?lang=, the cookie, Accept-Language. Sets the cookie when
 * ?lang= asks. */
void who_lang(struct req *r, struct reply *p, const char *asked, const char *accept);

#endif
