/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Mail addresses on the wire. Old addresses of Japanese carriers have dots where
 * RFC 5321 §4.1.2 allows none ("a..b@docomo.ne.jp", "ab.@docomo.ne.jp"): people
 * type them as they are, records keep them so, SMTP and headers quote them. */
#ifndef BASE_MAILBOX_H
#define BASE_MAILBOX_H

#include <stddef.h>
#include <stdbool.h>

#define MAILBOX_LOCAL 64  /* octets before the '@' on the wire, RFC 5321 §4.5.3.1.1 */
#define MAILBOX_MAX 254   /* octets of an address, §4.5.3.1.3 */
#define MAILBOX_WIRE 260  /* bytes of one on the wire with its NUL */

/* n bytes of a local part: RFC 5322 §3.2.3 atext and dots, no dot at the
 * beginning, short enough for the wire. */
bool mailbox_local_ok(const char *s, size_t n);
/* One mailbox, for all that is known: capitals make no difference, at no host that
 * people have addresses at. What stands behind a plus may be somebody else's. */
bool mailbox_same(const char *a, const char *b);
/* The same spelled without capitals. */
void mailbox_fold(const char *mail, char out[MAILBOX_WIRE]);
/* True when the local part must be quoted. */
bool mailbox_quoted(const char *mail);
/* The address as SMTP and headers want it: "a..b"@docomo.ne.jp. */
void mailbox_wire(const char *mail, char out[MAILBOX_WIRE]);

#endif
