/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * stamp: one time stamp, or the revocation data that a file needs, in a limited
 * child with network. Descriptor 3: PEM of the roots (of TSAs; for revocation:
 * of signatures and TSAs, one after the other).
 *
 * A stamp: it asks each TSA of the list in turn until one answers well; which
 * one failed how is in the answer and in the log.
 *
 * ask:    op=cms cms        a CMS signature: its signature value is stamped
 *         op=doc digest     32 bytes: a document time stamp over them
 *         url* (in order), each followed by its user? password? policy? (OID)
 *         wait_ms (for all of them together)  proxy?  ca? (path, PEM: roots of
 *         https)  not_before? (ns: an earlier genTime does not count; one that is
 *         earlier by less than a second is asked for once more)
 * answer: gentime (ns)  url  tsa (its place among the url, from 1)  policy  serial
 *         subject  not_after
 *         op=cms: cms (the token inside)   op=doc: token
 *     or  error why   and for each TSA that was asked: tried="URL WORD"
 * A user and password in an address are used and never told.
 *
 * error=invalid: the request is wrong. error=retry why=no_tsa: none answered
 * well this time. error=conflict why=stamped: the CMS has a token already.
 *
 * Revocation data: for every certificate between a signer and its root, the
 * root not counted, one good OCSP response or CRL (port/revocation.h). Signers
 * are those of every cms, of the tokens in them, and of every token.
 *
 * ask:    op=revocation  cms*  token*  cert* (DER, further certificates from
 *         which chains may be built)  wait_ms (for all of it)  proxy?
 * answer: cert*  ocsp*  crl*   DER, each once: certificates of the chains
 *                              with their roots, responses, lists
 *         until (ns)   the first end among them: of a certificate, a nextUpdate
 *         oldest (ns)  the earliest thisUpdate
 *         ended*       subject of a signer whose certificate has ended: nobody
 *                      gives news of it any more, it was left out
 *     or  error why   tried="URL WORD"* (also beside an answer: what failed
 *         before another place answered)  subject? (of the certificate in
 *         question, RFC 2253)
 *
 * error=invalid why=bad_op bad_wait bad_proxy bad_cms bad_token bad_cert bad_roots
 * too_many no_signer: the request is wrong. error=invalid why=no_chain: a
 * signer leads to none of the roots, or is not valid yet.
 * error=retry why=no_revocation: no good answer for a certificate this time.
 * error=denied why=revoked: a certificate was revoked. */
#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/msg.h"
#include "base/str.h"
#include "base/url.h"
#include "port/http.h"
#include "port/jail.h"
#include "port/tsp.h"
#include "port/tsp_cms.h"
#include "stamping/search.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>

#define ROOTS_FD 3
#define URLS 8
#define MILLI (SECOND / 1000)
#define ROOTS_MAX ((size_t)1 << 20)
#define ASK_MAX ((size_t)20 << 20)    /* every signature of a file */
#define ANSWER_MAX ((size_t)12 << 20) /* what one revision can keep (pdf/dss.h) */

struct place {
	char url[512], user[200], password[200], policy[64];
};

struct stamp {
	bool doc;
	struct bytes cms;
	unsigned char digest[32];
	struct place place[URLS];
	size_t places;
	char proxy[300], ca[1024];
	int64_t not_before, until;
	struct tsp_roots *roots;
};

static bool text_into(struct bytes v, char *out, size_t size)
{
	if (v.n >= size || memchr(v.p, 0, v.n))
		return false;
	memcpy(out, v.p, v.n);
	out[v.n] = 0;
	return true;
}

static bool key_is(struct bytes key, const char *name)
{
	return key.n == strlen(name) && !memcmp(key.p, name, key.n);
}

