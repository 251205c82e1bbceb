/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What the owner does about a document that was sent: withdraw, remind, extend,
 * correct an address, make a new access code, share the result, copy. Each is
 * one page (view "sent", attribute act) whose GET asks and whose POST does it;
 * where the act is no longer possible a GET leads to the document, a POST says
 * why. Addresses: {id} the document, {n} the slot. */
#ifndef WEB_SENT_H
#define WEB_SENT_H

#include "core/contract.h"
#include "web/page.h"

#define SENT_REASON 1000 /* characters */

/* View "sent" for the act of the address. */
enum err sent_get(struct req *r, struct reply *p) MUST_USE;

enum err sent_withdraw(struct req *r, struct reply *p) MUST_USE;
enum err sent_remind(struct req *r, struct reply *p) MUST_USE;
enum err sent_extend(struct req *r, struct reply *p) MUST_USE;
enum err sent_correct(struct req *r, struct reply *p) MUST_USE;
enum err sent_code(struct req *r, struct reply *p) MUST_USE;
enum err sent_share(struct req *r, struct reply *p) MUST_USE;
enum err sent_copy(struct req *r, struct reply *p) MUST_USE;

#define SENT_PERSON                                                                      \
	{ "mail", INPUT_MAIL, INPUT_REQUIRED, 0, 0, NULL, "email" },                     \
	{ "name", INPUT_TEXT, INPUT_REQUIRED, 0, PARTY_NAME, NULL, "name" },             \
	{ "company", INPUT_TEXT, 0, 0, PARTY_COMPANY, NULL, "company" }
#define SENT_WITHDRAW                                                                    \
	{ "reason", INPUT_LINES, INPUT_REQUIRED, 0, SENT_REASON, NULL, "reason" },   \
	{ "agreed", INPUT_INT, 0, 0, ACT_SLOTS, NULL, NULL }
#define SENT_EXTEND { "date", INPUT_DATE, INPUT_REQUIRED, 0, 0, NULL, "date" }
#define SENT_CORRECT SENT_PERSON, { "post", INPUT_TEXT, 0, 0, PARTY_POST, NULL, "post" }
#define SENT_SHARE SENT_PERSON, { "lang", INPUT_CHOICE, 0, 0, 0, "ja|en", "lang" }

#endif
