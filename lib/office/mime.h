/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * One finished e-mail as bytes: RFC 5322 header and MIME body (RFC 2045–2047,
 * 2231), CRLF everywhere, 7 bits, lines of at most 76 octets (the message id
 * and an address may be longer, never over 998). The same mail gives the same
 * bytes, so a repeated attempt is the same message.
 *
 * Nothing that a person typed can become a header: text is encoded, control
 * characters are dropped from names and the subject, addresses and ids are
 * checked. Every mail says that a machine sent it (RFC 3834 Auto-Submitted,
 * and X-Auto-Response-Suppress for Exchange), so that no absence note comes. */
#ifndef OFFICE_MIME_H
#define OFFICE_MIME_H

#include "base/buf.h"
#include "base/err.h"

#define MIME_MAIL 254     /* octets of an address, RFC 5321 §4.5.3.1.3 */
#define MIME_ID 240       /* octets of a message id without < > */
#define MIME_FILE_NAME 480 /* octets of UTF-8 */

struct mime_file {
	const char *name;  /* UTF-8, as the reader shall see it, with its extension */
	const char *type;  /* "application/pdf"; NULL = application/octet-stream */
	struct bytes data; /* borrowed while building */
};

struct mime_mail {
	const char *from, *from_name; /* name NULL or "" = address alone; same below */
	const char *to, *to_name;
	const char *reply_to;    /* NULL = none */
	const char *subject;     /* UTF-8 */
	const char *body;        /* UTF-8; any line ends */
	const char *language;    /* "ja", "en" for Content-Language; NULL = none */
	const char *message_id;  /* without < >: left@host */
	const char *in_reply_to; /* likewise; NULL = none. Also becomes References */
	int64_t time;            /* Date, ns UTC; written in JST */
	const struct mime_file *files;
	size_t file_count;
};

/* Appends the whole message. INVALID when an address, an id, a type or UTF-8 is
 * bad, or when it is longer than out->max; out is then of no use. */
enum err mime_build(const struct mime_mail *m, struct buf *out) MUST_USE;

/* One mailbox of printable ASCII, local part as base/mailbox takes it (written
 * quoted where it is no dot-atom), domain of letters, digits, '-' and '.' in
 * labels of at most 63. Others (literals, SMTPUTF8) are not spoken here. */
bool mime_address_ok(const char *s);

/* Bytes that a file of n bytes takes once it is attached (base64 with its line
 * ends, and the part's header). */
int64_t mime_attached_size(int64_t n);

#endif
