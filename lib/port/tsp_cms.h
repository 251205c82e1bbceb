/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The place of a time stamp in a CMS signature (RFC 5652) by libcrypto: the
 * signature time stamp as unsigned attribute (RFC 3161 appendix A, ETSI
 * EN 319 122-1 §5.3). Judges neither signature nor token. Hostile bytes: only
 * limited children call this. */
#ifndef PORT_TSP_CMS_H
#define PORT_TSP_CMS_H

#include "base/buf.h"
#include "base/err.h"

#define TSP_CMS ((size_t)256 << 10) /* longest CMS */

/* SHA-256 of the signature value of the one signer in a CMS. INVALID: not such
 * a CMS. */
enum err tsp_cms_digest(struct bytes cms, unsigned char out[32]) MUST_USE;
/* The CMS with the token as unsigned attribute, DER. CONFLICT: it has one. */
enum err tsp_cms_embed(struct bytes cms, struct bytes token, struct buf *out) MUST_USE;
/* The token in a CMS. MISSING: it has none. INVALID: several, or no such CMS. */
enum err tsp_cms_extract(struct bytes cms, struct buf *token) MUST_USE;

#endif
