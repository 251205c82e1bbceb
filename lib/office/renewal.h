/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Archive time stamps are renewed before they age: a further document time
 * stamp over everything, with the revocation data of the one before (E6,
 * pades.md 3.5). Old entries are never touched. */
#ifndef OFFICE_RENEWAL_H
#define OFFICE_RENEWAL_H

#include "base/conf.h"
#include "base/err.h"

/* Renews every file of one concluded contract whose newest stamp ends within
 * conf->renew_days. Errors as signing_run. */
enum err renewal_run(const struct conf *conf, const char *contract, int *did_r) MUST_USE;
/* All contracts that want it now, oldest end first; stops at the first RETRY. */
enum err renewal_all(const struct conf *conf, int *did_r) MUST_USE;

#endif
