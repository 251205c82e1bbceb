/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows libcrypto's CMS and X509. The signature is checked over the signed
 * attributes, these against a digest that the caller computed: the file does
 * not pass through here. */
#include "port/cms_check.h"

#include "base/clock.h"
#include "base/log.h"
#include "port/cms_form.h"

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/ess.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <string.h>
#include <time.h>

struct cms_roots {
	STACK_OF(X509) * list;
	unsigned char pins[256][32];
	size_t n_pins;
};

static void *need(void *p)
{
	if (!p)
		log_die("cms", "out of memory");
	return p;
}

enum err cms_roots_parse(struct bytes pem, struct cms_roots **r)
{
	BIO *in = need(BIO_new_mem_buf(pem.n ? (const void *)pem.p : "", (int)pem.n));
	struct cms_roots *roots = need(OPENSSL_zalloc(sizeof *roots));
	roots->list = need(sk_X509_new_null());
	for (X509 *x; (x = PEM_read_bio_X509(in, NULL, NULL, NULL));)
		if (!sk_X509_push(roots->list, x))
			log_die("cms", "out of memory");
	/* The end of the text is the one error that is none. */
	bool whole = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
	ERR_clear_error();
	BIO_free(in);
	if (!whole || !sk_X509_num(roots->list)) {
		cms_roots_free(roots);
		return INVALID;
	}
	*r = roots;
	return OK;
}

enum err cms_roots_pin(struct cms_roots *r, const unsigned char sha[32])
{
	if (r->n_pins == sizeof r->pins / sizeof *r->pins)
		return INVALID;
	memcpy(r->pins[r->n_pins++], sha, 32);
	return OK;
}

static bool pinned(const struct cms_roots *r, X509 *x)
{
	unsigned char sum[32];
	unsigned n = 0;
	bool found = !r->n_pins;
	if (!found && !X509_digest(x, EVP_sha256(), sum, &n))
		return false;
	for (size_t i = 0; i < r->n_pins && !found; i++)
		found = !memcmp(r->pins[i], sum, 32);
	return found;
}

void cms_roots_free(struct cms_roots *roots)
{
	if (roots)
		sk_X509_pop_free(roots->list, X509_free);
	OPENSSL_free(roots);
}

/* --- the parts of a signature -------------------------------------------------------- */

static CMS_SignerInfo *one_signer(CMS_ContentInfo *cms)
{
	STACK_OF(CMS_SignerInfo) *all = CMS_get0_SignerInfos(cms);
	return all && sk_CMS_SignerInfo_num(all) == 1 ? sk_CMS_SignerInfo_value(all, 0) : NULL;
}

static bool detached_data(CMS_ContentInfo *cms)
{
	ASN1_OCTET_STRING **content = CMS_get0_content(cms);
	return OBJ_obj2nid(CMS_get0_type(cms)) == NID_pkcs7_signed && content && !*content &&
	       OBJ_obj2nid(CMS_get0_eContentType(cms)) == NID_pkcs7_data;
}

static bool algorithms(CMS_SignerInfo *si, EVP_PKEY *key)
{
	X509_ALGOR *digest, *sig;
	CMS_SignerInfo_get0_algs(si, NULL, NULL, &digest, &sig);
	int nid = OBJ_obj2nid(sig->algorithm);
	if (OBJ_obj2nid(digest->algorithm) != NID_sha256)
		return false;
	if (EVP_PKEY_base_id(key) == EVP_PKEY_RSA)
		return EVP_PKEY_bits(key) >= 2048 &&
		       (nid == NID_rsaEncryption || nid == NID_sha256WithRSAEncryption);
	return EVP_PKEY_base_id(key) == EVP_PKEY_EC && nid == NID_ecdsa_with_SHA256;
}

/* The one value of an attribute that stands once. */
static ASN1_TYPE *only_value(CMS_SignerInfo *si, int nid)
{
	int at = CMS_signed_get_attr_by_NID(si, nid, -1);
	if (at < 0 || CMS_signed_get_attr_by_NID(si, nid, at) >= 0)
		return NULL;
	X509_ATTRIBUTE *a = CMS_signed_get_attr(si, at);
	return X509_ATTRIBUTE_count(a) == 1 ? X509_ATTRIBUTE_get0_type(a, 0) : NULL;
}

