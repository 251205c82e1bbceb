/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Judging a CMS signature (RFC 5652) of the profile that port/cms_sign writes
 * (CAdES-BES, ETSI EN 319 122-1 §5), by libcrypto. Hostile bytes: only limited
 * children call this. Knows no PDF and no network; revocation is not asked. */
#ifndef PORT_CMS_CHECK_H
#define PORT_CMS_CHECK_H

#include "base/buf.h"
#include "base/err.h"

#define CMS_CHECK_MAX ((size_t)256 << 10)

struct cms_roots; /* trusted certificates */

/* All certificates of a PEM text. INVALID when there is none or one is bad. */
enum err cms_roots_parse(struct bytes pem, struct cms_roots **r) MUST_USE;
/* From the first one on, only a certificate of such a SHA-256 is trusted, and it
 * has to lead to a root as before. 256 at most: else INVALID. */
enum err cms_roots_pin(struct cms_roots *r, const unsigned char sha[32]) MUST_USE;
void cms_roots_free(struct cms_roots *roots); /* NULL-safe */

struct cms_report {
	char subject[512], issuer[512]; /* RFC 2253 form, UTF-8 */
	char serial[96];		/* hexadecimal */
	int64_t not_before, not_after;	/* ns UTC */
	bool trusted; /* the named certificate leads to a root; says nothing of the signature */
	char usage[200]; /* key usages, then extended ones, blank-separated: digital_signature
			  * non_repudiation … code_signing email_protection …, others as OID */
	char path[4096]; /* the chain's names behind the signer's, one a line, the root last;
			  * as far as it leads */
	/* SHA-256 over the signer's certificate and all that lie in the CMS: what
	 * is the same here has the same chains. */
	unsigned char inside[32];
};

/* der: one CMS, then nothing but zeros. Exactly one signer, detached, SHA-256,
 * three signed attributes (contentType data, messageDigest = digest,
 * signing-certificate-v2 naming the signer's certificate), no other unsigned
 * attribute than one signature time stamp (not judged here), RSA ≥ 2048 or
 * ECDSA, a certificate that may sign and is no CA, TSA or OCSP
 * responder, leading to a root, every link valid at `at` (ns UTC).
 *
 * OK. MISSING: sound, but leads to none of the roots ("not_trusted"); the
 * report is filled. INVALID with *why_r: garbage, signers, algorithm,
 * attributes, wrong_digest, bad_certificate (not the named one, or not for
 * signing), bad_signature, not_valid_then (the report is filled from
 * wrong_digest on). */
enum err cms_check(struct bytes der, const unsigned char digest[32], const struct cms_roots *roots,
		   int64_t at, struct cms_report *report, const char **why_r) MUST_USE;

#endif
