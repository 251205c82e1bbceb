/* SPDX-License-Identifier: AGPL-3.0-or-later
 * When a recipient is reminded, warned and told that it is too late, and when not. */
#include "core/codec.h"
#include "core/policy.h"
#include "core/timetable.h"
#include "office/care.h"

#include "base/clock.h"
#include "tap.h"

#define NOON (DAY * 20000 + 3 * HOUR) /* 12:00 JST */

static struct arena *a;
static const unsigned char terms[32] = { 7 };

static struct contract *sent(int64_t first, int64_t every, int64_t days)
{
	struct contract *c = arena_alloc(a, sizeof *c);
	struct change *ch = arena_alloc(a, sizeof *ch);
	codec_blank(c);
	c->id = "abcdefghijkmnpqr";
	c->title = "契約書";
	c->name = "送信者";
	c->mail = "sender@example.jp";
	c->remind_first = first;
	c->remind_every = every;
	codec_add_paper(c, a)->name = "x";
	for (int i = 1; i <= 2; i++) {
		struct party *p = codec_add_party(c, a);
		p->mail = arena_printf(a, "p%d@example.jp", i);
		p->name = arena_printf(a, "受信者%d", i);
		p->due_days = days;
		p->generation = 1;
	}
	if (contract_send(c, NOON, ch))
		abort();
	c->parties[0].mailed = NOON; /* as the outbox records it */
	return c;
}

/* Kinds of notices and instants (hours after NOON) until nothing is due, as text. */
static const char *run(struct contract *c, int64_t end)
{
	const char *r = "";
	struct change *ch = arena_alloc(a, sizeof *ch);
	for (int64_t t = NOON; t < end; t += HOUR) {
		int64_t next = timetable_next(c);
		ch->n_notices = ch->n_events = 0;
		enum err e = care_look(c, t, ch);
		if ((next && next <= t) != (e == OK))
			return "next and look disagree";
		for (size_t i = 0; e == OK && i < ch->n_notices; i++)
			r = arena_printf(a, "%s%s%s@%lld", r, *r ? " " : "",
					 notice_word(ch->notices[i].kind), (long long)((t - NOON) / HOUR));
	}
	return r;
}

static void test_rhythm(void)
{
	struct contract *c = sent(5, 2, 10);
	is_int(timetable_next(c), NOON + 5 * DAY, "the first after five days");
	/* due: day 10 at 24:00 = 252 h; two days before at 9:00 = 189 h */
	is_str(run(c, NOON + 20 * DAY), "remind@120 remind@168 due@189 remind@237 expired@252 overdue@252",
	       "five days, then every two, two days before the end, once when it is over");
	is_int(timetable_next(c), 0, "nothing afterwards");
	is_str(run(sent(5, 0, 10), NOON + 20 * DAY), "remind@120 due@189 expired@252 overdue@252", "only one reminder");
	is_str(run(sent(0, 2, 10), NOON + 20 * DAY), "expired@252 overdue@252", "none at all");
	is_str(run(sent(5, 2, 1), NOON + 20 * DAY), "expired@36 overdue@36", "one day is too short for any");
	is_str(run(sent(5, 2, 90), NOON + 12 * DAY), "remind@120 remind@168 remind@216 remind@264", "a long time");
	is_str(run(sent(90, 2, 10), NOON + 20 * DAY), "due@189 expired@252 overdue@252", "no reminder after the date");
}

static void test_stops(void)
{
	unsigned char b[32];
	struct change *ch = arena_alloc(a, sizeof *ch);
	struct contract *c = sent(5, 2, 10);
	c->parties[0].mailed = 0;
	is_str(run(c, NOON + 9 * DAY), "", "nobody whose request never left");
	c = sent(5, 2, 10);
	c->parties[0].reported = NOON + HOUR;
	is_str(run(c, NOON + 20 * DAY), "expired@252 overdue@252", "nobody who reported it");
	c = sent(5, 2, 10);
	contract_bounced(c, 1, 1, NOON + HOUR, "unknown", a, ch);
	is_str(run(c, NOON + 9 * DAY), "", "nobody whose letter came back");
	c = sent(5, 2, 10);
	c->parties[0].later = NOON + 7 * DAY;
	is_str(run(c, NOON + 10 * DAY), "remind@168 due@189 remind@237", "not before the day that was meant");
	c = sent(5, 2, 10);
	if (contract_open(c, 1, NOON + 1, "1", terms, 1, ch))
		abort();
	is_str(run(c, NOON + 6 * DAY), "remind@120", "who opened and did not agree is reminded");
	contract_binds(c, 1, b);
	is_int(contract_agree(c, 1, NOON + 6 * DAY, b, 1, ch), OK, "agrees");
	is_str(run(c, NOON + 8 * DAY), "", "nobody who agreed; the next has no letter yet");
	c->parties[1].mailed = NOON + 6 * DAY;
	is_str(run(c, NOON + 12 * DAY), "remind@264", "the next by his own days");
	c = sent(5, 2, 10);
	is_int(contract_withdraw(c, NOON + HOUR, "x", ch), OK, "withdrawn");
	is_int(timetable_next(c), 0, "nobody after withdrawing");
	c = sent(5, 2, 10);
	c->parties[0].is_sender = true;
	is_str(run(c, NOON + 20 * DAY), "overdue@252", "not the sender himself");
	c = sent(5, 2, 10);
	is_int(contract_remind(c, 1, NOON + 4 * DAY, ch), OK, "reminded by hand");
	is_str(run(c, NOON + 7 * DAY), "remind@144", "two days after that");
	c = sent(5, 2, 3);
	(void)run(c, NOON + 5 * DAY);
	is_int(contract_extend(c, 1, NOON + 5 * DAY, NOON + 15 * DAY, ch), OK, "an extension after the end");
	ok(timetable_next(c) && timetable_next(c) <= NOON + 7 * DAY, "starts the clock again");
}

