/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * 一括検証 for an owner's own concluded documents: a period, a table of 20 rows,
 * a button that judges for some seconds and can be pressed again, CSV. */
#ifndef WEB_BATCH_PAGE_H
#define WEB_BATCH_PAGE_H

#include "web/page.h"

#define BATCH_ROWS 20                 /* of one page */
#define BATCH_MOST 100                /* files of one press … */
#define BATCH_BUDGET (8 * SECOND)     /* … and how long it may go on */

enum err batch_get(struct req *r, struct reply *p) MUST_USE;
enum err batch_post(struct req *r, struct reply *p) MUST_USE;
enum err batch_csv_get(struct req *r, struct reply *p) MUST_USE;

/* from: milliseconds since 1970; what was judged before counts as not judged. */
#define BATCH_INPUTS                                                                     \
	{ "since", INPUT_DATE, 0, 0, 0, NULL, "since" },                                 \
	{ "until", INPUT_DATE, 0, 0, 0, NULL, "until" },                                 \
	{ "only", INPUT_CHOICE, 0, 0, 0, "all|risk", NULL },                             \
	{ "page", INPUT_INT, 0, 1, 1000000, NULL, NULL },                                \
	{ "from", INPUT_INT, 0, 0, INT64_MAX / 1000000, NULL, NULL },                    \
	{ "again", INPUT_CHECK, 0, 0, 0, NULL, NULL }

#endif
