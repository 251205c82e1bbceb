/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The door of a recipient's link: the terms of use and the access code. A code
 * is compared after NFKC, trimming and case folding; each try is committed
 * before it is compared, so that no crash or race gives one more (rules.md 3.5). */
#ifndef WEB_ACCEPT_H
#define WEB_ACCEPT_H

#include "web/link.h"

/* This browser came through before, and the terms are still the ones accepted. */
bool accept_passed(const struct req *r, const struct link *l);
/* Draws the landing page: on the root terms (SHA-256 of the text shown),
 * terms_version, chars, code (a code is asked for), once (a one-time code, too:
 * the masked address), once_sent, old (the ticket ran out), to ("lite"); and
 * <move name company mail message/>, who forwarded it to this reader. */
enum err accept_show(struct req *r, struct reply *p, const struct link *l) MUST_USE;
/* The access code alone, for whoever looks with this slot's leave: OK when right. */
enum err accept_code(struct req *r, struct reply *p, struct link *l) MUST_USE;
/* POST: inputs "code", "once" and "terms" (what was shown). OK with l->policy still
 * POLICY_YES: recorded, the ticket is in the reply. OK with another policy: the
 * reply is the page that says so (locked, expired …). INVALID: mistakes noted. */
enum err accept_terms(struct req *r, struct reply *p, struct link *l) MUST_USE;

#endif
