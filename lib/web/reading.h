/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * R2 and R5: the pages with the form of the own input items, in parts; the same
 * without pictures (lite); one item after another (step). The handlers of
 * /review/{t}/read and /lite. */
#ifndef WEB_READING_H
#define WEB_READING_H

#include "web/fillin.h"

/* from: a page; first: the first item of the form; f: an item, or the screen of
 * the step view (one beyond the last: the summary); end: back to the summary after
 * saving; check: say what is missing; saved, named: say that it was saved. */
#define READING_INPUTS                                                                       \
	FILLIN_INPUTS,                                                                       \
	{ .name = "do", .type = INPUT_CHOICE, .words = "save|agree|back" },                  \
	{ .name = "view", .type = INPUT_CHOICE, .words = "all|fields|step" },                \
	{ .name = "from", .type = INPUT_INT, .min = 1, .max = 1000000 },                     \
	{ .name = "f", .type = INPUT_INT, .min = 1, .max = 10000 },                          \
	{ .name = "first", .type = INPUT_INT, .min = 1, .max = 10000 },                      \
	{ .name = "end", .type = INPUT_CHECK },                                              \
	{ .name = "check", .type = INPUT_CHECK },                                            \
	{ .name = "saved", .type = INPUT_CHECK },                                            \
	{ .name = "named", .type = INPUT_CHECK }

enum err reading_get(struct req *r, struct reply *p) MUST_USE;
enum err reading_post(struct req *r, struct reply *p) MUST_USE;
enum err lite_get(struct req *r, struct reply *p) MUST_USE;
enum err lite_post(struct req *r, struct reply *p) MUST_USE;

#endif
