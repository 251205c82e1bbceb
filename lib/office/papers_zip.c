/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The evidence as one archive: what strangers need to check a contract with
 * sha256sum and openssl alone. Its README (xsl/paper/readme.xsl) says how; a test
 * does what it says. Nothing secret: no link, no code, no salt. */
#include "office/papers.h"

#include "core/ledger.h"
#include "office/press.h"
#include "office/vault.h"
#include "port/digest.h"
#include "port/view.h"
#include "port/zip.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/hex.h"
#include "base/str.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define TEXT_MAX ((size_t)16 << 20)

struct bundle {
	const struct conf *conf;
	struct arena *a;
	const struct contract *c;
	const char *lang;
	struct zip *zip;
	struct buf sums;     /* SHA256SUMS */
	struct buf versions; /* evidence/versions.txt */
	struct buf stamps;   /* evidence/stamps.txt: document time stamps */
	unsigned char (*seen)[SHA256_SIZE]; /* certificates that are in already */
	size_t n_seen, room;
};

static void sum(struct bundle *b, const unsigned char sha[SHA256_SIZE], const char *name)
{
	hex_add(&b->sums, sha, SHA256_SIZE);
	buf_printf(&b->sums, "  %s\n", name);
}

static enum err add(struct bundle *b, const char *name, struct bytes content)
{
	unsigned char sha[SHA256_SIZE];
	digest_sha256(content.p, content.n, sha);
	sum(b, sha, name);
	return zip_add(b->zip, name, content);
}

static enum err add_file(struct bundle *b, const char *name, int fd)
{
	unsigned char sha[SHA256_SIZE];
	enum err e = digest_file(fd, -1, sha);
	if (!e)
		e = zip_add_file(b->zip, name, fd);
	sum(b, sha, name);
	return e;
}

/* --- signatures -------------------------------------------------------------------- */

struct part {
	int64_t number, gap, gap_end, length, time, value_at, value_n, stamp;
	bool signature, stamp_of_all;
};

static int64_t number(struct bytes v)
{
	char s[24];
	int64_t n = 0;
	if (v.n >= sizeof s)
		return 0;
	memcpy(s, v.p, v.n);
	s[v.n] = 0;
	return str_to_int(s, 0, INT64_MAX, &n) ? 0 : n;
}

static bool is(struct bytes k, const char *word)
{
	return k.n == strlen(word) && !memcmp(k.p, word, k.n);
}

/* "AT LENGTH" */
static void read_value(struct bytes v, struct part *t)
{
	const unsigned char *blank = memchr(v.p, ' ', v.n);
	if (!blank)
		return;
	size_t n = (size_t)(blank - v.p);
	t->value_at = number((struct bytes){ v.p, n });
	t->value_n = number((struct bytes){ blank + 1, v.n - n - 1 });
}

static void version_line(struct bundle *b, size_t doc, const struct part *t)
{
	if (t->stamp_of_all)
		buf_printf(&b->stamps, "document-%zu v%03lld %lld %lld %lld %lld\n", doc,
			   (long long)t->number, (long long)t->gap, (long long)t->gap_end,
			   (long long)t->length, (long long)(t->stamp / SECOND));
	if (!t->signature)
		return;
	buf_printf(&b->versions, "document-%zu v%03lld %lld %lld %lld %lld %lld %lld %lld\n",
		   doc, (long long)t->number, (long long)t->gap, (long long)t->gap_end,
		   (long long)t->length, (long long)(t->time / SECOND), (long long)t->value_at,
		   (long long)t->value_n, (long long)(t->stamp / SECOND));
}

/* A certificate or revocation list, once, named by its own hash. */
static enum err add_once(struct bundle *b, struct bytes der, const char *folder, const char *end)
{
	unsigned char sha[SHA256_SIZE];
	char hex[2 * SHA256_SIZE + 1];
	digest_sha256(der.p, der.n, sha);
	for (size_t i = 0; i < b->n_seen; i++)
		if (!memcmp(b->seen[i], sha, SHA256_SIZE))
			return OK;
	if (b->n_seen == b->room) {
		void *more = arena_alloc_array(b->a, b->room ? 2 * b->room : 64, SHA256_SIZE);
		if (b->n_seen)
			memcpy(more, b->seen, b->n_seen * SHA256_SIZE);
		b->seen = more;
		b->room = b->room ? 2 * b->room : 64;
	}
	memcpy(b->seen[b->n_seen++], sha, SHA256_SIZE);
	hex_encode(sha, SHA256_SIZE, hex);
	return add(b, arena_printf(b->a, "evidence/%s/%.16s.%s", folder, hex, end), der);
}

static enum err take(struct bundle *b, size_t doc, struct part *t, struct bytes k, struct bytes v)
{
	const struct {
		const char *key;
		int64_t *to;
	} numbers[] = { { "gap", &t->gap },	  { "gap_end", &t->gap_end },
			{ "length", &t->length }, { "time", &t->time },
			{ "stamp", &t->stamp } };
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (is(k, numbers[i].key))
			*numbers[i].to = number(v);
	if (is(k, "kind")) {
		t->signature = is(v, "certify") || is(v, "sign") || is(v, "conclude");
		t->stamp_of_all = is(v, "dts");
	}
	if (is(k, "value"))
		read_value(v, t);
	if (is(k, "cert"))
		return add_once(b, v, "certificates", "cer");
	if (is(k, "crl"))
		return add_once(b, v, "revocation", "crl");
	if (is(k, "ocsp"))
		return add_once(b, v, "revocation", "ocsp");
	bool token = is(k, "token");
	if (!token && !is(k, "cms"))
		return OK;
	return add(b, arena_printf(b->a, "evidence/document-%zu-v%03lld.%s", doc,
				   (long long)t->number, token ? "tst" : "cms"), v);
}

