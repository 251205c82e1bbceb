/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows libcrypto's X509, CRL and OCSP. Knows no PDF, no network and no file. */
#include "port/ltv.h"

#include "base/clock.h"
#include "base/log.h"
#include "port/crl_scope.h"
#include "port/ltv_words.h"
#include "port/ocsp_match.h"

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/ocsp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <string.h>
#include <time.h>

#define SLACK (5 * MINUTE) /* clocks of CAs, as libcrypto's own tools allow */
/* A store may wait so long for its document time stamp (rules.md 1.10); news
 * that is no older than this does not count as out of date. */
#define WAIT (25 * HOUR)
#define DEPTH 8

struct item {
	enum ltv_kind kind;
	int round;
	union {
		X509 *cert;
		X509_CRL *crl;
		OCSP_BASICRESP *ocsp;
	};
	X509 *by;  /* whose signature was looked at last; up-referenced */
	bool good; /* and whether it held */
};

struct ltv {
	STACK_OF(X509) *roots, *tsa;
	STACK_OF(X509) *certs; /* those of the items, for building chains */
	struct item item[LTV_ITEMS];
	size_t count;
};

static void *need(void *p)
{
	if (!p)
		log_die("ltv", "out of memory");
	return p;
}

/* --- material ----------------------------------------------------------------------- */

static STACK_OF(X509) *parse_pem(struct bytes pem)
{
	BIO *in = need(BIO_new_mem_buf(pem.n ? (const void *)pem.p : "", (int)pem.n));
	STACK_OF(X509) *list = need(sk_X509_new_null());
	for (X509 *x; (x = PEM_read_bio_X509(in, NULL, NULL, NULL));)
		if (!sk_X509_push(list, x))
			log_die("ltv", "out of memory");
	/* The end of the text is the one error that is none. */
	bool whole = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
	ERR_clear_error();
	BIO_free(in);
	if (whole && sk_X509_num(list))
		return list;
	sk_X509_pop_free(list, X509_free);
	return NULL;
}

static void free_item(struct item *it)
{
	X509_free(it->by);
	if (it->kind == LTV_CERT)
		X509_free(it->cert);
	else if (it->kind == LTV_CRL)
		X509_CRL_free(it->crl);
	else
		OCSP_BASICRESP_free(it->ocsp);
}

enum err ltv_new(struct bytes roots_pem, struct bytes tsa_pem, struct ltv **r)
{
	struct ltv *l = need(OPENSSL_zalloc(sizeof *l));
	l->certs = need(sk_X509_new_null());
	l->roots = parse_pem(roots_pem);
	l->tsa = tsa_pem.n ? parse_pem(tsa_pem) : need(sk_X509_new_null());
	if (!l->roots || !l->tsa) {
		ltv_free(l);
		return INVALID;
	}
	*r = l;
	return OK;
}

void ltv_free(struct ltv *l)
{
	if (!l)
		return;
	for (size_t i = 0; i < l->count; i++)
		free_item(&l->item[i]);
	sk_X509_pop_free(l->roots, X509_free);
	sk_X509_pop_free(l->tsa, X509_free);
	sk_X509_free(l->certs);
	OPENSSL_free(l);
}

static bool parse_item(struct item *it, struct bytes der)
{
	const unsigned char *p = der.p, *end = der.p + der.n;
	OCSP_RESPONSE *r;
	switch (it->kind) {
	case LTV_CERT:
		it->cert = d2i_X509(NULL, &p, (long)der.n);
		break;
	case LTV_CRL:
		it->crl = d2i_X509_CRL(NULL, &p, (long)der.n);
		break;
	case LTV_OCSP:
		r = d2i_OCSP_RESPONSE(NULL, &p, (long)der.n);
		if (r && OCSP_response_status(r) == OCSP_RESPONSE_STATUS_SUCCESSFUL)
			it->ocsp = OCSP_response_get1_basic(r);
		OCSP_RESPONSE_free(r);
		break;
	}
	ERR_clear_error();
	return it->cert && p == end; /* the union's members are all pointers */
}

