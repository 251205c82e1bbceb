/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Forward, undo, correct, extend, renew, remind: who may, until when, and what
 * becomes of older links. */
#include "core/codec.h"
#include "core/contract.h"
#include "core/policy.h"

#include "base/clock.h"
#include "tap.h"

#define NOW (DAY * 20000)

static struct arena *a;
static const unsigned char terms[32] = { 7 };
static const struct person other = { "new@example.jp", "新任", "会社", "" };
static const struct person stranger = { "new@elsewhere.example", "他人", "", "" };

static struct contract *sent(enum party_forward rule, struct change *ch)
{
	struct contract *c = arena_alloc(a, sizeof *c);
	codec_blank(c);
	c->id = "abcdefghijkmnpqr";
	c->title = "契約書";
	c->name = "送信者";
	c->mail = "sender@example.jp";
	codec_add_paper(c, a)->name = "x";
	for (int i = 1; i <= 2; i++) {
		struct party *p = codec_add_party(c, a);
		p->mail = arena_printf(a, "p%d@example.jp", i);
		p->name = arena_printf(a, "受信者%d", i);
		p->due_days = 10;
		p->generation = 1;
		p->forward = rule;
		p->has_code = true;
	}
	if (contract_send(c, NOW, ch))
		abort();
	return c;
}

/* What the ledger does between two acts: the list grows by the act's move. */
static void keep(struct contract *c, struct change *ch)
{
	if (ch->moves)
		*codec_add_move(c, a) = ch->move;
	ch->moves = false;
}

static void test_forward(void)
{
	struct change *ch = arena_alloc(a, sizeof *ch);
	struct contract *c = sent(FORWARD_ANYONE, ch);
	struct party *p = contract_party(c, 1);
	struct person twice = { "p2@example.jp", "x", "", "" }, self = { "p1@example.jp", "x", "", "" };
	struct person sender = { "sender@example.jp", "x", "", "" };
	is_int(contract_forward(c, 1, NOW + 1, &twice, "どうぞ", ch), INVALID, "not to another party");
	is_int(contract_forward(c, 1, NOW + 1, &self, "どうぞ", ch), INVALID, "not to oneself");
	is_int(contract_forward(c, 1, NOW + 1, &sender, "どうぞ", ch), INVALID, "not to the sender");
	is_int(contract_forward(c, 2, NOW + 1, &other, "どうぞ", ch), CONFLICT, "not out of turn");
	is_int(contract_open(c, 1, NOW + 1, "1", terms, 1, ch), OK, "opened");
	is_int(contract_forward(c, 1, NOW + 2, &other, "どうぞ", ch), OK, "forwarded");
	keep(c, ch);
	is_str(p->mail, "new@example.jp", "another holder");
	is_str(p->from_mail, "p1@example.jp", "the one before is remembered");
	ok(p->has_code && p->state == PARTY_INVITED && !*p->terms_version, "code stays, terms begin anew");
	is_int(policy_party(c, 1, 1, DO_OPEN, NOW + 3), POLICY_REPLACED, "the old link is dead");
	is_int(policy_party(c, 1, 2, DO_OPEN, NOW + 3), POLICY_YES, "the new one works");
	is_str(move_of_link(c, 1, 1)->message, "どうぞ", "what became of the first link is known");
	is_str(move_to_mail(c, move_of_link(c, 1, 1)), "new@example.jp", "and who has it now");
	ok(!move_of_link(c, 1, 2), "of the new link nothing became yet");
	is_str(move_name_at(c, 1, NOW + 1), "受信者1", "who held it then");
	is_str(move_name_at(c, 1, NOW + 2), "新任", "and from then on");
	is_int(contract_undo(c, 1, 2, NOW + 4, ch), CONFLICT, "not by the new holder");
	is_int(contract_undo(c, 1, 1, NOW + 4, ch), OK, "undone");
	keep(c, ch);
	is_int(move_of_link(c, 1, 2)->kind, MOVE_UNDO, "what became of the second");
	is_str(p->mail, "p1@example.jp", "the first holder again");
	is_int(p->generation, 3, "and the forwardee's link is dead");
	is_int(contract_undo(c, 1, 1, NOW + 5, ch), CONFLICT, "only once");
	is_int(contract_forward(c, 1, NOW + 6, &other, "どうぞ", ch), OK, "forwarded again");
	keep(c, ch);
	ok(contract_may_undo(c, 1, 3), "by the link of the time after the undo");
	ok(!contract_may_undo(c, 1, 1), "not by the first one");
	is_int(contract_open(c, 1, NOW + 7, "1", terms, 1, ch), OK, "accepted by the new one");
	is_int(contract_undo(c, 1, 3, NOW + 8, ch), CONFLICT, "too late to undo");
	is_int(contract_correct(c, 1, NOW + 8, &stranger, ch), CONFLICT, "too late to correct");
	p->forwards = FORWARDS;
	is_int(contract_forward(c, 1, NOW + 9, &stranger, "どうぞ", ch), DENIED, "five times at most");
	p->forwards = 0;
	is_int(contract_forward(c, 1, p->due + 1, &stranger, "どうぞ", ch), CONFLICT, "not after the reply date");
	c = sent(FORWARD_NO, ch);
	is_int(contract_forward(c, 1, NOW + 1, &other, "どうぞ", ch), DENIED, "the sender does not allow it");
	c = sent(FORWARD_DOMAIN, ch);
	is_int(contract_forward(c, 1, NOW + 1, &stranger, "どうぞ", ch), DENIED, "another domain");
	is_int(contract_forward(c, 1, NOW + 1, &other, "どうぞ", ch), OK, "the same domain");
}

static void test_rest(void)
{
	struct change *ch = arena_alloc(a, sizeof *ch);
	struct contract *c = sent(FORWARD_NO, ch);
	struct party *p = contract_party(c, 1);
	is_int(contract_correct(c, 1, NOW + 1, &stranger, ch), OK, "address corrected");
	is_int(policy_party(c, 1, 1, DO_OPEN, NOW + 2), POLICY_REPLACED, "the wrong address has no link");
	is_int(contract_remind(c, 1, NOW + MINUTE, ch), RETRY, "too soon for a reminder");
	is_int(contract_remind(c, 1, NOW + HOUR, ch), OK, "reminded");
	is_int(p->generation, 2, "by the same link");
	is_int(contract_remind(c, 1, NOW + HOUR + MINUTE, ch), RETRY, "not twice");
	is_int(contract_renew(c, 1, NOW + HOUR, ch), OK, "renewed");
	is_int(p->generation, 3, "by a fresh link");
	int64_t late = p->due + DAY;
	is_int(contract_renew(c, 1, late, ch), CONFLICT, "not after the reply date");
	is_int(contract_remind(c, 1, late, ch), CONFLICT, "nor a reminder");
	is_int(contract_extend(c, 1, late, late - 1, ch), INVALID, "not into the past");
	is_int(contract_extend(c, 1, late, late + DAY, ch), OK, "extended after it had passed");
	is_int(contract_open(c, 1, late + 1, "1", terms, 1, ch), OK, "and open again");
	is_int(contract_withdraw(c, late + 2, "x", ch), OK, "withdrawn");
	is_int(contract_extend(c, 1, late + 2, late + 2 * DAY, ch), CONFLICT, "then nothing");
	is_int(contract_remind(c, 1, late + 2, ch), CONFLICT, "then nothing");
}

int main(void)
{
	a = arena_new(0);
	test_forward();
	test_rest();
	arena_free(a);
	return done();
}
