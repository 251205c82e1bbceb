/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Who is asking: sessions of signed-in users (store key session/<hash>, the
 * cookie itself is stored nowhere), tickets of recipients, CSRF tokens, and
 * rate limits. Keys are HKDF labels of the site's secret (core/secret.h). */
#ifndef WEB_SESSION_H
#define WEB_SESSION_H

#include "base/clock.h"
#include "base/err.h"
#include "core/visit.h"
#include "web/reply.h"
#include "web/req.h"

#define TICKET_LIFE (30 * MINUTE)

/* Signs `user` in: a new session, its cookie in the reply, older cookie of this
 * browser forgotten. RETRY/BROKEN from the store. */
enum err session_open(struct req *r, struct reply *p, const char *user, bool operator_) MUST_USE;
enum err session_close(struct req *r, struct reply *p) MUST_USE;
/* Ends every session of a user (password changed). */
enum err session_close_all(struct req *r, const char *user) MUST_USE;

/* A recipient's ticket: "this browser passed terms and access code of this slot
 * and generation". door: the document and its access code (web/link). methods is
 * stored in it (ACT_BY_… bits). Given as cookie and, by reply_to, as ?k= when the
 * browser sent no cookie of ours. */
void ticket_grant(struct req *r, struct reply *p, const char *door, int slot, int generation,
		  unsigned methods);
/* OK and *methods_r; DENIED: none, another slot or generation, or forged; MISSING: older
 * than TICKET_LIFE (ux.md ticket.old). A good one is renewed when it is half over. */
enum err ticket_check(struct req *r, struct reply *p, const char *door, int slot, int generation,
		      unsigned *methods_r) MUST_USE;

/* At most `limit` calls per `window` ns for this key ("login/<address>"): false =
 * too many. Counted in a fixed-size hashed file; may forget, never grows. */
bool rate_allow(const struct req *r, const char *what, const char *key, int limit, int64_t window);

#endif