enum err ltv_add(struct ltv *l, enum ltv_kind kind, int round, struct bytes der)
{
	if (l->count == LTV_ITEMS || !der.n || der.n > LTV_ITEM)
		return INVALID;
	struct item *it = &l->item[l->count];
	*it = (struct item){ .kind = kind, .round = round };
	if (!parse_item(it, der)) {
		free_item(it);
		return INVALID;
	}
	l->count++;
	if (kind == LTV_CERT && !sk_X509_push(l->certs, it->cert))
		log_die("ltv", "out of memory");
	return OK;
}

/* --- news of one certificate ------------------------------------------------------------ */

enum state { NONE, GOOD, REVOKED };
struct news {
	enum state state;
	const char *word;
	int64_t time; /* thisUpdate, or of the revocation */
};

/* What all questions about one CMS share. */
struct matter {
	struct ltv *l;
	const struct ltv_ask *ask;
	STACK_OF(X509) *roots;
};

static bool strong(int sig_nid)
{
	int md;
	return OBJ_find_sigid_algs(sig_nid, &md, NULL) &&
	       (md == NID_sha256 || md == NID_sha384 || md == NID_sha512 || md == NID_undef);
}

static bool fresh(const struct matter *m, const X509 *x, int64_t from, int64_t next)
{
	int64_t end = next > from + WAIT ? next : from + WAIT;
	return from && from <= clock_now() + SLACK &&
	       from <= ltv_instant(X509_get0_notAfter(x)) && end >= m->ask->at;
}

/* RFC 3161 §4: a key that was given up in order leaves earlier stamps good. */
static bool matters(const struct matter *m, int64_t when, int reason)
{
	bool orderly = reason == OCSP_REVOKED_STATUS_UNSPECIFIED ||
		       reason == OCSP_REVOKED_STATUS_AFFILIATIONCHANGED ||
		       reason == OCSP_REVOKED_STATUS_SUPERSEDED ||
		       reason == OCSP_REVOKED_STATUS_CESSATIONOFOPERATION;
	return when <= (m->ask->stamp && !orderly ? m->ask->until : m->ask->at);
}

/* Revoked in time beats everything, then the newest. */
static void take(struct news *n, const struct news *other)
{
	if (n->state == REVOKED || other->state == NONE)
		return;
	if (other->state == REVOKED || n->state == NONE || other->time > n->time)
		*n = *other;
}

static bool remember(struct item *it, X509 *by, bool good)
{
	X509_free(it->by);
	X509_up_ref(by);
	it->by = by;
	return it->good = good;
}

static bool crl_signed(struct item *it, X509 *issuer)
{
	if (it->by && !X509_cmp(it->by, issuer))
		return it->good;
	return remember(it, issuer,
			strong(X509_CRL_get_signature_nid(it->crl)) &&
				X509_get_key_usage(issuer) & KU_CRL_SIGN &&
				X509_CRL_verify(it->crl, X509_get0_pubkey(issuer)) == 1);
}

static struct news crl_news(const struct matter *m, struct item *it, X509 *x, X509 *issuer)
{
	struct news n = { NONE, "crl", ltv_instant(X509_CRL_get0_lastUpdate(it->crl)) };
	X509_REVOKED *rev = NULL;
	if (X509_NAME_cmp(X509_CRL_get_issuer(it->crl), X509_get_issuer_name(x)) ||
	    !crl_scope_covers(it->crl, x) || !crl_signed(it, issuer))
		return n;
	if (X509_CRL_get0_by_cert(it->crl, &rev, x) == 1) {
		ASN1_ENUMERATED *e = X509_REVOKED_get_ext_d2i(rev, NID_crl_reason, NULL, NULL);
		int reason = e ? (int)ASN1_ENUMERATED_get(e) : OCSP_REVOKED_STATUS_NOSTATUS;
		int64_t when = ltv_instant(X509_REVOKED_get0_revocationDate(rev));
		ASN1_ENUMERATED_free(e);
		if (matters(m, when, reason))
			return (struct news){ REVOKED, "revoked", when };
	}
	if (fresh(m, x, n.time, ltv_instant(X509_CRL_get0_nextUpdate(it->crl))))
		n.state = GOOD;
	return n;
}

