/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The form of a contract (pades.md 3.1): /AcroForm with its empty signature
 * fields and input fields, placed before the first signature (pdf/slots.h finds
 * them again). Names have fixed width and none is a prefix of another: Sig01…Sig99, or
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

#include "pdf/widget.h"

#define FORM_SIGNATURES 131 /* 128 parties and three of our own */

/* Writes into r: /AcroForm (/DR with Helv, /DA, /SigFlags 3), `signatures`
 * invisible fields on page 1 in its /Annots, the input fields on their pages
 * (n ≤ WIDGETS), locks, /Extensions ADBE and ESIC. A page that gets a widget has
 * a fresh /Annots array afterwards, an object of its own. INVALID: *why_r is
 * pages, annots (a page whose /Annots is no array), form (there is one already),
 * signed (/Perms or /DSS), range, field (a name twice or not F and four digits,
 * a slot without a signature of its own) or those of pdf/widget.h. */
enum err form_base(struct arena *a, struct revision *r, size_t signatures, struct widget *widgets,
		   size_t n, const char **why_r) MUST_USE;

#endif
