/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Which certificates a CRL speaks of (RFC 5280 §5.2, §6.3.3 b): a part of
 * port/ltv, by the same libcrypto. */
#ifndef PORT_CRL_SCOPE_H
#define PORT_CRL_SCOPE_H

#include <stdbool.h>

struct X509_crl_st; /* libcrypto's X509_CRL and X509 */
struct x509_st;

/* A whole list, of its issuer's own certificates, for all reasons, that covers
 * this one; no critical extension but the issuing distribution point. */
bool crl_scope_covers(struct X509_crl_st *crl, struct x509_st *cert);

#endif
