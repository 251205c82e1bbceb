/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Digests and key derivation by libcrypto: SHA-256 (FIPS 180-4), HMAC
 * (RFC 2104), HKDF (RFC 5869), scrypt (RFC 7914). libcrypto is initialised
 * without any configuration file. A failure inside libcrypto ends the process. */
#ifndef PORT_DIGEST_H
#define PORT_DIGEST_H

#include "base/buf.h"
#include "base/err.h"

#define SHA256_SIZE 32

struct digest; /* running SHA-256 */
struct digest *digest_new(void);
void digest_add(struct digest *d, const void *p, size_t n);
/* Copies the state first: more may be added afterwards. */
void digest_get(const struct digest *d, unsigned char out[SHA256_SIZE]);
/* The same state again: for digests that share a beginning. */
struct digest *digest_copy(const struct digest *d);
void digest_free(struct digest *d);

void digest_sha256(const void *p, size_t n, unsigned char out[SHA256_SIZE]);
/* First n bytes of a file from offset 0 by pread; n < 0 = to the end. */
enum err digest_file(int fd, int64_t n, unsigned char out[SHA256_SIZE]) MUST_USE;
void digest_hmac(struct bytes key, struct bytes data, unsigned char out[SHA256_SIZE]);
/* HKDF-SHA-256, empty salt; label says what the key is for. */
void digest_hkdf(struct bytes secret, const char *label, void *out, size_t n);
/* scrypt with N=2^15, r=8, p=1 (32 MiB): about 0.1 s. */
void digest_scrypt(struct bytes password, struct bytes salt, unsigned char out[SHA256_SIZE]);

#endif
