/* SPDX-License-Identifier: AGPL-3.0-or-later
 * libcrypto's certificate making. Knows no file. */
#include "port/demo_ca.h"

#include "base/str.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define BITS 3072
#define FILE_MAX (1 << 20)
#define NAME_MAX_CHARS 64 /* X.520 ub-common-name */

void demo_ca_init(struct demo_ca *d)
{
	struct buf *all[] = { &d->root,	    &d->root_key, &d->tsa,	&d->tsa_key,   &d->ocsp,
			      &d->ocsp_key, &d->crl,	  &d->sign_key, &d->sign_cert, &d->index };
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		buf_init(all[i], FILE_MAX);
}

void demo_ca_wipe(struct demo_ca *d)
{
	struct buf *all[] = { &d->root,	    &d->root_key, &d->tsa,	&d->tsa_key,   &d->ocsp,
			      &d->ocsp_key, &d->crl,	  &d->sign_key, &d->sign_cert, &d->index };
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		buf_wipe(all[i]);
}

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

static bool put_pem(X509 *x, EVP_PKEY *k, struct buf *cert, struct buf *key)
{
	BIO *c = BIO_new(BIO_s_mem()), *p = BIO_new(BIO_s_mem());
	bool good = drain(c, c && PEM_write_bio_X509(c, x), cert);
	return drain(p, p && PEM_write_bio_PrivateKey(p, k, NULL, NULL, 0, NULL, NULL), key) && good;
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
static bool put_der(X509 *x, EVP_PKEY *k, struct buf *cert, struct buf *key)
{
	unsigned char *c = NULL, *p = NULL;
	const RSA *rsa = EVP_PKEY_get0_RSA(k);
	int n = i2d_X509(x, &c), m = rsa ? i2d_RSAPrivateKey(rsa, &p) : 0;
	if (n > 0)
		buf_add(cert, c, (size_t)n);
	if (m > 0)
		buf_add(key, p, (size_t)m);
	OPENSSL_free(c);
	OPENSSL_clear_free(p, m > 0 ? (size_t)m : 0);
	return n > 0 && m > 0;
}
#pragma GCC diagnostic pop

struct kind {
	const char *suffix; /* of CN */
	int days;
	const char *basic, *usage, *extended;
	bool unchecked; /* an OCSP responder of which no news is to be had */
};
static const struct kind root = { " Demo Root CA", 3652, "critical,CA:TRUE",
				  "critical,keyCertSign,cRLSign", NULL, false };
static const struct kind signer = { "", 730, "critical,CA:FALSE",
				    "critical,digitalSignature,nonRepudiation", NULL, false };
static const struct kind stamper = { " Demo TSA", 1826, "critical,CA:FALSE",
				     "critical,digitalSignature", "critical,timeStamping", false };
static const struct kind responder = { " Demo OCSP", 1826, "critical,CA:FALSE",
				       "critical,digitalSignature", "OCSPSigning", true };

/* Addresses in the certificates; NULL = none. */
struct places {
	const char *crl, *ocsp;
};

static bool add_ext(X509V3_CTX *c, X509 *x, int nid, const char *value)
{
	X509_EXTENSION *e = value ? X509V3_EXT_conf_nid(NULL, c, nid, value) : NULL;
	bool good = !value || (e && X509_add_ext(x, e, -1));
	X509_EXTENSION_free(e);
	return good;
}

static bool set_name(X509 *x, const char *name, const char *suffix)
{
	char cn[4 * NAME_MAX_CHARS + 32];
	X509_NAME *n = X509_get_subject_name(x);
	/* The suffix must not push a long name over the limit of CN. */
	bool fits = str_chars(name) + strlen(suffix) <= NAME_MAX_CHARS;
	snprintf(cn, sizeof cn, "%s%s", fits ? name : "Teiketsu", suffix);
	const char *const rows[][2] = { { "C", "JP" }, { "O", name }, { "CN", cn } };
	for (int i = 0; i < 3; i++)
		if (!X509_NAME_add_entry_by_txt(n, rows[i][0], i ? MBSTRING_UTF8 : MBSTRING_ASC,
						(const unsigned char *)rows[i][1], -1, -1, 0))
			return false;
	return true;
}

static bool set_serial(X509 *x)
{
	unsigned char r[16];
	if (RAND_bytes(r, sizeof r) != 1)
		return false;
	r[0] = (unsigned char)((r[0] & 0x7F) | 0x40);
	BIGNUM *b = BN_bin2bn(r, sizeof r, NULL);
	bool good = b && BN_to_ASN1_INTEGER(b, X509_get_serialNumber(x));
	BN_free(b);
	return good;
}

/* A certificate over a fresh key; by = NULL: self-signed. */
static X509 *make_cert(const struct kind *k, const char *name, const struct places *at, X509 *by,
		       EVP_PKEY *by_key, EVP_PKEY **key_r)
{
	char point[512], access[512];
	X509V3_CTX c;
	X509 *x = X509_new();
	*key_r = EVP_RSA_gen(BITS);
	if (!by)
		by_key = *key_r;
	bool news = by && !k->unchecked;
	snprintf(point, sizeof point, "URI:%s", at->crl ? at->crl : "");
	snprintf(access, sizeof access, "OCSP;URI:%s", at->ocsp ? at->ocsp : "");
	bool good = x && *key_r && X509_set_version(x, X509_VERSION_3) && set_serial(x) &&
		    X509_gmtime_adj(X509_getm_notBefore(x), -86400) &&
		    X509_time_adj_ex(X509_getm_notAfter(x), k->days, 0, NULL) &&
		    set_name(x, name, k->suffix) &&
		    X509_set_issuer_name(x, X509_get_subject_name(by ? by : x)) &&
		    X509_set_pubkey(x, *key_r);
	if (good)
		X509V3_set_ctx(&c, by ? by : x, x, NULL, NULL, 0);
	good = good && add_ext(&c, x, NID_basic_constraints, k->basic) &&
	       add_ext(&c, x, NID_key_usage, k->usage) &&
	       add_ext(&c, x, NID_ext_key_usage, k->extended) &&
	       add_ext(&c, x, NID_subject_key_identifier, "hash") &&
	       add_ext(&c, x, NID_authority_key_identifier, by ? "keyid" : NULL) &&
	       add_ext(&c, x, NID_crl_distribution_points, news && at->crl ? point : NULL) &&
	       add_ext(&c, x, NID_info_access, news && at->ocsp ? access : NULL) &&
	       add_ext(&c, x, NID_id_pkix_OCSP_noCheck, k->unchecked ? "yes" : NULL) &&
	       X509_sign(x, by_key, EVP_sha256()) > 0;
	if (!good) {
		X509_free(x);
		return NULL;
	}
	return x;
}

static bool add_crl_exts(X509_CRL *crl, X509 *ca)
{
	X509V3_CTX c;
	ASN1_INTEGER *number = ASN1_INTEGER_new();
	X509V3_set_ctx(&c, ca, NULL, NULL, crl, 0);
	X509_EXTENSION *e = X509V3_EXT_conf_nid(NULL, &c, NID_authority_key_identifier, "keyid");
	bool good = e && X509_CRL_add_ext(crl, e, -1) && number &&
		    ASN1_INTEGER_set_int64(number, time(NULL)) &&
		    X509_CRL_add1_ext_i2d(crl, NID_crl_number, number, 0, 0) == 1;
	X509_EXTENSION_free(e);
	ASN1_INTEGER_free(number);
	return good;
}

static bool make_crl(X509 *ca, EVP_PKEY *key, int days, struct buf *der)
{
	unsigned char *p = NULL;
	int n = 0;
	X509_CRL *crl = X509_CRL_new();
	ASN1_TIME *from = X509_gmtime_adj(NULL, 0), *to = X509_time_adj_ex(NULL, days, 0, NULL);
	if (crl && from && to && X509_CRL_set_version(crl, X509_CRL_VERSION_2) &&
	    X509_CRL_set_issuer_name(crl, X509_get_subject_name(ca)) &&
	    X509_CRL_set1_lastUpdate(crl, from) && X509_CRL_set1_nextUpdate(crl, to) &&
	    add_crl_exts(crl, ca) && X509_CRL_sign(crl, key, EVP_sha256()) > 0)
		n = i2d_X509_CRL(crl, &p);
	if (n > 0)
		buf_add(der, p, (size_t)n);
	OPENSSL_free(p);
	ASN1_TIME_free(from);
	ASN1_TIME_free(to);
	X509_CRL_free(crl);
	return n > 0 && !der->over;
}

enum err demo_ca_crl(struct bytes root_pem, struct bytes key_pem, int days, struct buf *der)
{
	OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
	BIO *c = BIO_new_mem_buf(root_pem.p, (int)root_pem.n),
	    *p = BIO_new_mem_buf(key_pem.p, (int)key_pem.n);
	X509 *x = c ? PEM_read_bio_X509(c, NULL, NULL, NULL) : NULL;
	EVP_PKEY *k = p ? PEM_read_bio_PrivateKey(p, NULL, NULL, NULL) : NULL;
	enum err e = x && k && X509_check_private_key(x, k) == 1 ? OK : INVALID;
	if (!e && !make_crl(x, k, days, der))
		e = BROKEN;
	BIO_free(c);
	BIO_free(p);
	X509_free(x);
	EVP_PKEY_free(k);
	ERR_clear_error();
	return e;
}

/* The line of a certificate that was not revoked (openssl-ca(1), index file). */
static bool put_line(X509 *x, struct buf *index)
{
	ASN1_TIME *end = ASN1_STRING_dup(X509_get0_notAfter(x));
	BIGNUM *serial = ASN1_INTEGER_to_BN(X509_get0_serialNumber(x), NULL);
	char *hex = serial ? BN_bn2hex(serial) : NULL;
	char *name = X509_NAME_oneline(X509_get_subject_name(x), NULL, 0);
	bool good = end && hex && name && ASN1_TIME_normalize(end);
	if (good)
		buf_printf(index, "V\t%.*s\t\t%s\tunknown\t%s\n", ASN1_STRING_length(end),
			   (const char *)ASN1_STRING_get0_data(end), hex, name);
	ASN1_STRING_free(end);
	BN_free(serial);
	OPENSSL_free(hex);
	OPENSSL_free(name);
	return good && !index->over;
}

enum err demo_ca_make(const char *name, const char *crl_url, const char *ocsp_url,
		      struct demo_ca *d)
{
	static const struct kind *const kinds[] = { &root, &signer, &stamper, &responder };
	const struct places at = { crl_url, ocsp_url };
	EVP_PKEY *k[4] = { NULL };
	X509 *x[4] = { NULL };
	size_t chars = name ? str_chars(name) : 0;
	OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
	if (chars < 1 || chars > NAME_MAX_CHARS || !str_is_xml_text(name, strlen(name)) ||
	    (crl_url && strlen(crl_url) > 400) || (ocsp_url && strlen(ocsp_url) > 400))
		return INVALID;
	for (int i = 0; i < 4 && (!i || x[i - 1]); i++)
		x[i] = make_cert(kinds[i], name, &at, x[0], k[0], &k[i]);
	bool good = x[3] && put_pem(x[0], k[0], &d->root, &d->root_key) &&
		    put_der(x[1], k[1], &d->sign_cert, &d->sign_key) &&
		    put_pem(x[2], k[2], &d->tsa, &d->tsa_key) &&
		    put_pem(x[3], k[3], &d->ocsp, &d->ocsp_key) && put_line(x[1], &d->index) &&
		    put_line(x[2], &d->index) && make_crl(x[0], k[0], 30, &d->crl);
	for (int i = 0; i < 4; i++) {
		X509_free(x[i]);
		EVP_PKEY_free(k[i]);
	}
	ERR_clear_error();
	return good ? OK : BROKEN;
}