static bool attributes(CMS_SignerInfo *si)
{
	ASN1_TYPE *type = only_value(si, NID_pkcs9_contentType);
	int unsign = CMS_unsigned_get_attr_count(si);
	return CMS_signed_get_attr_count(si) == 3 && type && type->type == V_ASN1_OBJECT &&
	       OBJ_obj2nid(type->value.object) == NID_pkcs7_data &&
	       only_value(si, NID_pkcs9_messageDigest) &&
	       only_value(si, NID_id_smime_aa_signingCertificateV2) &&
	       (unsign <= 0 || (unsign == 1 && CMS_unsigned_get_attr_by_NID(
						   si, NID_id_smime_aa_timeStampToken, -1) >= 0));
}

static bool same_digest(CMS_SignerInfo *si, const unsigned char digest[32])
{
	ASN1_TYPE *v = only_value(si, NID_pkcs9_messageDigest);
	return v && v->type == V_ASN1_OCTET_STRING &&
	       ASN1_STRING_length(v->value.octet_string) == 32 &&
	       !memcmp(ASN1_STRING_get0_data(v->value.octet_string), digest, 32);
}

/* RFC 5035 §3: the first ESSCertIDv2 is the SHA-256 of the signer's
 * certificate. libcrypto hides its fields, so the expected one is made and
 * the encodings are compared up to the optional issuerSerial. */
static bool named(CMS_SignerInfo *si, X509 *x)
{
	ASN1_TYPE *v = only_value(si, NID_id_smime_aa_signingCertificateV2);
	unsigned char sum[32];
	unsigned n = 0;
	if (!v || v->type != V_ASN1_SEQUENCE || !X509_digest(x, EVP_sha256(), sum, &n) || n != 32)
		return false;
	const unsigned char *p = ASN1_STRING_get0_data(v->value.sequence);
	long left = ASN1_STRING_length(v->value.sequence), len;
	int tag, class;
	/* SigningCertificateV2 { certs { ESSCertIDv2 { [hashAlgorithm] certHash … } } } */
	for (int depth = 0; depth < 3; depth++) {
		const unsigned char *from = p;
		if (ASN1_get_object(&p, &len, &tag, &class, left) & 0x80 || tag != V_ASN1_SEQUENCE)
			return false;
		left -= p - from;
		if (len > left)
			return false;
		left = len;
	}
	const unsigned char *q = p;
	X509_ALGOR *hash = NULL;
	if (left > 0 && *p == 0x30) { /* present although DER would leave the default out */
		hash = d2i_X509_ALGOR(NULL, &q, left);
		bool sha256 = hash && OBJ_obj2nid(hash->algorithm) == NID_sha256;
		X509_ALGOR_free(hash);
		if (!sha256)
			return false;
		left -= q - p;
	}
	ASN1_OCTET_STRING *id = d2i_ASN1_OCTET_STRING(NULL, &q, left);
	bool same = id && ASN1_STRING_length(id) == 32 &&
		    !memcmp(ASN1_STRING_get0_data(id), sum, sizeof sum);
	ASN1_OCTET_STRING_free(id);
	return same;
}

static bool may_sign(X509 *x)
{
	uint32_t usage = X509_get_key_usage(x);
	bool other = X509_get_extension_flags(x) & EXFLAG_XKUSAGE &&
		     X509_get_extended_key_usage(x) & (XKU_TIMESTAMP | XKU_OCSP_SIGN);
	return X509_check_ca(x) == 0 && !other && usage & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION);
}

/* --- the chain ------------------------------------------------------------------------- */

