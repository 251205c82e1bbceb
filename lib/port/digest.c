/* SPDX-License-Identifier: AGPL-3.0-or-later
 * libcrypto's digests. No keys of certificates here: that is cms_sign. */
#include "port/digest.h"

#include "base/log.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <string.h>
#include <unistd.h>

struct digest {
	SHA256_CTX c;
};

static void need(int ok, const char *what)
{
	if (!ok)
		log_die("crypto.broken", "what=%s", what);
}

static void start(void)
{
	static int done;
	if (!done)
		need(OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL), "init");
	done = 1;
}

/* The low-level SHA256_* calls are deprecated in OpenSSL 3 but start 1 ms
 * faster than a provider fetch, which matters for plain CGI. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

struct digest *digest_new(void)
{
	struct digest *d = OPENSSL_zalloc(sizeof *d);
	need(d && SHA256_Init(&d->c), "sha256");
	return d;
}

void digest_add(struct digest *d, const void *p, size_t n)
{
	need(SHA256_Update(&d->c, p, n), "sha256");
}

void digest_get(const struct digest *d, unsigned char out[SHA256_SIZE])
{
	SHA256_CTX c = d->c;
	need(SHA256_Final(out, &c), "sha256");
}

struct digest *digest_copy(const struct digest *d)
{
	struct digest *c = OPENSSL_zalloc(sizeof *c);
	need(c != NULL, "sha256");
	*c = *d;
	return c;
}

void digest_free(struct digest *d)
{
	OPENSSL_free(d);
}
#pragma GCC diagnostic pop

void digest_sha256(const void *p, size_t n, unsigned char out[SHA256_SIZE])
{
	struct digest *d = digest_new();
	digest_add(d, p, n);
	digest_get(d, out);
	digest_free(d);
}

enum err digest_file(int fd, int64_t n, unsigned char out[SHA256_SIZE])
{
	unsigned char chunk[65536];
	struct digest *d = digest_new();
	int64_t at = 0;
	enum err e = OK;
	while (n < 0 || at < n) {
		size_t want = n >= 0 && n - at < (int64_t)sizeof chunk ? (size_t)(n - at)
								       : sizeof chunk;
		ssize_t got = pread(fd, chunk, want, (off_t)at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 || (!got && n >= 0))
			e = BROKEN;
		if (got <= 0)
			break;
		digest_add(d, chunk, (size_t)got);
		at += got;
	}
	digest_get(d, out);
	digest_free(d);
	return e;
}

void digest_hmac(struct bytes key, struct bytes data, unsigned char out[SHA256_SIZE])
{
	/* RFC 2104 over our own SHA-256: HMAC() would fetch a provider. */
	unsigned char k[64] = { 0 }, pad[64];
	if (key.n > sizeof k)
		digest_sha256(key.p, key.n, k);
	else if (key.n)
		memcpy(k, key.p, key.n);
	for (unsigned round = 0; round < 2; round++) {
		for (size_t i = 0; i < sizeof pad; i++)
			pad[i] = k[i] ^ (round ? 0x5C : 0x36);
		struct digest *d = digest_new();
		digest_add(d, pad, sizeof pad);
		digest_add(d, round ? out : data.p, round ? SHA256_SIZE : data.n);
		digest_get(d, out);
		digest_free(d);
	}
	OPENSSL_cleanse(k, sizeof k);
	OPENSSL_cleanse(pad, sizeof pad);
}

void digest_hkdf(struct bytes secret, const char *label, void *out, size_t n)
{
	/* RFC 5869 §2: extract with an empty salt, expand with info = label. */
	static const unsigned char no_salt[SHA256_SIZE];
	unsigned char prk[SHA256_SIZE], t[SHA256_SIZE], *o = out;
	digest_hmac((struct bytes){ no_salt, sizeof no_salt }, secret, prk);
	struct buf b;
	buf_init(&b, 1024);
	for (unsigned char i = 1; n; i++) {
		size_t take = n < sizeof t ? n : sizeof t;
		buf_str(&b, label);
		buf_byte(&b, i);
		need(!b.over && i < 255, "hkdf");
		digest_hmac((struct bytes){ prk, sizeof prk }, buf_bytes(&b), t);
		memcpy(o, t, take);
		o += take;
		n -= take;
		buf_clear(&b);
		buf_add(&b, t, sizeof t);
	}
	buf_wipe(&b);
	OPENSSL_cleanse(prk, sizeof prk);
	OPENSSL_cleanse(t, sizeof t);
}

void digest_scrypt(struct bytes password, struct bytes salt, unsigned char out[SHA256_SIZE])
{
	start();
	need(EVP_PBE_scrypt((const char *)password.p, password.n, salt.p, salt.n, 1u << 15, 8, 1,
			    (uint64_t)64 << 20, out, SHA256_SIZE),
	     "scrypt");
}
