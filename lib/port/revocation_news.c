/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows libcrypto's OCSP and CRL. Knows no address. */
#include "port/revocation_news.h"

#include "base/clock.h"
#include "base/log.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <time.h>

#define SKEW (5 * MINUTE)
#define FRESH DAY /* of a response that does not say when the next one comes */

static void *need(void *p)
{
	if (!p)
		log_die("revocation", "out of memory");
	return p;
}

int64_t news_time(const ASN1_TIME *t)
{
	struct tm tm = { 0 };
	if (!t || !ASN1_TIME_to_tm(t, &tm) || tm.tm_year < 70 || tm.tm_year > 350)
		return INT64_MAX;
	return (int64_t)timegm(&tm) * SECOND;
}

/* A digest of 112 bits of strength or more, where the name says which. */
static bool strong(int signature)
{
	int md;
	if (!OBJ_find_sigid_algs(signature, &md, NULL))
		return false;
	return md == NID_undef || md == NID_sha256 || md == NID_sha384 || md == NID_sha512 ||
	       md == NID_sha3_256 || md == NID_sha3_384 || md == NID_sha3_512;
}

static bool in_time(const struct news *n, int64_t now)
{
	if (n->from == INT64_MAX || n->to == INT64_MAX || n->from > now + SKEW)
		return false;
	return n->to ? n->to > now - SKEW && n->to >= n->from : n->from > now - FRESH;
}

/* --- OCSP ---------------------------------------------------------------------------- */

static const char *ocsp_reason(void)
{
	const char *why = "not_trusted";
	for (unsigned long e; (e = ERR_get_error());)
		if (ERR_GET_LIB(e) == ERR_LIB_OCSP && ERR_GET_REASON(e) == OCSP_R_SIGNATURE_FAILURE)
			why = "bad_signature";
	return why;
}

/* libcrypto looks a responder up by name: the one meant comes first. */
static bool ocsp_verify(const struct news_about *a, OCSP_BASICRESP *basic, X509 *by)
{
	STACK_OF(X509) *certs = need(sk_X509_dup(a->known));
	if (!sk_X509_insert(certs, by, 0))
		log_die("revocation", "out of memory");
	ERR_clear_error();
	int good = OCSP_basic_verify(basic, certs, a->store, OCSP_NOEXPLICIT);
	sk_X509_free(certs);
	return good == 1;
}

/* RFC 6960 §4.2.2.2: the authority itself, or one whom it certified for this. */
static enum err ocsp_signer(const struct news_about *a, OCSP_BASICRESP *basic, struct news *n,
			    const char **why_r)
{
	X509 *by = NULL;
	*why_r = "weak";
	if (!strong(OBJ_obj2nid(OCSP_resp_get0_tbs_sigalg(basic)->algorithm)))
		return INVALID;
	*why_r = "not_trusted";
	if (OCSP_resp_get0_signer(basic, &by, NULL) != 1 &&
	    OCSP_resp_get0_signer(basic, &by, a->known) != 1)
		return INVALID;
	*why_r = "self";
	if (!X509_cmp(by, a->cert))
		return INVALID;
	if (!ocsp_verify(a, basic, by)) {
		*why_r = ocsp_reason();
		return INVALID;
	}
	if (!X509_cmp(by, a->issuer))
		return OK;
	n->unchecked = X509_get_ext_by_NID(by, NID_id_pkix_OCSP_noCheck, -1) >= 0;
	if (a->responder && !n->unchecked)
		return INVALID;
	X509_up_ref(by);
	n->responder = by;
	return OK;
}

static enum err ocsp_status(const struct news_about *a, OCSP_BASICRESP *basic, struct news *n,
			    const char **why_r)
{
	int status, reason;
	ASN1_GENERALIZEDTIME *when, *from, *to;
	OCSP_CERTID *id = need(OCSP_cert_to_id(NULL, a->cert, a->issuer));
	int found = OCSP_resp_find_status(basic, id, &status, &reason, &when, &from, &to);
	OCSP_CERTID_free(id);
	*why_r = "wrong_certificate";
	if (!found)
		return INVALID;
	n->from = news_time(from);
	n->to = to ? news_time(to) : 0;
	*why_r = "expired";
	if (!in_time(n, a->now))
		return INVALID;
	*why_r = status == V_OCSP_CERTSTATUS_REVOKED ? "revoked" : "unknown";
	if (status == V_OCSP_CERTSTATUS_REVOKED)
		return DENIED;
	return status == V_OCSP_CERTSTATUS_GOOD ? OK : INVALID;
}

