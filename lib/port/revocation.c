/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows libcrypto's X509 and CMS: chains, and what is still wanted.
 * Judging what came is revocation_news.c's. */
#include "port/revocation.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/rand.h"
#include "port/revocation_news.h"
#include "port/revocation_place.h"

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <string.h>

#define NONCE 32 /* RFC 9654 §2.1 */

struct want {
	X509 *cert, *issuer;
	bool responder, done;
	int place; /* which address is next */
};

struct item {
	enum revocation_kind kind;
	unsigned char *der;
	size_t n;
};

struct revocation {
	STACK_OF(X509) *known, *signers, *ended;
	X509_STORE *store;
	int64_t now, until, oldest;
	struct want want[REVOCATION_CERTS];
	size_t wants, at, signer; /* the one asked about; signers whose chains are built */
	struct item item[2 * REVOCATION_CERTS];
	size_t items;
	bool full;
	char url[REVOCATION_URL], subject[256];
	OCSP_REQUEST *asked;
	unsigned char *body;
};

static void *need(void *p)
{
	if (!p)
		log_die("revocation", "out of memory");
	return p;
}

static bool has(STACK_OF(X509) *list, X509 *x)
{
	for (int i = 0; i < sk_X509_num(list); i++)
		if (!X509_cmp(sk_X509_value(list, i), x))
			return true;
	return false;
}

/* Takes a reference; nothing happens when it is there. */
static bool keep(STACK_OF(X509) *list, X509 *x)
{
	if (has(list, x))
		return true;
	if (sk_X509_num(list) >= REVOCATION_CERTS)
		return false;
	X509_up_ref(x);
	if (!sk_X509_push(list, x))
		log_die("revocation", "out of memory");
	return true;
}

/* --- beginning and end -------------------------------------------------------------- */

static bool read_roots(struct bytes pem, X509_STORE *store)
{
	BIO *in = need(BIO_new_mem_buf(pem.n ? (const void *)pem.p : "", (int)pem.n));
	size_t n = 0;
	ERR_clear_error();
	for (X509 *x; (x = PEM_read_bio_X509(in, NULL, NULL, NULL)); n++) {
		if (!X509_STORE_add_cert(store, x))
			log_die("revocation", "out of memory");
		X509_free(x);
	}
	/* The end of the text is the one error that is none. */
	bool whole = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
	ERR_clear_error();
	BIO_free(in);
	return whole && n;
}

enum err revocation_new(struct bytes roots_pem, struct revocation **r_r)
{
	struct revocation *r = need(OPENSSL_zalloc(sizeof *r));
	r->now = clock_now();
	r->store = need(X509_STORE_new());
	X509_VERIFY_PARAM *param = X509_STORE_get0_param(r->store);
	X509_VERIFY_PARAM_set_auth_level(param, 2); /* no SHA-1, no RSA below 2048 */
	X509_VERIFY_PARAM_set_time(param, (time_t)(r->now / SECOND));
	r->known = need(sk_X509_new_null());
	r->signers = need(sk_X509_new_null());
	r->ended = need(sk_X509_new_null());
	if (!read_roots(roots_pem, r->store)) {
		revocation_free(r);
		return INVALID;
	}
	*r_r = r;
	return OK;
}

static void forget_ask(struct revocation *r)
{
	OCSP_REQUEST_free(r->asked);
	OPENSSL_free(r->body);
	r->asked = NULL;
	r->body = NULL;
}

void revocation_free(struct revocation *r)
{
	if (!r)
		return;
	forget_ask(r);
	for (size_t i = 0; i < r->wants; i++) {
		X509_free(r->want[i].cert);
		X509_free(r->want[i].issuer);
	}
	for (size_t i = 0; i < r->items; i++)
		OPENSSL_free(r->item[i].der);
	sk_X509_pop_free(r->known, X509_free);
	sk_X509_pop_free(r->signers, X509_free);
	sk_X509_pop_free(r->ended, X509_free);
	X509_STORE_free(r->store);
	OPENSSL_free(r);
}

/* --- whose chains -------------------------------------------------------------------- */

static CMS_ContentInfo *parse(struct bytes der)
{
	const unsigned char *p = der.p;
	if (!der.n || der.n > REVOCATION_SIGNED)
		return NULL;
	CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &p, (long)der.n);
	if (cms && p == der.p + der.n && OBJ_obj2nid(CMS_get0_type(cms)) == NID_pkcs7_signed)
		return cms;
	CMS_ContentInfo_free(cms);
	return NULL;
}

static bool add_signer(struct revocation *r, CMS_SignerInfo *si)
{
	for (int i = 0; i < sk_X509_num(r->known); i++) {
		X509 *x = sk_X509_value(r->known, i);
		if (CMS_SignerInfo_cert_cmp(si, x))
			continue;
		return keep(news_time(X509_get0_notAfter(x)) < r->now ? r->ended : r->signers, x);
	}
	return false;
}

