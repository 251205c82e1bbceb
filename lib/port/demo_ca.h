/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A certification authority for trying things out, for ctl only: root, the
 * signer's certificate, a time-stamping certificate (critical extended key
 * usage, RFC 3161 §2.3), an OCSP responder's (RFC 6960 §4.2.2.2) and a CRL (RFC
 * 5280). RSA-3072, SHA-256. */
#ifndef PORT_DEMO_CA_H
#define PORT_DEMO_CA_H

#include "base/buf.h"
#include "base/err.h"

struct demo_ca {
	struct buf root, root_key;       /* PEM */
	struct buf tsa, tsa_key;         /* PEM */
	struct buf ocsp, ocsp_key;       /* PEM */
	struct buf crl;                  /* DER */
	struct buf index;                /* what `openssl ocsp -index` reads */
	struct buf sign_key, sign_cert;  /* DER; the key as RSAPrivateKey */
};
void demo_ca_init(struct demo_ca *d);
void demo_ca_wipe(struct demo_ca *d);

/* name: O and CN of the signer's certificate, UTF-8, 1–64 characters (else
 * INVALID); crl_url, ocsp_url: where news of the certificates of signer and TSA
 * is to be had, or NULL. Valid from a day ago: root 10 years, TSA and responder 5,
 * signer 2. */
enum err demo_ca_make(const char *name, const char *crl_url, const char *ocsp_url,
		      struct demo_ca *d) MUST_USE;
/* A CRL that revokes nothing, from now on for `days`. INVALID: root or key
 * cannot be read or do not belong together. */
enum err demo_ca_crl(struct bytes root_pem, struct bytes root_key_pem, int days, struct buf *der)
	MUST_USE;

#endif
