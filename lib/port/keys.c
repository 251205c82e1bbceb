/* SPDX-License-Identifier: AGPL-3.0-or-later
 * libcrypto's X.509 and PKCS#12. Knows no file and no signature format. */
#include "port/keys.h"

#include "base/clock.h"
#include "base/rand.h"
#include "base/str.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define BITS 3072

void keys_pair_init(struct keys_pair *p)
{
	buf_init(&p->key, KEYS_FILE);
	buf_init(&p->cert, KEYS_FILE);
	buf_init(&p->chain, KEYS_FILE);
}

void keys_pair_wipe(struct keys_pair *p)
{
	buf_wipe(&p->key);
	buf_wipe(&p->cert);
	buf_wipe(&p->chain);
}

static void start(void)
{
	OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
	ERR_clear_error();
}

/* Moves what a memory BIO holds into out; frees the BIO. */
static bool drain(BIO *bio, bool good, struct buf *out)
{
	char *p;
	long n = bio ? BIO_get_mem_data(bio, &p) : 0;
	if (good && n > 0)
		buf_add(out, p, (size_t)n);
	if (n > 0)
		OPENSSL_cleanse(p, (size_t)n);
	BIO_free(bio);
	return good && n > 0 && !out->over;
}

/* RSAPrivateKey, not PKCS#8: the signer reads it without a decoder. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
static bool put_key(EVP_PKEY *k, struct buf *out)
{
	unsigned char *der = NULL;
	const RSA *rsa = EVP_PKEY_get0_RSA(k);
	int n = rsa ? i2d_RSAPrivateKey(rsa, &der) : 0;
	if (n > 0)
		buf_add(out, der, (size_t)n);
	OPENSSL_clear_free(der, n > 0 ? (size_t)n : 0);
	return n > 0 && !out->over;
}
#pragma GCC diagnostic pop

static EVP_PKEY *get_key(struct bytes b)
{
	const unsigned char *p = b.p;
	EVP_PKEY *k = b.n ? d2i_PrivateKey(EVP_PKEY_RSA, NULL, &p, (long)b.n) : NULL;
	if (k && p != b.p + b.n) {
		EVP_PKEY_free(k);
		k = NULL;
	}
	return k;
}

static bool put_cert(X509 *x, struct buf *out)
{
	unsigned char *der = NULL;
	int n = i2d_X509(x, &der);
	if (n > 0)
		buf_add(out, der, (size_t)n);
	OPENSSL_free(der);
	return n > 0 && !out->over;
}

static X509_NAME *make_name(const char *name, const char *country, const char *suffix)
{
	char full[300];
	X509_NAME *n = X509_NAME_new();
	size_t chars = name ? str_chars(name) : 0;
	bool good = n && chars >= 1 && chars <= 64 && str_is_xml_text(name, strlen(name)) &&
		    strlen(country) == 2;
	snprintf(full, sizeof full, "%s%s", good ? name : "", suffix);
	const char *const rows[][2] = { { "C", country }, { "O", name }, { "CN", full } };
	for (int i = 0; good && i < 3; i++)
		good = X509_NAME_add_entry_by_txt(n, rows[i][0], i ? MBSTRING_UTF8 : MBSTRING_ASC,
						  (const unsigned char *)rows[i][1], -1, -1, 0) == 1;
	if (!good) {
		X509_NAME_free(n);
		return NULL;
	}
	return n;
}

enum err keys_new(struct buf *key)
{
	start();
	EVP_PKEY *k = EVP_RSA_gen(BITS);
	bool good = k && put_key(k, key);
	EVP_PKEY_free(k);
	return good ? OK : BROKEN;
}

enum err keys_request(struct bytes key, const char *name, const char *country, struct buf *pem)
{
	start();
	EVP_PKEY *k = get_key(key);
	X509_NAME *n = make_name(name, country, "");
	X509_REQ *req = X509_REQ_new();
	BIO *bio = BIO_new(BIO_s_mem());
	enum err e = !n ? INVALID : !k || !req || !bio ? BROKEN : OK;
	bool good = !e && X509_REQ_set_version(req, X509_REQ_VERSION_1) &&
		    X509_REQ_set_subject_name(req, n) && X509_REQ_set_pubkey(req, k) &&
		    X509_REQ_sign(req, k, EVP_sha256()) > 0 && PEM_write_bio_X509_REQ(bio, req);
	if (!drain(bio, good, pem) && !e)
		e = BROKEN;
	X509_REQ_free(req);
	X509_NAME_free(n);
	EVP_PKEY_free(k);
	return e;
}

/* --- import ---------------------------------------------------------------- */

