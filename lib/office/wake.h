/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Tells the clerk that there is work: a courtesy, cron is the guarantee
 * (rules.md 6.1). Touches var/wake, which a resident clerk looks at; when
 * nobody holds var/clerk.lock, one clerk is started and not waited for. */
#ifndef OFFICE_WAKE_H
#define OFFICE_WAKE_H

#include "base/conf.h"

void wake_clerk(const struct conf *c);

#endif
