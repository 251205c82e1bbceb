/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows libcrypto's CMS. Knows no PDF. */
#include "port/cms_parts.h"

#include <openssl/cms.h>
#include <openssl/x509.h>

#include <limits.h>
#include <string.h>

static CMS_ContentInfo *parse(struct bytes der)
{
	const unsigned char *p = der.p;
	return der.n && der.n < INT_MAX ? d2i_CMS_ContentInfo(NULL, &p, (long)der.n) : NULL;
}

enum err cms_parts_signature(struct bytes der, size_t *at_r, size_t *n_r)
{
	CMS_ContentInfo *cms = parse(der);
	STACK_OF(CMS_SignerInfo) *all = cms ? CMS_get0_SignerInfos(cms) : NULL;
	enum err e = INVALID;
	if (all && sk_CMS_SignerInfo_num(all) == 1) {
		ASN1_OCTET_STRING *s =
			CMS_SignerInfo_get0_signature(sk_CMS_SignerInfo_value(all, 0));
		size_t n = s ? (size_t)ASN1_STRING_length(s) : 0;
		const unsigned char *at =
			n ? memmem(der.p, der.n, ASN1_STRING_get0_data(s), n) : NULL;
		if (at) {
			*at_r = (size_t)(at - der.p);
			*n_r = n;
			e = OK;
		}
	}
	CMS_ContentInfo_free(cms);
	return e;
}

static void hand_out(enum cms_part kind, unsigned char *p, int n, cms_part_fn *fn, void *ctx)
{
	if (n > 0)
		fn(kind, (struct bytes){ p, (size_t)n }, ctx);
	OPENSSL_free(p);
}

enum err cms_parts_walk(struct bytes der, cms_part_fn *fn, void *ctx)
{
	CMS_ContentInfo *cms = parse(der);
	if (!cms)
		return INVALID;
	STACK_OF(X509) *certs = CMS_get1_certs(cms);
	STACK_OF(X509_CRL) *crls = CMS_get1_crls(cms);
	bool few = sk_X509_num(certs) <= CMS_PARTS && sk_X509_CRL_num(crls) <= CMS_PARTS;
	for (int i = 0; few && i < sk_X509_num(certs); i++) {
		unsigned char *p = NULL;
		int n = i2d_X509(sk_X509_value(certs, i), &p);
		hand_out(CMS_CERTIFICATE, p, n, fn, ctx);
	}
	for (int i = 0; few && i < sk_X509_CRL_num(crls); i++) {
		unsigned char *p = NULL;
		int n = i2d_X509_CRL(sk_X509_CRL_value(crls, i), &p);
		hand_out(CMS_CRL, p, n, fn, ctx);
	}
	sk_X509_pop_free(certs, X509_free);
	sk_X509_CRL_pop_free(crls, X509_CRL_free);
	CMS_ContentInfo_free(cms);
	return few ? OK : INVALID;
}
