/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Letters that came back. A mail server says why in codes: RFC 3463 ("5.1.1"),
 * RFC 5321 ("550"), or in words of its own; here that becomes one of five words,
 * "bnc.<word>" in the catalogues. A returned letter marks its slot and tells the
 * sender; it never changes a state (rules.md 6.3). */
#ifndef OFFICE_BOUNCE_H
#define OFFICE_BOUNCE_H

#include "office/verp.h"

/* unknown (no such address), full (mailbox), size (mail too large), away (server
 * not reached) or refused (everything else). text: a status code, a reply line. */
const char *bounce_why(const char *text);

/* Records it. CONFLICT: nothing new (an older link's letter, marked before, the
 * sender's own). MISSING: no such contract. RETRY, BROKEN from the store. */
enum err bounce_mark(const struct conf *conf, const struct verp *v, const char *why) MUST_USE;

#endif
