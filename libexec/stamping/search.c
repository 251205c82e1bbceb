/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Fetches what port/revocation names and gives it back. Judges nothing. */
#include "stamping/search.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/str.h"
#include "port/http.h"
#include "port/revocation.h"
#include "port/tsp_cms.h"

#include <stdio.h>
#include <string.h>

#define FAILED 32

struct search {
	struct revocation *r;
	int64_t until;
	char proxy[300];
	int share; /* ms for one address at most: a mute one does not eat it all */
	struct {
		char url[REVOCATION_URL], why[24];
	} failed[FAILED]; /* nobody there: not asked twice */
	size_t n_failed;
};

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

static const char *read_search(const struct msg *ask, struct bytes roots_pem, struct search *s)
{
	int64_t wait;
	if (msg_geti(ask, "wait_ms", 500, 120000, &wait))
		return "bad_wait";
	enum err e = msg_text(ask, "proxy", s->proxy, sizeof s->proxy);
	if (e && e != MISSING)
		return "bad_proxy";
	s->until = clock_mono() + wait * 1000000;
	s->share = (int)(wait / 4 > 500 ? wait / 4 : 500);
	return revocation_new(roots_pem, &s->r) ? "bad_roots" : read_signers(ask, s->r);
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
				.proxy = s->proxy,
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

static void give_up(struct msg *answer, enum err e, const char *why)
{
	msg_puts(answer, "error", err_word(e));
	msg_puts(answer, "why", why);
}

void search_run(const struct msg *ask, struct bytes roots_pem, struct msg *answer)
{
	static struct search s;
	struct revocation_ask next;
	const char *why = read_search(ask, roots_pem, &s);
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
