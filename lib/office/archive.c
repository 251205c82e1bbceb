/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows the order contents – revocation – dss – dts – stamp – fill, and that the
 * next TSA's own data comes before its stamp. */
#include "office/archive.h"

#include "office/compose.h"
#include "office/tool.h"
#include "office/vault.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/str.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define BLOBS ((size_t)32 << 20) /* certificates, responses, lists of one file */
#define RESERVE_TOKEN 12288      /* bytes of a document time stamp's token at first */
#define RESERVE_MOST 65536
#define NETWORK_MS 20000

/* One question; a child's error word becomes ours, its `why` is kept. */
static enum err ask(const struct conf *c, struct arena *a, const char *tool, int fd3, int fd4,
		    const struct msg *q, struct msg *m, const char **why_r)
{
	enum err e = tool_ask(c, a, tool, (NETWORK_MS + 5000) * (SECOND / 1000), fd3, fd4, q, m);
	const char *error = e ? "" : tool_word(a, m, "error");
	*why_r = e ? "no_answer" : tool_word(a, m, "why");
	if (e == INVALID)
		e = BROKEN;
	if (!*error)
		return e;
	e = err_parse(error);
	log_line("archive.refused", "child=%s error=%s why=%s", tool, error, *why_r);
	return e == RETRY || e == CONFLICT ? e : BROKEN;
}

/* Copies the fields of one key from an answer into the next question. */
static void carry(const struct msg *from, const char *key, struct msg *to)
{
	struct bytes k, v;
	for (size_t at = 0; msg_next(from, &at, &k, &v);)
		if (k.n == strlen(key) && !memcmp(k.p, key, k.n))
			msg_put(to, key, v.p, v.n);
}

/* Whose certificates need data: everything that was signed, the first time; for
 * a renewal the newest stamp alone, which covers the rest (a signer revoked years
 * later must not stop it). And the one who stamps next. */
static void signers(const struct msg *contents, struct bytes probe, struct msg *to)
{
	struct bytes k, v, last = { NULL, 0 };
	for (size_t at = 0; msg_next(contents, &at, &k, &v);)
		if (k.n == 5 && !memcmp(k.p, "token", 5))
			last = v;
	if (last.n)
		msg_put(to, "token", last.p, last.n);
	else
		carry(contents, "cms", to);
	if (probe.n)
		msg_put(to, "token", probe.p, probe.n);
}

/* The roots of our signatures and of the TSAs, one after the other. */
static enum err all_roots(const struct conf *c, int *fd_r)
{
	struct buf pem;
	buf_init(&pem, (size_t)1 << 20);
	enum err e = file_read(AT_FDCWD, c->trust, &pem);
	buf_byte(&pem, '\n');
	if (!e)
		e = file_read(AT_FDCWD, c->tsa_trust, &pem);
	if (!e)
		e = vault_scratch(c, fd_r);
	if (!e)
		e = file_write_all(*fd_r, pem.p, pem.n);
	buf_clear(&pem);
	return e ? BROKEN : OK;
}

/* What validators will need, into the question of op=dss. */
static enum err collect(const struct conf *c, struct arena *a, int in, struct bytes probe,
			struct msg *dss, const char **why_r)
{
	struct msg q, m, r;
	int roots = -1;
	msg_init(&q, 1024);
	msg_init(&m, BLOBS);
	msg_init(&r, BLOBS);
	msg_puts(&q, "op", "contents");
	enum err e = ask(c, a, "compose", in, -1, &q, &m, why_r);
	if (!e)
		e = all_roots(c, &roots);
	struct msg more;
	msg_init(&more, BLOBS);
	msg_puts(&more, "op", "revocation");
	signers(&m, probe, &more);
	msg_puti(&more, "wait_ms", NETWORK_MS);
	if (*c->proxy)
		msg_puts(&more, "proxy", c->proxy);
	if (!e)
		e = ask(c, a, "stamp", roots, -1, &more, &r, why_r);
	carry(&r, "cert", dss);
	carry(&r, "ocsp", dss);
	carry(&r, "crl", dss);
	if (roots >= 0)
		close(roots);
	msg_clear(&q);
	msg_clear(&m);
	msg_clear(&more);
	msg_clear(&r);
	return e;
}

