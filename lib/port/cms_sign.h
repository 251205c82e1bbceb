/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The key's side of libcrypto, linked by the signer only: a CMS SignedData
 * (RFC 5652) in the profile CAdES-BES (ETSI EN 319 122-1 §5) as PAdES wants it
 * (ETSI EN 319 142-1 §6.3): detached, SHA-256, RSA, exactly three signed
 * attributes (contentType, messageDigest, signing-certificate-v2), no
 * signing-time. Holds the signer's certificate and the ones above it, not the
 * root. The same digest and key always give the same bytes. */
#ifndef PORT_CMS_SIGN_H
#define PORT_CMS_SIGN_H

#include "base/buf.h"
#include "base/err.h"

#include <stdint.h>

struct cms_key;

/* key: RSAPrivateKey (RFC 8017 A.1.2), 2048–8192 bits; cert: its certificate;
 * chain: the certificates above it, one after another, may be empty; all DER.
 * The bytes may be wiped afterwards. INVALID: *why_r is key_bad (not readable,
 * or not the certificate's key) or key_usage (keyUsage present without
 * digitalSignature or nonRepudiation, or a CA's certificate). */
enum err cms_key_load(struct bytes key, struct bytes cert, struct bytes chain,
		      struct cms_key **k_r, const char **why_r) MUST_USE;
void cms_key_free(struct cms_key *k); /* NULL-safe */
/* SHA-256 of the certificate's SubjectPublicKeyInfo. */
void cms_key_print(const struct cms_key *k, unsigned char out[32]);
/* True while the certificate is valid at t (ns UTC); *end_r = notAfter. */
bool cms_key_valid(const struct cms_key *k, int64_t t, int64_t *end_r);
/* No CMS of this key is longer. */
size_t cms_key_room(const struct cms_key *k);
/* Appends the DER. It is parsed and verified again before it is handed out.
 * BROKEN when libcrypto fails. */
enum err cms_sign(const struct cms_key *k, const unsigned char digest[32], struct buf *out)
	MUST_USE;

#endif
