/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Revocation data by libcrypto: which certificates a signature hangs on (RFC
 * 5280 §6), where news of each is to be had, and whether what came from there
 * is good: OCSP (RFC 6960, RFC 9654), CRL (RFC 5280 §5). No network here: the
 * caller fetches what revocation_next names.
 *
 * Certificates are valid now and end at one of the roots; a root needs no news.
 * Nothing is fetched from an address that a certificate outside such a chain
 * names. A signer's certificate that has ended is left out: nobody gives news of
 * it any more. An OCSP responder's certificate needs news too unless it carries
 * id-pkix-ocsp-nocheck. Signatures themselves are not judged here. Hostile bytes:
 * only limited children call this. */
#ifndef PORT_REVOCATION_H
#define PORT_REVOCATION_H

#include "base/buf.h"
#include "base/err.h"

#define REVOCATION_ANSWER ((size_t)1 << 20) /* bytes of one answer */
#define REVOCATION_SIGNED ((size_t)256 << 10) /* bytes of one CMS */
#define REVOCATION_CERT ((size_t)64 << 10)
#define REVOCATION_CERTS 256 /* certificates that are known at a time */
#define REVOCATION_PLACES 4  /* addresses of a kind that are tried for one */
#define REVOCATION_URL 512

struct revocation;

/* All certificates of a PEM text are roots. INVALID: none, or a bad one. The
 * instant of the call is the "now" of everything that follows. */
enum err revocation_new(struct bytes roots_pem, struct revocation **r) MUST_USE;
void revocation_free(struct revocation *r); /* NULL-safe */

/* A CMS SignedData: its signer's chain is wanted, its other certificates help.
 * INVALID: none, not exactly one signer, its certificate not inside, or too many. */
enum err revocation_signed(struct revocation *r, struct bytes cms) MUST_USE;
/* A certificate that may help to build chains. INVALID: none, or too many. */
enum err revocation_cert(struct revocation *r, struct bytes der) MUST_USE;

struct revocation_ask {
	const char *url;   /* http only; borrowed until the next call */
	bool ocsp;	   /* POST body as application/ocsp-request; else GET a CRL */
	struct bytes body; /* borrowed until the next call */
};

/* What to fetch next. MISSING: nothing more, all is complete. INVALID why
 * no_chain: a signer leads to no root; too_many certificates. RETRY why
 * no_revocation: every place of a certificate failed, or it names none. Each ask
 * is to be answered by exactly one of the two functions below. */
enum err revocation_next(struct revocation *r, struct revocation_ask *ask_r, const char **why_r)
	MUST_USE;
/* What came. INVALID, *why_r a fixed word, and the next place is tried: garbage
 * refused (an OCSP status) wrong_certificate wrong_nonce wrong_issuer bad_signature
 * not_trusted weak expired unknown self (a responder about itself or another one)
 * partial (a CRL of another scope). DENIED why revoked. */
enum err revocation_answer(struct revocation *r, struct bytes answer, const char **why_r) MUST_USE;
void revocation_failed(struct revocation *r);

/* After MISSING: everything collected, by kind, each once, in a stable order.
 * False at the end; *at starts at 0. */
enum revocation_kind { REVOCATION_IS_CERT, REVOCATION_IS_OCSP, REVOCATION_IS_CRL };
bool revocation_item(const struct revocation *r, size_t *at, enum revocation_kind *kind_r,
		     struct bytes *der_r);
/* ns UTC: the first end of a certificate or of news; the oldest news (0 = none). */
void revocation_times(const struct revocation *r, int64_t *until_r, int64_t *oldest_r);
/* Subject of the certificate that the last ask or error was about, RFC 2253
 * form, UTF-8; "" = none. */
const char *revocation_subject(const struct revocation *r);
/* The same of signers that were left out; *at starts at 0; NULL at the end. */
const char *revocation_ended(struct revocation *r, size_t *at);

#endif
