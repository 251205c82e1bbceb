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
 *         url* (in order)  wait_ms (for all of them together)  policy? (OID)
 * answer: gentime (ns)  url  policy  serial  subject  not_after
 *         op=cms: cms (the token inside)   op=doc: token
 *     or  error why   and for each TSA that was asked: tried="URL WORD"
 *
 * error=invalid: the request is wrong. error=retry why=no_tsa: none answered
 * well this time. error=conflict why=stamped: the CMS has a token already.
 *
 * Revocation data: for every certificate between a signer and its root, the
 * root not counted, one good OCSP response or CRL (port/revocation.h). Signers
 * are those of every cms, of the tokens in them, and of every token.
 *
 * ask:    op=revocation  cms*  token*  cert* (DER, further certificates from
 *         which chains may be built)  wait_ms (for all of it)
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
 * error=invalid why=bad_op bad_wait bad_cms bad_token bad_cert bad_roots
 * too_many no_signer: the request is wrong. error=invalid why=no_chain: a
 * signer leads to none of the roots, or is not valid yet.
 * error=retry why=no_revocation: no good answer for a certificate this time.
 * error=denied why=revoked: a certificate was revoked. */
#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/msg.h"
#include "base/str.h"
#include "port/http.h"
#include "port/jail.h"
#include "port/revocation.h"
#include "port/tsp.h"
#include "port/tsp_cms.h"

#include <stdio.h>
#include <string.h>

#define ROOTS_FD 3
#define URLS 8
#define ROOTS_MAX ((size_t)1 << 20)
#define ASK_MAX ((size_t)20 << 20)    /* every signature of a file */
#define ANSWER_MAX ((size_t)12 << 20) /* what one revision can keep (pdf/dss.h) */
#define FAILED 32

struct stamp {
	bool doc;
	struct bytes cms;
	unsigned char digest[32];
	char url[URLS][512], policy[64];
	size_t urls;
	int64_t until;
	struct tsp_roots *roots;
};

static const char *read_urls(const struct msg *ask, struct stamp *s)
{
	struct bytes key, value;
	for (size_t at = 0; msg_next(ask, &at, &key, &value);) {
		if (key.n != 3 || memcmp(key.p, "url", 3))
			continue;
		if (s->urls == URLS || value.n >= sizeof s->url[0] || memchr(value.p, 0, value.n))
			return "bad_url";
		memcpy(s->url[s->urls++], value.p, value.n);
	}
	return s->urls ? NULL : "bad_url";
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
	s->until = clock_mono() + wait * 1000000;
	enum err e = msg_text(ask, "policy", s->policy, sizeof s->policy);
	if (e && e != MISSING)
		return "bad_policy";
	if (s->doc) {
		if (msg_get(ask, "digest", &digest) || digest.n != sizeof s->digest)
			return "bad_digest";
		memcpy(s->digest, digest.p, digest.n);
	} else if (msg_get(ask, "cms", &s->cms) || tsp_cms_digest(s->cms, s->digest)) {
		return "bad_cms";
	}
	struct tsp_query *trial;
	if (tsp_query_new(s->digest, s->policy, &trial))
		return "bad_policy";
	tsp_query_free(trial);
	return read_urls(ask, s);
}

static bool read_pem(struct buf *pem)
{
	buf_init(pem, ROOTS_MAX);
	return !file_read_fd(ROOTS_FD, pem);
}

static const char *read_roots(struct stamp *s)
{
	struct buf pem;
	bool good = read_pem(&pem) && !tsp_roots_parse(buf_bytes(&pem), &s->roots);
	buf_clear(&pem);
	return good ? NULL : "bad_roots";
}

/* A status other than 200 as a word. */
static const char *http_word(int status)
{
	static char word[24];
	snprintf(word, sizeof word, "http_%d", status);
	return word;
}

