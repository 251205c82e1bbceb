/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * One SMTP session with the relay (RFC 5321) by libesmtp: one message, up to
 * SMTP_RCPTS recipients. libesmtp is taken at its word nowhere:
 *
 * - it calls a mute server, or one that refused every recipient, a success.
 *   Here only a 250 for the message together with 2xx for a recipient is one;
 * - it passes CR and LF in addresses, and a bare LF in the body, to the wire
 *   (SMTP smuggling). Here such input is INVALID before anything is sent;
 * - it checks the certificate against the name that DNS answers. Here the
 *   handshake itself demands the configured host, TLS 1.2 or newer;
 * - it reads client certificates and roots below $HOME. Here never;
 * - it takes the session tickets of TLS 1.3 for an answer and then waits for
 *   ever to send its EHLO. Here they are read before it looks;
 * - it takes answers that came before TLS for answers within it. Here bytes
 *   behind the answer to STARTTLS end the session.
 *
 * One session per process (a second one with STARTTLS is reported to crash):
 * call it once in a child, then end. Name look-up and connect have no time
 * limit of their own: the child has a deadline (port/jail last words). */
#ifndef PORT_SMTP_H
#define PORT_SMTP_H

#include "base/buf.h"
#include "base/err.h"

#define SMTP_RCPTS 100
#define SMTP_TEXT 400
#define SMTP_LINE 998 /* octets without CRLF, RFC 5321 §4.5.3.1.6 */

enum smtp_tls {
	SMTP_TLS_NONE,     /* never */
	SMTP_TLS_STARTTLS, /* when offered, unverified; with a user it means REQUIRED */
	SMTP_TLS_REQUIRED  /* verified against ca and host, or no mail */
};

struct smtp_rcpt {
	const char *mail; /* in */
	/* out: 250 = the relay took the responsibility; 5xx = never; 4xx = try
	 * again (also when the relay was never reached or said nothing). */
	int code;
	char text[SMTP_TEXT]; /* printable ASCII of the answer, or a word of our own */
};

struct smtp_job {
	const char *host;     /* name or IPv4 address */
	int port;
	enum smtp_tls tls;
	const char *ca;       /* PEM file of roots; needed for REQUIRED */
	const char *user, *password; /* NULL or "" = no authentication */
	const char *helo;     /* own name */
	const char *from;     /* envelope sender */
	struct bytes data;    /* whole message, CRLF, 7 bits */
	int wait_ms;          /* patience with each answer, at least 1000 */
	struct smtp_rcpt *rcpt;
	size_t rcpt_count;
	char text[SMTP_TEXT]; /* out: what ended the session, printable ASCII */
	bool tls_used;        /* out */
};

/* What libesmtp loads by name (its authentication plugins): before the filter. */
void smtp_prepare(void);

/* OK when the session was tried at all: look at each rcpt. INVALID when
 * something in the job must not be sent as it is (job->text says what); no
 * connection was made then. */
enum err smtp_send(struct smtp_job *job) MUST_USE;

/* The same check alone: OK, or INVALID with the word in job->text. */
enum err smtp_job_check(struct smtp_job *job) MUST_USE;

/* One mailbox in printable ASCII without blanks, quotes, brackets. */
bool smtp_address_ok(const char *s);

#endif
