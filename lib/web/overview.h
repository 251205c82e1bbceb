/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The owner's home and folders as view models. */
#ifndef WEB_OVERVIEW_H
#define WEB_OVERVIEW_H

#include "core/summary.h"
#include "web/page.h"

#define OVERVIEW_ROWS 20

/* View "home": attribute month (sent this month), <folder name n/>*,
 * <month year month n bar/>* (oldest first; bar 0…100), <row …/>* (present.h). */
enum err overview_home(struct req *r, struct reply *p) MUST_USE;
/* View "list": attributes folder, paged?, after? (of the next page),
 * <folder …/>*, <row …/>*. after: what the address says, "" = from the newest. */
enum err overview_list(struct req *r, struct reply *p, enum folder f, const char *after) MUST_USE;

#endif
