/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A file of ours after its last signature: what may still be appended is a store
 * of validation data (pdf/dss.h) and a document time stamp (pdf/docstamp.h). */
#ifndef PDF_CONCLUDED_H
#define PDF_CONCLUDED_H

#include "pdf/slots.h"

struct concluded {
	struct slot *slot, *stamp; /* Sig01…, Dts01… */
	size_t slots, stamps;
};

/* INVALID or CONFLICT, *why_r: trailer, loose (pdf/revise.h), form (slots or
 * stamps), open (a field is not signed yet), unfilled (one has no contents). */
enum err concluded_open(struct arena *a, const struct pdf *p, struct concluded *c,
			const char **why_r) MUST_USE;
/* The DER in a signature's gap without the zeros behind it, in a. CONFLICT: only
 * zeros. INVALID: no such dictionary, or something else in the gap. */
enum err concluded_contents(struct arena *a, const struct pdf *p, const struct slot *s,
			    struct bytes *der_r) MUST_USE;

#endif
