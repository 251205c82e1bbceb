/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The last version where the site has a TSA (rules.md 1.10): signature with its
 * token, validation data, document time stamp. The first two are kept in the
 * record as they are made, so that a crash or an outage repeats only the step
 * that is missing; only with the third the version counts as signed. */
#ifndef OFFICE_FINAL_H
#define OFFICE_FINAL_H

#include "core/contract.h"

#include "base/arena.h"
#include "base/conf.h"
#include "base/err.h"

#define FINAL_STORED (24 * HOUR) /* validation data without its stamp is too old then */

/* One step for one file; the caller loads the record anew for the next. Errors as
 * signing_run. */
enum err final_step(const struct conf *conf, struct arena *a, const struct contract *c,
		    size_t paper) MUST_USE;

#endif
