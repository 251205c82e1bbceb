/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Asking and answering. */
#include "core/question.h"

#include "core/contract.h"

static const char *const words[] = { "ask", "time", "again" };

const char *question_word(enum question_why w)
{
	return words[w];
}

size_t question_open(const struct contract *c)
{
	size_t n = 0;
	for (size_t i = 0; i < c->n_questions; i++)
		n += !c->questions[i].answered;
	return n;
}

bool question_waits(const struct contract *c, int64_t slot)
{
	for (size_t i = 0; i < c->n_questions; i++)
		if (c->questions[i].slot == slot && c->questions[i].why == QUESTION_TIME &&
		    !c->questions[i].answered)
			return true;
	return false;
}

enum err contract_ask(struct contract *c, int64_t slot, int64_t generation, int64_t now,
		      enum question_why why, const char *text, struct change *ch)
{
	const struct party *p = contract_party(c, slot);
	if (!p)
		return MISSING;
	if (!contract_allows(c->state, DO_ASK) || p->state == PARTY_WAITS ||
	    move_of_link(c, slot, generation))
		return CONFLICT;
	if (why == QUESTION_ASK && !*text)
		return INVALID;
	if (c->n_questions >= QUESTIONS || (why == QUESTION_TIME && question_waits(c, slot)))
		return DENIED;
	ch->question = (struct question){ .slot = slot, .why = why, .asked = now, .mail = p->mail,
					  .name = p->name, .text = text, .answer = "" };
	ch->asks = true;
	change_event(ch, now, EVENT_ASKED, slot, question_word(why));
	change_notice_about(ch, c, now, NOTICE_QUESTION, slot, (int64_t)c->n_questions + 1);
	return OK;
}

enum err contract_answer(struct contract *c, size_t i, int64_t now, const char *text,
			 struct change *ch)
{
	if (i >= c->n_questions)
		return MISSING;
	struct question *q = &c->questions[i];
	if (q->answered)
		return CONFLICT;
	if (!*text)
		return INVALID;
	q->answered = now;
	q->answer = text;
	change_event(ch, now, EVENT_ANSWERED, 0, "");
	change_notice(ch, c, now, NOTICE_ANSWER, q->slot, 0);
	ch->notices[ch->n_notices - 1].about2 = (int64_t)i + 1;
	return OK;
}
