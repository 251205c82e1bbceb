/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows libesmtp and the SSL context it is given. Knows nothing of mails'
 * contents and of retrying. */
#include "port/smtp.h"

#include "base/log.h"
#include "base/mailbox.h"
#include "base/str.h"

#include <stddef.h> /* libesmtp.h uses size_t without including it */
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <arpa/inet.h>
#include <auth-client.h>
#include <ctype.h>
#include <libesmtp.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TICKETS_FIRST 250 /* ms to wait for the first one: a server may send none */
#define TICKETS_NEXT 20   /* ms of silence after one */

struct session {
	struct smtp_job *job;
	bool verify;         /* the certificate must be good */
	bool asked_starttls; /* the next bytes read answer STARTTLS */
	bool asked_auth;     /* … a step of authentication */
	bool auth_failed;
	bool given_up;       /* job->text holds our own reason */
};

/* Printable ASCII, first line, cut to fit. */
static void copy_text(char out[SMTP_TEXT], const char *s, size_t n)
{
	size_t at = 0;
	for (size_t i = 0; i < n && s[i] && s[i] != '\n' && at < SMTP_TEXT - 1; i++)
		if (s[i] != '\r')
			out[at++] = s[i] >= ' ' && s[i] <= '~' ? s[i] : '?';
	out[at] = 0;
}

/* --- TLS -------------------------------------------------------------------------- */

/* libesmtp makes the SSL object itself and sends no server name. */
static void on_handshake(const SSL *ssl, int where, int ret)
{
	(void)ret;
	if (where & SSL_CB_HANDSHAKE_START) {
		SSL *s = (SSL *)ssl;
		const char *host = X509_VERIFY_PARAM_get0_host(SSL_get0_param(s), 0);
		if (host)
			SSL_set_tlsext_host_name(s, host);
	}
}

static SSL_CTX *tls_context(struct session *s)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
	if (!ctx || !SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION))
		log_die("smtp.tls", "no context");
	SSL_CTX_set_verify(ctx, s->verify ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, NULL);
	struct in_addr any;
	X509_VERIFY_PARAM *want = SSL_CTX_get0_param(ctx);
	bool address = inet_pton(AF_INET, s->job->host, &any) == 1;
	X509_VERIFY_PARAM_set_hostflags(want, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
	if (!(address ? X509_VERIFY_PARAM_set1_ip_asc(want, s->job->host)
		      : X509_VERIFY_PARAM_set1_host(want, s->job->host, 0)))
		log_die("smtp.tls", "host");
	SSL_CTX_set_info_callback(ctx, on_handshake);
	if (s->verify && (str_empty(s->job->ca) ||
			  !SSL_CTX_load_verify_locations(ctx, s->job->ca, NULL))) {
		SSL_CTX_free(ctx);
		return NULL;
	}
	return ctx;
}

static void give_up(struct session *s, const char *why)
{
	if (!s->given_up)
		copy_text(s->job->text, why, strlen(why));
	s->given_up = true;
}

/* TLS 1.3 servers send session tickets after the handshake (RFC 8446 §4.6.1).
 * libesmtp takes the readable socket for the answer to the EHLO that is still in
 * its buffer, and waits for it until its time is over. So they are read here. */
static void take_tickets(SSL *ssl)
{
	struct pollfd in = { .fd = SSL_get_rfd(ssl), .events = POLLIN };
	char c;
	int pause = TICKETS_FIRST;
	while (SSL_version(ssl) >= TLS1_3_VERSION && poll(&in, 1, pause) == 1 &&
	       SSL_peek(ssl, &c, 1) <= 0 && SSL_want_read(ssl))
		pause = TICKETS_NEXT;
	ERR_clear_error();
}

/* Our own context has judged the certificate during the handshake; libesmtp's
 * second opinion (by the canonical name, without IP addresses) is overruled. */
static void on_event(smtp_session_t session, int event, void *arg, ...)
{
	struct session *s = arg;
	va_list ap;
	int *ok;
	(void)session;
	va_start(ap, arg);
	switch (event) {
	case SMTP_EV_INVALID_PEER_CERTIFICATE:
		(void)va_arg(ap, long);
		ok = va_arg(ap, int *);
		*ok = !s->verify;
		if (s->verify)
			give_up(s, "certificate_not_trusted");
		ERR_clear_error(); /* else the next read takes the leftover for its own error */
		break;
	case SMTP_EV_WRONG_PEER_CERTIFICATE:
		ok = va_arg(ap, int *);
		*ok = 1;
		break;
	case SMTP_EV_NO_PEER_CERTIFICATE:
		ok = va_arg(ap, int *);
		*ok = !s->verify;
		break;
	case SMTP_EV_STARTTLS_OK:
		s->job->tls_used = true;
		take_tickets(va_arg(ap, SSL *));
		break;
	case SMTP_EV_EXTNA_STARTTLS:
		give_up(s, "starttls_not_offered");
		break;
	default:
		break;
	}
	va_end(ap);
}

