/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * One-time codes (W6): six digits to the registered address, ten minutes, five
 * tries, each counted durably before it is compared. */
#ifndef WEB_ONCE_H
#define WEB_ONCE_H

#include "web/link.h"

#define ONCE_INPUT { .name = "once", .type = INPUT_SECRET, .max = 40 }

/* Does the door ask this link for a code? */
bool once_wanted(const struct link *l);
/* Sends a fresh code; three an hour: DENIED. CONFLICT: the slot is not open. */
enum err once_send(struct req *r, struct reply *p, const struct link *l) MUST_USE;
/* What was typed in the input "once". INVALID with the mistake noted. */
enum err once_check(struct req *r, const struct link *l) MUST_USE;
/* POST /review/{t}/code */
enum err once_post(struct req *r, struct reply *p);
/* "h***@example.jp" */
const char *once_masked(struct arena *a, const char *mail);

#endif