static struct news news_of(const struct matter *m, X509 *x, X509 *issuer, bool lists_only);

/* The responder is the issuer, or one that the issuer made for it (RFC 6960
 * §4.2.2.2), itself marked no-check or with news from a list. */
static bool responder_good(const struct matter *m, OCSP_BASICRESP *b, X509 *issuer)
{
	X509 *by = ocsp_signer(b, OCSP_resp_get0_certs(b));
	if (!by)
		by = ocsp_signer(b, m->l->certs);
	if (!by)
		by = ocsp_signer(b, m->roots);
	if (!by)
		return false;
	if (!X509_cmp(by, issuer))
		return true;
	int64_t when = ltv_instant(OCSP_resp_get0_produced_at(b));
	if (X509_check_issued(issuer, by) != X509_V_OK || !strong(X509_get_signature_nid(by)) ||
	    X509_verify(by, X509_get0_pubkey(issuer)) != 1 ||
	    !(X509_get_extension_flags(by) & EXFLAG_XKUSAGE) ||
	    !(X509_get_extended_key_usage(by) & XKU_OCSP_SIGN) ||
	    when < ltv_instant(X509_get0_notBefore(by)) || when > ltv_instant(X509_get0_notAfter(by)))
		return false;
	if (X509_get_ext_by_NID(by, NID_id_pkix_OCSP_noCheck, -1) >= 0)
		return true;
	return news_of(m, by, issuer, true).state == GOOD;
}

static bool ocsp_signed(const struct matter *m, struct item *it, X509 *issuer)
{
	if (it->by && !X509_cmp(it->by, issuer))
		return it->good;
	int nid = OBJ_obj2nid(OCSP_resp_get0_tbs_sigalg(it->ocsp)->algorithm);
	return remember(it, issuer, strong(nid) && responder_good(m, it->ocsp, issuer));
}

static struct news ocsp_news(const struct matter *m, struct item *it, X509 *x, X509 *issuer)
{
	struct news n = { NONE, "ocsp", 0 };
	ASN1_GENERALIZEDTIME *when, *from, *next;
	int reason;
	OCSP_SINGLERESP *one = ocsp_answer(it->ocsp, x, issuer);
	if (!one || !ocsp_signed(m, it, issuer))
		return n;
	int status = OCSP_single_get0_status(one, &reason, &when, &from, &next);
	n.time = ltv_instant(from);
	if (status == V_OCSP_CERTSTATUS_REVOKED && matters(m, ltv_instant(when), reason))
		return (struct news){ REVOKED, "revoked", ltv_instant(when) };
	if (status != V_OCSP_CERTSTATUS_UNKNOWN && fresh(m, x, n.time, ltv_instant(next)))
		n.state = GOOD;
	return n;
}

static struct news news_of(const struct matter *m, X509 *x, X509 *issuer, bool lists_only)
{
	struct news n = { NONE, "none", 0 };
	for (size_t i = 0; i < m->l->count; i++) {
		struct item *it = &m->l->item[i];
		struct news one = { NONE, "none", 0 };
		if (it->round > m->ask->round)
			continue;
		if (it->kind == LTV_CRL)
			one = crl_news(m, it, x, issuer);
		else if (it->kind == LTV_OCSP && !lists_only)
			one = ocsp_news(m, it, x, issuer);
		take(&n, &one);
	}
	return n;
}

/* --- chains ------------------------------------------------------------------------------- */

