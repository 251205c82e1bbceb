/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Letters that came back. A mail server says why in codes: RFC 3463 ("5.1.1"),
 * RFC 5321 ("550"), or in words of its own; here that becomes one of five words,
 * "bnc.<word>" in the catalogues. Pure functions over strangers' text. */
#ifndef OFFICE_BOUNCE_H
#define OFFICE_BOUNCE_H

/* unknown (no such address), full (mailbox), size (mail too large), away (server
 * not reached) or refused (everything else). text: a status code, a reply line. */
const char *bounce_why(const char *text);

#endif
