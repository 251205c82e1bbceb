/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Forwarding a slot (転送): the rules that the form tells of before the record
 * refuses, and the act itself. For cgi-bin/forward.c. */
#ifndef WEB_HANDING_H
#define WEB_HANDING_H

#include "web/link.h"

#define HANDING_INPUTS \
	{ .name = "mail", .type = INPUT_MAIL, .flags = INPUT_REQUIRED, .label = "fwd.mail" }, \
	{ .name = "name", .type = INPUT_TEXT, .flags = INPUT_REQUIRED, .max = PARTY_NAME, \
	  .label = "fwd.name" }, \
	{ .name = "company", .type = INPUT_TEXT, .max = PARTY_COMPANY, .label = "fwd.company" }, \
	{ .name = "message", .type = INPUT_LINES, .max = MOVE_MESSAGE, .label = "fwd.message" }, \
	{ .name = "back", .type = INPUT_CHECK }

/* Opens the link for forwarding. False: the answer is in *e_r and the reply. */
bool handing_open(struct req *r, struct reply *p, struct link *l, enum err *e_r);
/* The form or the page that asks once more: domain (the only one allowed), other
 * (the new address is of that other domain), code, typed (values will be lost). */
void handing_show(struct req *r, struct reply *p, const struct link *l, const char *view);
/* Notes what is wrong with the new holder. */
void handing_judge(struct req *r, const struct link *l);
/* Hands the slot on and answers; INVALID with mistakes noted. */
enum err handing_do(struct req *r, struct reply *p, struct link *l) MUST_USE;
/* Takes it back by the forwarder's own link, and answers. */
enum err handing_undo(struct req *r, struct reply *p, struct link *l) MUST_USE;

#endif