static bool carried(const struct matter *m, const X509 *x)
{
	for (size_t i = 0; i < m->l->count; i++)
		if (m->l->item[i].kind == LTV_CERT && m->l->item[i].round <= m->ask->round &&
		    !X509_cmp(m->l->item[i].cert, x))
			return true;
	return false;
}

/* The chain at ask->at, up-referenced; *whole_r: it leads to a root. */
static STACK_OF(X509) *chain_of(const struct matter *m, X509 *x, STACK_OF(X509) *inside,
				bool *whole_r)
{
	X509_STORE_CTX *ctx = need(X509_STORE_CTX_new());
	STACK_OF(X509) *others = need(sk_X509_dup(m->l->certs));
	if (!X509_add_certs(others, inside, 0) || !X509_STORE_CTX_init(ctx, NULL, x, others))
		log_die("ltv", "out of memory");
	X509_VERIFY_PARAM *param = X509_STORE_CTX_get0_param(ctx);
	X509_STORE_CTX_set0_trusted_stack(ctx, m->roots);
	X509_VERIFY_PARAM_set_auth_level(param, 2);
	X509_VERIFY_PARAM_set_depth(param, DEPTH);
	X509_VERIFY_PARAM_set_time(param, (time_t)(m->ask->at / SECOND));
	if (m->ask->stamp)
		X509_VERIFY_PARAM_set_purpose(param, X509_PURPOSE_TIMESTAMP_SIGN);
	*whole_r = X509_verify_cert(ctx) == 1;
	STACK_OF(X509) *chain = X509_STORE_CTX_get1_chain(ctx);
	X509_STORE_CTX_free(ctx);
	sk_X509_free(others);
	ERR_clear_error();
	return chain;
}

static void judge(const struct matter *m, X509 *x, STACK_OF(X509) *inside, struct ltv_report *r)
{
	char line[512];
	STACK_OF(X509) *chain = chain_of(m, x, inside, &r->whole);
	int n = sk_X509_num(chain);
	for (int i = 1; i < n; i++) {
		ltv_name(X509_get_subject_name(sk_X509_value(chain, i)), line, sizeof line);
		ltv_line(r->path, sizeof r->path, line);
	}
	for (int i = 0; i + 1 < n; i++) {
		X509 *one = sk_X509_value(chain, i), *issuer = sk_X509_value(chain, i + 1);
		struct news news = news_of(m, one, issuer, false);
		r->revoked = r->revoked || news.state == REVOKED;
		r->whole = r->whole && news.state == GOOD && carried(m, one);
		BIO_snprintf(line, sizeof line, "%s %lld", news.word, (long long)news.time);
		ltv_line(r->news, sizeof r->news, news.state == NONE ? "none" : line);
	}
	sk_X509_pop_free(chain, X509_free);
	ERR_clear_error();
}

enum err ltv_check(struct ltv *l, const struct ltv_ask *ask, struct ltv_report *r)
{
	const unsigned char *p = ask->cms.p;
	struct matter m = { l, ask, ask->stamp ? l->tsa : l->roots };
	memset(r, 0, sizeof *r);
	CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &p, (long)ask->cms.n);
	STACK_OF(CMS_SignerInfo) *all = cms ? CMS_get0_SignerInfos(cms) : NULL;
	X509 *x = NULL;
	if (all && sk_CMS_SignerInfo_num(all) == 1 && CMS_set1_signers_certs(cms, NULL, 0) == 1)
		CMS_SignerInfo_get0_algs(sk_CMS_SignerInfo_value(all, 0), NULL, &x, NULL, NULL);
	if (x) {
		STACK_OF(X509) *inside = CMS_get1_certs(cms);
		ltv_describe(x, r);
		judge(&m, x, inside, r);
		sk_X509_pop_free(inside, X509_free);
	}
	CMS_ContentInfo_free(cms);
	ERR_clear_error();
	return x ? OK : INVALID;
}
