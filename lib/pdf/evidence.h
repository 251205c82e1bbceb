/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What the validation data in a file is worth: for each signature and stamp
 * whether its certificates can be judged from the file alone, and the level of
 * the whole. */
#ifndef PDF_EVIDENCE_H
#define PDF_EVIDENCE_H

#include "pdf/verdict.h"

/* Takes what revision i, a DSS, added. INVALID: an entry is not what its array
 * says. */
enum err evidence_take(struct arena *a, const struct history *h, size_t i, struct ltv *l) MUST_USE;
/* Fills ltv and stamp_ltv of every version; one whose certificate was revoked
 * when it mattered becomes invalid. How many did. */
size_t evidence_judge(struct verdict *v, struct ltv *l);
/* Of a good file, after evidence_judge. */
enum level evidence_level(struct verdict *v, struct ltv *l);

#endif
