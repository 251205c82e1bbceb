/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * 送付先の設定: the form of recipients (repeated fields, one block each) and the
 * parties and viewers of a draft. A block is a party (同意する) or a viewer
 * (閲覧だけ); the owner's own slot (自分も同意する) is a check and a place.
 * Access codes are hashed when they come and shown once when they are made. */
#ifndef WEB_RECIPIENTS_H
#define WEB_RECIPIENTS_H

#include "core/contract.h"
#include "port/xdoc.h"
#include "web/page.h"

#define RECIPIENTS_FIELDS                                                                \
	{ "do", INPUT_TEXT, 0, 0, 40, NULL, NULL },                                      \
	{ "version", INPUT_INT, 0, 0, INT32_MAX, NULL, NULL },                           \
	{ "self", INPUT_CHECK, 0, 0, 0, NULL, "self" },                                  \
	{ "self_at", INPUT_INT, 0, 1, ACT_SLOTS, NULL, "self_at" },                      \
	{ "remind_first", INPUT_INT, 0, 0, 90, NULL, "remind_first" },                   \
	{ "remind_every", INPUT_INT, 0, 0, 90, NULL, "remind_every" },                   \
	{ "tell_agreed", INPUT_CHECK, 0, 0, 0, NULL, "tell_agreed" },                    \
	{ "was", INPUT_TEXT, INPUT_MANY, 0, 8, NULL, NULL },                             \
	{ "role", INPUT_CHOICE, INPUT_MANY, 0, 0, "agree|view", "role" },                \
	{ "mail", INPUT_MAIL, INPUT_MANY, 0, 0, NULL, "email" },                         \
	{ "name", INPUT_TEXT, INPUT_MANY, 0, PARTY_NAME, NULL, "name" },                 \
	{ "company", INPUT_TEXT, INPUT_MANY, 0, PARTY_COMPANY, NULL, "company" },        \
	{ "post", INPUT_TEXT, INPUT_MANY, 0, PARTY_POST, NULL, "post" },                 \
	{ "lang", INPUT_CHOICE, INPUT_MANY, 0, 0, "ja|en", "lang" },                     \
	{ "code", INPUT_SECRET, INPUT_MANY, 0, PARTY_CODE, NULL, "code" },               \
	{ "forward", INPUT_CHOICE, INPUT_MANY, 0, 0, "no|domain|anyone", "forward" },    \
	{ "authority", INPUT_CHOICE, INPUT_MANY, 0, 0, "no|yes", "rcp.authority" },          \
	{ "once", INPUT_CHOICE, INPUT_MANY, 0, 0, "no|yes", "rcp.once" },                    \
	{ "days", INPUT_INT, INPUT_MANY, 1, 90, NULL, "days" },                          \
	{ "date", INPUT_DATE, INPUT_MANY, 0, 0, NULL, "date" }

/* May these people be sent to? At least one party other than the owner, all with
 * address and name, nobody twice, no date in the past. */
bool recipients_complete(const struct contract *c, int64_t now);

/* A code that was made just now, to be shown once beside its block. */
struct fresh_code {
	bool viewer;
	size_t at; /* index in parties (without the owner's slot) */
	const char *text; /* NULL = none */
};

/* Applies the form (and its button `do`: add up.N down.N drop.N make.N uncode.N
 * next save) to the draft c as loaded, and saves it. INVALID: mistakes are noted. */
enum err recipients_save(struct req *r, const struct contract *c, struct contract **c_r,
			 struct fresh_code *fresh_r) MUST_USE;

/* View "to": attributes own (the user's address) and blocks (their number),
 * <contract …>, <self at on?/> and, for each block,
 *   <block n was role mail name company post lang code? fresh? forward authority
 *   once days date/>
 * from the form when it was wrong, else from the draft; one empty block when
 * there is none. fresh: NULL or the code to be shown. */
enum err recipients_show(struct req *r, struct reply *p, const struct contract *c,
			 const struct fresh_code *fresh) MUST_USE;
/* <shared>address</shared> for each that looks like a mailbox of many people,
 * <similar a b/> for each that differs by one character from one that this owner
 * wrote to before, <asked slot authority? once?/> for each party. */
void recipients_warn(struct req *r, struct xnode *n, const struct contract *c);

#endif