static const char *read_places(const struct msg *ask, struct stamp *s)
{
	struct bytes key, value;
	for (size_t at = 0; msg_next(ask, &at, &key, &value);) {
		struct place *p = s->places ? &s->place[s->places - 1] : NULL;
		if (key_is(key, "url")) {
			if (s->places == URLS ||
			    !text_into(value, s->place[s->places++].url, sizeof p->url))
				return "bad_url";
		} else if (key_is(key, "user")) {
			if (!p || !text_into(value, p->user, sizeof p->user))
				return "bad_user";
		} else if (key_is(key, "password")) {
			if (!p || !text_into(value, p->password, sizeof p->password))
				return "bad_user";
		} else if (key_is(key, "policy")) {
			if (!p || !text_into(value, p->policy, sizeof p->policy))
				return "bad_policy";
		}
	}
	return s->places ? NULL : "bad_url";
}

static const char *read_policies(const struct stamp *s)
{
	for (size_t i = 0; i < s->places; i++) {
		struct tsp_query *trial;
		if (tsp_query_new(s->digest, s->place[i].policy, &trial))
			return "bad_policy";
		tsp_query_free(trial);
	}
	return NULL;
}

static bool optional(const struct msg *ask, const char *key, char *out, size_t size)
{
	enum err e = msg_text(ask, key, out, size);
	if (e)
		*out = 0;
	return !e || e == MISSING;
}

static const char *read_ask(const struct msg *ask, struct stamp *s)
{
	char op[8];
	struct bytes digest;
	int64_t wait;
	if (msg_text(ask, "op", op, sizeof op))
		return "bad_op";
	s->doc = str_eq(op, "doc");
	if (!s->doc && !str_eq(op, "cms"))
		return "bad_op";
	if (msg_geti(ask, "wait_ms", 500, 120000, &wait))
		return "bad_wait";
	s->until = clock_mono() + wait * MILLI;
	if (!optional(ask, "proxy", s->proxy, sizeof s->proxy) ||
	    !optional(ask, "ca", s->ca, sizeof s->ca))
		return "bad_proxy";
	if (!msg_get(ask, "not_before", &digest) &&
	    msg_geti(ask, "not_before", 0, INT64_MAX, &s->not_before))
		return "bad_time";
	if (s->doc) {
		if (msg_get(ask, "digest", &digest) || digest.n != sizeof s->digest)
			return "bad_digest";
		memcpy(s->digest, digest.p, digest.n);
	} else if (msg_get(ask, "cms", &s->cms) || tsp_cms_digest(s->cms, s->digest)) {
		return "bad_cms";
	}
	const char *why = read_places(ask, s);
	return why ? why : read_policies(s);
}

/* One question to one TSA. NULL and the token, or the word for what went wrong. */
static const char *ask_once(struct stamp *s, const struct place *p, int wait_ms,
			    struct buf *token, struct tsp_info *info)
{
	struct tsp_query *q;
	const char *why;
	int status;
	struct buf reply;
	if (tsp_query_new(s->digest, p->policy, &q))
		return "bad_policy"; /* was tried when the request was read */
	buf_init(&reply, TSP_TOKEN);
	struct http_ask ask = { .url = p->url,
				.user = p->user,
				.password = p->password,
				.proxy = s->proxy,
				.ca = *s->ca ? s->ca : NULL,
				.type = "application/timestamp-query",
				.accept = "application/timestamp-reply",
				.body = tsp_query_der(q),
				.wait_ms = wait_ms };
	enum err e = http_run(&ask, &reply, &status, &why);
	if (!e && status != 200) {
		why = http_word(status);
	} else if (!e) {
		e = tsp_answer(q, buf_bytes(&reply), s->roots, token, info, &why);
	}
	bool good = !e && status == 200;
	buf_clear(&reply);
	tsp_query_free(q);
	return good ? NULL : why;
}

/* Many TSAs tell whole seconds: within the second of the act they would be too
 * early by a fraction, so that they are asked again when it is over. */
static const char *ask_one(struct stamp *s, const struct place *p, int64_t until,
			   struct buf *token, struct tsp_info *info)
{
	for (int tries = 0; tries < 2; tries++) {
		int64_t left = (until - clock_mono()) / MILLI;
		if (left < 50)
			return "timeout";
		const char *why = ask_once(s, p, (int)left, token, info);
		if (why)
			return why;
		int64_t early = s->not_before - info->time;
		if (early <= 0)
			return NULL;
		buf_clear(token);
		if (early >= SECOND || clock_mono() + SECOND > until)
			return "too_early";
		int64_t next = s->not_before - s->not_before % SECOND + SECOND - clock_now();
		poll(NULL, 0, next > 0 && next < SECOND ? (int)(next / MILLI) + 20 : 20);
	}
	return "too_early";
}

