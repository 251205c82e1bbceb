/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * From recorded acts to signed files. Each step looks at what is there, makes
 * one new immutable file and records it in one commit, so it may die anywhere
 * and be done again (rules.md 1.1, 4.1). Holds the document's lock, never a
 * store lock, over the children. */
#ifndef OFFICE_SIGNING_H
#define OFFICE_SIGNING_H

#include "base/arena.h"
#include "base/conf.h"
#include "base/err.h"

#include <stdbool.h>

/* Which versions a lane makes: the last one waits for a time stamp when the
 * site has a TSA, and must not hold up the others. */
enum signing_part { SIGNING_ACTS, SIGNING_FINAL };

/* Signs all that is due of this part in one contract. OK: nothing (more) to do.
 * RETRY: a helper or TSA is away for now. CONFLICT: another lane holds the
 * document or was faster.
 * BROKEN: a red verdict or a refusal; logged, the old file stands. *did_r =
 * number of versions signed. */
enum err signing_run(const struct conf *conf, const char *contract, enum signing_part part,
		     int *did_r) MUST_USE;

#endif
