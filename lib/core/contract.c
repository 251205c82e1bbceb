/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The state machine. Pure: tables, and functions over one struct. */
#include "core/contract.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/str.h"

#include <string.h>

const char *const contract_state_words[CONTRACT_STATES + 1] = {
	"draft", "waiting", "concluding", "concluded", "declined", "withdrawn", NULL
};
static const char *const act_words[] = { "edit",    "discard", "send",   "open",
					 "agree",   "fill",    "decline",
					 "forward", "undo",    "correct", "extend", "renew",  "remind",
					 "withdraw", "sign",   "release", "share",  "ask",    "show" };

/* state × act: 1 = the act exists here. Everything else is refused. */
static const bool table[CONTRACT_STATES][CONTRACT_ACTS] = {
	[CONTRACT_DRAFT] = { [DO_EDIT] = 1, [DO_DISCARD] = 1, [DO_SEND] = 1 },
	[CONTRACT_WAITING] = { [DO_OPEN] = 1, [DO_AGREE] = 1, [DO_FILL] = 1, [DO_DECLINE] = 1, [DO_FORWARD] = 1,
			       [DO_UNDO] = 1, [DO_CORRECT] = 1, [DO_EXTEND] = 1, [DO_RENEW] = 1,
			       [DO_REMIND] = 1, [DO_WITHDRAW] = 1, [DO_SIGN] = 1, [DO_ASK] = 1,
			       [DO_SHOW] = 1 },
	[CONTRACT_CONCLUDING] = { [DO_SIGN] = 1, [DO_RELEASE] = 1 },
	[CONTRACT_CONCLUDED] = { [DO_SHARE] = 1, [DO_RENEW] = 1 },
	/* a chain that was closed still gets the signatures of recorded acts */
	[CONTRACT_DECLINED] = { [DO_SIGN] = 1, [DO_ASK] = 1 },
	[CONTRACT_WITHDRAWN] = { [DO_SIGN] = 1, [DO_ASK] = 1 },
};

const char *contract_state_word(enum contract_state s)
{
	return contract_state_words[s];
}

const char *contract_act_word(enum contract_act a)
{
	return act_words[a];
}

bool contract_allows(enum contract_state s, enum contract_act a)
{
	return table[s][a];
}

void change_event(struct change *ch, int64_t now, enum event_kind k, int64_t slot, const char *note)
{
	if (ch->n_events == CHANGE_EVENTS)
		log_die("change.full", "events=%zu", ch->n_events);
	ch->events[ch->n_events++] =
		(struct event){ .time = now, .kind = k, .slot = slot, .note = note ? note : "" };
}

void change_notice(struct change *ch, const struct contract *c, int64_t now, enum notice_kind k,
		   int64_t slot, int64_t after)
{
	struct party *p = contract_party(c, slot);
	if (ch->n_notices == CHANGE_NOTICES)
		log_die("change.full", "notices=%zu", ch->n_notices);
	ch->notices[ch->n_notices++] = (struct notice){
		.kind = k, .contract = c->id, .slot = slot, .generation = p ? p->generation : 0,
		.after = after, .made = now, .next = now,
	};
	if (p && notice_link(&ch->notices[ch->n_notices - 1]) == LINKS_ACT)
		p->linked = now;
}

void change_notice_about(struct change *ch, const struct contract *c, int64_t now,
			 enum notice_kind k, int64_t about, int64_t about2)
{
	change_notice(ch, c, now, k, 0, 0);
	ch->notices[ch->n_notices - 1].about = about;
	ch->notices[ch->n_notices - 1].about2 = about2;
}

struct party *contract_party(const struct contract *c, int64_t slot)
{
	return slot >= 1 && (size_t)slot <= c->n_parties ? &c->parties[slot - 1] : NULL;
}

int64_t contract_turn(const struct contract *c)
{
	if (c->state != CONTRACT_WAITING)
		return 0;
	for (size_t i = 0; i < c->n_parties; i++)
		if (party_pending(&c->parties[i]))
			return (int64_t)i + 1;
	return 0;
}

size_t contract_agreed(const struct contract *c)
{
	size_t n = 0;
	for (size_t i = 0; i < c->n_parties; i++)
		n += c->parties[i].state == PARTY_AGREED;
	return n;
}

