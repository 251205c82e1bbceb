/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What may happen to an invitation between 送信 and the act: forward, undo,
 * correct, extend, renew, remind. Pure; declared in contract.h. */
#include "core/contract.h"

#include "base/clock.h"
#include "base/mailbox.h"

#include <string.h>

/* The slot when the act exists in this state and the invitation is open. */
static enum err open_slot(const struct contract *c, int64_t slot, enum contract_act act,
			  struct party **p_r)
{
	*p_r = contract_party(c, slot);
	if (!*p_r)
		return MISSING;
	return contract_allows(c->state, act) && party_pending(*p_r) ? OK : CONFLICT;
}

static bool taken(const struct contract *c, const char *mail)
{
	for (size_t i = 0; i < c->n_parties; i++)
		if (mailbox_same(c->parties[i].mail, mail))
			return true;
	return mailbox_same(c->mail, mail);
}

static bool same_domain(const char *a, const char *b)
{
	const char *x = strrchr(a, '@'), *y = strrchr(b, '@');
	return x && y && !strcmp(x, y);
}

/* Another person holds the slot from now on and begins with the terms. */
static void hand_over(struct contract *c, int64_t slot, const struct person *to, int64_t now,
		      enum move_kind kind, const char *message, struct change *ch)
{
	struct party *p = contract_party(c, slot);
	ch->move = (struct move){ .slot = slot, .generation = p->generation, .kind = kind, .time = now,
				  .mail = p->mail, .name = p->name, .company = p->company,
				  .post = p->post, .said_name = p->said_name,
				  .said_company = p->said_company, .said_post = p->said_post,
				  .message = message };
	ch->moves = true;
	p->mail = to->mail;
	p->name = to->name;
	p->company = to->company;
	p->post = to->post;
	p->said_name = p->said_company = p->said_post = "";
	p->later = p->reported = 0;
	p->later_note = "";
	p->mailed = p->bounced = p->reminded = 0;
	p->letter = p->bounce = "";
	field_discard(c, slot); /* another person's words are not his */
	p->generation++;
	p->state = PARTY_INVITED;
	p->opened = 0;
	p->methods = 0;
	p->terms_version = "";
	memset(p->terms_hash, 0, sizeof p->terms_hash);
	change_event(ch, now, kind == MOVE_CORRECTION ? EVENT_CORRECTED : EVENT_FORWARDED, slot,
		     kind == MOVE_UNDO ? "undo" : ch->move.mail);
	change_notice(ch, c, now, kind == MOVE_FORWARD ? NOTICE_FORWARDED : NOTICE_REQUEST, slot,
		      slot + 1);
}

static bool full(const struct contract *c)
{
	return c->n_moves >= MOVES;
}

enum err contract_forward(struct contract *c, int64_t slot, int64_t now, const struct person *to,
			  const char *message, struct change *ch)
{
	struct party *p;
	enum err e = open_slot(c, slot, DO_FORWARD, &p);
	if (e)
		return e;
	if (party_expired(p, now))
		return CONFLICT;
	if (p->forward == FORWARD_NO || p->forwards >= FORWARDS || full(c) ||
	    (p->forward == FORWARD_DOMAIN && !same_domain(p->mail, to->mail)))
		return DENIED;
	if (taken(c, to->mail))
		return INVALID;
	p->from_mail = p->mail;
	p->from_name = p->name;
	p->from_company = p->company;
	p->forwards++;
	p->forwarded = now;
	hand_over(c, slot, to, now, MOVE_FORWARD, message, ch);
	change_notice(ch, c, now, NOTICE_HANDED, slot, 0);
	ch->notices[ch->n_notices - 1].generation = ch->move.generation;
	change_notice_about(ch, c, now, NOTICE_MOVED, slot, ch->move.generation);
	return OK;
}

bool contract_may_undo(const struct contract *c, int64_t slot, int64_t generation)
{
	const struct party *p = contract_party(c, slot);
	const struct move *m = p ? move_of_link(c, slot, generation) : NULL;
	return m && contract_allows(c->state, DO_UNDO) && p->state == PARTY_INVITED &&
	       m->kind == MOVE_FORWARD && m->time == p->forwarded && *p->from_mail;
}

