/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What lies inside a CMS signature or a time-stamp token (RFC 5652), taken out
 * as it is, by libcrypto. Judges nothing. Hostile bytes: only limited children
 * call this. */
#ifndef PORT_CMS_PARTS_H
#define PORT_CMS_PARTS_H

#include "base/buf.h"
#include "base/err.h"

#define CMS_PARTS 32 /* certificates and revocation lists of one CMS, at most */

/* Where the one signer's signature value lies in der. INVALID: not such a CMS. */
enum err cms_parts_signature(struct bytes der, size_t *at_r, size_t *n_r) MUST_USE;
/* Hands out the DER of each certificate and each CRL inside; p is good only
 * during the call. INVALID: no CMS, or too many. */
enum cms_part { CMS_CERTIFICATE, CMS_CRL };
typedef void cms_part_fn(enum cms_part kind, struct bytes der, void *ctx);
enum err cms_parts_walk(struct bytes der, cms_part_fn *fn, void *ctx) MUST_USE;

#endif