/* True when bytes follow the last line of the first answer in p. */
static bool more_than_one(const char *p, size_t n)
{
	for (const char *end; (end = memchr(p, '\n', n)); p = end + 1) {
		bool last = end - p < 4 || p[3] != '-';
		n -= (size_t)(end + 1 - p);
		if (last)
			return n > 0;
	}
	return false;
}

/* Keeps the relay's last bad answer. What came in the clear behind the answer
 * to STARTTLS would be read as if it came over TLS: libesmtp has no call to
 * stop it here, so its own buffer is made to say 5xx, on which it quits. */
static void on_bytes(const char *p, int n, int writing, void *arg)
{
	struct session *s = arg;
	if (n <= 0)
		return;
	if (writing) {
		s->asked_starttls = n >= 8 && !strncmp(p, "STARTTLS", 8);
		s->asked_auth = (n >= 5 && !strncmp(p, "AUTH ", 5)) ||
				(s->asked_auth && strncmp(p, "MAIL ", n < 5 ? (size_t)n : 5));
		return;
	}
	s->auth_failed = s->asked_auth ? p[0] == '4' || p[0] == '5' : s->auth_failed;
	if (s->asked_starttls && more_than_one(p, (size_t)n)) {
		give_up(s, "starttls_injection");
		*(char *)p = '5';
	}
	s->asked_starttls = false;
	if (!s->given_up && (p[0] == '4' || p[0] == '5'))
		copy_text(s->job->text, p, (size_t)n);
}

/* --- authentication ---------------------------------------------------------------- */

static int on_question(auth_client_request_t request, char **result, int fields, void *arg)
{
	const struct smtp_job *j = arg;
	for (int i = 0; i < fields; i++) {
		if (request[i].flags & AUTH_USER)
			result[i] = (char *)j->user;
		else if (request[i].flags & AUTH_PASS)
			result[i] = (char *)j->password;
		else
			return 0;
	}
	return 1;
}

static auth_context_t authentication(struct smtp_job *j)
{
	auth_context_t auth = auth_create_context();
	if (!auth)
		log_die("smtp.auth", "no context");
	auth_set_mechanism_flags(auth, AUTH_PLUGIN_PLAIN, 0);
	auth_set_interact_cb(auth, on_question, j);
	return auth;
}

void smtp_prepare(void)
{
	static const char *const names[] = { "PLAIN", "LOGIN" };
	auth_client_init();
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		auth_context_t auth = authentication(NULL);
		/* Loading is the purpose; it stays loaded when the context goes. */
		if (!auth_set_mechanism(auth, names[i]))
			log_line("smtp.auth", "mechanism %s is not installed", names[i]);
		auth_destroy_context(auth);
	}
}

/* --- the session --------------------------------------------------------------------- */

struct source {
	struct bytes data;
	bool given;
};

static const char *on_data(void **ctx, int *len, void *arg)
{
	struct source *src = arg;
	(void)ctx;
	if (!len) {
		src->given = false;
		return NULL;
	}
	*len = src->given ? 0 : (int)src->data.n;
	src->given = true;
	return (const char *)src->data.p;
}

static void set_patience(smtp_session_t session, int wait_ms)
{
	static const int stages[] = { Timeout_GREETING, Timeout_ENVELOPE, Timeout_DATA,
				      Timeout_TRANSFER, Timeout_DATA2 };
	long seconds = wait_ms < 1000 ? 1 : wait_ms / 1000;
	/* Without the flag every wish below five minutes is ignored. */
	for (size_t i = 0; i < sizeof stages / sizeof *stages; i++)
		smtp_set_timeout(session, stages[i] | Timeout_OVERRIDE_RFC2822_MINIMUM, seconds);
}

/* RFC 4954 §6. */
static bool wants_auth(int code)
{
	return code == 530 || code == 534 || code == 535 || code == 538;
}

