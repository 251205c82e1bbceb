/* SPDX-License-Identifier: AGPL-3.0-or-later
 * libcrypto's CMS with a key. OpenSSL 3.0 always adds a signing-time when it
 * signs by itself, so the attributes are signed here (RFC 5652 §5.4). Knows no
 * PDF, no act and no file. */
#include "port/cms_sign.h"

#include "base/clock.h"

#include <openssl/cms.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>

struct cms_key {
	EVP_PKEY *key;
	X509 *cert;
	STACK_OF(X509) *chain;
	size_t room;
};

/* A pointer over exactly n bytes: nothing may follow. */
static X509 *read_cert(struct bytes *b)
{
	const unsigned char *p = b->p;
	X509 *x = b->n && b->n < 65536 ? d2i_X509(NULL, &p, (long)b->n) : NULL;
	if (x) {
		b->n -= (size_t)(p - b->p);
		b->p = p;
	}
	return x;
}

/* The old RSA calls spare a provider's decoder: 1 ms of every signature. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
static EVP_PKEY *read_key(struct bytes b)
{
	const unsigned char *p = b.p;
	RSA *rsa = b.n && b.n < 65536 ? d2i_RSAPrivateKey(NULL, &p, (long)b.n) : NULL;
	EVP_PKEY *key = rsa && p == b.p + b.n ? EVP_PKEY_new() : NULL;
	if (!key || !EVP_PKEY_assign_RSA(key, rsa)) {
		RSA_free(rsa);
		EVP_PKEY_free(key);
		return NULL;
	}
	return key;
}
#pragma GCC diagnostic pop

static bool usage_ok(X509 *x)
{
	uint32_t flags = X509_get_extension_flags(x), use = X509_get_key_usage(x);
	return !(flags & EXFLAG_CA) && !(flags & EXFLAG_INVALID) &&
	       (!(flags & EXFLAG_KUSAGE) || (use & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)));
}

static bool read_chain(struct cms_key *k, struct bytes chain)
{
	k->chain = sk_X509_new_null();
	while (k->chain && chain.n) {
		X509 *x = sk_X509_num(k->chain) < 8 ? read_cert(&chain) : NULL;
		if (!x || !sk_X509_push(k->chain, x)) {
			X509_free(x);
			return false;
		}
	}
	return k->chain != NULL;
}

enum err cms_key_load(struct bytes key, struct bytes cert, struct bytes chain,
		      struct cms_key **k_r, const char **why_r)
{
	struct cms_key *k = calloc(1, sizeof *k);
	*k_r = NULL;
	*why_r = "key_bad";
	if (!k || !OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL)) {
		free(k);
		return BROKEN;
	}
	k->room = cert.n + chain.n + 1024;
	k->key = read_key(key);
	k->cert = read_cert(&cert);
	bool good = k->key && k->cert && !cert.n && read_chain(k, chain);
	int bits = good ? EVP_PKEY_get_bits(k->key) : 0;
	good = good && bits >= 2048 && bits <= 8192 && X509_check_private_key(k->cert, k->key) == 1;
	k->room += (size_t)bits / 8;
	if (good && !usage_ok(k->cert)) {
		*why_r = "key_usage";
		good = false;
	}
	ERR_clear_error();
	if (!good) {
		cms_key_free(k);
		return INVALID;
	}
	*why_r = "";
	*k_r = k;
	return OK;
}

void cms_key_free(struct cms_key *k)
{
	if (!k)
		return;
	EVP_PKEY_free(k->key);
	X509_free(k->cert);
	sk_X509_pop_free(k->chain, X509_free);
	free(k);
}

static void sha256(const void *p, size_t n, unsigned char out[32])
{
	SHA256(p, n, out);
}

void cms_key_print(const struct cms_key *k, unsigned char out[32])
{
	unsigned char *der = NULL;
	int n = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(k->cert), &der);
	sha256(der, n > 0 ? (size_t)n : 0, out);
	OPENSSL_free(der);
}

static int64_t instant(const ASN1_TIME *t)
{
	struct tm tm;
	if (!ASN1_TIME_to_tm(t, &tm))
		return 0;
	time_t s = timegm(&tm);
	/* beyond 2262 an int64_t of nanoseconds ends */
	return s >= INT64_MAX / SECOND ? INT64_MAX : (int64_t)s * SECOND;
}

bool cms_key_valid(const struct cms_key *k, int64_t t, int64_t *end_r)
{
	int64_t from = instant(X509_get0_notBefore(k->cert));
	*end_r = instant(X509_get0_notAfter(k->cert));
	return t >= from && t <= *end_r;
}

size_t cms_key_room(const struct cms_key *k)
{
	return k->room;
}

struct der {
	unsigned char *p;
	int n;
};

static int der_order(const void *a, const void *b)
{
	const struct der *x = a, *y = b;
	int n = x->n < y->n ? x->n : y->n, c = memcmp(x->p, y->p, (size_t)n);
	return c ? c : x->n - y->n;
}

#define ATTRIBUTES 3

