/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * One request from its first variable to its log line. */
#ifndef WEB_RUN_H
#define WEB_RUN_H

#include "base/arena.h"
#include "base/conf.h"
#include "port/fcgi.h"
#include "web/page.h"

void run_request(struct fcgi *f, struct arena *a, const struct conf *c, const struct page *pg);

#endif
