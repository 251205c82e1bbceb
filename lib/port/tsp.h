/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Time stamps (RFC 3161, RFC 5816) by libcrypto: asking, checking what comes
 * back, and judging a token that is there. Always SHA-256. No network here.
 *
 * Hostile bytes: only limited children call this. Sizes: TSP_TOKEN. */
#ifndef PORT_TSP_H
#define PORT_TSP_H

#include "base/buf.h"
#include "base/err.h"

#define TSP_TOKEN ((size_t)64 << 10) /* longest answer or token that is looked at */
#define TSP_WORD 96

struct tsp_roots; /* trusted certificates */

/* All certificates of a PEM text. INVALID when there is none or one is bad. */
enum err tsp_roots_parse(struct bytes pem, struct tsp_roots **r) MUST_USE;
void tsp_roots_free(struct tsp_roots *roots); /* NULL-safe */

struct tsp_query; /* what was asked: digest, nonce, policy */

/* policy: dotted OID that the TSA must use, NULL or "" = its choice (INVALID
 * when it is no OID). certReq is set, the nonce has 128 bits. */
enum err tsp_query_new(const unsigned char digest[32], const char *policy, struct tsp_query **r)
	MUST_USE;
struct bytes tsp_query_der(const struct tsp_query *q); /* borrowed from q */
void tsp_query_free(struct tsp_query *q);              /* NULL-safe */

struct tsp_info {
	int64_t time;         /* genTime, ns UTC, with its fraction */
	char policy[TSP_WORD];
	char serial[TSP_WORD]; /* hexadecimal */
	char subject[256];    /* of the TSA's certificate, RFC 2253 form, UTF-8 */
	int64_t not_after;    /* end of that certificate, ns UTC */
};

/* Checks a TSA's answer against what was asked: granted, version, imprint,
 * nonce, policy, one signature that is good, the signer's certificate inside
 * and named by the ESS attribute, for time stamping only, leading to a root,
 * valid now. Adds the token's DER to token. INVALID with *why_r a fixed word:
 * garbage, refused, wrong_imprint, wrong_nonce, wrong_policy, not_trusted,
 * bad_certificate, bad_signature, bad_token. */
enum err tsp_answer(const struct tsp_query *q, struct bytes reply, const struct tsp_roots *roots,
		    struct buf *token, struct tsp_info *info_r, const char **why_r) MUST_USE;

/* Judges a token on its own: over this digest, by a certificate that was valid
 * at genTime. MISSING: all is well but it leads to none of the roots (info_r is
 * filled). INVALID with *why_r as above. */
enum err tsp_check(struct bytes token, const unsigned char digest[32],
		   const struct tsp_roots *roots, struct tsp_info *info_r, const char **why_r)
	MUST_USE;

#endif
