/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Long-term validation (ETSI EN 319 142-1 §5.4–5.5, pades.md 3.3–3.5): the
 * certificates and revocation data of everything that is signed in a file, then
 * a document time stamp over all of it. The same steps serve the first time and
 * every renewal. Parses nothing: children do. */
#ifndef OFFICE_ARCHIVE_H
#define OFFICE_ARCHIVE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"

#include <stdint.h>

struct archive {
	int64_t stamped;   /* genTime of the new stamp, ns UTC */
	int64_t stamp_end; /* end of the TSA's certificate */
};

/* Reads `in`, fills the empty file `out`. RETRY: a TSA, OCSP responder or CRL
 * address is away for now. BROKEN: a certificate was revoked, or one of our own
 * children failed. *why_r: its word. */
enum err archive_stamp(const struct conf *conf, struct arena *a, int in, int out,
		       struct archive *r, const char **why_r) MUST_USE;
/* A stamp over 32 bytes that are not in a PDF (the journal's head). The token's
 * DER is added to token. */
enum err archive_stamp_hash(const struct conf *conf, struct arena *a, const unsigned char hash[32],
			    struct buf *token, struct archive *r, const char **why_r) MUST_USE;

#endif