int64_t contract_last_version(const struct contract *c)
{
	return (int64_t)c->n_parties + 3;
}

int64_t contract_due_version(const struct contract *c)
{
	if (c->state == CONTRACT_DRAFT)
		return 0;
	if (c->state == CONTRACT_CONCLUDING || c->state == CONTRACT_CONCLUDED)
		return contract_last_version(c);
	return 2 + (int64_t)contract_agreed(c);
}

int64_t contract_signed_version(const struct contract *c)
{
	int64_t least = contract_last_version(c);
	for (size_t i = 0; i < c->n_papers; i++)
		if (c->papers[i].version < least)
			least = c->papers[i].version;
	return least;
}

static void invite(struct contract *c, int64_t slot, int64_t now, struct change *ch)
{
	struct party *p = contract_party(c, slot);
	party_invite(p, now);
	change_event(ch, now, EVENT_INVITED, slot, NULL);
	/* version slot+1 is the act before this one: signed first, then mailed */
	change_notice(ch, c, now, NOTICE_REQUEST, slot, slot + 1);
}

static void conclude(struct contract *c, int64_t now, struct change *ch)
{
	c->state = CONTRACT_CONCLUDING;
	c->concluding = now;
	change_event(ch, now, EVENT_CONCLUDING, -1, NULL);
}

enum err contract_send(struct contract *c, int64_t now, struct change *ch)
{
	if (!contract_allows(c->state, DO_SEND))
		return CONFLICT;
	if (!c->n_papers || !c->n_parties || !c->title[0] || !c->name[0] ||
	    field_count(c, 0, -1) || field_wanting(c, 0))
		return INVALID;
	c->state = CONTRACT_WAITING;
	c->sent = now;
	for (size_t i = 0; i < c->n_parties; i++)
		c->parties[i].first_mail = c->parties[i].mail;
	contract_binds(c, 0, c->send_binds);
	change_event(ch, now, EVENT_SENT, 0, NULL);
	change_notice(ch, c, now, NOTICE_SENT, 0, 2);
	invite(c, 1, now, ch);
	return OK;
}

enum err contract_open(struct contract *c, int64_t slot, int64_t now, const char *terms_version,
		       const unsigned char terms_hash[32], unsigned methods, struct change *ch)
{
	struct party *p = contract_party(c, slot);
	if (!p)
		return MISSING;
	if (!contract_allows(c->state, DO_OPEN) || !party_pending(p) || party_expired(p, now))
		return CONFLICT;
	if (p->state == PARTY_INVITED)
		p->opened = now;
	p->bounced = 0; /* it arrived after all */
	p->state = PARTY_OPENED;
	p->methods = methods;
	p->terms_version = terms_version;
	memcpy(p->terms_hash, terms_hash, 32);
	change_event(ch, now, EVENT_OPENED, slot, terms_version);
	return OK;
}

enum err contract_fill(struct contract *c, int64_t slot, int64_t now, const size_t *field,
		       const char *const *value, size_t n)
{
	struct party *p = contract_party(c, slot);
	if (!p)
		return MISSING;
	if (!contract_allows(c->state, DO_FILL) || p->state != PARTY_OPENED || party_expired(p, now))
		return CONFLICT;
	for (size_t i = 0; i < n; i++)
		if (field[i] >= c->n_fields || c->fields[field[i]].slot != slot ||
		    (int64_t)str_chars(value[i]) > c->fields[field[i]].max)
			return INVALID;
	for (size_t i = 0; i < n; i++)
		c->fields[field[i]].value = value[i];
	return OK;
}

enum err contract_respell(struct contract *c, int64_t slot, int64_t now, const struct person *own,
			  struct change *ch)
{
	struct party *p = contract_party(c, slot);
	if (!p)
		return MISSING;
	if (!contract_allows(c->state, DO_FILL) || p->state != PARTY_OPENED || party_expired(p, now))
		return CONFLICT;
	if (!*own->name)
		return INVALID;
	if (!*p->said_name) {
		p->said_name = p->name;
		p->said_company = p->company;
		p->said_post = p->post;
	}
	p->name = own->name;
	p->company = own->company;
	p->post = own->post;
	change_event(ch, now, EVENT_RESPELLED, slot, own->name);
	return OK;
}