enum err archive_store(const struct conf *c, struct arena *a, int in, int out,
		       struct bytes probe, const char **why_r)
{
	struct msg q, m;
	msg_init(&q, BLOBS);
	msg_init(&m, 4096);
	msg_puts(&q, "op", "dss");
	enum err e = collect(c, a, in, probe, &q, why_r);
	if (!e)
		e = ask(c, a, "compose", in, out, &q, &m, why_r);
	if (e == CONFLICT) /* nothing was new */
		e = file_copy(in, out, file_size(in));
	msg_clear(&q);
	msg_clear(&m);
	return e;
}

/* `in` and an empty gap of k->reserve bytes into `out`, which may hold a first try. */
static enum err gap(const struct conf *c, struct arena *a, int in, int out, struct candidate *k,
		    unsigned char hash[32], const char **why_r)
{
	struct msg q, m;
	struct bytes digest = { NULL, 0 };
	msg_init(&q, 1024);
	msg_init(&m, 4096);
	msg_puts(&q, "op", "dts");
	msg_puti(&q, "reserve", k->reserve);
	enum err e = file_empty(out);
	if (!e)
		e = ask(c, a, "compose", in, out, &q, &m, why_r);
	if (!e && (msg_geti(&m, "gap_off", 1, INT32_MAX, &k->gap_off) ||
		   msg_get(&m, "digest", &digest) || digest.n != 32))
		e = BROKEN;
	if (!e)
		memcpy(hash, digest.p, 32);
	msg_clear(&q);
	msg_clear(&m);
	return e;
}

/* Once more with a gap that fits when the token is longer than was thought. */
static enum err stamp_within(const struct conf *c, struct arena *a, int in, int out,
			     const char *by, int64_t not_before, int64_t *reserve,
			     struct tsa_stamp *r, const char **why_r)
{
	struct candidate k = { .reserve = *reserve };
	struct buf token;
	unsigned char hash[32];
	buf_init(&token, RESERVE_MOST);
	enum err e = gap(c, a, in, out, &k, hash, why_r);
	if (!e)
		e = tsa_hash(c, a, by, not_before, hash, &token, r, why_r);
	if (!e && (int64_t)token.n > *reserve) {
		*reserve = ((int64_t)token.n + 2047) / 1024 * 1024;
		e = *reserve > RESERVE_MOST ? BROKEN : CONFLICT;
	}
	if (!e)
		e = compose_fill(c, out, &k, buf_bytes(&token));
	buf_clear(&token);
	return e;
}

enum err archive_stamp(const struct conf *c, struct arena *a, int in, int out, const char *by,
		       int64_t not_before, struct tsa_stamp *r, const char **why_r)
{
	int64_t reserve = RESERVE_TOKEN;
	enum err e = stamp_within(c, a, in, out, by, not_before, &reserve, r, why_r);
	if (e == CONFLICT)
		e = stamp_within(c, a, in, out, by, not_before, &reserve, r, why_r);
	return e == CONFLICT ? BROKEN : e;
}

/* A token of this TSA over what `in` holds so far shows whose certificates its stamp
 * will need. */
static enum err by_one(const struct conf *c, struct arena *a, int in, int out, const char *by,
		       int64_t not_before, struct tsa_stamp *r, const char **why_r)
{
	struct buf probe;
	unsigned char sha[32];
	int stored = -1;
	buf_init(&probe, RESERVE_MOST);
	enum err e = vault_name(in, sha);
	if (!e)
		e = tsa_hash(c, a, by, 0, sha, &probe, r, why_r);
	if (!e)
		e = vault_scratch(c, &stored);
	if (!e)
		e = archive_store(c, a, in, stored, buf_bytes(&probe), why_r);
	if (!e)
		e = archive_stamp(c, a, stored, out, by, not_before, r, why_r);
	if (stored >= 0)
		close(stored);
	buf_clear(&probe);
	return e;
}

enum err archive_both(const struct conf *c, struct arena *a, int in, int out, const char *but,
		      int64_t not_before, struct tsa_stamp *r, const char **why_r)
{
	enum err worst = RETRY, e = RETRY;
	const char *by;
	*why_r = "no_tsa";
	for (size_t i = 0; (by = tsa_name(c, a, i)); i++) {
		if (but && str_eq(by, but))
			continue;
		e = by_one(c, a, in, out, by, not_before, r, why_r);
		if (!e)
			return OK;
		log_line("archive.failed", "tsa=%s error=%s why=%s", by, err_word(e), *why_r);
		if (e != RETRY)
			worst = e;
	}
	return worst;
}
