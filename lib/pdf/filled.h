/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What a signing revision may hold beside its signature (pades.md 3.2, 5.2):
 * every input field that this signature locks, and only these, with a value and
 * a look that shows it; the looks and their fonts are new objects, numbered without a gap in
 * the order of the fields; nothing older is overwritten. */
#ifndef PDF_FILLED_H
#define PDF_FILLED_H

#include "pdf/basis.h"

#define FILLED_LIST (BASIS_INPUTS * (BASIS_NAME + 1) + 256)

/* Judges the fields of signature `slot` (from 1) in revision i. New numbers begin
 * at `fresh`. *objects_r = how many objects of the revision these are, all told.
 * INVALID, *why_r: input (a widget of which more or less changed), look, font,
 * shown (the look draws anything but the value). */
enum err filled_judge(struct arena *a, const struct history *h, const struct basis *b, size_t i,
		      size_t slot, uint32_t fresh, size_t *objects_r,
		      const char **why_r) MUST_USE;
/* What the signature's /Reference must be spelled: "" without fields. */
void filled_reference(const struct basis *b, size_t slot, uint32_t catalog,
		      char out[FILLED_LIST]);

#endif
