/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows libcrypto's CMS and TS. Reads leniently, promises little. */
#include "port/cms_peek.h"

#include "base/clock.h"
#include "base/log.h"

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ts.h>
#include <openssl/x509v3.h>

#include <string.h>
#include <time.h>

static void *need(void *p)
{
	if (!p)
		log_die("cms", "out of memory");
	return p;
}

static void name_text(const X509_NAME *name, char *out, size_t size)
{
	BIO *line = need(BIO_new(BIO_s_mem()));
	X509_NAME_print_ex(line, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
	int n = BIO_read(line, out, (int)size - 1);
	out[n > 0 ? n : 0] = 0;
	BIO_free(line);
}

static int64_t instant(const ASN1_TIME *t)
{
	struct tm tm = { 0 };
	if (!ASN1_TIME_to_tm(t, &tm) || tm.tm_year < 50 || tm.tm_year > 350)
		return 0;
	return (int64_t)timegm(&tm) * SECOND;
}

/* False: no such algorithm here. */
static bool digest_over(const X509_ALGOR *alg, const struct bytes over[2],
			unsigned char out[EVP_MAX_MD_SIZE], unsigned *n_r)
{
	const EVP_MD *md = EVP_get_digestbyobj(alg->algorithm);
	EVP_MD_CTX *ctx = need(EVP_MD_CTX_new());
	bool good = md && EVP_DigestInit_ex(ctx, md, NULL);
	for (int i = 0; good && i < 2; i++)
		good = EVP_DigestUpdate(ctx, over[i].n ? (const void *)over[i].p : "", over[i].n);
	good = good && EVP_DigestFinal_ex(ctx, out, n_r);
	EVP_MD_CTX_free(ctx);
	return good;
}

static bool same(const ASN1_OCTET_STRING *s, const unsigned char *p, unsigned n)
{
	return s && ASN1_STRING_length(s) == (int)n && !memcmp(ASN1_STRING_get0_data(s), p, n);
}

/* A token is about its imprint; that its own signature holds is asked, too. */
static enum cms_holds stamp_holds(CMS_ContentInfo *cms, const struct bytes over[2])
{
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned n = 0;
	ASN1_OCTET_STRING **content = CMS_get0_content(cms);
	const unsigned char *p = content && *content ? ASN1_STRING_get0_data(*content) : NULL;
	TS_TST_INFO *info = p ? d2i_TS_TST_INFO(NULL, &p, ASN1_STRING_length(*content)) : NULL;
	TS_MSG_IMPRINT *imprint = info ? TS_TST_INFO_get_msg_imprint(info) : NULL;
	enum cms_holds r = CMS_HOLDS_NO;
	if (imprint && !digest_over(TS_MSG_IMPRINT_get_algo(imprint), over, sum, &n))
		r = CMS_HOLDS_UNKNOWN;
	else if (imprint && same(TS_MSG_IMPRINT_get_msg(imprint), sum, n))
		r = CMS_verify(cms, NULL, NULL, NULL, NULL,
			       CMS_NO_SIGNER_CERT_VERIFY | CMS_BINARY) == 1
				? CMS_HOLDS_YES
				: CMS_HOLDS_NO;
	TS_TST_INFO_free(info);
	return r;
}

static enum cms_holds signature_holds(CMS_ContentInfo *cms, CMS_SignerInfo *si,
				      const struct bytes over[2])
{
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned n = 0;
	X509_ALGOR *digest;
	ASN1_OCTET_STRING **content = CMS_get0_content(cms);
	EVP_PKEY *key;
	CMS_SignerInfo_get0_algs(si, &key, NULL, &digest, NULL);
	if (content && *content)
		return CMS_HOLDS_NO; /* it is about bytes of its own, not about the file's */
	if (CMS_signed_get_attr_count(si) < 1 || !digest_over(digest, over, sum, &n))
		return CMS_HOLDS_UNKNOWN;
	if (!same(CMS_signed_get0_data_by_OBJ(si, OBJ_nid2obj(NID_pkcs9_messageDigest), -3,
					      V_ASN1_OCTET_STRING),
		  sum, n))
		return CMS_HOLDS_NO;
	int kind = EVP_PKEY_base_id(key);
	if (kind != EVP_PKEY_RSA && kind != EVP_PKEY_EC && kind != EVP_PKEY_DSA)
		return CMS_HOLDS_UNKNOWN; /* as for keys of Edwards curves, RSA-PSS */
	return CMS_SignerInfo_verify(si) == 1 ? CMS_HOLDS_YES : CMS_HOLDS_NO;
}

static enum err peek(CMS_ContentInfo *cms, const struct bytes over[2], struct cms_peek *r)
{
	STACK_OF(CMS_SignerInfo) *all = CMS_get0_SignerInfos(cms);
	if (OBJ_obj2nid(CMS_get0_type(cms)) != NID_pkcs7_signed || sk_CMS_SignerInfo_num(all) != 1)
		return INVALID;
	CMS_SignerInfo *si = sk_CMS_SignerInfo_value(all, 0);
	X509 *x = NULL;
	EVP_PKEY *key = NULL;
	r->stamp = OBJ_obj2nid(CMS_get0_eContentType(cms)) == NID_id_smime_ct_TSTInfo;
	r->holds = CMS_HOLDS_UNKNOWN;
	CMS_set1_signers_certs(cms, NULL, 0);
	CMS_SignerInfo_get0_algs(si, &key, &x, NULL, NULL);
	if (!x || !key)
		return OK;
	name_text(X509_get_subject_name(x), r->subject, sizeof r->subject);
	name_text(X509_get_issuer_name(x), r->issuer, sizeof r->issuer);
	r->not_before = instant(X509_get0_notBefore(x));
	r->not_after = instant(X509_get0_notAfter(x));
	r->holds = r->stamp ? stamp_holds(cms, over) : signature_holds(cms, si, over);
	return OK;
}

enum err cms_peek(struct bytes der, const struct bytes over[2], struct cms_peek *r)
{
	const unsigned char *p = der.p;
	memset(r, 0, sizeof *r);
	if (!der.n || der.n > CMS_PEEK_MAX)
		return INVALID;
	CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &p, (long)der.n);
	enum err e = cms ? peek(cms, over, r) : INVALID;
	CMS_ContentInfo_free(cms);
	ERR_clear_error();
	return e;
}
