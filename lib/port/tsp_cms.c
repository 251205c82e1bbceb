/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows libcrypto's CMS; the token is bytes to it. */
#include "port/tsp_cms.h"

#include "base/log.h"

#include <openssl/cms.h>
#include <openssl/err.h>

static CMS_ContentInfo *one_signer(struct bytes der, CMS_SignerInfo **r)
{
	const unsigned char *p = der.p;
	CMS_ContentInfo *cms = der.n && der.n <= TSP_CMS ? d2i_CMS_ContentInfo(NULL, &p, (long)der.n)
							 : NULL;
	STACK_OF(CMS_SignerInfo) *all =
		cms && p == der.p + der.n && OBJ_obj2nid(CMS_get0_type(cms)) == NID_pkcs7_signed
			? CMS_get0_SignerInfos(cms)
			: NULL;
	ERR_clear_error();
	if (!all || sk_CMS_SignerInfo_num(all) != 1) {
		CMS_ContentInfo_free(cms);
		return NULL;
	}
	*r = sk_CMS_SignerInfo_value(all, 0);
	return cms;
}

enum err tsp_cms_digest(struct bytes der, unsigned char out[32])
{
	CMS_SignerInfo *si;
	CMS_ContentInfo *cms = one_signer(der, &si);
	if (!cms)
		return INVALID;
	ASN1_OCTET_STRING *value = CMS_SignerInfo_get0_signature(si);
	if (!EVP_Digest(ASN1_STRING_get0_data(value), (size_t)ASN1_STRING_length(value), out, NULL,
			EVP_sha256(), NULL))
		log_die("tsp", "digest");
	CMS_ContentInfo_free(cms);
	return OK;
}

enum err tsp_cms_embed(struct bytes der, struct bytes token, struct buf *out)
{
	CMS_SignerInfo *si;
	CMS_ContentInfo *cms = one_signer(der, &si);
	if (!cms || !token.n || token.n > TSP_CMS / 2) {
		CMS_ContentInfo_free(cms);
		return INVALID;
	}
	if (CMS_unsigned_get_attr_by_NID(si, NID_id_smime_aa_timeStampToken, -1) >= 0) {
		CMS_ContentInfo_free(cms);
		return CONFLICT;
	}
	unsigned char *whole = NULL;
	if (!CMS_unsigned_add1_attr_by_NID(si, NID_id_smime_aa_timeStampToken, V_ASN1_SEQUENCE,
					   token.p, (int)token.n))
		log_die("tsp", "attribute");
	int n = i2d_CMS_ContentInfo(cms, &whole);
	if (n <= 0)
		log_die("tsp", "encode");
	buf_add(out, whole, (size_t)n);
	OPENSSL_free(whole);
	CMS_ContentInfo_free(cms);
	return out->over ? INVALID : OK;
}

enum err tsp_cms_extract(struct bytes der, struct buf *token)
{
	CMS_SignerInfo *si;
	CMS_ContentInfo *cms = one_signer(der, &si);
	if (!cms)
		return INVALID;
	int nid = NID_id_smime_aa_timeStampToken, at = CMS_unsigned_get_attr_by_NID(si, nid, -1);
	enum err e = at < 0 ? MISSING : INVALID;
	X509_ATTRIBUTE *attr = at < 0 ? NULL : CMS_unsigned_get_attr(si, at);
	if (attr && X509_ATTRIBUTE_count(attr) == 1 &&
	    CMS_unsigned_get_attr_by_NID(si, nid, at) < 0) {
		ASN1_STRING *v = X509_ATTRIBUTE_get0_data(attr, 0, V_ASN1_SEQUENCE, NULL);
		if (v) {
			buf_add(token, ASN1_STRING_get0_data(v), (size_t)ASN1_STRING_length(v));
			e = token->over ? INVALID : OK;
		}
	}
	ERR_clear_error();
	CMS_ContentInfo_free(cms);
	return e;
}
