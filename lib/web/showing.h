/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * 社内の人に見せる: a party gives somebody a read-only look, before agreeing or
 * at the concluded document (W13); and that look itself. For cgi-bin/review.c. */
#ifndef WEB_SHOWING_H
#define WEB_SHOWING_H

#include "core/party.h"
#include "web/page.h"

#define SHOWING_INPUTS \
	{ .name = "mail", .type = INPUT_MAIL, .flags = INPUT_REQUIRED, .label = "shw.mail" }, \
	{ .name = "name", .type = INPUT_TEXT, .flags = INPUT_REQUIRED, .max = PARTY_NAME, \
	  .label = "shw.name" }, \
	{ .name = "company", .type = INPUT_TEXT, .max = PARTY_COMPANY, .label = "fwd.company" }, \
	{ .name = "sent", .type = INPUT_CHECK }
#define LOOKING_INPUTS \
	{ .name = "code", .type = INPUT_SECRET, .max = 200 }, \
	{ .name = "from", .type = INPUT_INT, .min = 1, .max = 1000000 }

enum err showing_get(struct req *r, struct reply *p);
enum err showing_post(struct req *r, struct reply *p);
enum err looking_get(struct req *r, struct reply *p);
enum err looking_post(struct req *r, struct reply *p); /* the access code */

#endif