/* The page was drawn before the tick, and before a number was typed. */
static bool as_shown(const struct contract *c, struct party *p, int64_t slot,
		     const unsigned char shown[32])
{
	const struct party typed = *p;
	unsigned char want[32];
	p->authorised = false;
	p->approval = "";
	contract_binds(c, slot, want);
	p->authorised = typed.authorised;
	p->approval = typed.approval;
	return !memcmp(want, shown, 32);
}

enum err contract_agree(struct contract *c, int64_t slot, int64_t now,
			const unsigned char shown[32], unsigned methods, struct change *ch)
{
	struct party *p = contract_party(c, slot);
	if (!p)
		return MISSING;
	if (!contract_allows(c->state, DO_AGREE) || p->state != PARTY_OPENED || party_expired(p, now))
		return CONFLICT;
	if (field_wanting(c, slot) || (p->authority && !p->authorised))
		return INVALID;
	if (!as_shown(c, p, slot, shown))
		return CONFLICT; /* something else was shown than what stands here now */
	contract_binds(c, slot, p->binds);
	p->bound = BOUND;
	p->state = PARTY_AGREED;
	p->acted = now;
	p->methods = methods;
	change_event(ch, now, EVENT_AGREED, slot, NULL);
	change_notice(ch, c, now, NOTICE_RECEIPT, slot, slot + 2);
	if ((size_t)slot < c->n_parties && c->tell_agreed && !p->is_sender)
		change_notice(ch, c, now, NOTICE_AGREED, 0, slot + 2);
	if ((size_t)slot < c->n_parties)
		invite(c, slot + 1, now, ch);
	else
		conclude(c, now, ch);
	return OK;
}

static enum err close_contract(struct contract *c, enum contract_state s, int64_t now,
			       const char *reason)
{
	c->state = s;
	c->reason = reason;
	c->closed = now;
	return OK;
}

enum err contract_decline(struct contract *c, int64_t slot, int64_t now, const char *why,
			  const char *reason, struct arena *a, struct change *ch)
{
	struct party *p = contract_party(c, slot);
	if (!p)
		return MISSING;
	if (!contract_allows(c->state, DO_DECLINE) || p->state != PARTY_OPENED)
		return CONFLICT;
	p->state = PARTY_DECLINED;
	p->acted = now;
	c->why = why;
	change_event(ch, now, EVENT_DECLINED, slot, arena_printf(a, "%s\n%s", why, reason));
	change_notice_about(ch, c, now, NOTICE_DECLINED, slot, 0);
	for (int64_t i = 1; i <= slot; i++) /* who agreed, and who declined */
		if (!contract_party(c, i)->is_sender)
			change_notice(ch, c, now, NOTICE_ENDED, i, 0);
	return close_contract(c, CONTRACT_DECLINED, now, reason);
}

enum err contract_withdraw(struct contract *c, int64_t now, const char *reason, struct change *ch)
{
	if (!contract_allows(c->state, DO_WITHDRAW))
		return CONFLICT;
	change_event(ch, now, EVENT_WITHDRAWN, 0, reason);
	for (size_t i = 0; i < c->n_parties; i++)
		if (c->parties[i].invited && !c->parties[i].is_sender)
			change_notice(ch, c, now, NOTICE_WITHDRAWN, (int64_t)i + 1, 0);
	return close_contract(c, CONTRACT_WITHDRAWN, now, reason);
}

void contract_code_try(struct contract *c, int64_t slot, int64_t now)
{
	struct party *p = contract_party(c, slot);
	if (p->code_locked && now >= p->code_locked) {
		p->code_locked = 0;
		p->code_tries = 0;
	}
	p->code_tries++;
}

void contract_code_wrong(struct contract *c, int64_t slot, int64_t now, struct change *ch)
{
	struct party *p = contract_party(c, slot);
	change_event(ch, now, EVENT_CODE_WRONG, slot, NULL);
	if (p->code_tries < CODE_TRIES)
		return;
	p->code_locked = now + CODE_PAUSE;
	change_event(ch, now, EVENT_CODE_LOCKED, slot, NULL);
	change_notice(ch, c, now, NOTICE_CODE, 0, 0);
	ch->notices[ch->n_notices - 1].extra = p->name;
}

