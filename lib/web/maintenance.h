/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The operator closes the pages for a while: var/maintenance, whose first line may
 * say until when (2026-11-24T05:00:00.000000000Z). healthz and files go on. */
#ifndef WEB_MAINTENANCE_H
#define WEB_MAINTENANCE_H

#include "base/conf.h"

#include <stdbool.h>
#include <stdint.h>

/* *until_r: ns UTC, 0 = not said. */
bool maintenance_now(const struct conf *c, int64_t *until_r);

#endif
