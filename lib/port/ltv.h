/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Long-term validation by libcrypto: do the certificates, OCSP responses (RFC
 * 6960) and CRLs (RFC 5280 §5, §6.3) that a file carries suffice to judge the
 * signer of a CMS for ever? Nothing is fetched, nothing but the roots given is
 * believed. Hostile bytes: only limited children call this. */
#ifndef PORT_LTV_H
#define PORT_LTV_H

#include "base/buf.h"
#include "base/err.h"

#define LTV_ITEMS 1536		    /* certificates, responses, lists */
#define LTV_ITEM ((size_t)1 << 20) /* bytes of one */

struct ltv; /* roots, and what a file carries */

/* PEM as in port/cms_check.h and port/tsp.h; an empty tsa is allowed. INVALID:
 * no certificate or a bad one. */
enum err ltv_new(struct bytes roots_pem, struct bytes tsa_pem, struct ltv **r) MUST_USE;
void ltv_free(struct ltv *l); /* NULL-safe */

enum ltv_kind { LTV_CERT, LTV_OCSP, LTV_CRL };
/* INVALID: not exactly one DER of this kind, or too many. round: which of the
 * file's stores it came with, rising. */
enum err ltv_add(struct ltv *l, enum ltv_kind kind, int round, struct bytes der) MUST_USE;

struct ltv_ask {
	struct bytes cms; /* one CMS SignedData: a signature, or a time stamp token */
	bool stamp;	  /* it is a token: TSA roots, and RFC 3161 §4 when revoked */
	int64_t at;	  /* ns UTC: when it is known to have existed */
	int64_t until;	  /* ns UTC: when it was stamped itself, or now */
	int round;	  /* what came in later rounds does not count */
};

struct ltv_report {
	/* The chain ends at a root; each certificate but the root is among those
	 * that were added, and so is good news of it: an OCSP response or a CRL,
	 * signed by its issuer (or the issuer's responder, of which there is news
	 * too, or the no-check mark), issued before the certificate's end and not
	 * out of date at `at`. */
	bool whole;
	bool revoked; /* one of them was revoked when it mattered */
	char issuer[512], serial[96]; /* of the signer's certificate */
	int64_t not_before, not_after;
	char path[4096]; /* names behind the signer's, one a line, as in cms_check.h */
	/* One line for each certificate but the root, the signer's first: "ocsp T",
	 * "crl T" (T = thisUpdate, ns), "revoked T" (when), "none". */
	char news[1024];
};

/* INVALID: not one CMS with one signer whose certificate is inside. */
enum err ltv_check(struct ltv *l, const struct ltv_ask *ask, struct ltv_report *r) MUST_USE;

#endif