enum err revocation_signed(struct revocation *r, struct bytes der)
{
	CMS_ContentInfo *cms = parse(der);
	STACK_OF(CMS_SignerInfo) *all = cms ? CMS_get0_SignerInfos(cms) : NULL;
	STACK_OF(X509) *certs = all ? CMS_get1_certs(cms) : NULL;
	bool good = all && sk_CMS_SignerInfo_num(all) == 1;
	for (int i = 0; good && i < sk_X509_num(certs); i++)
		good = keep(r->known, sk_X509_value(certs, i));
	good = good && add_signer(r, sk_CMS_SignerInfo_value(all, 0));
	sk_X509_pop_free(certs, X509_free);
	CMS_ContentInfo_free(cms);
	ERR_clear_error();
	return good ? OK : INVALID;
}

enum err revocation_cert(struct revocation *r, struct bytes der)
{
	const unsigned char *p = der.p;
	X509 *x = der.n && der.n <= REVOCATION_CERT ? d2i_X509(NULL, &p, (long)der.n) : NULL;
	bool good = x && p == der.p + der.n && keep(r->known, x);
	X509_free(x);
	ERR_clear_error();
	return good ? OK : INVALID;
}

/* --- what is collected --------------------------------------------------------------- */

static void collect(struct revocation *r, enum revocation_kind kind, const unsigned char *p,
		    size_t n)
{
	for (size_t i = 0; i < r->items; i++)
		if (r->item[i].kind == kind && r->item[i].n == n &&
		    !memcmp(r->item[i].der, p, n))
			return;
	if (r->items == sizeof r->item / sizeof *r->item) {
		r->full = true;
		return;
	}
	r->item[r->items++] = (struct item){ kind, need(OPENSSL_memdup(p, n)), n };
}

static void sooner(int64_t *t, int64_t by)
{
	if (!*t || by < *t)
		*t = by;
}

static void collect_cert(struct revocation *r, X509 *x)
{
	unsigned char *der = NULL;
	int n = i2d_X509(x, &der);
	if (n <= 0)
		log_die("revocation", "encode");
	collect(r, REVOCATION_IS_CERT, der, (size_t)n);
	OPENSSL_free(der);
}

static void add_want(struct revocation *r, X509 *cert, X509 *issuer, bool responder)
{
	for (size_t i = 0; i < r->wants; i++)
		if (!X509_cmp(r->want[i].cert, cert))
			return;
	if (r->wants == REVOCATION_CERTS) {
		r->full = true;
		return;
	}
	if (!keep(r->known, issuer)) /* it may sign responses itself */
		r->full = true;
	X509_up_ref(cert);
	X509_up_ref(issuer);
	r->want[r->wants++] = (struct want){ cert, issuer, responder, false, 0 };
	collect_cert(r, cert);
	sooner(&r->until, news_time(X509_get0_notAfter(cert)));
}

