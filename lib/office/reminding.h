/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The clerk's look at the timetable: every contract whose time has come
 * (catalog's index, so nobody scans them all) gets its reminder, warning or
 * announcement, decided inside its own transaction. */
#ifndef OFFICE_REMINDING_H
#define OFFICE_REMINDING_H

#include "base/conf.h"
#include "base/err.h"

/* OK: all that was due is told. RETRY, BROKEN from the store: the rest comes next time. */
enum err reminding_run(const struct conf *conf) MUST_USE;

#endif
