/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who signed an OCSP response, and what in it is about whom (RFC 6960 §4.2): a part
 * of port/ltv, by the same libcrypto, whose own look-up takes the first of a name. */
#ifndef PORT_OCSP_MATCH_H
#define PORT_OCSP_MATCH_H

#include <openssl/ocsp.h>
#include <openssl/x509.h>

/* Whose key signed it, among these; several may have the name. Borrowed; NULL. */
X509 *ocsp_signer(OCSP_BASICRESP *b, const STACK_OF(X509) *certs);
/* The one answer about x, whatever digest its id was made with. Borrowed; NULL. */
OCSP_SINGLERESP *ocsp_answer(OCSP_BASICRESP *b, X509 *x, X509 *issuer);

#endif
