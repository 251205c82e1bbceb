/* SPDX-License-Identifier: AGPL-3.0-or-later
 * From the configuration to questions for stamp. */
#include "office/tsa.h"

#include "office/tool.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/str.h"
#include "base/url.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define URL 512
#define LOGINS 65536 /* bytes of tsa_login */

const char *tsa_name(const struct conf *c, struct arena *a, size_t place)
{
	char told[URL];
	if (place >= CONF_LIST || !c->tsa[place])
		return NULL;
	url_told(c->tsa[place], told, sizeof told);
	return arena_str(a, told);
}

bool tsa_known(const struct conf *c, struct arena *a, const char *name)
{
	const char *one;
	for (size_t i = 0; (one = tsa_name(c, a, i)); i++)
		if (str_eq(one, name))
			return true;
	return false;
}

/* User and password of this address into the question: the rest of its line. */
static void put_login(struct buf *logins, const char *url, struct msg *q)
{
	char *line = logins->n ? (char *)logins->p : NULL, *end = line + logins->n, *next;
	for (; line && line < end; line = next) {
		next = memchr(line, '\n', (size_t)(end - line));
		size_t n = (size_t)((next ? next : end) - line), u = strlen(url);
		next = next ? next + 1 : end;
		if (n <= u || memcmp(line, url, u) || !strchr(" \t", line[u]))
			continue;
		const char *at = line + u + strspn(line + u, " \t");
		size_t user = strcspn(at, " \t\r\n");
		msg_put(q, "user", at, user);
		at += user;
		at += strspn(at, " \t");
		msg_put(q, "password", at, strcspn(at, "\r\n"));
		return;
	}
}

/* The logins are read when they are needed and never logged. */
static void put_places(const struct conf *c, struct arena *a, const char *by, struct msg *q)
{
	struct buf logins;
	bool end = false; /* of tsa_policy: it may name fewer than there are */
	buf_init(&logins, LOGINS);
	if (*c->tsa_login && file_read(AT_FDCWD, c->tsa_login, &logins))
		log_line("tsa.login", "file=%s cannot be read", c->tsa_login);
	buf_byte(&logins, '\n');
	buf_byte(&logins, 0);
	for (size_t i = 0; c->tsa[i]; i++) {
		end = end || !c->tsa_policy[i];
		if (by && !str_eq(by, tsa_name(c, a, i)))
			continue;
		msg_puts(q, "url", c->tsa[i]);
		put_login(&logins, c->tsa[i], q);
		if (!end && !str_eq(c->tsa_policy[i], "-"))
			msg_puts(q, "policy", c->tsa_policy[i]);
		if (by)
			break;
	}
	buf_wipe(&logins);
}

/* The answer, and the token or CMS of this key in it. */
static enum err ask(const struct conf *c, struct arena *a, int64_t not_before, struct msg *q,
		    const char *key, struct buf *out, struct tsa_stamp *r, const char **why_r)
{
	struct msg m;
	struct bytes der;
	int pem = open(c->tsa_trust, O_RDONLY | O_CLOEXEC);
	*why_r = "no_roots";
	if (pem < 0)
		return BROKEN;
	msg_init(&m, (size_t)1 << 20);
	msg_puti(q, "wait_ms", TSA_WAIT_MS);
	if (not_before)
		msg_puti(q, "not_before", not_before);
	if (*c->proxy)
		msg_puts(q, "proxy", c->proxy);
	if (*c->tsa_ca)
		msg_puts(q, "ca", c->tsa_ca);
	enum err e = tool_ask(c, a, "stamp", (TSA_WAIT_MS + 5000) * (SECOND / 1000), pem, -1, q, &m);
	close(pem);
	*why_r = e ? "no_answer" : tool_word(a, &m, "why");
	const char *error = e ? "" : tool_word(a, &m, "error");
	if (*error)
		e = err_parse(error) == RETRY ? RETRY : BROKEN;
	if (!e && (msg_get(&m, key, &der) || !der.n ||
		   msg_geti(&m, "gentime", 1, INT64_MAX, &r->time) ||
		   msg_geti(&m, "not_after", 1, INT64_MAX, &r->end)))
		e = BROKEN;
	if (!e) {
		r->by = tool_word(a, &m, "url");
		buf_clear(out);
		buf_add(out, der.p, der.n);
	}
	msg_clear(&m);
	return e;
}

enum err tsa_sign(const struct conf *c, struct arena *a, const char *by, int64_t not_before,
		  struct buf *cms, struct tsa_stamp *r, const char **why_r)
{
	struct msg q;
	msg_init(&q, (size_t)1 << 18);
	msg_puts(&q, "op", "cms");
	msg_put(&q, "cms", cms->p, cms->n);
	put_places(c, a, by, &q);
	enum err e = ask(c, a, not_before, &q, "cms", cms, r, why_r);
	buf_wipe(&q.b);
	return e;
}

enum err tsa_hash(const struct conf *c, struct arena *a, const char *by, int64_t not_before,
		  const unsigned char hash[32], struct buf *token, struct tsa_stamp *r,
		  const char **why_r)
{
	struct msg q;
	msg_init(&q, 16384);
	msg_puts(&q, "op", "doc");
	msg_put(&q, "digest", hash, 32);
	put_places(c, a, by, &q);
	enum err e = ask(c, a, not_before, &q, "token", token, r, why_r);
	buf_wipe(&q.b);
	return e;
}
