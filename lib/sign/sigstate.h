/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Beside the log: `applied` (how far it was taken over) and one file with its
 * lines for each chain. For siglog.c only. */
#ifndef SIGN_SIGSTATE_H
#define SIGN_SIGSTATE_H

#include "sign/siglog.h"

/* Fills l from `applied`. False: absent or not whole, l is unchanged and
 * everything is to be read from the log again. */
bool sigstate_get(struct siglog *l);
/* Not synced: an old one only means that more is read again. */
bool sigstate_set(const struct siglog *l);
/* The state of a chain; none is one with last = 0. *seq_r = its newest record.
 * torn: a half line at the end is expected, since its record will be copied
 * again; else it is damage: RETRY. BROKEN: lines that do not follow. */
enum err sigstate_chain(int dir, const char *chain, bool torn, struct sigchain *c, int64_t *seq_r)
	MUST_USE;
/* Appends a line (with its newline) to the chain's file, synced; a half line
 * before it is cut. */
bool sigstate_append(int dir, const char *chain, struct bytes line);

#endif
