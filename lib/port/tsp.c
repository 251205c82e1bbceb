/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows libcrypto's TS and X509. Knows no URL and no PDF. */
#include "port/tsp.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/rand.h"
#include "port/cms_form.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ts.h>
#include <openssl/x509v3.h>

#include <string.h>
#include <time.h>

struct tsp_roots {
	STACK_OF(X509) *list;
};

struct tsp_query {
	TS_REQ *req;
	unsigned char *der;
	size_t n;
};

static void *need(void *p)
{
	if (!p)
		log_die("tsp", "out of memory");
	return p;
}

/* --- roots -------------------------------------------------------------------- */

enum err tsp_roots_parse(struct bytes pem, struct tsp_roots **r)
{
	BIO *in = need(BIO_new_mem_buf(pem.n ? (const void *)pem.p : "", (int)pem.n));
	struct tsp_roots *roots = need(OPENSSL_zalloc(sizeof *roots));
	roots->list = need(sk_X509_new_null());
	for (X509 *x; (x = PEM_read_bio_X509(in, NULL, NULL, NULL));)
		if (!sk_X509_push(roots->list, x))
			log_die("tsp", "out of memory");
	/* The end of the text is the one error that is none. */
	bool whole = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
	ERR_clear_error();
	BIO_free(in);
	if (!whole || !sk_X509_num(roots->list)) {
		tsp_roots_free(roots);
		return INVALID;
	}
	*r = roots;
	return OK;
}

void tsp_roots_free(struct tsp_roots *roots)
{
	if (roots)
		sk_X509_pop_free(roots->list, X509_free);
	OPENSSL_free(roots);
}

/* at 0 = now. Nothing but the given roots is trusted. */
static X509_STORE *store_at(const struct tsp_roots *roots, int64_t at)
{
	X509_STORE *store = need(X509_STORE_new());
	X509_VERIFY_PARAM *param = X509_STORE_get0_param(store);
	for (int i = 0; i < sk_X509_num(roots->list); i++)
		if (!X509_STORE_add_cert(store, sk_X509_value(roots->list, i)))
			log_die("tsp", "out of memory");
	X509_VERIFY_PARAM_set_purpose(param, X509_PURPOSE_TIMESTAMP_SIGN);
	X509_VERIFY_PARAM_set_auth_level(param, 2); /* no SHA-1, no RSA below 2048 */
	if (at)
		X509_VERIFY_PARAM_set_time(param, (time_t)(at / SECOND));
	return store;
}

/* --- asking --------------------------------------------------------------------- */

static TS_MSG_IMPRINT *imprint(const unsigned char digest[32])
{
	TS_MSG_IMPRINT *im = need(TS_MSG_IMPRINT_new());
	X509_ALGOR *algo = need(X509_ALGOR_new());
	X509_ALGOR_set0(algo, OBJ_nid2obj(NID_sha256), V_ASN1_NULL, NULL);
	if (!TS_MSG_IMPRINT_set_algo(im, algo) ||
	    !TS_MSG_IMPRINT_set_msg(im, (unsigned char *)digest, 32))
		log_die("tsp", "out of memory");
	X509_ALGOR_free(algo);
	return im;
}

static void set_nonce(TS_REQ *req)
{
	unsigned char random[16];
	rand_bytes(random, sizeof random);
	random[0] = (random[0] & 0x7F) | 0x40; /* positive and of full length */
	BIGNUM *n = need(BN_bin2bn(random, sizeof random, NULL));
	ASN1_INTEGER *nonce = need(BN_to_ASN1_INTEGER(n, NULL));
	if (!TS_REQ_set_nonce(req, nonce))
		log_die("tsp", "out of memory");
	ASN1_INTEGER_free(nonce);
	BN_free(n);
}

