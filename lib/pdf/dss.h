/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The document security store (ISO 32000-2 §12.8.4.3, ETSI EN 319 142-1 §5.4.2):
 * certificates, OCSP responses and CRLs that a validator will want when nobody
 * answers any more. Written after the last signature, before each document time
 * stamp; a revision of its own, with exactly these objects:
 *
 *   for each new one   <</Length N>> stream of the DER itself, no filter
 *   the store          <</Type /DSS /Certs [N 0 R …] /OCSPs […] /CRLs […]>>
 *                      an array that would be empty is left out
 *   the catalog        again, with /DSS N 0 R at its end; the first time only
 *
 * A later one writes the store's object again: the same references in the same
 * order, new ones behind them; new streams only. No /VRI (pades.md 3.3). No
 * filter, so that no reader has to inflate a stranger's bytes. */
#ifndef PDF_DSS_H
#define PDF_DSS_H

#include "pdf/writer.h"

#define DSS_ITEMS 512		     /* streams of one kind in a file */
#define DSS_ITEM ((size_t)1 << 20)   /* bytes of one */
#define DSS_BYTES ((size_t)12 << 20) /* of all new ones together */

enum dss_kind { DSS_CERT, DSS_OCSP, DSS_CRL, DSS_KINDS };

struct dss_item {
	enum dss_kind kind;
	struct bytes der;
};

/* Writes into r what of item[] is not in the store yet; added_r[kind] counts.
 * INVALID or CONFLICT, *why_r:
 *   trailer, loose, form   as in pdf/revise.h
 *   open      a signature field is not signed yet (CONFLICT)
 *   unfilled  a signature or time stamp has no contents (CONFLICT)
 *   dss       a store of another shape
 *   item      not one DER SEQUENCE, or too long
 *   range     too many
 *   nothing   all of it is there already (CONFLICT) */
enum err dss_write(struct arena *a, struct revision *r, const struct dss_item *item, size_t n,
		   size_t added_r[DSS_KINDS], const char **why_r) MUST_USE;

#endif
