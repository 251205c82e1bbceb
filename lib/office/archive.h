/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Long-term validation (ETSI EN 319 142-1 §5.4–5.5, pades.md 3.3–3.5): the
 * certificates and revocation data of everything that is signed in a file, then
 * a document time stamp over all of it. The same steps serve the first time and
 * every renewal. Parses nothing: children do.
 *
 * Errors: RETRY: a TSA, OCSP responder or CRL address is away for now. BROKEN: a
 * certificate was revoked, or one of our own children failed. *why_r: its word. */
#ifndef OFFICE_ARCHIVE_H
#define OFFICE_ARCHIVE_H

#include "office/tsa.h"

/* Reads `in`, fills the empty file `out` with it and the validation data of what is
 * signed there. probe: a token of the TSA that will stamp next, so that its data
 * lies in the file before its stamp; n = 0: it stamped something there already. */
enum err archive_store(const struct conf *conf, struct arena *a, int in, int out,
		       struct bytes probe, const char **why_r) MUST_USE;
/* `in` and a document time stamp over it by this TSA into `out`. */
enum err archive_stamp(const struct conf *conf, struct arena *a, int in, int out, const char *by,
		       int64_t not_before, struct tsa_stamp *r, const char **why_r) MUST_USE;
/* Both, by the first TSA that gives a stamp, the one called but (may be NULL)
 * left out; each with its own validation data. */
enum err archive_both(const struct conf *conf, struct arena *a, int in, int out, const char *but,
		      int64_t not_before, struct tsa_stamp *r, const char **why_r) MUST_USE;

#endif