enum err tsp_query_new(const unsigned char digest[32], const char *policy, struct tsp_query **r)
{
	ASN1_OBJECT *oid = NULL;
	if (policy && *policy && !(oid = OBJ_txt2obj(policy, 1))) {
		ERR_clear_error();
		return INVALID;
	}
	struct tsp_query *q = need(OPENSSL_zalloc(sizeof *q));
	q->req = need(TS_REQ_new());
	TS_MSG_IMPRINT *im = imprint(digest);
	if (!TS_REQ_set_version(q->req, 1) || !TS_REQ_set_msg_imprint(q->req, im) ||
	    !TS_REQ_set_cert_req(q->req, 1) || (oid && !TS_REQ_set_policy_id(q->req, oid)))
		log_die("tsp", "out of memory");
	set_nonce(q->req);
	int n = i2d_TS_REQ(q->req, &q->der);
	if (n <= 0)
		log_die("tsp", "query");
	q->n = (size_t)n;
	TS_MSG_IMPRINT_free(im);
	ASN1_OBJECT_free(oid);
	*r = q;
	return OK;
}

struct bytes tsp_query_der(const struct tsp_query *q)
{
	return (struct bytes){ q->der, q->n };
}

void tsp_query_free(struct tsp_query *q)
{
	if (!q)
		return;
	TS_REQ_free(q->req);
	OPENSSL_free(q->der);
	OPENSSL_free(q);
}

/* --- reading a token ---------------------------------------------------------------- */

/* "YYYYMMDDhhmmss[.f…]Z" (RFC 3161 §2.4.2): libcrypto drops the fraction. */
static enum err generalized(const ASN1_GENERALIZEDTIME *t, int64_t *r)
{
	struct tm tm = { 0 };
	if (!t || !ASN1_TIME_to_tm(t, &tm))
		return INVALID;
	int64_t seconds = timegm(&tm), nano = 0, unit = SECOND / 10;
	if (tm.tm_year < 100 || tm.tm_year > 350)
		return INVALID;
	const unsigned char *s = ASN1_STRING_get0_data(t);
	int n = ASN1_STRING_length(t);
	if (n > 15 && s[14] == '.')
		for (int i = 15; i < n && s[i] >= '0' && s[i] <= '9'; i++, unit /= 10)
			nano += (s[i] - '0') * unit;
	*r = seconds * SECOND + nano;
	return OK;
}

static X509 *signer_of(PKCS7 *token)
{
	STACK_OF(X509) *signers = PKCS7_get0_signers(token, NULL, 0);
	X509 *x = signers && sk_X509_num(signers) == 1 ? sk_X509_value(signers, 0) : NULL;
	sk_X509_free(signers);
	return x;
}

