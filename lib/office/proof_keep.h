/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The inside of core/proof, between judging (proof.c) and keeping
 * (proof_keep.c). */
#ifndef OFFICE_PROOF_KEEP_H
#define OFFICE_PROOF_KEEP_H

#include "office/proof.h"

#include "base/msg.h"

#define PROOF_ANSWER ((size_t)4 << 20)

/* Fills p from inspect's answer; size, same and document of p are set already. An
 * answer without "verdict" that says retry is PROOF_UNCLEAR. */
enum err proof_read(struct arena *a, const struct msg *answer, struct proof *p) MUST_USE;
/* proof_judge that hands the answer out too. */
enum err proof_ask(const struct conf *c, struct arena *a, int fd, const char *name,
		   struct proof *p, struct msg *answer) MUST_USE;

#endif