static void put_stamp(struct msg *answer, const struct stamp *s, const struct buf *token,
		      const struct tsp_info *info, const char *url, size_t place)
{
	struct buf cms;
	buf_init(&cms, TSP_CMS);
	enum err e = s->doc ? OK : tsp_cms_embed(s->cms, buf_bytes(token), &cms);
	if (e) {
		msg_puts(answer, "error", err_word(e));
		msg_puts(answer, "why", e == CONFLICT ? "stamped" : "bad_cms");
	} else {
		if (s->doc)
			msg_put(answer, "token", token->p, token->n);
		else
			msg_put(answer, "cms", cms.p, cms.n);
		msg_puti(answer, "gentime", info->time);
		msg_puts(answer, "url", url);
		msg_puti(answer, "tsa", (int64_t)place);
		msg_puts(answer, "policy", info->policy);
		msg_puts(answer, "serial", info->serial);
		msg_puts(answer, "subject", info->subject);
		msg_puti(answer, "not_after", info->not_after);
	}
	buf_clear(&cms);
}

static void run(struct stamp *s, struct msg *answer)
{
	struct buf token;
	struct tsp_info info;
	char shown[sizeof s->place->url], line[sizeof s->place->url + 32];
	buf_init(&token, TSP_TOKEN);
	for (size_t i = 0; i < s->places; i++) {
		/* A fair share each, so that a mute one does not eat it all. */
		int64_t now = clock_mono(), share = (s->until - now) / (int64_t)(s->places - i);
		const char *why = ask_one(s, &s->place[i], now + share, &token, &info);
		url_told(s->place[i].url, shown, sizeof shown);
		if (!why) {
			put_stamp(answer, s, &token, &info, shown, i + 1);
			buf_clear(&token);
			return;
		}
		snprintf(line, sizeof line, "%s %s", shown, why);
		msg_puts(answer, "tried", line);
		log_line("stamp.failed", "tsa=%zu why=%s", i + 1, why);
	}
	msg_puts(answer, "error", err_word(RETRY));
	msg_puts(answer, "why", "no_tsa");
	buf_clear(&token);
}

static void give_up(struct msg *answer, enum err e, const char *why)
{
	msg_puts(answer, "error", err_word(e));
	msg_puts(answer, "why", why);
}

static void run_stamp(const struct msg *ask, struct bytes roots_pem, struct msg *answer)
{
	static struct stamp s;
	const char *why = read_ask(ask, &s);
	if (!why && tsp_roots_parse(roots_pem, &s.roots))
		why = "bad_roots";
	if (why)
		give_up(answer, INVALID, why);
	else
		run(&s, answer);
}

int main(void)
{
	static const struct jail jail = { .memory = 512 * JAIL_MB, .cpu = 20, .output = 1 << 20,
					  .fds = 4, .network = true };
	struct msg ask, answer, late;
	struct buf words, roots;
	char op[16];
	log_open("stamp");
	jail_limit(&jail);
	http_prepare();
	msg_init(&late, 256);
	give_up(&late, RETRY, "timeout");
	buf_init(&words, 256);
	msg_frame(&late, &words);
	jail_last_words(words.p, words.n, 130); /* the URLs' own times end before that */
	jail_lock(&jail);
	msg_init(&ask, ASK_MAX);
	msg_init(&answer, ANSWER_MAX);
	if (msg_read(0, &ask, 10 * SECOND))
		return 65;
	buf_init(&roots, ROOTS_MAX);
	if (file_read_fd(ROOTS_FD, &roots))
		buf_clear(&roots); /* no roots are no good ones */
	if (!msg_text(&ask, "op", op, sizeof op) && str_eq(op, "revocation"))
		search_run(&ask, buf_bytes(&roots), &answer);
	else
		run_stamp(&ask, buf_bytes(&roots), &answer);
	return msg_write(1, &answer) ? 70 : 0;
}
