/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The sending wizard's ground: 書類の準備 → 送付先の設定 → 入力項目の設定 →
 * 送信. A draft is worked
 * on by forms that carry the record's version; whoever is late gets CONFLICT. */
#ifndef WEB_WIZARD_H
#define WEB_WIZARD_H

#include "core/contract.h"
#include "port/xdoc.h"
#include "web/page.h"

/* Pages of a contract that an owner's page shows as pictures. */
#define WIZARD_PAGES 60
/* Characters of the description of a file's pages without text. */
#define WIZARD_NOTES 4000

enum step { STEP_FILES, STEP_TO, STEP_PLACE, STEP_SEND };

/* Which step of a draft is not complete yet; STEP_PLACE = files and
 * people are there; input fields may be placed, and 送信 is possible. */
/* A repaired or flattened file waits for the owner's word. */
bool wizard_unsure(const struct paper *f);
enum step wizard_step(const struct contract *c, int64_t now);
/* The address of a step, in the arena. */
const char *wizard_path(struct req *r, const char *id, enum step s);

/* The signed-in user's draft r->doc. When it was sent meanwhile the reply leads
 * to its page and *c_r is NULL. MISSING: no such contract of this user. For a
 * POST the form's "version" must be the record's: CONFLICT. */
enum err wizard_open(struct req *r, struct reply *p, struct contract **c_r) MUST_USE;

/* Fields of the first step, for the pages' tables. */
#define WIZARD_FILES                                                                     \
	{ "do", INPUT_TEXT, 0, 0, 40, NULL, NULL },                                      \
	{ "version", INPUT_INT, 0, 0, INT32_MAX, NULL, NULL },                           \
	{ "title", INPUT_TEXT, 0, 0, CONTRACT_TITLE, NULL, "subject" },                    \
	{ "counterparty", INPUT_TEXT, 0, 0, 100, NULL, "counterparty" },                 \
	{ "message", INPUT_LINES, 0, 0, CONTRACT_MESSAGE, NULL, "message" },             \
	{ "notes", INPUT_LINES, INPUT_MANY, 0, WIZARD_NOTES, NULL, "notes" },            \
	{ "file", INPUT_FILE, INPUT_MANY, 0, 0, NULL, "files" }

/* 書類の準備: judges what was uploaded (outside any transaction), keeps the good
 * files and the texts, makes the draft when there is none. c: the draft as
 * loaded or NULL. Mistakes are noted in r; then INVALID, and r->doc names the
 * draft if something was kept. */
enum err wizard_files(struct req *r, const struct contract *c, struct contract **c_r) MUST_USE;

/* For the view "upload": <paper n unsure? flattened? notes/> for each file. */
void wizard_present(struct xnode *n, const struct contract *c);

/* 送信 of the complete draft c, as the signed-in user. Two presses at once: both
 * replies lead to the document. An own value that cannot be written: the answer is
 * the step where it stands. CONFLICT: the draft was changed meanwhile. */
enum err wizard_send(struct req *r, struct reply *p, struct contract *c) MUST_USE;

/* "drop.3" with verb "drop" gives 3; 0 when `do` is something else. */
int64_t wizard_which(const char *does, const char *verb);

#endif
