/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Functions over one record. Knows no store, no page and no mail. */
#include "office/care.h"

#include "core/codec.h"
#include "core/timetable.h"

#include "base/clock.h"
#include "base/mailbox.h"
#include "base/rand.h"
#include "base/str.h"

#include <string.h>

enum err care_recode(struct contract *c, int64_t slot, int64_t now, const unsigned char salt[32],
		     const unsigned char hash[32], struct change *ch)
{
	struct party *p = contract_party(c, slot);
	if (!p)
		return MISSING;
	if (!contract_allows(c->state, DO_CORRECT) || !party_pending(p) || p->is_sender)
		return CONFLICT;
	p->has_code = true;
	memcpy(p->code_salt, salt, 32);
	memcpy(p->code_hash, hash, 32);
	p->code_tries = p->code_locked = 0;
	change_event(ch, now, EVENT_RECODED, slot, NULL);
	return OK;
}

static bool gets_it(const struct contract *c, const char *mail)
{
	for (size_t i = 0; i < c->n_parties; i++)
		if (mailbox_same(c->parties[i].mail, mail))
			return true;
	for (size_t i = 0; i < c->n_viewers; i++)
		if (!c->viewers[i].by && mailbox_same(c->viewers[i].mail, mail))
			return true;
	return mailbox_same(c->mail, mail);
}

enum err care_share(struct contract *c, int64_t by, int64_t now, const struct person *to,
		    enum party_lang lang, struct arena *a, struct change *ch)
{
	const struct party *p = contract_party(c, by);
	if (!contract_allows(c->state, DO_SHARE))
		return CONFLICT;
	if (gets_it(c, to->mail))
		return INVALID;
	if (c->n_viewers >= CARE_VIEWERS)
		return DENIED;
	struct viewer *v = codec_add_viewer(c, a);
	v->mail = to->mail;
	v->name = to->name;
	v->company = to->company;
	v->lang = lang;
	v->key_version = 1;
	rand_bytes(v->random, sizeof v->random);
	int64_t slot = NOTICE_VIEWER + (int64_t)c->n_viewers - 1;
	change_event(ch, now, EVENT_SHARED, slot, p ? p->name : c->name);
	change_notice(ch, c, now, NOTICE_SHARED, slot, 0);
	ch->notices[ch->n_notices - 1].extra = p ? p->name : c->name;
	return OK;
}

/* The reply date has passed: only the sender's extension goes on from here. */
static enum err announce(struct contract *c, int64_t slot, int64_t now, struct change *ch)
{
	struct party *p = contract_party(c, slot);
	p->expiry_told = p->due;
	change_event(ch, now, EVENT_EXPIRED, slot, NULL);
	if (!p->is_sender && p->mailed)
		change_notice(ch, c, now, NOTICE_EXPIRED, slot, 0);
	change_notice_about(ch, c, now, NOTICE_OVERDUE, slot, 0);
	return OK;
}

enum err care_look(struct contract *c, int64_t now, struct change *ch)
{
	int64_t slot = contract_turn(c), warn = timetable_warn(c), remind = timetable_remind(c);
	int64_t expiry = timetable_expiry(c);
	struct party *p = contract_party(c, slot);
	bool warns = warn && warn <= now, reminds = remind && remind <= now;
	if (expiry && expiry <= now)
		return announce(c, slot, now, ch);
	if (!p || !(warns || reminds))
		return CONFLICT;
	if (reminds || p->reminded) /* a warning goes on with the rhythm, and begins none */
		p->reminded = now;
	if (warns)
		p->due_told = p->due;
	change_event(ch, now, EVENT_REMINDED, slot, NULL);
	/* both at once is one letter; "0 days left" is none of M03's */
	bool soon = warns && p->due - now >= DAY;
	change_notice(ch, c, now, soon ? NOTICE_DUE : NOTICE_REMIND, slot, slot + 1);
	return OK;
}

static void copy_people(const struct contract *c, struct contract *to, struct arena *a)
{
	for (size_t i = 0; i < c->n_parties; i++) {
		const struct party *p = &c->parties[i];
		struct party *q = codec_add_party(to, a);
		q->mail = p->mail;
		q->name = p->name;
		q->company = p->company;
		q->post = p->post;
		q->lang = p->lang;
		q->forward = p->forward;
		q->is_sender = p->is_sender;
		q->due_days = p->due_days;
		q->authority = p->authority;
		q->one_time = p->one_time;
	}
	for (size_t i = 0; i < c->n_viewers; i++) {
		const struct viewer *v = &c->viewers[i];
		if (v->by)
			continue;
		struct viewer *w = codec_add_viewer(to, a);
		w->mail = v->mail;
		w->name = v->name;
		w->company = v->company;
		w->lang = v->lang;
	}
}

static void copy_files(const struct contract *c, struct contract *to, struct arena *a)
{
	for (size_t i = 0; i < c->n_papers; i++) {
		const struct paper *f = &c->papers[i];
		struct paper *g = codec_add_paper(to, a);
		g->name = f->name;
		memcpy(g->upload, f->upload, 32);
		memcpy(g->clean, f->clean, 32);
		g->clean_bytes = f->clean_bytes;
		g->pages = f->pages;
		g->repaired = f->repaired;
		g->removed = f->removed;
		g->notes = f->notes;
		g->flattened = f->flattened;
		g->confirmed = f->confirmed;
	}
}

void care_copy(const struct contract *c, struct contract *to, struct arena *a)
{
	to->title = c->title;
	to->counterparty = c->counterparty;
	to->message = c->message;
	to->remind_first = c->remind_first;
	to->remind_every = c->remind_every;
	to->tell_agreed = c->tell_agreed;
	copy_files(c, to, a);
	copy_people(c, to, a);
	for (size_t i = 0; i < c->n_fields; i++) {
		struct field *f = codec_add_field(to, a);
		*f = c->fields[i];
		f->value = "";
	}
}
