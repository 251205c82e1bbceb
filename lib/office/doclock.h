/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The document lock: one byte of one file stands for a contract (an OFD lock at
 * a hash of its id), taken by clerk lanes only, never waited for. It alone may
 * be held over the signer or a TSA (rules.md 3.6); it dies with its process. */
#ifndef OFFICE_DOCLOCK_H
#define OFFICE_DOCLOCK_H

#include "base/conf.h"
#include "base/err.h"

/* CONFLICT: another lane holds it. Unlock by closing *fd_r (-1 on any error). */
enum err doclock_take(const struct conf *conf, const char *contract, int *fd_r) MUST_USE;

#endif