void contract_code_right(struct contract *c, int64_t slot)
{
	contract_party(c, slot)->code_tries = 0;
}

static bool gets_it(const struct contract *c, const struct change *ch, const char *mail)
{
	for (size_t i = 0; i < c->n_parties; i++)
		if (str_eq(c->parties[i].mail, mail))
			return true;
	for (size_t i = 0; i < ch->n_notices; i++) {
		const struct notice *n = &ch->notices[i];
		const struct move *m = move_of_link(c, n->slot, n->generation);
		if (m && str_eq(m->mail, mail))
			return true;
	}
	return false;
}

/* Who handed a slot on learns what became of it. */
static void tell_forwarders(const struct contract *c, int64_t now, struct change *ch)
{
	for (size_t i = 0; i < c->n_moves; i++) {
		const struct move *m = &c->moves[i];
		if (!move_stands(c, m) || gets_it(c, ch, m->mail) ||
		    ch->n_notices == CHANGE_NOTICES)
			continue;
		change_notice(ch, c, now, NOTICE_CONCLUDED, m->slot, contract_last_version(c));
		ch->notices[ch->n_notices - 1].generation = m->generation;
	}
}

/* Everybody who gets the result: the sender, each other party, each viewer. */
static void announce(const struct contract *c, int64_t now, struct change *ch)
{
	int64_t v = contract_last_version(c);
	change_notice(ch, c, now, NOTICE_CONCLUDED, 0, v);
	for (size_t i = 0; i < c->n_parties; i++)
		if (!c->parties[i].is_sender)
			change_notice(ch, c, now, NOTICE_CONCLUDED, (int64_t)i + 1, v);
	for (size_t i = 0; i < c->n_viewers; i++)
		if (!c->viewers[i].by)
			change_notice(ch, c, now, NOTICE_CONCLUDED, NOTICE_VIEWER + (int64_t)i, v);
	tell_forwarders(c, now, ch);
}

static void take_revision(struct paper *f, const struct revision *r)
{
	f->version = r->version;
	memcpy(f->revision, r->sha, 32);
	f->revision_bytes = r->bytes;
	f->stamps = r->stamps;
	f->stamped = r->stamped;
	f->stamp_end = r->stamp_end;
	f->stage = (struct staging){ .sealed_by = "" };
}

enum err contract_staged(struct contract *c, size_t paper, const struct staging *s)
{
	if (paper >= c->n_papers)
		return MISSING;
	if (c->state != CONTRACT_CONCLUDING ||
	    c->papers[paper].version + 1 != contract_last_version(c))
		return CONFLICT;
	c->papers[paper].stage = *s;
	return OK;
}

enum err contract_signed(struct contract *c, size_t paper, const struct revision *r, int64_t now,
			 struct change *ch)
{
	if (paper >= c->n_papers)
		return MISSING;
	struct paper *f = &c->papers[paper];
	if (!contract_allows(c->state, DO_SIGN) || r->version != f->version + 1 ||
	    r->version > contract_due_version(c))
		return CONFLICT;
	take_revision(f, r);
	if (c->state != CONTRACT_CONCLUDING ||
	    contract_signed_version(c) < contract_last_version(c))
		return OK;
	c->state = CONTRACT_CONCLUDED;
	c->concluded = now;
	change_event(ch, now, EVENT_CONCLUDED, -1, NULL);
	announce(c, now, ch);
	return OK;
}

enum err contract_renewed(struct contract *c, size_t paper, const struct revision *r, int64_t now,
			  struct change *ch)
{
	if (paper >= c->n_papers)
		return MISSING;
	struct paper *f = &c->papers[paper];
	if (c->state != CONTRACT_CONCLUDED || r->version != f->version ||
	    r->stamps != f->stamps + 1 || r->bytes <= f->revision_bytes)
		return CONFLICT;
	take_revision(f, r);
	change_event(ch, now, EVENT_STAMPED, -1, NULL);
	return OK;
}

int64_t contract_renewal(const struct contract *c, int64_t margin)
{
	int64_t first = 0;
	for (size_t i = 0; c->state == CONTRACT_CONCLUDED && i < c->n_papers; i++) {
		int64_t end = c->papers[i].stamps ? c->papers[i].stamp_end - margin : 0;
		if (end && (!first || end < first))
			first = end;
	}
	return first;
}