/* One TSA. NULL and the token, or the word for what went wrong. */
static const char *ask_one(struct stamp *s, const char *url, int wait_ms, struct buf *token,
			   struct tsp_info *info)
{
	struct tsp_query *q;
	const char *why;
	int status;
	struct buf reply;
	if (tsp_query_new(s->digest, s->policy, &q))
		return "bad_policy"; /* was tried when the request was read */
	buf_init(&reply, TSP_TOKEN);
	struct http_ask ask = { .url = url,
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

static void put_stamp(struct msg *answer, const struct stamp *s, const struct buf *token,
		      const struct tsp_info *info, const char *url)
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
	char line[sizeof s->url[0] + 32];
	buf_init(&token, TSP_TOKEN);
	for (size_t i = 0; i < s->urls; i++) {
		/* A fair share each, so that a mute one does not eat it all. */
		int64_t left = (s->until - clock_mono()) / 1000000 / (int64_t)(s->urls - i);
		const char *why = left < 50 ? "timeout"
					    : ask_one(s, s->url[i], (int)left, &token, &info);
		if (!why) {
			put_stamp(answer, s, &token, &info, s->url[i]);
			buf_clear(&token);
			return;
		}
		snprintf(line, sizeof line, "%s %s", s->url[i], why);
		msg_puts(answer, "tried", line);
		/* The address may hold a password: only its place in the list is logged. */
		log_line("stamp.failed", "tsa=%zu why=%s", i + 1, why);
	}
	msg_puts(answer, "error", err_word(RETRY));
	msg_puts(answer, "why", "no_tsa");
	buf_clear(&token);
}

/* --- revocation data ------------------------------------------------------------ */

struct search {
	struct revocation *r;
	int64_t until;
	int share; /* ms for one address at most: a mute one does not eat it all */
	struct {
		char url[REVOCATION_URL], why[24];
	} failed[FAILED]; /* nobody there: not asked twice */
	size_t n_failed;
};

static void give_up(struct msg *answer, enum err e, const char *why)
{
	msg_puts(answer, "error", err_word(e));
	msg_puts(answer, "why", why);
}

/* The token in a CMS names signers of its own. */
static const char *take_token(struct revocation *r, struct bytes cms)
{
	struct buf token;
	buf_init(&token, TSP_CMS);
	enum err e = tsp_cms_extract(cms, &token);
	if (!e)
		e = revocation_signed(r, buf_bytes(&token));
	buf_clear(&token);
	return e && e != MISSING ? "bad_token" : NULL;
}

static bool key_is(struct bytes key, const char *name)
{
	return key.n == strlen(name) && !memcmp(key.p, name, key.n);
}

/* First what may help, then who needs it. */
static const char *read_signers(const struct msg *ask, struct revocation *r)
{
	struct bytes key, value;
	bool any = false;
	for (size_t at = 0; msg_next(ask, &at, &key, &value);)
		if (key_is(key, "cert") && revocation_cert(r, value))
			return "bad_cert";
	for (size_t at = 0; msg_next(ask, &at, &key, &value);) {
		bool cms = key_is(key, "cms"), token = key_is(key, "token");
		if (!cms && !token)
			continue;
		if (revocation_signed(r, value))
			return cms ? "bad_cms" : "bad_token";
		const char *why = cms ? take_token(r, value) : NULL;
		if (why)
			return why;
		any = true;
	}
	return any ? NULL : "no_signer";
}

static const char *read_search(const struct msg *ask, struct search *s)
{
	int64_t wait;
	struct buf pem;
	if (msg_geti(ask, "wait_ms", 500, 120000, &wait))
		return "bad_wait";
	s->until = clock_mono() + wait * 1000000;
	s->share = (int)(wait / 4 > 500 ? wait / 4 : 500);
	bool good = read_pem(&pem) && !revocation_new(buf_bytes(&pem), &s->r);
	buf_clear(&pem);
	return good ? read_signers(ask, s->r) : "bad_roots";
}

static const char *failed_before(const struct search *s, const char *url)
{
	for (size_t i = 0; i < s->n_failed; i++)
		if (str_eq(s->failed[i].url, url))
			return s->failed[i].why;
	return NULL;
}

static void note_failed(struct search *s, const char *url, const char *why)
{
	if (s->n_failed == FAILED || failed_before(s, url))
		return;
	snprintf(s->failed[s->n_failed].url, sizeof s->failed[0].url, "%s", url);
	snprintf(s->failed[s->n_failed++].why, sizeof s->failed[0].why, "%s", why);
}

/* What an address says, or NULL and the word for what went wrong. */
static const char *fetch(struct search *s, const struct revocation_ask *a, struct buf *out)
{
	const char *why = failed_before(s, a->url);
	int status;
	int64_t left = (s->until - clock_mono()) / 1000000;
	if (why)
		return why;
	if (left < 50)
		return "timeout";
	struct http_ask ask = { .url = a->url,
				.type = a->ocsp ? "application/ocsp-request" : NULL,
				.accept = a->ocsp ? "application/ocsp-response" : NULL,
				.body = a->body,
				.wait_ms = left < s->share ? (int)left : s->share };
	enum err e = http_run(&ask, out, &status, &why);
	if (!e && status != 200)
		why = http_word(status);
	if (e == RETRY || e == BROKEN)
		note_failed(s, a->url, why);
	return e || status != 200 ? why : NULL;
}

/* One address. OK: go on, whatever came of it. */
static enum err try_place(struct search *s, const struct revocation_ask *a, struct msg *answer,
			  const char **why_r)
{
	char line[REVOCATION_URL + 32];
	struct buf out;
	enum err e = INVALID;
	buf_init(&out, REVOCATION_ANSWER);
	*why_r = fetch(s, a, &out);
	if (*why_r)
		revocation_failed(s->r);
	else
		e = revocation_answer(s->r, buf_bytes(&out), why_r);
	buf_clear(&out);
	if (!e)
		return OK;
	snprintf(line, sizeof line, "%s %s", a->url, *why_r);
	msg_puts(answer, "tried", line);
	log_line("stamp.revocation", "url=%s why=%s", a->url, *why_r);
	return e == DENIED ? DENIED : OK;
}

static void put_found(struct search *s, struct msg *answer)
{
	static const char *const keys[] = { "cert", "ocsp", "crl" };
	enum revocation_kind kind;
	struct bytes der;
	int64_t until, oldest;
	const char *subject;
	for (size_t at = 0; revocation_item(s->r, &at, &kind, &der);)
		msg_put(answer, keys[kind], der.p, der.n);
	revocation_times(s->r, &until, &oldest);
	msg_puti(answer, "until", until);
	msg_puti(answer, "oldest", oldest);
	for (size_t at = 0; (subject = revocation_ended(s->r, &at));)
		msg_puts(answer, "ended", subject);
}

static void run_revocation(const struct msg *ask, struct msg *answer)
{
	static struct search s;
	struct revocation_ask next;
	const char *why = read_search(ask, &s);
	enum err e = OK;
	if (why) {
		give_up(answer, INVALID, why);
		return;
	}
	while (!e && !(e = revocation_next(s.r, &next, &why)))
		e = try_place(&s, &next, answer, &why);
	if (e == MISSING) {
		put_found(&s, answer);
	} else {
		give_up(answer, e, why);
		msg_puts(answer, "subject", revocation_subject(s.r));
	}
	if (answer->b.over) {
		msg_clear(answer);
		give_up(answer, RETRY, "too_large");
	}
}

static void run_stamp(const struct msg *ask, struct msg *answer)
{
	static struct stamp s;
	const char *why = read_ask(ask, &s);
	if (!why)
		why = read_roots(&s);
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
	struct buf words;
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
	if (!msg_text(&ask, "op", op, sizeof op) && str_eq(op, "revocation"))
		run_revocation(&ask, &answer);
	else
		run_stamp(&ask, &answer);
	return msg_write(1, &answer) ? 70 : 0;
}
