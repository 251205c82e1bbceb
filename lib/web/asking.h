/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Small things a recipient may ask for: a question to the sender, more time, the
 * document once more, a fresh link. For cgi-bin/review.c. */
#ifndef WEB_ASKING_H
#define WEB_ASKING_H

#include "web/page.h"

#define ASKING_INPUTS \
	{ .name = "why", .type = INPUT_CHOICE, .words = "ask|time|again" }, \
	{ .name = "text", .type = INPUT_LINES, .max = QUESTION_TEXT, .label = "ask.text" }, \
	{ .name = "sent", .type = INPUT_CHECK }

enum err asking_get(struct req *r, struct reply *p);
enum err asking_post(struct req *r, struct reply *p);
/* 案内をもう一度送る: to the registered address alone, three an hour. */
enum err renewing_get(struct req *r, struct reply *p);
enum err renewing_post(struct req *r, struct reply *p);

#endif