/* The message's answer and each recipient's answer together make the truth. */
static void judge(struct session *s, smtp_message_t message, smtp_recipient_t *r, bool ran)
{
	struct smtp_job *j = s->job;
	const smtp_status_t *from = smtp_reverse_path_status(message);
	const smtp_status_t *whole = smtp_message_transfer_status(message);
	bool never = ran && from && from->code / 100 == 5;
	for (size_t i = 0; i < j->rcpt_count; i++) {
		struct smtp_rcpt *rcpt = &j->rcpt[i];
		const smtp_status_t *own = r[i] ? smtp_recipient_status(r[i]) : NULL, *say = own;
		rcpt->code = 451;
		if (!ran || !own || !own->code)
			say = never ? from : NULL;
		else if (own->code / 100 == 2)
			say = whole && whole->code && whole->code / 100 != 3 ? whole : NULL;
		if (say && say->code == 250)
			rcpt->code = 250;
		else if (say && (say->code / 100 == 4 || say->code / 100 == 5))
			rcpt->code = say->code;
		/* libesmtp goes on without authentication. What the relay refuses
		 * then is the operator's matter, not the recipient's. */
		if (rcpt->code / 100 == 5 && (s->auth_failed || wants_auth(rcpt->code)))
			rcpt->code = 451;
		if (say && say->text)
			copy_text(rcpt->text, say->text, strlen(say->text));
		else
			copy_text(rcpt->text, j->text, sizeof j->text);
	}
}

static void library_error(struct smtp_job *j)
{
	char line[SMTP_TEXT];
	unsigned long tls = ERR_peek_last_error();
	if (tls && ERR_GET_LIB(tls) == ERR_LIB_SSL)
		snprintf(line, sizeof line, "tls: %s", ERR_reason_error_string(tls));
	else if (!smtp_errno() || !smtp_strerror(smtp_errno(), line, sizeof line))
		snprintf(line, sizeof line, "no_answer");
	copy_text(j->text, line, strlen(line));
}

static bool run(struct session *s, smtp_session_t session)
{
	struct smtp_job *j = s->job;
	char server[300];
	snprintf(server, sizeof server, "%s:%d", j->host, j->port);
	smtp_set_server(session, server);
	smtp_set_hostname(session, j->helo);
	smtp_set_eventcb(session, on_event, s);
	smtp_set_monitorcb(session, on_bytes, s, 0);
	set_patience(session, j->wait_ms);
	smtp_starttls_enable(session, j->tls == SMTP_TLS_NONE ? Starttls_DISABLED
				      : s->verify	      ? Starttls_REQUIRED
							      : Starttls_ENABLED);
	if (j->tls != SMTP_TLS_NONE) {
		SSL_CTX *ctx = tls_context(s);
		if (!ctx) {
			give_up(s, "ca_cannot_be_read");
			return false;
		}
		smtp_starttls_set_ctx(session, ctx);
	}
	if (!str_empty(j->user))
		smtp_auth_set_context(session, authentication(j));
	ERR_clear_error();
	bool ran = smtp_start_session(session);
	return ran;
}

enum err smtp_send(struct smtp_job *j)
{
	smtp_recipient_t r[SMTP_RCPTS] = { NULL };
	struct session s = { .job = j };
	struct source src = { .data = j->data };
	j->text[0] = 0;
	j->tls_used = false;
	enum err e = smtp_job_check(j);
	if (e)
		return e;
	signal(SIGPIPE, SIG_IGN);
	setenv("HOME", "/nonexistent", 1); /* where libesmtp looks for certificates */
	unsetenv("XDG_CONFIG_DIR");
	/* A password must not go to whoever answers on that address. */
	s.verify = j->tls == SMTP_TLS_REQUIRED ||
		   (j->tls == SMTP_TLS_STARTTLS && !str_empty(j->user));
	smtp_session_t session = smtp_create_session();
	smtp_message_t message = session ? smtp_add_message(session) : NULL;
	if (!message || !smtp_set_reverse_path(message, j->from))
		log_die("smtp", "out of memory");
	smtp_set_messagecb(message, on_data, &src);
	for (size_t i = 0; i < j->rcpt_count; i++) {
		char wire[MAILBOX_WIRE]; /* it keeps a copy */
		mailbox_wire(j->rcpt[i].mail, wire);
		if (!(r[i] = smtp_add_recipient(message, wire)))
			log_die("smtp", "out of memory");
	}
	bool ran = run(&s, session);
	const smtp_status_t *whole = smtp_message_transfer_status(message);
	if (!j->text[0] && !(ran && whole && whole->code == 250))
		library_error(j);
	judge(&s, message, r, ran);
	/* Not destroyed: the process ends, and libesmtp frees a certificate twice. */
	return OK;
}
