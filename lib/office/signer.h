/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * One question to the signer, whichever way the site has (site.conf: signing).
 * direct: the setuid helper is started. pull, for hosts where setuid has no effect
 * (rules.md 2.6): question and candidate are left in var/pull, a second account
 * runs `ctl sign-pull`, which asks the same signer and leaves its answer there.
 *
 *   NAME.pdf   the candidate, where there is one    both written by us, whole
 *   NAME.ask   the question, a frame                before they get this name
 *   NAME.told  the answer, a frame                  by the second account
 *   seen       touched by it each time
 *
 * NAME: 32 hex of the SHA-256 of question and candidate. The same question leads to
 * the same answer, so that a crash anywhere repeats it. */
#ifndef OFFICE_SIGNER_H
#define OFFICE_SIGNER_H

#include "base/clock.h"
#include "base/conf.h"
#include "base/msg.h"

#include <stdbool.h>

#define SIGNER_IDLE (15 * MINUTE) /* nobody has pulled for so long: told as trouble */

/* candidate: -1 = none. pull: RETRY with *why_r "waiting" until the answer is there.
 * Else errors as proc_ask's, *why_r "no_answer". */
enum err signer_ask(const struct conf *c, int candidate, const struct msg *q, struct msg *m,
		    const char **why_r) MUST_USE;
/* What the signer says of itself: "ok" or the word of its trouble; pull: nobody_pulls. */
const char *signer_state(const struct conf *c);
/* When its certificate ends, ns UTC; 0: it does not say (pull: nobody asks here). */
int64_t signer_end(const struct conf *c);
/* pull: how many questions wait, and how long the oldest one does (ns). False: the
 * folder cannot be looked at. */
bool signer_waiting(const struct conf *c, int64_t *n_r, int64_t *oldest_r);

#endif
