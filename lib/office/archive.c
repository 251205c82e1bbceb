/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows the order contents – revocation – dss – dts – stamp – fill. */
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
#define RESERVE_TOKEN 12288      /* bytes of a document time stamp's token */
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
 * later must not stop it). */
static void signers(const struct msg *contents, struct msg *to)
{
	struct bytes k, v, last = { NULL, 0 };
	for (size_t at = 0; msg_next(contents, &at, &k, &v);)
		if (k.n == 5 && !memcmp(k.p, "token", 5))
			last = v;
	if (last.n)
		msg_put(to, "token", last.p, last.n);
	else
		carry(contents, "cms", to);
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
static enum err collect(const struct conf *c, struct arena *a, int in, struct msg *dss,
			const char **why_r)
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
	signers(&m, &more);
	msg_puti(&more, "wait_ms", NETWORK_MS);
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

/* Revocation data into `out`; the file as it is when nothing was new. */
static enum err add_dss(const struct conf *c, struct arena *a, int in, int out, const char **why_r)
{
	struct msg q, m;
	msg_init(&q, BLOBS);
	msg_init(&m, 4096);
	msg_puts(&q, "op", "dss");
	enum err e = collect(c, a, in, &q, why_r);
	if (!e)
		e = ask(c, a, "compose", in, out, &q, &m, why_r);
	if (e == CONFLICT)
		e = file_copy(in, out, file_size(in));
	msg_clear(&q);
	msg_clear(&m);
	return e;
}

enum err archive_stamp_hash(const struct conf *c, struct arena *a, const unsigned char hash[32],
			    struct buf *token, struct archive *r, const char **why_r)
{
	struct msg q, m;
	struct bytes der;
	int pem = open(c->tsa_trust, O_RDONLY | O_CLOEXEC);
	*why_r = "no_roots";
	if (pem < 0)
		return BROKEN;
	msg_init(&q, 16384);
	msg_init(&m, (size_t)1 << 20);
	msg_puts(&q, "op", "doc");
	msg_put(&q, "digest", hash, 32);
	for (const char *const *u = c->tsa; *u; u++)
		msg_puts(&q, "url", *u);
	msg_puti(&q, "wait_ms", NETWORK_MS);
	enum err e = ask(c, a, "stamp", pem, -1, &q, &m, why_r);
	close(pem);
	if (!e && (msg_get(&m, "token", &der) || !der.n ||
		   msg_geti(&m, "gentime", 1, INT64_MAX, &r->stamped) ||
		   msg_geti(&m, "not_after", 1, INT64_MAX, &r->stamp_end)))
		e = BROKEN;
	if (!e)
		buf_add(token, der.p, der.n);
	msg_clear(&q);
	msg_clear(&m);
	return e;
}

/* The document time stamp: gap, token, into `out`. */
static enum err add_dts(const struct conf *c, struct arena *a, int in, int out, struct archive *r,
			const char **why_r)
{
	struct msg q, m;
	struct bytes digest = { NULL, 0 };
	struct candidate k = { .reserve = RESERVE_TOKEN };
	struct buf token;
	int gap = -1;
	int64_t length;
	unsigned char hash[32];
	msg_init(&q, 1024);
	msg_init(&m, 4096);
	buf_init(&token, RESERVE_TOKEN);
	msg_puts(&q, "op", "dts");
	msg_puti(&q, "reserve", RESERVE_TOKEN);
	enum err e = vault_scratch(c, &gap);
	if (!e)
		e = ask(c, a, "compose", in, gap, &q, &m, why_r);
	if (!e && (msg_geti(&m, "gap_off", 1, INT32_MAX, &k.gap_off) ||
		   msg_get(&m, "digest", &digest) || digest.n != 32))
		e = BROKEN;
	if (!e) {
		memcpy(hash, digest.p, 32);
		e = archive_stamp_hash(c, a, hash, &token, r, why_r);
	}
	if (!e)
		e = compose_fill(c, gap, out, &k, buf_bytes(&token), &length);
	if (gap >= 0)
		close(gap);
	buf_clear(&token);
	msg_clear(&q);
	msg_clear(&m);
	return e;
}

enum err archive_stamp(const struct conf *conf, struct arena *a, int in, int out,
		       struct archive *r, const char **why_r)
{
	int dss = -1;
	*why_r = "";
	enum err e = vault_scratch(conf, &dss);
	if (!e)
		e = add_dss(conf, a, in, dss, why_r);
	if (!e)
		e = add_dts(conf, a, dss, out, r, why_r);
	if (dss >= 0)
		close(dss);
	return e;
}
