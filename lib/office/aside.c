/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Small acts of a recipient. Knows no page and no letter. */
#include "office/aside.h"

#include "core/codec.h"

#include "base/clock.h"
#include "base/mailbox.h"
#include "base/rand.h"
#include "base/str.h"

/* The slot when its invitation is open; NULL = not. */
static struct party *open_party(const struct contract *c, int64_t slot, int64_t now)
{
	struct party *p = contract_party(c, slot);
	bool open = p && c->state == CONTRACT_WAITING && party_pending(p) && !party_expired(p, now);
	return open ? p : NULL;
}

enum err aside_later(struct contract *c, int64_t slot, int64_t now, int64_t day, const char *note,
		     struct change *ch)
{
	struct party *p = open_party(c, slot, now);
	if (!p)
		return CONFLICT;
	if (day && (day <= now || (p->due && day > p->due)))
		return INVALID;
	p->later = day ? day : now;
	p->later_note = note;
	change_event(ch, now, EVENT_LATER, slot, note);
	return OK;
}

enum err aside_report(struct contract *c, int64_t slot, int64_t now, const char *why,
		      const char *address, struct change *ch)
{
	struct party *p = contract_party(c, slot);
	if (!p || c->state != CONTRACT_WAITING || !party_pending(p) || p->reported)
		return CONFLICT;
	p->reported = now;
	change_event(ch, now, EVENT_REPORTED, slot, why);
	if (!*address)
		return OK;
	change_notice_about(ch, c, now, NOTICE_REPORT, slot, 0);
	ch->notices[ch->n_notices - 1].address = address;
	ch->notices[ch->n_notices - 1].extra = why;
	return OK;
}

enum err aside_code(struct contract *c, int64_t slot, int64_t now, struct change *ch)
{
	struct party *p = open_party(c, slot, now);
	if (!p)
		return CONFLICT;
	p->once_serial++;
	p->once_tries = 0;
	p->once_until = now + ASIDE_CODE_LIFE;
	change_notice(ch, c, now, NOTICE_ONCE, slot, 0);
	return OK;
}

enum err aside_code_try(struct contract *c, int64_t slot, int64_t now)
{
	struct party *p = open_party(c, slot, now);
	if (!p)
		return CONFLICT;
	if (now > p->once_until || p->once_tries >= ASIDE_CODE_TRIES)
		return DENIED;
	p->once_tries++;
	return OK;
}

void aside_code_right(struct contract *c, int64_t slot)
{
	contract_party(c, slot)->once_until = 0;
}

static bool sees_it(const struct contract *c, const char *mail)
{
	for (size_t i = 0; i < c->n_parties; i++)
		if (mailbox_same(c->parties[i].mail, mail))
			return true;
	for (size_t i = 0; i < c->n_viewers; i++)
		if (mailbox_same(c->viewers[i].mail, mail))
			return true;
	return mailbox_same(c->mail, mail);
}

bool aside_shown(const struct contract *c, size_t viewer, int64_t slot)
{
	const struct viewer *v = &c->viewers[viewer];
	return v->by == slot && str_eq(v->by_mail, contract_party(c, slot)->mail);
}

enum err aside_show(struct contract *c, int64_t slot, int64_t now, const struct person *to,
		    struct arena *a, struct change *ch)
{
	const struct party *p = open_party(c, slot, now);
	size_t shown = 0;
	if (!p || p->state != PARTY_OPENED)
		return CONFLICT;
	if (sees_it(c, to->mail))
		return INVALID;
	for (size_t i = 0; i < c->n_viewers; i++)
		shown += aside_shown(c, i, slot);
	if (shown >= ASIDE_SHOWN || c->n_viewers >= ACT_SLOTS)
		return DENIED;
	struct viewer *v = codec_add_viewer(c, a);
	v->mail = to->mail;
	v->name = to->name;
	v->company = to->company;
	v->lang = p->lang;
	v->key_version = 1;
	v->by = slot;
	v->by_mail = p->mail;
	rand_bytes(v->random, sizeof v->random);
	change_event(ch, now, EVENT_SHOWN, slot, arena_printf(a, "look %s", v->mail));
	change_notice(ch, c, now, NOTICE_LOOK, NOTICE_VIEWER + (int64_t)c->n_viewers - 1, 0);
	ch->notices[ch->n_notices - 1].about = slot;
	return OK;
}

bool aside_may_look(const struct contract *c, size_t viewer)
{
	const struct viewer *v = &c->viewers[viewer];
	const struct party *p = contract_party(c, v->by);
	return p && c->state == CONTRACT_WAITING && p->state >= PARTY_OPENED &&
	       str_eq(p->mail, v->by_mail);
}
