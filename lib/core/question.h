/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What a recipient asks the sender without agreeing to anything, and the
 * answer. Kept under questions/<id>, oldest first. Pure. */
#ifndef CORE_QUESTION_H
#define CORE_QUESTION_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define QUESTIONS 100      /* of one contract at most */
#define QUESTION_TEXT 1000 /* characters, of question and answer */

enum question_why {
	QUESTION_ASK,   /* a question in words */
	QUESTION_TIME,  /* 期限の延長を頼む; the words may be empty, here and below */
	QUESTION_AGAIN, /* 送り直しを頼む, after declining */
	QUESTION_WHYS
};

struct question {
	int64_t slot;
	enum question_why why;
	int64_t asked;
	const char *mail, *name; /* who asked */
	const char *text;
	int64_t answered;        /* 0 = not yet */
	const char *answer;
};

struct contract;
struct change;

const char *question_word(enum question_why w);
/* The slot asks. generation: of the link that was used; its holder asks.
 * CONFLICT: never in this state (a draft, a concluded one), or a link that a
 * move ended. INVALID: nothing is said where words are needed. DENIED: there
 * are QUESTIONS already, or a QUESTION_TIME waits for its answer. */
enum err contract_ask(struct contract *c, int64_t slot, int64_t generation, int64_t now,
		      enum question_why why, const char *text, struct change *ch) MUST_USE;
/* The owner answers c->questions[i]. MISSING: no such question. CONFLICT:
 * answered already. INVALID: no words. */
enum err contract_answer(struct contract *c, size_t i, int64_t now, const char *text,
			 struct change *ch) MUST_USE;
bool question_waits(const struct contract *c, int64_t slot); /* more time was asked for */
size_t question_open(const struct contract *c); /* how many wait for an answer */

#endif