enum err news_ocsp(const struct news_about *a, OCSP_REQUEST *asked, struct bytes der,
		   struct news *n, const char **why_r)
{
	const unsigned char *p = der.p;
	OCSP_BASICRESP *basic = NULL;
	OCSP_RESPONSE *resp = der.n ? d2i_OCSP_RESPONSE(NULL, &p, (long)der.n) : NULL;
	enum err e = INVALID;
	*n = (struct news){ 0 };
	*why_r = "garbage";
	if (resp && p == der.p + der.n) {
		*why_r = "refused";
		if (OCSP_response_status(resp) == OCSP_RESPONSE_STATUS_SUCCESSFUL) {
			*why_r = "garbage";
			basic = OCSP_response_get1_basic(resp);
		}
	}
	/* Many authorities sign in advance and repeat no nonce (RFC 9654 §2.1); one
	 * that is there must be ours. */
	int nonce = basic ? OCSP_check_nonce(asked, basic) : 0;
	if (basic && (nonce == 0 || nonce == 3))
		*why_r = "wrong_nonce";
	else if (basic)
		e = ocsp_signer(a, basic, n, why_r);
	if (!e)
		e = ocsp_status(a, basic, n, why_r);
	if (e) {
		X509_free(n->responder);
		n->responder = NULL;
	} else {
		*why_r = "";
	}
	OCSP_BASICRESP_free(basic);
	OCSP_RESPONSE_free(resp);
	ERR_clear_error();
	return e;
}

/* --- CRL ------------------------------------------------------------------------------- */

static enum err crl_word(int error, const char **why_r)
{
	switch (error) {
	case X509_V_OK:
		*why_r = "";
		return OK;
	case X509_V_ERR_CERT_REVOKED:
		*why_r = "revoked";
		return DENIED;
	case X509_V_ERR_ERROR_IN_CRL_LAST_UPDATE_FIELD:
	case X509_V_ERR_ERROR_IN_CRL_NEXT_UPDATE_FIELD:
		*why_r = "expired";
		return INVALID;
	case X509_V_ERR_CRL_SIGNATURE_FAILURE:
	case X509_V_ERR_UNABLE_TO_DECRYPT_CRL_SIGNATURE:
		*why_r = "bad_signature";
		return INVALID;
	case X509_V_ERR_DIFFERENT_CRL_SCOPE:
	case X509_V_ERR_UNHANDLED_CRITICAL_CRL_EXTENSION:
		*why_r = "partial";
		return INVALID;
	case X509_V_ERR_UNABLE_TO_GET_CRL:
	case X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER:
		*why_r = "wrong_issuer";
		return INVALID;
	default:
		*why_r = "not_trusted";
		return INVALID;
	}
}

/* Whether a list is of now is judged by in_time, which forgives a clock. */
static int but_time(int good, X509_STORE_CTX *ctx)
{
	int error = X509_STORE_CTX_get_error(ctx);
	if (error != X509_V_ERR_CRL_HAS_EXPIRED && error != X509_V_ERR_CRL_NOT_YET_VALID)
		return good;
	X509_STORE_CTX_set_error(ctx, X509_V_OK);
	return 1;
}

/* libcrypto's own path validation with this list and no other. */
static int crl_verify(const struct news_about *a, X509_CRL *crl)
{
	X509_STORE_CTX *ctx = need(X509_STORE_CTX_new());
	STACK_OF(X509_CRL) *crls = need(sk_X509_CRL_new_null());
	if (!sk_X509_CRL_push(crls, crl) || !X509_STORE_CTX_init(ctx, a->store, a->cert, a->known))
		log_die("revocation", "out of memory");
	X509_STORE_CTX_set0_crls(ctx, crls);
	X509_STORE_CTX_set_flags(ctx, X509_V_FLAG_CRL_CHECK);
	X509_STORE_CTX_set_verify_cb(ctx, but_time);
	int good = X509_verify_cert(ctx), error = X509_STORE_CTX_get_error(ctx);
	X509_STORE_CTX_free(ctx);
	sk_X509_CRL_free(crls);
	return good == 1 ? X509_V_OK : error == X509_V_OK ? X509_V_ERR_UNSPECIFIED : error;
}

enum err news_crl(const struct news_about *a, struct bytes der, struct news *n, const char **why_r)
{
	const unsigned char *p = der.p;
	X509_CRL *crl = der.n ? d2i_X509_CRL(NULL, &p, (long)der.n) : NULL;
	enum err e = INVALID;
	*n = (struct news){ 0 };
	*why_r = "garbage";
	if (crl && p == der.p + der.n) {
		n->from = news_time(X509_CRL_get0_lastUpdate(crl));
		n->to = news_time(X509_CRL_get0_nextUpdate(crl)); /* RFC 5280 §5.1.2.5: must be there */
		if (!strong(X509_CRL_get_signature_nid(crl)))
			*why_r = "weak";
		else if (X509_CRL_get_ext_by_NID(crl, NID_delta_crl, -1) >= 0)
			*why_r = "partial";
		else
			e = crl_word(crl_verify(a, crl), why_r);
	}
	if (!e && !in_time(n, a->now)) {
		*why_r = "expired";
		e = INVALID;
	}
	X509_CRL_free(crl);
	ERR_clear_error();
	return e;
}
