/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Judging one OCSP response or one CRL; a part of port/revocation, which alone
 * includes this. Words for *why_r: port/revocation.h. */
#ifndef PORT_REVOCATION_NEWS_H
#define PORT_REVOCATION_NEWS_H

#include "base/buf.h"
#include "base/err.h"

#include <openssl/ocsp.h>
#include <openssl/x509.h>

struct news_about {
	X509 *cert, *issuer;
	STACK_OF(X509) *known; /* for chains */
	X509_STORE *store;     /* the roots; judged as of now */
	int64_t now;	       /* ns */
	bool responder;	       /* cert is an OCSP responder's: no second one may vouch for it */
};

struct news {
	int64_t from, to; /* thisUpdate; nextUpdate, 0 = none */
	X509 *responder;  /* who was certified for OCSP; owned by the caller; NULL = none */
	bool unchecked;   /* no news of the responder is needed */
};

enum err news_ocsp(const struct news_about *a, OCSP_REQUEST *asked, struct bytes der,
		   struct news *n, const char **why_r) MUST_USE;
enum err news_crl(const struct news_about *a, struct bytes der, struct news *n,
		  const char **why_r) MUST_USE;
/* ns UTC; INT64_MAX for what is no time. */
int64_t news_time(const ASN1_TIME *t);

#endif
