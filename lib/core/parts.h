/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What of a contract lies under keys of its own, so that records stay small:
 * fields/<id>, moves/<id>, questions/<id>. For ledger.c only. */
#ifndef CORE_PARTS_H
#define CORE_PARTS_H

#include "core/contract.h"

struct txn;

/* Fills the arrays that the record says are there. BROKEN: they are not. */
enum err parts_get(struct txn *t, struct arena *a, struct contract *c) MUST_USE;
/* Takes the change's move and question over, and writes what differs. */
enum err parts_save(struct txn *t, struct arena *a, const struct contract *before,
		    struct contract *c, const struct change *ch) MUST_USE;

#endif
