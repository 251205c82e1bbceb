/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What a mail that came to our return address says: a delivery status
 * notification (RFC 3464), or a message of a mail server in its own words (some
 * carriers still write such). Absence notes, delays and successes are none of
 * our business. Pure; reads strangers' bytes, so it runs in a limited child. */
#ifndef OFFICE_DSN_H
#define OFFICE_DSN_H

#include "base/buf.h"

#include <stdbool.h>

#define DSN_NAMES 8
#define DSN_NAME 400

struct dsn {
	bool failed;          /* for good */
	const char *why;      /* bounce_why's word, when failed */
	char status[80];      /* what it was read from, printable ASCII */
	/* values of header fields that may carry the address it was sent to */
	char names[DSN_NAMES][DSN_NAME];
	int n;
};

void dsn_read(struct bytes mail, struct dsn *d);

#endif