static void test_bounce(void)
{
	struct change *ch = arena_alloc(a, sizeof *ch);
	struct contract *c = sent(5, 2, 10);
	contract_bounced(c, 1, 2, NOON + 1, "full", a, ch);
	ok(!c->parties[0].bounced && !ch->n_notices, "of an older or a later link: nothing");
	contract_bounced(c, 0, 0, NOON + 1, "full", a, ch);
	contract_bounced(c, 2000, 0, NOON + 1, "full", a, ch);
	ok(!ch->n_notices, "the sender's own letters, and nobody's: nothing");
	contract_bounced(c, 1, 1, NOON + 2, "full", a, ch);
	ok(c->parties[0].bounced == NOON + 2 && c->state == CONTRACT_WAITING, "marked; the state stays");
	is_str(c->parties[0].bounce, "full", "with the reason");
	ok(ch->n_notices == 1 && ch->notices[0].kind == NOTICE_UNDELIVERED && ch->notices[0].slot == 0,
	   "the sender is told");
	is_str(ch->notices[0].extra, "full p1@example.jp 受信者1", "what and whom");
	contract_bounced(c, 1, 1, NOON + 3, "unknown", a, ch);
	is_int(ch->n_notices, 1, "once");
	is_int(contract_open(c, 1, NOON + 4, "1", terms, 1, ch), OK, "it arrived after all");
	ok(!c->parties[0].bounced, "the mark goes");
	struct viewer *v = codec_add_viewer(c, a);
	v->mail = "v@example.jp";
	v->name = "閲覧";
	contract_bounced(c, NOTICE_VIEWER, 0, NOON + 5, "away", a, ch);
	contract_bounced(c, NOTICE_VIEWER, 0, NOON + 5, "away", a, ch);
	ok(v->bounced && ch->n_notices == 2, "a viewer's, once");
}

static void test_share(void)
{
	struct change *ch = arena_alloc(a, sizeof *ch);
	struct contract *c = sent(5, 2, 10);
	struct person boss = { "boss@example.jp", "上司", "会社", "" }, one = { "p1@example.jp", "x", "", "" };
	is_int(care_share(c, 0, NOON, &boss, LANG_JA, a, ch), CONFLICT, "not before the end");
	c->state = CONTRACT_CONCLUDED;
	is_int(care_share(c, 0, NOON, &one, LANG_JA, a, ch), INVALID, "not to a party");
	is_int(care_share(c, 2, NOON, &boss, LANG_EN, a, ch), OK, "shared");
	ok(c->n_viewers == 1 && ch->notices[0].kind == NOTICE_SHARED && ch->notices[0].slot == NOTICE_VIEWER,
	   "a viewer with a letter");
	is_str(ch->notices[0].extra, "受信者2", "by whom");
	is_int(care_share(c, 0, NOON, &boss, LANG_JA, a, ch), INVALID, "once");
	static const unsigned char zero[32];
	ok(memcmp(c->viewers[0].random, zero, 32) != 0, "the link has its own random part");
	for (size_t i = 1; i < CARE_VIEWERS; i++)
		codec_add_viewer(c, a)->mail = "x";
	struct person more = { "more@example.jp", "x", "", "" };
	is_int(care_share(c, 0, NOON, &more, LANG_JA, a, ch), DENIED, "there is an end");
}

int main(void)
{
	a = arena_new(0);
	test_rhythm();
	test_stops();
	test_bounce();
	test_share();
	arena_free(a);
	return done();
}
