/* SPDX-License-Identifier: AGPL-3.0-or-later
 * stamp's op=revocation; the protocol stands at the top of libexec/stamp.c. */
#ifndef STAMPING_SEARCH_H
#define STAMPING_SEARCH_H

#include "base/msg.h"

/* Writes the whole answer. Called once; the process ends afterwards. */
void search_run(const struct msg *ask, struct bytes roots_pem, struct msg *answer);

#endif