static enum err fill(PKCS7 *token, TS_TST_INFO *tst, struct tsp_info *info)
{
	memset(info, 0, sizeof *info);
	X509 *x = signer_of(token);
	if (!x || generalized(TS_TST_INFO_get_time(tst), &info->time))
		return INVALID;
	OBJ_obj2txt(info->policy, sizeof info->policy, TS_TST_INFO_get_policy_id(tst), 1);
	BIGNUM *serial = ASN1_INTEGER_to_BN(TS_TST_INFO_get_serial(tst), NULL);
	char *hex = serial ? BN_bn2hex(serial) : NULL;
	if (hex)
		OPENSSL_strlcpy(info->serial, hex, sizeof info->serial);
	OPENSSL_free(hex);
	BN_free(serial);
	BIO *line = need(BIO_new(BIO_s_mem()));
	X509_NAME_print_ex(line, X509_get_subject_name(x), 0,
			   XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
	int n = BIO_read(line, info->subject, sizeof info->subject - 1);
	info->subject[n > 0 ? n : 0] = 0;
	BIO_free(line);
	struct tm tm = { 0 };
	if (!ASN1_TIME_to_tm(X509_get0_notAfter(x), &tm))
		return INVALID;
	info->not_after = (int64_t)timegm(&tm) * SECOND;
	return OK;
}

/* --- judging -------------------------------------------------------------------------- */

/* What libcrypto found wrong, as a word of ours. */
static const char *reason(void)
{
	const char *why = "bad_token";
	for (unsigned long e; (e = ERR_get_error());) {
		if (ERR_GET_LIB(e) != ERR_LIB_TS)
			continue;
		switch (ERR_GET_REASON(e)) {
		case TS_R_NONCE_MISMATCH:
		case TS_R_NONCE_NOT_RETURNED:
			why = "wrong_nonce";
			break;
		case TS_R_MESSAGE_IMPRINT_MISMATCH:
			why = "wrong_imprint";
			break;
		case TS_R_POLICY_MISMATCH:
			why = "wrong_policy";
			break;
		case TS_R_NO_TIME_STAMP_TOKEN:
			why = "refused";
			break;
		case TS_R_CERTIFICATE_VERIFY_ERROR:
			why = "not_trusted";
			break;
		case TS_R_ESS_SIGNING_CERTIFICATE_ERROR:
		case TS_R_ESS_ADD_SIGNING_CERT_ERROR:
		case TS_R_ESS_ADD_SIGNING_CERT_V2_ERROR:
			why = "bad_certificate";
			break;
		case TS_R_SIGNATURE_FAILURE:
			why = "bad_signature";
			break;
		default:
			break;
		}
	}
	return why;
}

/* libcrypto looks for the purpose in the certificate only. RFC 3161 §2.3: the
 * extended key usage is critical and has this one purpose. */
static bool stamps_only(PKCS7 *token)
{
	int critical = -1;
	X509 *x = signer_of(token);
	EXTENDED_KEY_USAGE *uses = x ? X509_get_ext_d2i(x, NID_ext_key_usage, &critical, NULL) : NULL;
	bool good = uses && critical == 1 && sk_ASN1_OBJECT_num(uses) == 1 &&
		    OBJ_obj2nid(sk_ASN1_OBJECT_value(uses, 0)) == NID_time_stamp;
	EXTENDED_KEY_USAGE_free(uses);
	return good;
}

static enum err judge_answer(const struct tsp_query *q, TS_RESP *resp,
			     const struct tsp_roots *roots, const char **why_r)
{
	TS_STATUS_INFO *status = TS_RESP_get_status_info(resp);
	long word = ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(status));
	*why_r = "refused";
	if ((word != TS_STATUS_GRANTED && word != TS_STATUS_GRANTED_WITH_MODS) ||
	    !TS_RESP_get_token(resp))
		return INVALID;
	TS_VERIFY_CTX *ctx = need(TS_REQ_to_TS_VERIFY_CTX(q->req, NULL));
	TS_VERIFY_CTX_add_flags(ctx, TS_VFY_SIGNATURE | TS_VFY_NONCE | TS_VFY_IMPRINT);
	TS_VERIFY_CTX_set_store(ctx, store_at(roots, 0)); /* ctx owns it */
	ERR_clear_error();
	int good = TS_RESP_verify_response(ctx, resp);
	*why_r = good ? "" : reason();
	TS_VERIFY_CTX_free(ctx);
	if (good && !stamps_only(TS_RESP_get_token(resp))) {
		*why_r = "bad_certificate";
		good = 0;
	}
	return good ? OK : INVALID;
}

enum err tsp_answer(const struct tsp_query *q, struct bytes reply, const struct tsp_roots *roots,
		    struct buf *token, struct tsp_info *info_r, const char **why_r)
{
	const unsigned char *p = reply.p;
	*why_r = "garbage";
	if (!reply.n || reply.n > TSP_TOKEN)
		return INVALID;
	TS_RESP *resp = d2i_TS_RESP(NULL, &p, (long)reply.n);
	if (!resp || p != reply.p + reply.n) {
		ERR_clear_error();
		TS_RESP_free(resp);
		return INVALID;
	}
	enum err e = judge_answer(q, resp, roots, why_r);
	unsigned char *der = NULL;
	int n = e ? 0 : i2d_PKCS7(TS_RESP_get_token(resp), &der);
	if (!e && (n <= 0 || cms_form((struct bytes){ der, (size_t)n }, CMS_FORM_TOKEN) ||
		   fill(TS_RESP_get_token(resp), TS_RESP_get_tst_info(resp), info_r))) {
		*why_r = "bad_token";
		e = INVALID;
	}
	if (!e)
		buf_add(token, der, (size_t)n);
	OPENSSL_free(der);
	TS_RESP_free(resp);
	return e ? e : token->over ? BROKEN : OK;
}