static X509 *issuer_of(X509 *x, STACK_OF(X509) *from)
{
	for (int i = 0; i < sk_X509_num(from); i++) {
		X509 *c = sk_X509_value(from, i);
		if (c != x && X509_check_issued(c, x) == X509_V_OK)
			return c;
	}
	return NULL;
}

/* The certificates above x in order, roots left out. */
static bool put_chain(X509 *x, STACK_OF(X509) *from, struct buf *out)
{
	for (int depth = 0; depth < 8; depth++) {
		x = issuer_of(x, from);
		if (!x || X509_self_signed(x, 0) == 1)
			return true;
		if (!put_cert(x, out))
			return false;
	}
	return false;
}

enum err keys_import_p12(struct bytes p12, const char *password, struct keys_pair *p,
			 const char **why_r)
{
	start();
	const unsigned char *at = p12.p;
	EVP_PKEY *k = NULL;
	X509 *x = NULL;
	STACK_OF(X509) *ca = NULL;
	PKCS12 *f = p12.n && p12.n <= KEYS_FILE ? d2i_PKCS12(NULL, &at, (long)p12.n) : NULL;
	*why_r = "";
	if (!f)
		*why_r = "this is not a PKCS#12 file";
	else if (!PKCS12_verify_mac(f, password, -1))
		*why_r = "the password is wrong";
	else if (!PKCS12_parse(f, password, &k, &x, &ca))
		*why_r = "the PKCS#12 file cannot be opened (an old cipher? export it again with AES)";
	else if (!k || !x)
		*why_r = "there is no key with its certificate in the file";
	else if (EVP_PKEY_get_base_id(k) != EVP_PKEY_RSA)
		*why_r = "the key is not an RSA key";
	bool good = !**why_r && put_key(k, &p->key) && put_cert(x, &p->cert) &&
		    put_chain(x, ca, &p->chain);
	if (!good && !**why_r)
		*why_r = "the certificates cannot be used";
	sk_X509_pop_free(ca, X509_free);
	X509_free(x);
	EVP_PKEY_free(k);
	PKCS12_free(f);
	ERR_clear_error();
	return good ? OK : INVALID;
}

enum err keys_import_pem(struct bytes key, struct bytes pem, struct keys_pair *p,
			 const char **why_r)
{
	start();
	EVP_PKEY *k = get_key(key);
	STACK_OF(X509) *all = sk_X509_new_null();
	BIO *bio = pem.n && pem.n <= KEYS_FILE ? BIO_new_mem_buf(pem.p, (int)pem.n) : NULL;
	X509 *x, *own = NULL;
	while (bio && all && sk_X509_num(all) < 16 && (x = PEM_read_bio_X509(bio, NULL, NULL, NULL))) {
		if (k && X509_check_private_key(x, k) == 1)
			own = x;
		sk_X509_push(all, x);
	}
	*why_r = !k	? "the waiting key cannot be read"
		 : !own ? "none of the certificates belongs to the waiting key"
			: "";
	bool good = own && put_cert(own, &p->cert) && put_chain(own, all, &p->chain);
	if (good)
		buf_add(&p->key, key.p, key.n);
	BIO_free(bio);
	sk_X509_pop_free(all, X509_free);
	EVP_PKEY_free(k);
	ERR_clear_error();
	return good ? OK : INVALID;
}

/* --- check ------------------------------------------------------------------- */

static int64_t instant(const ASN1_TIME *t)
{
	struct tm tm;
	if (!ASN1_TIME_to_tm(t, &tm))
		return 0;
	time_t s = timegm(&tm);
	return s >= INT64_MAX / SECOND ? INT64_MAX : (int64_t)s * SECOND;
}

static void spell(const X509_NAME *n, char *out, size_t size)
{
	BIO *bio = BIO_new(BIO_s_mem());
	out[0] = 0;
	if (bio && X509_NAME_print_ex(bio, n, 0, XN_FLAG_RFC2253 & ~(unsigned)ASN1_STRFLGS_ESC_MSB) >= 0) {
		int got = BIO_read(bio, out, (int)size - 1);
		out[got > 0 ? got : 0] = 0;
	}
	BIO_free(bio);
}

static void report(X509 *x, EVP_PKEY *k, struct keys_report *r)
{
	unsigned char *der = NULL;
	r->bits = k ? EVP_PKEY_get_bits(k) : 0;
	r->not_before = instant(X509_get0_notBefore(x));
	r->not_after = instant(X509_get0_notAfter(x));
	spell(X509_get_subject_name(x), r->subject, sizeof r->subject);
	spell(X509_get_issuer_name(x), r->issuer, sizeof r->issuer);
	int n = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(x), &der);
	if (n > 0)
		SHA256(der, (size_t)n, r->print);
	OPENSSL_free(der);
}