static void name_text(const X509_NAME *name, char *out, size_t size)
{
	BIO *line = need(BIO_new(BIO_s_mem()));
	X509_NAME_print_ex(line, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
	int n = BIO_read(line, out, (int)size - 1);
	out[n > 0 ? n : 0] = 0;
	BIO_free(line);
}

static void path_of(X509_STORE_CTX *ctx, struct cms_report *r)
{
	STACK_OF(X509) *all = X509_STORE_CTX_get0_chain(ctx);
	char name[512];
	r->path[0] = 0;
	for (int i = 1; i < sk_X509_num(all); i++) {
		name_text(X509_get_subject_name(sk_X509_value(all, i)), name, sizeof name);
		if (i > 1)
			OPENSSL_strlcat(r->path, "\n", sizeof r->path);
		OPENSSL_strlcat(r->path, name, sizeof r->path);
	}
}

static int verify_at(const struct cms_roots *roots, STACK_OF(X509) * others, X509 *x, int64_t at,
		     struct cms_report *report)
{
	X509_STORE *store = need(X509_STORE_new());
	X509_VERIFY_PARAM *param = X509_STORE_get0_param(store);
	X509_STORE_CTX *ctx = need(X509_STORE_CTX_new());
	for (int i = 0; i < sk_X509_num(roots->list); i++)
		if (!X509_STORE_add_cert(store, sk_X509_value(roots->list, i)))
			log_die("cms", "out of memory");
	X509_VERIFY_PARAM_set_auth_level(param, 2); /* no SHA-1, no RSA below 2048 */
	X509_VERIFY_PARAM_set_depth(param, 8);
	X509_VERIFY_PARAM_set_time(param, (time_t)(at / SECOND));
	if (!X509_STORE_CTX_init(ctx, store, x, others))
		log_die("cms", "out of memory");
	int code = X509_verify_cert(ctx) == 1 ? X509_V_OK : X509_STORE_CTX_get_error(ctx);
	path_of(ctx, report);
	X509_STORE_CTX_free(ctx);
	X509_STORE_free(store);
	ERR_clear_error();
	return code;
}

static void digest_inside(X509 *x, STACK_OF(X509) * others, unsigned char out[32])
{
	unsigned char sum[32];
	unsigned n;
	EVP_MD_CTX *d = need(EVP_MD_CTX_new());
	bool good = EVP_DigestInit_ex(d, EVP_sha256(), NULL) == 1;
	for (int i = -1; good && i < sk_X509_num(others); i++) {
		X509 *one = i < 0 ? x : sk_X509_value(others, i);
		good = X509_digest(one, EVP_sha256(), sum, &n) && EVP_DigestUpdate(d, sum, n);
	}
	if (!good || !EVP_DigestFinal_ex(d, out, NULL))
		log_die("cms", "digest");
	EVP_MD_CTX_free(d);
}

static enum err chain(const struct cms_roots *roots, CMS_ContentInfo *cms, X509 *x, int64_t at,
		      struct cms_report *report, const char **why_r)
{
	STACK_OF(X509) *others = CMS_get1_certs(cms);
	int code = verify_at(roots, others, x, at, report);
	digest_inside(x, others, report->inside);
	sk_X509_pop_free(others, X509_free);
	switch (code) {
	case X509_V_OK:
		/* another customer of the same authority is a stranger */
		*why_r = pinned(roots, x) ? "" : "not_trusted";
		return **why_r ? MISSING : OK;
	case X509_V_ERR_CERT_HAS_EXPIRED:
	case X509_V_ERR_CERT_NOT_YET_VALID:
		*why_r = "not_valid_then";
		return INVALID;
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
	case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
	case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
	case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
		*why_r = "not_trusted";
		return MISSING;
	default:
		*why_r = "bad_certificate";
		return INVALID;
	}
}

/* --- the report ------------------------------------------------------------------------- */

static void add_word(struct cms_report *r, const char *word)
{
	if (strlen(r->usage) + 1 + strlen(word) >= sizeof r->usage)
		return;
	if (*r->usage)
		OPENSSL_strlcat(r->usage, " ", sizeof r->usage);
	OPENSSL_strlcat(r->usage, word, sizeof r->usage);
}

/* RFC 5280 §4.2.1.3 and .12, RFC 9336. */
static void usage_of(X509 *x, struct cms_report *r)
{
	static const struct {
		uint32_t bit;
		const char *word;
	} bits[] = { { KU_DIGITAL_SIGNATURE, "digital_signature" },
		     { KU_NON_REPUDIATION, "non_repudiation" },
		     { KU_KEY_ENCIPHERMENT, "key_encipherment" },
		     { KU_DATA_ENCIPHERMENT, "data_encipherment" },
		     { KU_KEY_CERT_SIGN, "cert_sign" },
		     { KU_CRL_SIGN, "crl_sign" } };
	static const struct {
		const char *oid, *word;
	} purposes[] = { { "1.3.6.1.5.5.7.3.3", "code_signing" },
			 { "1.3.6.1.5.5.7.3.4", "email_protection" },
			 { "1.3.6.1.5.5.7.3.8", "time_stamping" },
			 { "1.3.6.1.5.5.7.3.36", "document_signing" },
			 { "1.3.6.1.4.1.311.10.3.12", "document_signing" },
			 { "1.2.840.113583.1.1.5", "adobe_documents" } };
	char oid[80];
	EXTENDED_KEY_USAGE *all = X509_get_ext_d2i(x, NID_ext_key_usage, NULL, NULL);
	uint32_t usage = X509_get_extension_flags(x) & EXFLAG_KUSAGE ? X509_get_key_usage(x) : 0;
	for (size_t i = 0; i < sizeof bits / sizeof *bits; i++)
		if (usage & bits[i].bit)
			add_word(r, bits[i].word);
	for (int i = 0; i < sk_ASN1_OBJECT_num(all); i++) {
		const char *word = oid;
		if (OBJ_obj2txt(oid, sizeof oid, sk_ASN1_OBJECT_value(all, i), 1) <= 0)
			continue;
		for (size_t k = 0; k < sizeof purposes / sizeof *purposes; k++)
			if (!strcmp(oid, purposes[k].oid))
				word = purposes[k].word;
		add_word(r, word);
	}
	sk_ASN1_OBJECT_pop_free(all, ASN1_OBJECT_free);
}

static int64_t instant(const ASN1_TIME *t)
{
	struct tm tm = { 0 };
	if (!ASN1_TIME_to_tm(t, &tm) || tm.tm_year < 50 || tm.tm_year > 350)
		return 0;
	return (int64_t)timegm(&tm) * SECOND;
}

static void report_on(X509 *x, struct cms_report *r)
{
	BIGNUM *serial = ASN1_INTEGER_to_BN(X509_get0_serialNumber(x), NULL);
	char *hex = serial ? BN_bn2hex(serial) : NULL;
	name_text(X509_get_subject_name(x), r->subject, sizeof r->subject);
	name_text(X509_get_issuer_name(x), r->issuer, sizeof r->issuer);
	if (hex)
		OPENSSL_strlcpy(r->serial, hex, sizeof r->serial);
	r->not_before = instant(X509_get0_notBefore(x));
	r->not_after = instant(X509_get0_notAfter(x));
	usage_of(x, r);
	OPENSSL_free(hex);
	BN_free(serial);
}

/* --- judging ------------------------------------------------------------------------------ */

static enum err judge(CMS_ContentInfo *cms, const unsigned char digest[32],
		      const struct cms_roots *roots, int64_t at, struct cms_report *report,
		      const char **why_r)
{
	CMS_SignerInfo *si = one_signer(cms);
	X509 *x = NULL;
	EVP_PKEY *key = NULL;
	*why_r = "signers";
	if (!si || !detached_data(cms))
		return INVALID;
	*why_r = "bad_certificate";
	if (CMS_set1_signers_certs(cms, NULL, 0) != 1)
		return INVALID;
	CMS_SignerInfo_get0_algs(si, &key, &x, NULL, NULL);
	if (!x || !key)
		return INVALID;
	*why_r = "algorithm";
	if (!algorithms(si, key))
		return INVALID;
	*why_r = "attributes";
	if (!attributes(si))
		return INVALID;
	report_on(x, report);
	const char *chain_why;
	enum err leads = chain(roots, cms, x, at, report, &chain_why);
	report->trusted = !leads;
	*why_r = "wrong_digest";
	if (!same_digest(si, digest))
		return INVALID;
	*why_r = "bad_certificate";
	if (!named(si, x) || !may_sign(x))
		return INVALID;
	*why_r = "bad_signature";
	if (CMS_SignerInfo_verify(si) != 1)
		return INVALID;
	*why_r = chain_why;
	return leads;
}

enum err cms_check(struct bytes der, const unsigned char digest[32], const struct cms_roots *roots,
		   int64_t at, struct cms_report *report, const char **why_r)
{
	const unsigned char *p = der.p;
	memset(report, 0, sizeof *report);
	*why_r = "garbage";
	if (!der.n || der.n > CMS_CHECK_MAX)
		return INVALID;
	CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &p, (long)der.n);
	struct bytes one = { der.p, (size_t)(p - der.p) };
	bool whole = cms != NULL;
	for (const unsigned char *end = der.p + der.n; whole && p < end; p++)
		whole = *p == 0;
	enum err e = whole ? judge(cms, digest, roots, at, report, why_r) : INVALID;
	if ((!e || e == MISSING) && cms_form(one, CMS_FORM_DETACHED)) {
		*why_r = "garbage";
		e = INVALID;
	}
	CMS_ContentInfo_free(cms);
	ERR_clear_error();
	return e;
}
