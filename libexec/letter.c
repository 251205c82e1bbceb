/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * letter: one SMTP session in a limited child. One frame on standard input,
 * one on standard output. It knows the relay and one message as bytes; it does
 * not know why the mail is sent, and never tries again by itself.
 *
 * ask:    host port tls(none|starttls|required) ca user password helo from
 *         rcpt* data(whole RFC 5322 message, CRLF, 7 bits)
 *         wait_ms (for the whole session)
 * answer: result=sent|later|refused  text  tls=yes|no
 *         rcpt="ADDRESS CODE TEXT"*  CODE 250 delivered, 5xx never, 4xx later
 *     or  error=invalid why=WORD     nothing was sent; the job itself is wrong
 *
 * `sent` only when every recipient has 250; `later` when at least one is to be
 * tried again; else `refused`. */
#include "base/log.h"
#include "base/msg.h"
#include "base/str.h"
#include "port/jail.h"
#include "port/smtp.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define ASK_MAX ((size_t)48 << 20)
#define ASK_WAIT (10 * SECOND_NS)
#define SECOND_NS INT64_C(1000000000)

struct letter {
	struct smtp_job job;
	struct smtp_rcpt rcpt[SMTP_RCPTS];
	char mail[SMTP_RCPTS][256];
	char host[256], ca[512], user[256], password[256], helo[256], from[256];
};

static int tls_word(const struct msg *ask)
{
	static const char *const words[] = { "none", "starttls", "required" };
	char word[16];
	if (msg_text(ask, "tls", word, sizeof word))
		return -1;
	for (int i = 0; i < 3; i++)
		if (str_eq(word, words[i]))
			return i;
	return -1;
}

static const char *read_rcpts(const struct msg *ask, struct letter *l)
{
	struct bytes key, value;
	for (size_t at = 0; msg_next(ask, &at, &key, &value);) {
		if (key.n != 4 || memcmp(key.p, "rcpt", 4))
			continue;
		size_t i = l->job.rcpt_count;
		if (i == SMTP_RCPTS || value.n >= sizeof l->mail[i] ||
		    memchr(value.p, 0, value.n))
			return "bad_rcpt";
		memcpy(l->mail[i], value.p, value.n);
		l->rcpt[i].mail = l->mail[i];
		l->job.rcpt_count++;
	}
	return NULL;
}

/* Optional texts are "" when absent; a bad one is as wrong as a missing one. */
static bool optional(const struct msg *ask, const char *key, char *out, size_t size)
{
	enum err e = msg_text(ask, key, out, size);
	return !e || e == MISSING;
}

/* NULL, or the word for what is wrong with the request. */
static const char *read_ask(const struct msg *ask, struct letter *l)
{
	struct smtp_job *j = &l->job;
	int64_t port, wait;
	int tls = tls_word(ask);
	if (tls < 0)
		return "bad_tls";
	if (msg_text(ask, "host", l->host, sizeof l->host) ||
	    msg_geti(ask, "port", 1, 65535, &port))
		return "bad_host";
	if (msg_text(ask, "from", l->from, sizeof l->from))
		return "bad_from";
	if (msg_text(ask, "helo", l->helo, sizeof l->helo))
		return "bad_helo";
	if (!optional(ask, "ca", l->ca, sizeof l->ca))
		return "bad_ca";
	if (!optional(ask, "user", l->user, sizeof l->user) ||
	    !optional(ask, "password", l->password, sizeof l->password))
		return "bad_user";
	if (msg_geti(ask, "wait_ms", 1000, 600000, &wait))
		return "bad_wait";
	if (msg_get(ask, "data", &j->data))
		return "bad_data";
	j->host = l->host;
	j->port = (int)port;
	j->tls = (enum smtp_tls)tls;
	j->ca = l->ca;
	j->user = l->user;
	j->password = l->password;
	j->helo = l->helo;
	j->from = l->from;
	j->wait_ms = (int)wait;
	j->rcpt = l->rcpt;
	return read_rcpts(ask, l);
}

static void put_result(struct msg *answer, const struct smtp_job *j)
{
	char line[256 + SMTP_TEXT + 8];
	const char *result = "sent";
	for (size_t i = 0; i < j->rcpt_count; i++) {
		int code = j->rcpt[i].code;
		if (code / 100 == 4)
			result = "later";
		else if (code / 100 == 5 && !str_eq(result, "later"))
			result = "refused";
		snprintf(line, sizeof line, "%s %d %s", j->rcpt[i].mail, code, j->rcpt[i].text);
		msg_puts(answer, "rcpt", line);
	}
	msg_puts(answer, "result", result);
	msg_puts(answer, "text", j->text);
	msg_puts(answer, "tls", j->tls_used ? "yes" : "no");
}

/* What is answered when the time is over in the middle of the session: the
 * relay may have the message, so it will be offered again under its id. */
static void arm(struct letter *l, struct buf *frame)
{
	struct msg late;
	msg_init(&late, 1 << 16);
	for (size_t i = 0; i < l->job.rcpt_count; i++) {
		l->rcpt[i].code = 451;
		snprintf(l->rcpt[i].text, SMTP_TEXT, "timeout");
	}
	snprintf(l->job.text, SMTP_TEXT, "timeout");
	put_result(&late, &l->job);
	msg_frame(&late, frame);
	msg_clear(&late);
	jail_last_words(frame->p, frame->n, (unsigned)(l->job.wait_ms / 1000) + 1);
}

int main(void)
{
	static struct letter l;
	static const struct jail jail = { .memory = 256 * JAIL_MB, .cpu = 60, .output = 1 << 20,
					  .fds = 3, .network = true };
	struct msg ask, answer;
	struct buf late;
	log_open("letter");
	jail_limit(&jail);
	smtp_prepare();
	jail_last_words("", 0, 620); /* arms the handler: afterwards only the words change */
	jail_lock(&jail);
	msg_init(&ask, ASK_MAX);
	msg_init(&answer, 1 << 17);
	buf_init(&late, 1 << 17);
	if (msg_read(0, &ask, ASK_WAIT))
		return 65;
	const char *why = read_ask(&ask, &l);
	if (!why) {
		arm(&l, &late);
		if (smtp_send(&l.job))
			why = l.job.text;
	}
	jail_last_words("", 0, 620);
	if (why) {
		msg_puts(&answer, "error", err_word(INVALID));
		msg_puts(&answer, "why", why);
	} else {
		put_result(&answer, &l.job);
	}
	bool put = msg_write(1, &answer) == OK;
	msg_clear(&ask);
	return put ? 0 : 70;
}