static const char *judge(X509 *x, EVP_PKEY *k, int64_t now, const struct keys_report *r)
{
	uint32_t flags = X509_get_extension_flags(x), use = X509_get_key_usage(x);
	if (!k || X509_check_private_key(x, k) != 1)
		return "key and certificate do not belong together";
	if (EVP_PKEY_get_base_id(k) != EVP_PKEY_RSA || r->bits < 2048 || r->bits > 8192)
		return "the key is not RSA of 2048 to 8192 bits";
	if (now < r->not_before)
		return "the certificate is not valid yet";
	if (now > r->not_after)
		return "the certificate has expired";
	if (flags & EXFLAG_CA)
		return "the certificate is one of a certification authority";
	if ((flags & EXFLAG_KUSAGE) && !(use & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)))
		return "the certificate's key usage does not allow signatures";
	if ((flags & EXFLAG_XKUSAGE) && X509_get_extended_key_usage(x) == XKU_TIMESTAMP)
		return "the certificate is for time stamps only";
	return NULL;
}

static const char *judge_chain(X509 *x, struct bytes chain, int64_t now)
{
	const char *why = NULL;
	X509 *below = NULL;
	X509_up_ref(x);
	for (below = x; !why && chain.n;) {
		const unsigned char *p = chain.p;
		X509 *c = d2i_X509(NULL, &p, (long)chain.n);
		if (!c || X509_check_issued(c, below) != X509_V_OK ||
		    X509_verify(below, X509_get0_pubkey(c)) != 1)
			why = "the chain of certificates is not in order";
		else if (instant(X509_get0_notAfter(c)) < now)
			why = "a certificate of the chain has expired";
		chain.n -= c ? (size_t)(p - chain.p) : chain.n;
		chain.p = p;
		if (c) {
			X509_free(below);
			below = c;
		}
	}
	X509_free(below);
	return why;
}

enum err keys_check(const struct keys_pair *p, int64_t now, struct keys_report *r,
		    const char **why_r)
{
	start();
	const unsigned char *at = p->cert.p;
	X509 *x = p->cert.n ? d2i_X509(NULL, &at, (long)p->cert.n) : NULL;
	EVP_PKEY *k = get_key(buf_bytes(&p->key));
	memset(r, 0, sizeof *r);
	*why_r = "there is no certificate";
	if (x) {
		report(x, k, r);
		*why_r = judge(x, k, now, r);
		if (!*why_r)
			*why_r = judge_chain(x, buf_bytes(&p->chain), now);
	}
	X509_free(x);
	EVP_PKEY_free(k);
	ERR_clear_error();
	if (*why_r)
		return INVALID;
	*why_r = "";
	return OK;
}

/* --- roots ------------------------------------------------------------------- */

static X509_STORE *store_of(struct bytes pem)
{
	X509_STORE *store = X509_STORE_new();
	BIO *bio = pem.n ? BIO_new_mem_buf(pem.p, (int)pem.n) : NULL;
	X509 *x;
	while (store && bio && (x = PEM_read_bio_X509(bio, NULL, NULL, NULL))) {
		X509_STORE_add_cert(store, x);
		X509_free(x);
	}
	BIO_free(bio);
	return store;
}

bool keys_trusted(struct bytes cert, struct bytes chain, struct bytes pem)
{
	start();
	const unsigned char *p = cert.p;
	X509 *x = cert.n ? d2i_X509(NULL, &p, (long)cert.n) : NULL, *above;
	STACK_OF(X509) *others = sk_X509_new_null();
	for (p = chain.p; others && p && p < chain.p + chain.n &&
			  (above = d2i_X509(NULL, &p, (long)(chain.p + chain.n - p)));)
		sk_X509_push(others, above);
	X509_STORE *store = store_of(pem);
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	bool good = x && others && store && ctx && X509_STORE_CTX_init(ctx, store, x, others) == 1;
	if (good) {
		X509_STORE_CTX_set_flags(ctx, X509_V_FLAG_NO_CHECK_TIME);
		good = X509_verify_cert(ctx) == 1;
	}
	X509_STORE_CTX_free(ctx);
	X509_STORE_free(store);
	sk_X509_pop_free(others, X509_free);
	X509_free(x);
	ERR_clear_error();
	return good;
}
