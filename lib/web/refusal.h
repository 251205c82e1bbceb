/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Declining a document (却下): form, the page that asks once more, the act. For
 * cgi-bin/agree.c. */
#ifndef WEB_REFUSAL_H
#define WEB_REFUSAL_H

#include "web/page.h"

#define REFUSAL_TEXT 1000 /* characters to the sender */
#define REFUSAL_INPUTS \
	{ .name = "why", .type = INPUT_CHOICE, .flags = INPUT_REQUIRED, \
	  .words = "change|other_person|unknown|other", .label = "dec.why" }, \
	{ .name = "text", .type = INPUT_LINES, .max = REFUSAL_TEXT, .label = "dec.text" }, \
	{ .name = "back", .type = INPUT_CHECK }

enum err refusal_get(struct req *r, struct reply *p);
enum err refusal_post(struct req *r, struct reply *p);
enum err refusal_confirm_get(struct req *r, struct reply *p);
enum err refusal_confirm_post(struct req *r, struct reply *p);

#endif
