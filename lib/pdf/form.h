/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The form of a contract (pades.md 3.1): /AcroForm with its empty signature
 * fields and input fields, placed before the first signature and found again
 * later. Names have fixed width and none is a prefix of another: Sig01…Sig99, or
 * Sig001…Sig131 where more than 99 are needed, F0001…F9999.
 *
 * /Fields is [Sig01 … SigNN F…]: first every signature field in its order, then
 * the input fields in the order they were given (names rise, with gaps where a
 * contract has several files). Document time stamps (DtsNN) are added behind.
 *
 * The signature field of a party with input fields ends with /Lock n 0 R, an
 * object of its own: <</Type /SigFieldLock /Action /Include /Fields [(F0001) …]>>,
 * the party's fields in the order of /Fields. Slot s signs with number s+2.
 * Sig01 and the last have none. */
#ifndef PDF_FORM_H
#define PDF_FORM_H

#include "pdf/writer.h"

#define FORM_SIGNATURES 131 /* 128 parties and three of our own */
#define FORM_NAME 8	    /* bytes of a signature field's name with its NUL */
#define FORM_STAMPS 99	    /* document time stamps, Dts01…Dts99 */

/* Writes into r: /AcroForm (/DR with Helv, /DA, /SigFlags 3), `signatures`
 * invisible fields on page 1 in its /Annots, /Extensions ADBE and ESIC.
 * INVALID: *why_r is pages, annots (a page whose /Annots is no array), form
 * (there is one already), signed (/Perms or /DSS) or range. */
enum err form_base(struct arena *a, struct revision *r, size_t signatures,
		   const char **why_r) MUST_USE;

struct slot {
	uint32_t number;    /* of the field's object; 0 = none found */
	struct value field; /* its dictionary */
	uint32_t signature; /* object number of /V; 0 = not signed yet */
};

/* Our signature fields, slot[i] being number i+1. INVALID: no form, a gap in
 * the numbers, a name twice, a signature field that is not ours, a /V that is
 * no reference, or a later one signed before an earlier. *signed_r = how many
 * are signed. Document time stamps are passed over. */
enum err form_slots(struct arena *a, const struct pdf *p, struct slot **slot_r, size_t *count_r,
		    size_t *signed_r) MUST_USE;
/* Our document time stamps, stamp[i] being DtsNN of i+1; there may be none.
 * INVALID: a gap, a name twice, or one without /V. */
enum err form_stamps(struct arena *a, const struct pdf *p, struct slot **stamp_r,
		     size_t *count_r) MUST_USE;

#endif