/* DER of the signed attributes as a SET OF (X.690 §11.6): what gets signed. */
static bool attributes(CMS_SignerInfo *si, struct buf *out)
{
	struct der a[ATTRIBUTES] = { { 0 } };
	size_t total = 0;
	bool good = CMS_signed_get_attr_count(si) == ATTRIBUTES;
	for (int i = 0; good && i < ATTRIBUTES; i++) {
		a[i].n = i2d_X509_ATTRIBUTE(CMS_signed_get_attr(si, i), &a[i].p);
		good = a[i].n > 0;
		total += good ? (size_t)a[i].n : 0;
	}
	if (good && total < 65536) {
		qsort(a, ATTRIBUTES, sizeof *a, der_order);
		buf_byte(out, 0x31);
		if (total >= 256)
			buf_byte(out, 0x82);
		else if (total >= 128)
			buf_byte(out, 0x81);
		if (total >= 256)
			buf_byte(out, (unsigned char)(total >> 8));
		buf_byte(out, (unsigned char)total);
		for (int i = 0; i < ATTRIBUTES; i++)
			buf_add(out, a[i].p, (size_t)a[i].n);
	}
	for (int i = 0; i < ATTRIBUTES; i++)
		OPENSSL_free(a[i].p);
	return good && total < 65536 && !out->over;
}

/* Signs the attributes and puts the value where libcrypto would have. */
static bool sign_attributes(const struct cms_key *k, CMS_SignerInfo *si)
{
	struct buf set;
	X509_ALGOR *how;
	unsigned char value[1024];
	size_t n = sizeof value;
	buf_init(&set, 65536);
	EVP_MD_CTX *c = EVP_MD_CTX_new();
	bool good = c && attributes(si, &set) &&
		    EVP_DigestSignInit(c, NULL, EVP_sha256(), NULL, k->key) == 1 &&
		    EVP_DigestSign(c, value, &n, set.p, set.n) == 1;
	CMS_SignerInfo_get0_algs(si, NULL, NULL, NULL, &how);
	good = good && ASN1_STRING_set(CMS_SignerInfo_get0_signature(si), value, (int)n) &&
	       X509_ALGOR_set0(how, OBJ_nid2obj(NID_rsaEncryption), V_ASN1_NULL, NULL);
	EVP_MD_CTX_free(c);
	buf_clear(&set);
	return good;
}

static bool add_attributes(CMS_SignerInfo *si, const unsigned char digest[32])
{
	return CMS_signed_add1_attr_by_NID(si, NID_pkcs9_contentType, V_ASN1_OBJECT,
					   OBJ_nid2obj(NID_pkcs7_data), -1) == 1 &&
	       CMS_signed_add1_attr_by_NID(si, NID_pkcs9_messageDigest, V_ASN1_OCTET_STRING, digest,
					   32) == 1;
}

/* SigningCertificateV2 (RFC 5035 §3) must name this certificate by SHA-256. */
static bool names_cert(CMS_SignerInfo *si, X509 *cert)
{
	unsigned char *der = NULL, print[32];
	const ASN1_OBJECT *id = OBJ_nid2obj(NID_id_smime_aa_signingCertificateV2);
	ASN1_STRING *v = CMS_signed_get0_data_by_OBJ(si, id, -3, V_ASN1_SEQUENCE);
	int n = i2d_X509(cert, &der);
	sha256(der, n > 0 ? (size_t)n : 0, print);
	OPENSSL_free(der);
	return n > 0 && v && memmem(ASN1_STRING_get0_data(v), (size_t)ASN1_STRING_length(v), print, 32);
}

/* What a stranger will see: one signer, our certificate, our digest, no more. */
static bool check(const struct cms_key *k, const unsigned char digest[32], struct bytes der)
{
	const unsigned char *p = der.p;
	CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &p, (long)der.n);
	STACK_OF(CMS_SignerInfo) *all = cms ? CMS_get0_SignerInfos(cms) : NULL;
	CMS_SignerInfo *si = sk_CMS_SignerInfo_num(all) == 1 ? sk_CMS_SignerInfo_value(all, 0) : NULL;
	bool good = si && p == der.p + der.n && CMS_signed_get_attr_count(si) == ATTRIBUTES;
	if (good) {
		CMS_SignerInfo_set1_signer_cert(si, k->cert);
		ASN1_OCTET_STRING *d = CMS_signed_get0_data_by_OBJ(
			si, OBJ_nid2obj(NID_pkcs9_messageDigest), -3, V_ASN1_OCTET_STRING);
		good = CMS_SignerInfo_cert_cmp(si, k->cert) == 0 && d &&
		       ASN1_STRING_length(d) == 32 &&
		       !memcmp(ASN1_STRING_get0_data(d), digest, 32) && names_cert(si, k->cert) &&
		       CMS_SignerInfo_verify(si) == 1;
	}
	CMS_ContentInfo_free(cms);
	return good;
}

enum err cms_sign(const struct cms_key *k, const unsigned char digest[32], struct buf *out)
{
	unsigned flags = CMS_DETACHED | CMS_BINARY | CMS_PARTIAL;
	unsigned char *der = NULL;
	int n = 0;
	CMS_ContentInfo *cms = CMS_sign(NULL, NULL, k->chain, NULL, flags);
	CMS_SignerInfo *si = !cms ? NULL
				  : CMS_add1_signer(cms, k->cert, k->key, EVP_sha256(),
						    flags | CMS_CADES | CMS_NOSMIMECAP);
	if (si && add_attributes(si, digest) && sign_attributes(k, si))
		n = i2d_CMS_ContentInfo(cms, &der);
	bool good = n > 0 && (size_t)n <= k->room &&
		    check(k, digest, (struct bytes){ der, (size_t)n });
	if (good)
		buf_add(out, der, (size_t)n);
	OPENSSL_free(der);
	CMS_ContentInfo_free(cms);
	ERR_clear_error();
	return good && !out->over ? OK : BROKEN;
}