enum err contract_undo(struct contract *c, int64_t slot, int64_t generation, int64_t now,
		       struct change *ch)
{
	struct party *p = contract_party(c, slot);
	if (!p)
		return MISSING;
	if (!contract_may_undo(c, slot, generation) || full(c))
		return CONFLICT;
	const struct move *m = move_of_link(c, slot, generation);
	struct person back = { p->from_mail, p->from_name, p->from_company, m->post };
	p->from_mail = p->from_name = p->from_company = "";
	hand_over(c, slot, &back, now, MOVE_UNDO, "", ch);
	p->said_name = m->said_name; /* both spellings are there again */
	p->said_company = m->said_company;
	p->said_post = m->said_post;
	change_notice_about(ch, c, now, NOTICE_MOVED, slot, ch->move.generation);
	return OK;
}

enum err contract_correct(struct contract *c, int64_t slot, int64_t now, const struct person *to,
			  struct change *ch)
{
	struct party *p;
	enum err e = open_slot(c, slot, DO_CORRECT, &p);
	if (e)
		return e;
	if (p->state != PARTY_INVITED || full(c))
		return CONFLICT;
	if (!mailbox_same(p->mail, to->mail) && taken(c, to->mail)) /* or only the name was wrong */
		return INVALID;
	hand_over(c, slot, to, now, MOVE_CORRECTION, "", ch);
	return OK;
}

enum err contract_extend(struct contract *c, int64_t slot, int64_t now, int64_t due,
			 struct change *ch)
{
	struct party *p;
	enum err e = open_slot(c, slot, DO_EXTEND, &p);
	if (e)
		return e;
	if (due <= now || due <= p->due)
		return INVALID;
	p->due = p->due_set = due;
	change_event(ch, now, EVENT_EXTENDED, slot, "");
	change_notice(ch, c, now, NOTICE_REMIND, slot, slot + 1);
	ch->notices[ch->n_notices - 1].extra = "extended";
	return OK;
}

enum err contract_renew(struct contract *c, int64_t slot, int64_t now, struct change *ch)
{
	struct party *p;
	enum err e = open_slot(c, slot, DO_RENEW, &p);
	if (e)
		return e;
	if (party_expired(p, now))
		return CONFLICT;
	p->generation++;
	p->bounced = 0;
	change_event(ch, now, EVENT_RENEWED, slot, "");
	change_notice(ch, c, now, NOTICE_RENEWED, slot, slot + 1);
	return OK;
}

enum err contract_remind(struct contract *c, int64_t slot, int64_t now, struct change *ch)
{
	struct party *p;
	enum err e = open_slot(c, slot, DO_REMIND, &p);
	if (e)
		return e;
	if (party_expired(p, now))
		return CONFLICT;
	if (now < (p->reminded ? p->reminded : p->invited) + REMIND_PAUSE)
		return RETRY;
	p->reminded = now;
	p->bounced = 0; /* is tried again, and can come back again */
	change_event(ch, now, EVENT_REMINDED, slot, "");
	change_notice(ch, c, now, NOTICE_REMIND, slot, slot + 1);
	return OK;
}

void contract_bounced(struct contract *c, int64_t slot, int64_t generation, int64_t now,
		      const char *why, struct arena *a, struct change *ch)
{
	struct party *p = contract_party(c, slot);
	size_t v = (size_t)(slot - NOTICE_VIEWER);
	bool viewer = slot >= NOTICE_VIEWER && v < c->n_viewers;
	if (p ? p->generation != generation || p->bounced || p->is_sender
	      : !viewer || c->viewers[v].bounced)
		return;
	*(p ? &p->bounced : &c->viewers[v].bounced) = now;
	if (p)
		p->bounce = why;
	change_notice(ch, c, now, NOTICE_UNDELIVERED, 0, 0);
	ch->notices[ch->n_notices - 1].extra =
		arena_printf(a, "%s %s %s", why, p ? p->mail : c->viewers[v].mail,
			     p ? p->name : c->viewers[v].name);
}