static enum err signatures(struct bundle *b, size_t doc, int fd)
{
	struct msg m;
	struct bytes k, v;
	struct part t = { 0 };
	msg_init(&m, PRESS_PARTS);
	enum err e = press_parts(b->conf, fd, &m);
	for (size_t at = 0; !e && msg_next(&m, &at, &k, &v);) {
		if (is(k, "version")) {
			version_line(b, doc, &t);
			t = (struct part){ .number = number(v) };
		} else if (t.number) {
			e = take(b, doc, &t, k, v);
		}
	}
	version_line(b, doc, &t);
	msg_clear(&m);
	return e == DENIED ? BROKEN : e;
}

static enum err documents(struct bundle *b)
{
	enum err e = OK;
	for (size_t i = 0; !e && i < b->c->n_papers; i++) {
		int fd = -1;
		e = vault_open(b->conf, b->c->papers[i].revision, &fd);
		if (!e)
			e = add_file(b, arena_printf(b->a, "document-%zu.pdf", i + 1), fd);
		if (!e)
			e = signatures(b, i + 1, fd);
		if (fd >= 0)
			close(fd);
	}
	return e;
}

/* --- the rest --------------------------------------------------------------------- */

static enum err certificate(struct bundle *b)
{
	int fd = -1;
	enum err e = papers_certificate(b->conf, b->a, b->c, b->lang, &fd);
	if (!e)
		e = add_file(b, "certificate.pdf", fd);
	if (fd >= 0)
		close(fd);
	return e;
}

/* Every entry exactly as it is chained. */
static enum err history(struct bundle *b)
{
	struct event *ev;
	struct buf text;
	size_t n;
	buf_init(&text, TEXT_MAX);
	enum err e = ledger_events(b->conf, b->a, b->c, &ev, &n);
	for (size_t i = 0; !e && i < n; i++)
		event_format(&ev[i], &text);
	if (!e)
		e = text.over ? BROKEN : add(b, "history.txt", buf_bytes(&text));
	buf_clear(&text);
	return e;
}

static enum err roots(struct bundle *b, const char *path, const char *name)
{
	struct buf pem;
	buf_init(&pem, TEXT_MAX);
	enum err e = *path ? file_read(AT_FDCWD, path, &pem) : OK;
	if (e == MISSING)
		e = OK;
	if (!e)
		e = add(b, name, buf_bytes(&pem));
	buf_clear(&pem);
	return e;
}

/* Japanese, then English, in one file; the commands stand in both. */
static enum err readme(struct bundle *b)
{
	struct papers p = { b->conf, b->a, b->c, "ja", 0 };
	struct xdoc *d;
	struct buf text;
	enum err e = papers_model(&p, &d);
	if (e)
		return e;
	buf_init(&text, TEXT_MAX);
	e = view_paper("ja", "readme", d, &text);
	if (!e)
		e = view_paper("en", "readme", d, &text);
	xdoc_free(d);
	if (!e)
		e = add(b, "README.txt", buf_bytes(&text));
	buf_clear(&text);
	return e == MISSING ? BROKEN : e;
}

static enum err fill(struct bundle *b)
{
	enum err e = readme(b);
	if (!e)
		e = certificate(b);
	if (!e)
		e = documents(b);
	if (!e)
		e = history(b);
	if (!e)
		e = roots(b, b->conf->trust, "roots-signatures.pem");
	if (!e)
		e = roots(b, b->conf->tsa_trust, "roots-tsa.pem");
	if (!e)
		e = add(b, "evidence/versions.txt", buf_bytes(&b->versions));
	if (!e)
		e = add(b, "evidence/stamps.txt", buf_bytes(&b->stamps));
	if (!e)
		e = zip_add(b->zip, "SHA256SUMS", buf_bytes(&b->sums));
	return e;
}

enum err papers_zip(const struct conf *conf, struct arena *a, const struct contract *c,
		    const char *lang, int *fd_r)
{
	struct bundle b = { .conf = conf, .a = a, .c = c, .lang = lang };
	if (c->state != CONTRACT_CONCLUDED)
		return MISSING;
	enum err e = vault_scratch(conf, fd_r);
	if (e)
		return e;
	buf_init(&b.sums, TEXT_MAX);
	buf_init(&b.versions, TEXT_MAX);
	buf_init(&b.stamps, TEXT_MAX);
	b.zip = zip_new(*fd_r, c->concluded);
	e = fill(&b);
	enum err closed = zip_close(b.zip);
	e = e ? e : closed;
	buf_clear(&b.sums);
	buf_clear(&b.versions);
	buf_clear(&b.stamps);
	if (e)
		close(*fd_r);
	return e;
}