static enum err judge_token(PKCS7 *token, const unsigned char digest[32], X509_STORE *store,
			    const char **why_r)
{
	TS_VERIFY_CTX *ctx = need(TS_VERIFY_CTX_new());
	TS_VERIFY_CTX_set_flags(ctx, TS_VFY_SIGNATURE | TS_VFY_VERSION | TS_VFY_IMPRINT);
	TS_VERIFY_CTX_set_store(ctx, store);
	TS_VERIFY_CTX_set_imprint(ctx, need(OPENSSL_memdup(digest, 32)), 32);
	ERR_clear_error();
	int good = TS_RESP_verify_token(ctx, token);
	*why_r = good ? "" : reason();
	TS_VERIFY_CTX_free(ctx);
	return good ? OK : INVALID;
}

/* The token's own certificates taken as roots: tells a token that is good but
 * foreign from a bad one. */
static struct tsp_roots *own_roots(PKCS7 *token)
{
	struct tsp_roots *r = need(OPENSSL_zalloc(sizeof *r));
	STACK_OF(X509) *in = token->d.sign->cert;
	r->list = need(sk_X509_new_null());
	for (int i = 0; i < sk_X509_num(in); i++) {
		X509_up_ref(sk_X509_value(in, i));
		sk_X509_push(r->list, sk_X509_value(in, i));
	}
	return r;
}

static enum err check_parsed(PKCS7 *token, TS_TST_INFO *tst, const unsigned char digest[32],
			     const struct tsp_roots *roots, struct tsp_info *info_r,
			     const char **why_r)
{
	*why_r = "bad_token";
	X509_ALGOR *algo = tst ? TS_MSG_IMPRINT_get_algo(TS_TST_INFO_get_msg_imprint(tst)) : NULL;
	if (!algo || fill(token, tst, info_r))
		return INVALID;
	*why_r = "wrong_imprint";
	if (OBJ_obj2nid(algo->algorithm) != NID_sha256)
		return INVALID;
	*why_r = "bad_certificate";
	if (!stamps_only(token))
		return INVALID;
	enum err e = judge_token(token, digest, store_at(roots, info_r->time), why_r);
	if (!e || strcmp(*why_r, "not_trusted"))
		return e;
	struct tsp_roots *own = own_roots(token);
	X509_STORE *store = store_at(own, info_r->time);
	X509_VERIFY_PARAM_set_flags(X509_STORE_get0_param(store), X509_V_FLAG_PARTIAL_CHAIN);
	const char *ignored;
	e = judge_token(token, digest, store, &ignored) ? INVALID : MISSING;
	tsp_roots_free(own);
	return e;
}

enum err tsp_check(struct bytes der, const unsigned char digest[32], const struct tsp_roots *roots,
		   struct tsp_info *info_r, const char **why_r)
{
	const unsigned char *p = der.p;
	memset(info_r, 0, sizeof *info_r);
	*why_r = "garbage";
	if (!der.n || der.n > TSP_TOKEN)
		return INVALID;
	PKCS7 *token = d2i_PKCS7(NULL, &p, (long)der.n);
	enum err e = INVALID;
	/* Zeros behind a document time stamp's token are the gap's padding: the
	 * caller cuts them; here the bytes are exactly one token. */
	if (token && p == der.p + der.n && PKCS7_type_is_signed(token) && token->d.sign) {
		TS_TST_INFO *tst = PKCS7_to_TS_TST_INFO(token);
		e = check_parsed(token, tst, digest, roots, info_r, why_r);
		if ((!e || e == MISSING) && cms_form(der, CMS_FORM_TOKEN)) {
			*why_r = "bad_token";
			e = INVALID;
		}
		TS_TST_INFO_free(tst);
	}
	ERR_clear_error();
	PKCS7_free(token);
	return e;
}
