/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows libcrypto's PKCS7, the one reading of a SignedData whose fields can be
 * looked at, and which keeps sets in the order in which they came. */
#include "port/cms_form.h"

#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/pkcs7.h>
#include <openssl/x509.h>

#include <stdbool.h>
#include <string.h>

/* libcrypto would encode it just so. */
static bool one_encoding(PKCS7 *p, struct bytes der)
{
	unsigned char *again = NULL;
	int n = i2d_PKCS7(p, &again);
	bool same = n > 0 && (size_t)n == der.n && !memcmp(again, der.p, der.n);
	OPENSSL_free(again);
	return same;
}

static bool plain(const X509_ALGOR *a)
{
	if (!a->parameter)
		return true;
	return a->parameter->type == V_ASN1_NULL;
}

static int sha2(const X509_ALGOR *a)
{
	int nid = OBJ_obj2nid(a->algorithm);
	bool known = nid == NID_sha256 || nid == NID_sha384 || nid == NID_sha512;
	return known && plain(a) ? nid : NID_undef;
}

static bool digests(STACK_OF(X509_ALGOR) * all, int signers)
{
	bool named = false;
	for (int i = 0; i < sk_X509_ALGOR_num(all); i++) {
		int nid = sha2(sk_X509_ALGOR_value(all, i));
		if (nid == NID_undef)
			return false;
		named |= nid == signers;
	}
	return named;
}

static bool signature_fits(const X509_ALGOR *sig, int digest)
{
	int nid = OBJ_obj2nid(sig->algorithm), hash = NID_undef, key = NID_undef;
	if (!plain(sig))
		return false;
	if (nid == NID_rsaEncryption)
		return true;
	return OBJ_find_sigid_algs(nid, &hash, &key) && hash == digest &&
	       (key == NID_rsaEncryption || key == NID_X9_62_id_ecPublicKey);
}

static bool same_name(const X509_NAME *a, const X509_NAME *b)
{
	const unsigned char *p, *q;
	size_t n, m;
	return X509_NAME_get0_der(a, &p, &n) && X509_NAME_get0_der(b, &q, &m) && n == m &&
	       !memcmp(p, q, n);
}

static bool is_named(X509 *x, const PKCS7_ISSUER_AND_SERIAL *id)
{
	return same_name(X509_get_issuer_name(x), id->issuer) &&
	       !ASN1_INTEGER_cmp(X509_get0_serialNumber(x), id->serial);
}

/* Some TSAs put their certificate in twice: then the same one. */
static bool names_one(STACK_OF(X509) * all, const PKCS7_ISSUER_AND_SERIAL *id)
{
	X509 *named = NULL;
	bool good = true;
	for (int i = 0; i < sk_X509_num(all) && good; i++) {
		X509 *x = sk_X509_value(all, i);
		if (!is_named(x, id))
			continue;
		good = !named || !X509_cmp(named, x);
		named = x;
	}
	return named && good;
}

/* Whether one of them signed this certificate or list; *known_r: one has the name. */
static bool signed_by(STACK_OF(X509) * all, X509 *x, X509_CRL *crl, bool *known_r)
{
	bool holds = false;
	*known_r = false;
	for (int i = 0; i < sk_X509_num(all) && !holds; i++) {
		X509 *ca = sk_X509_value(all, i);
		EVP_PKEY *key = X509_get0_pubkey(ca);
		if (X509_NAME_cmp(X509_get_subject_name(ca),
				  x ? X509_get_issuer_name(x) : X509_CRL_get_issuer(crl)))
			continue;
		*known_r = true;
		holds = key && (x ? X509_verify(x, key) : X509_CRL_verify(crl, key)) == 1;
	}
	return holds;
}

static bool issues_another(STACK_OF(X509) * all, X509 *ca)
{
	bool found = false;
	for (int i = 0; i < sk_X509_num(all) && !found; i++)
		found = sk_X509_value(all, i) != ca &&
			!X509_NAME_cmp(X509_get_subject_name(ca),
				       X509_get_issuer_name(sk_X509_value(all, i)));
	return found;
}

/* What nobody on a path looks at was made by somebody all the same: a
 * certificate is signed by one that lies here, or is the signer's or the top of
 * a path; a CRL is signed by one that lies here. */
static bool nothing_loose(const PKCS7_SIGNED *s, const PKCS7_ISSUER_AND_SERIAL *signer)
{
	bool known, good = true;
	for (int i = 0; i < sk_X509_num(s->cert) && good; i++) {
		X509 *x = sk_X509_value(s->cert, i);
		good = signed_by(s->cert, x, NULL, &known) ||
		       (!known && (is_named(x, signer) || issues_another(s->cert, x)));
	}
	for (int i = 0; i < sk_X509_CRL_num(s->crl) && good; i++)
		good = signed_by(s->cert, NULL, sk_X509_CRL_value(s->crl, i), &known);
	return good;
}

static bool signed_form(PKCS7_SIGNED *s, enum cms_form form)
{
	bool token = form == CMS_FORM_TOKEN;
	if (ASN1_INTEGER_get(s->version) != (token ? 3 : 1) ||
	    OBJ_obj2nid(s->contents->type) != (token ? NID_id_smime_ct_TSTInfo : NID_pkcs7_data) ||
	    sk_PKCS7_SIGNER_INFO_num(s->signer_info) != 1)
		return false;
	const PKCS7_SIGNER_INFO *si = sk_PKCS7_SIGNER_INFO_value(s->signer_info, 0);
	int digest = sha2(si->digest_alg);
	return ASN1_INTEGER_get(si->version) == 1 && digests(s->md_algs, digest) &&
	       signature_fits(si->digest_enc_alg, digest) &&
	       names_one(s->cert, si->issuer_and_serial) &&
	       nothing_loose(s, si->issuer_and_serial);
}

enum err cms_form(struct bytes der, enum cms_form form)
{
	const unsigned char *at = der.p;
	if (!der.n || der.n > CMS_FORM_MAX)
		return INVALID;
	PKCS7 *p = d2i_PKCS7(NULL, &at, (long)der.n);
	bool good = p && PKCS7_type_is_signed(p) && p->d.sign && one_encoding(p, der) &&
		    signed_form(p->d.sign, form);
	PKCS7_free(p);
	ERR_clear_error();
	return good ? OK : INVALID;
}