static void name_subject(struct revocation *r, X509 *x)
{
	BIO *line = need(BIO_new(BIO_s_mem()));
	X509_NAME_print_ex(line, X509_get_subject_name(x), 0,
			   XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
	int n = BIO_read(line, r->subject, sizeof r->subject - 1);
	r->subject[n > 0 ? n : 0] = 0;
	BIO_free(line);
}

/* Everything between the signer and its root is wanted; the root is kept only. */
static bool add_chain(struct revocation *r, X509 *signer)
{
	X509_STORE_CTX *ctx = need(X509_STORE_CTX_new());
	if (!X509_STORE_CTX_init(ctx, r->store, signer, r->known))
		log_die("revocation", "out of memory");
	bool good = X509_verify_cert(ctx) == 1;
	STACK_OF(X509) *chain = good ? X509_STORE_CTX_get0_chain(ctx) : NULL;
	for (int i = 0; i + 1 < sk_X509_num(chain); i++)
		add_want(r, sk_X509_value(chain, i), sk_X509_value(chain, i + 1), false);
	if (good) /* some validators look for it beside the others to judge its lists */
		collect_cert(r, sk_X509_value(chain, sk_X509_num(chain) - 1));
	X509_STORE_CTX_free(ctx);
	ERR_clear_error();
	return good;
}

/* --- the question ---------------------------------------------------------------------- */

static struct bytes ocsp_question(struct revocation *r, const struct want *w)
{
	unsigned char nonce[NONCE];
	r->asked = need(OCSP_REQUEST_new());
	/* SHA-1 names the certificate here and proves nothing; RFC 5019 §2.1.1 wants it. */
	OCSP_CERTID *id = need(OCSP_cert_to_id(NULL, w->cert, w->issuer));
	need(OCSP_request_add0_id(r->asked, id));
	rand_bytes(nonce, sizeof nonce);
	if (!OCSP_request_add1_nonce(r->asked, nonce, sizeof nonce))
		log_die("revocation", "out of memory");
	int n = i2d_OCSP_REQUEST(r->asked, &r->body);
	if (n <= 0)
		log_die("revocation", "question");
	return (struct bytes){ r->body, (size_t)n };
}

/* --- the round ------------------------------------------------------------------------ */

static struct news_about about(struct revocation *r, const struct want *w)
{
	return (struct news_about){ w->cert, w->issuer, r->known, r->store, r->now, w->responder };
}

static void settle(struct revocation *r, struct want *w, struct news *n)
{
	w->done = true;
	if (n->to)
		sooner(&r->until, n->to);
	sooner(&r->oldest, n->from);
	if (n->responder) /* some validators want proof that it existed, beside the answers */
		collect_cert(r, n->responder);
	if (n->responder && !n->unchecked)
		add_want(r, n->responder, w->issuer, true);
	X509_free(n->responder);
}

/* A list that came for another certificate of the same authority. */
static bool covered(struct revocation *r, struct want *w)
{
	struct news_about a = about(r, w);
	struct news n;
	const char *why;
	for (size_t i = 0; i < r->items; i++)
		if (r->item[i].kind == REVOCATION_IS_CRL &&
		    !news_crl(&a, (struct bytes){ r->item[i].der, r->item[i].n }, &n, &why)) {
			settle(r, w, &n);
			return true;
		}
	return false;
}

static enum err ask(struct revocation *r, struct want *w, struct revocation_ask *ask_r)
{
	int place = w->place++;
	if (place < REVOCATION_PLACES && place_ocsp(w->cert, place, r->url)) {
		*ask_r = (struct revocation_ask){ r->url, true, ocsp_question(r, w) };
		return OK;
	}
	if (place < REVOCATION_PLACES)
		place = w->place = REVOCATION_PLACES;
	if (place == REVOCATION_PLACES && covered(r, w))
		return CONFLICT;
	if (place < 2 * REVOCATION_PLACES && place_crl(w->cert, place - REVOCATION_PLACES, r->url)) {
		w->place = place + 1;
		*ask_r = (struct revocation_ask){ r->url, false, { NULL, 0 } };
		return OK;
	}
	return RETRY;
}

enum err revocation_next(struct revocation *r, struct revocation_ask *ask_r, const char **why_r)
{
	*why_r = "no_chain";
	for (; r->signer < (size_t)sk_X509_num(r->signers); r->signer++) {
		X509 *x = sk_X509_value(r->signers, (int)r->signer);
		name_subject(r, x);
		if (!add_chain(r, x))
			return INVALID;
	}
	forget_ask(r);
	for (; r->at < r->wants; r->at++) {
		struct want *w = &r->want[r->at];
		if (w->done)
			continue;
		name_subject(r, w->cert);
		enum err e = ask(r, w, ask_r);
		if (e == CONFLICT)
			continue;
		*why_r = e ? "no_revocation" : "";
		return e;
	}
	r->subject[0] = 0;
	*why_r = r->full ? "too_many" : "";
	return r->full ? INVALID : MISSING;
}

enum err revocation_answer(struct revocation *r, struct bytes answer, const char **why_r)
{
	struct want *w = &r->want[r->at];
	struct news_about a = about(r, w);
	struct news n;
	bool ocsp = r->asked != NULL;
	*why_r = "garbage";
	if (r->at >= r->wants || !answer.n || answer.n > REVOCATION_ANSWER)
		return INVALID;
	enum err e = ocsp ? news_ocsp(&a, r->asked, answer, &n, why_r)
			  : news_crl(&a, answer, &n, why_r);
	if (e)
		return e;
	collect(r, ocsp ? REVOCATION_IS_OCSP : REVOCATION_IS_CRL, answer.p, answer.n);
	settle(r, w, &n);
	return OK;
}

void revocation_failed(struct revocation *r)
{
	forget_ask(r); /* the place was counted when it was named */
}

/* --- what came of it -------------------------------------------------------------------- */

bool revocation_item(const struct revocation *r, size_t *at, enum revocation_kind *kind_r,
		     struct bytes *der_r)
{
	for (size_t i = *at; i < 3 * r->items; i++) {
		const struct item *one = &r->item[i % r->items];
		if (one->kind != (enum revocation_kind)(i / r->items))
			continue;
		*kind_r = one->kind;
		*der_r = (struct bytes){ one->der, one->n };
		*at = i + 1;
		return true;
	}
	return false;
}

void revocation_times(const struct revocation *r, int64_t *until_r, int64_t *oldest_r)
{
	*until_r = r->until;
	*oldest_r = r->oldest;
}

const char *revocation_subject(const struct revocation *r)
{
	return r->subject;
}

const char *revocation_ended(struct revocation *r, size_t *at)
{
	if (*at >= (size_t)sk_X509_num(r->ended))
		return NULL;
	name_subject(r, sk_X509_value(r->ended, (int)(*at)++));
	return r->subject;
}
