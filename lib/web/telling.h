/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Two words of a recipient that agree to nothing: the answer comes later (R8),
 * and this request was not expected. For cgi-bin/review.c. */
#ifndef WEB_TELLING_H
#define WEB_TELLING_H

#include "office/aside.h"
#include "web/page.h"

#define LATER_INPUTS \
	{ .name = "day", .type = INPUT_DATE, .label = "lat.day" }, \
	{ .name = "note", .type = INPUT_LINES, .max = ASIDE_NOTE, .label = "lat.note" }, \
	{ .name = "sent", .type = INPUT_CHECK }
#define REPORT_INPUTS \
	{ .name = "why", .type = INPUT_CHOICE, .flags = INPUT_REQUIRED, \
	  .words = "sender|address|odd", .label = "rep.why" }, \
	{ .name = "sent", .type = INPUT_CHECK }

enum err later_get(struct req *r, struct reply *p);
enum err later_post(struct req *r, struct reply *p);
enum err report_get(struct req *r, struct reply *p);
enum err report_post(struct req *r, struct reply *p);

#endif
