/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Making and importing keys, for ctl only: RSA-3072, certificate requests
 * (RFC 2986), PKCS#12 (RFC 7292). Signs no document. Keys are handed out as DER
 * RSAPrivateKey (RFC 8017 A.1.2) in buffers the caller must buf_wipe. */
#ifndef PORT_KEYS_H
#define PORT_KEYS_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

#define KEYS_FILE (1 << 20) /* max of every buffer below */

/* One key with its certificate and the ones above it without the root, as the
 * signer keeps them (teiketsu-signature(5), KEY FOLDER). */
struct keys_pair {
	struct buf key, cert, chain;
};
void keys_pair_init(struct keys_pair *p);
void keys_pair_wipe(struct keys_pair *p);

/* A new RSA-3072 key; PEM CertificationRequest for it. name is O and CN, UTF-8,
 * 1–64 characters, country two letters: else INVALID. */
enum err keys_new(struct buf *key) MUST_USE;
enum err keys_request(struct bytes key, const char *name, const char *country, struct buf *pem)
	MUST_USE;

/* *why_r is a line for the administrator. INVALID: not PKCS#12, wrong password
 * (said so), no key in it, not RSA. */
enum err keys_import_p12(struct bytes p12, const char *password, struct keys_pair *p,
			 const char **why_r) MUST_USE;
/* PEM certificates, the key's own among them, for a key that is here already. */
enum err keys_import_pem(struct bytes key, struct bytes pem, struct keys_pair *p,
			 const char **why_r) MUST_USE;

struct keys_report {
	int bits;
	int64_t not_before, not_after; /* ns UTC */
	char subject[512], issuer[512];
	unsigned char print[32]; /* SHA-256 of SubjectPublicKeyInfo */
};
/* Everything the signer and a reader of its signatures will demand: key and
 * certificate match, RSA of 2048 bits at least, valid at now, usage allows
 * signatures, not a CA, each certificate of the chain issued the one before.
 * INVALID: *why_r says what is wrong; the report is filled as far as known. */
enum err keys_check(const struct keys_pair *p, int64_t now, struct keys_report *r,
		    const char **why_r) MUST_USE;
/* Does the certificate, with the ones above it, lead to one of these PEM roots?
 * Ends do not matter: old documents are judged by their own time. */
bool keys_trusted(struct bytes cert, struct bytes chain, struct bytes pem);

#endif
