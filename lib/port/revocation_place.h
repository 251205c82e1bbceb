/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Where a certificate says that news of it is to be had; a part of
 * port/revocation, which alone includes this. http only, no blanks, shorter than
 * REVOCATION_URL; whatever else stands there is passed over. */
#ifndef PORT_REVOCATION_PLACE_H
#define PORT_REVOCATION_PLACE_H

#include "port/revocation.h"

#include <openssl/x509.h>

/* The index-th OCSP address (RFC 5280 §4.2.2.1); false: there are not so many. */
bool place_ocsp(X509 *x, int index, char url[REVOCATION_URL]);
/* The index-th address of a list (§4.2.1.13), of points for all reasons and by
 * the issuer itself. */
bool place_crl(X509 *x, int index, char url[REVOCATION_URL]);

#endif
