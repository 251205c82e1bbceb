/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Every state × every act, and a whole life of a contract. */
#include "core/codec.h"
#include "core/contract.h"
#include "core/policy.h"

#include "base/clock.h"
#include "base/hex.h"
#include "tap.h"

static struct arena *a;
static const unsigned char terms[32] = { 7 };

static struct contract *fresh(int parties)
{
	struct contract *c = arena_alloc(a, sizeof *c);
	codec_blank(c);
	c->id = "abcdefghijkmnpqr";
	c->owner = "pqrabcdefghijkmn";
	c->title = "秘密保持契約書";
	c->name = "サイン次郎";
	c->mail = "jiro@example.jp";
	struct paper *f = codec_add_paper(c, a);
	f->name = "nda";
	f->pages = 2;
	memset(f->base, 1, 32);
	for (int i = 0; i < parties; i++) {
		struct party *p = codec_add_party(c, a);
		p->mail = arena_printf(a, "p%d@example.jp", i + 1);
		p->name = arena_printf(a, "受信者%d", i + 1);
		p->due_days = 10;
		p->generation = 1;
	}
	return c;
}

/* The clerk's report that version v is signed. */
static enum err sign(struct contract *c, int64_t v, int64_t now, struct change *ch)
{
	struct revision r = { .version = v, .bytes = 100 * v };
	return contract_signed(c, 0, &r, now, ch);
}

static struct change *change(void)
{
	return arena_alloc(a, sizeof(struct change));
}

/* A contract in the given state, by the shortest way there. */
static struct contract *in_state(enum contract_state s)
{
	struct contract *c = fresh(2);
	struct change *ch = change();
	unsigned char b[32];
	int64_t now = DAY * 20000;
	enum err e = OK;
	if (s == CONTRACT_DRAFT)
		return c;
	e |= contract_send(c, now, ch);
	e |= contract_open(c, 1, now + 1, "1", terms, ACT_BY_MAIL, ch);
	if (s == CONTRACT_DECLINED)
		e |= contract_decline(c, 1, now + 2, "other", "no", a, ch);
	if (s == CONTRACT_WITHDRAWN)
		e |= contract_withdraw(c, now + 2, "no", ch);
	if (s == CONTRACT_CONCLUDING || s == CONTRACT_CONCLUDED) {
		contract_binds(c, 1, b);
		e |= contract_agree(c, 1, now + 2, b, ACT_BY_MAIL, ch);
		e |= contract_open(c, 2, now + 3, "1", terms, ACT_BY_MAIL, ch);
		contract_binds(c, 2, b);
		e |= contract_agree(c, 2, now + 4, b, ACT_BY_MAIL, ch);
	}
	if (s == CONTRACT_CONCLUDED)
		for (int v = 1; v <= 5; v++)
			e |= sign(c, v, now + 5, ch);
	ok(e == OK && c->state == s, "reached %s", contract_state_word(s));
	return c;
}

/* The wanted table, written out by hand: rows = states, columns = acts in
 * enum order: edit discard send open agree fill decline forward undo correct extend
 * renew remind withdraw sign release share ask show. */
static const char *const want[CONTRACT_STATES] = {
	"111................", "...111111111111..11", "..............11...",
	"...........1....1..", "..............1..1.", "..............1..1.",
};

static void test_table(void)
{
	for (int s = 0; s < CONTRACT_STATES; s++)
		for (int d = 0; d < CONTRACT_ACTS; d++)
			ok(contract_allows((enum contract_state)s, (enum contract_act)d) ==
				   (want[s][d] == '1'),
			   "%s × %s", contract_state_word((enum contract_state)s),
			   contract_act_word((enum contract_act)d));
}

/* Each function refuses in every state whose row says so, and leaves *c alone. */
static void test_functions(void)
{
	for (int s = 0; s < CONTRACT_STATES; s++) {
		struct contract *c = in_state((enum contract_state)s), before;
		struct change *ch = change();
		unsigned char b[32];
		int64_t now = DAY * 20000 + 100;
		before = *c;
		if (want[s][DO_SEND] == '.')
			is_int(contract_send(c, now, ch), CONFLICT, "send refused");
		if (want[s][DO_AGREE] == '.') {
			contract_binds(c, 1, b);
			is_int(contract_agree(c, 1, now, b, 1, ch), CONFLICT, "agree refused");
			is_int(contract_open(c, 1, now, "1", terms, 1, ch), CONFLICT, "open refused");
		}
		if (want[s][DO_DECLINE] == '.')
			is_int(contract_decline(c, 1, now, "other", "x", a, ch), CONFLICT, "decline refused");
		if (want[s][DO_WITHDRAW] == '.')
			is_int(contract_withdraw(c, now, "x", ch), CONFLICT, "withdraw refused");
		if (want[s][DO_SIGN] == '.')
			is_int(sign(c, c->papers[0].version + 1, now, ch), CONFLICT, "sign refused");
		if (s != CONTRACT_WAITING)
			ok(!memcmp(&before, c, sizeof before) || want[s][DO_SIGN] == '1',
			   "unchanged in %s", contract_state_word((enum contract_state)s));
	}
}

static void test_agree(void)
{
	struct contract *c = fresh(2);
	struct change *ch = change();
	unsigned char b[32], other[32] = { 9 };
	int64_t now = DAY * 20000;
	is_int(contract_send(c, now, ch), OK, "sent");
	is_int(contract_turn(c), 1, "first party's turn");
	is_int(ch->n_notices, 2, "receipt for the sender and one request");
	ok(ch->notices[1].kind == NOTICE_REQUEST && ch->notices[1].slot == 1, "request to slot 1");
	is_int(policy_party(c, 2, 1, DO_OPEN, now), POLICY_NOT_TURN, "second must wait");
	is_int(policy_party(c, 1, 1, DO_AGREE, now), POLICY_TERMS, "terms first");
	is_int(contract_open(c, 2, now, "1", terms, 1, ch), CONFLICT, "not his turn");
	is_int(contract_open(c, 1, now, "1", terms, 1, ch), OK, "opened");
	is_int(contract_agree(c, 1, now, other, 1, ch), CONFLICT, "another hash than shown");
	contract_binds(c, 1, b);
	is_int(contract_agree(c, 1, now, b, 1, ch), OK, "agreed");
	is_int(contract_agree(c, 1, now, b, 1, ch), CONFLICT, "exactly once");
	is_int(contract_turn(c), 2, "second party's turn");
	is_int(contract_due_version(c), 3, "three versions are due");
	is_int(sign(c, 2, now, ch), CONFLICT, "no version is skipped");
	is_int(policy_party(c, 1, 1, DO_OPEN, now), POLICY_AGREED, "the first has agreed");
	is_int(policy_party(c, 2, 0, DO_OPEN, now), POLICY_REPLACED, "old generation");
}

static void is_hash(const unsigned char *got, const char *hash, const char *what)
{
	char hex[65];
	hex_encode(got, 32, hex);
	is_str(hex, hash, "%s", what);
}

/* What was bound before post, tick and number were part of it; made by the program of
 * that time. */
#define SENT_1 "a9da919d4302ee6f9b34249a0062dfc5c6c4b9e391885f3c2c9e5404c4223be2"
#define FIRST_1 "082fec39dcd3baa1dcb0d64615fede92430f1b6fbf7394384f1e1ea04571517e"

static struct contract *asked(void)
{
	struct contract *c = fresh(2);
	for (int i = 0; i < 2; i++) {
		c->parties[i].post = "総務部長";
		c->parties[i].authority = true;
	}
	is_int(contract_send(c, DAY * 20000, change()), OK, "sent");
	is_int(contract_open(c, 1, DAY * 20000 + 1, "1", terms, 1, change()), OK, "opened");
	return c;
}

static void test_binds(void)
{
	struct contract *c = asked();
	struct party *p = contract_party(c, 1);
	unsigned char b[32], then[32];
	is_hash(c->send_binds, SENT_1, "what is sent binds what it did");
	contract_binds(c, 1, b);
	p->authorised = true;
	p->approval = "総務第12号";
	is_int(contract_agree(c, 1, DAY * 20000 + 2, b, 1, change()), OK, "agreed to what was shown");
	ok(memcmp(p->binds, b, 32) && p->bound == BOUND, "with tick and number, by the rules of today");
	contract_binds(c, 1, b);
	ok(!memcmp(p->binds, b, 32), "the record says the same");
	const struct party was = *p;
	struct {
		const char *what;
		struct party p;
	} changed[] = { { "another post", was }, { "no post", was }, { "the tick", was },
			{ "another number", was }, { "post and number changed places", was },
			{ "called an act of before", was } };
	changed[0].p.post = "経理部長";
	changed[1].p.post = "";
	changed[2].p.authorised = false;
	changed[3].p.approval = "総務第13号";
	changed[4].p.post = was.approval;
	changed[4].p.approval = was.post;
	changed[5].p.bound = 0;
	for (size_t i = 0; i < sizeof changed / sizeof *changed; i++) {
		*p = changed[i].p;
		contract_binds(c, 1, b);
		ok(memcmp(was.binds, b, 32), "not what was agreed to: %s", changed[i].what);
	}
	*p = was;
	contract_binds(c, 2, b);
	memset(p->binds, 1, 32);
	contract_binds(c, 2, then);
	ok(memcmp(b, then, 32), "whoever comes later binds it, too");
}

/* Records of before still say what was agreed to; who agrees today binds more. */
static void test_bound_before(void)
{
	struct contract *c = asked();
	struct party *p = contract_party(c, 1);
	unsigned char b[32];
	p->state = PARTY_AGREED;
	p->authorised = true;
	p->approval = "総務第12号";
	p->bound = 0; /* as such a record is read */
	contract_binds(c, 1, b);
	is_hash(b, FIRST_1, "an act of before is judged by its rules");
	memcpy(p->binds, b, 32);
	contract_party(c, 2)->state = PARTY_INVITED;
	is_int(contract_open(c, 2, DAY * 20000 + 3, "1", terms, 1, change()), OK, "the next");
	contract_party(c, 2)->authorised = true;
	contract_binds(c, 2, b);
	is_int(contract_agree(c, 2, DAY * 20000 + 4, b, 1, change()), CONFLICT,
	       "a tick that was shown before it was made is not what a page shows");
	contract_party(c, 2)->authorised = false;
	contract_binds(c, 2, b);
	contract_party(c, 2)->authorised = true;
	is_int(contract_agree(c, 2, DAY * 20000 + 4, b, 1, change()), OK, "agrees by today's");
	is_int(contract_party(c, 2)->bound, BOUND, "and it is kept");
	contract_binds(c, 1, b);
	is_hash(b, FIRST_1, "the first stays as it was");
}

static void test_expiry(void)
{
	struct contract *c = fresh(2);
	struct change *ch = change();
	int64_t now = DAY * 20000;
	is_int(contract_send(c, now, ch), OK, "sent");
	struct party *p = contract_party(c, 1);
	ok(p->due > now + 9 * DAY && p->due < now + 11 * DAY, "due in ten days");
	ok(!party_expired(p, p->due) && party_expired(p, p->due + 1), "judged to the instant");
	is_int(contract_open(c, 1, p->due + 1, "1", terms, 1, ch), CONFLICT, "too late");
	is_int(policy_party(c, 1, 1, DO_OPEN, p->due + 1), POLICY_EXPIRED, "said so");
	is_int(c->state, CONTRACT_WAITING, "the contract goes on waiting");
	ok(!contract_party(c, 2)->due, "the other's days have not begun");
}

static void test_acts(void)
{
	struct contract *c = in_state(CONTRACT_CONCLUDED);
	struct act act;
	struct msg m;
	struct buf reason;
	static const enum act_kind kinds[] = { ACT_FIX, ACT_SEND, ACT_AGREE, ACT_AGREE, ACT_CONCLUDE };
	int64_t last = 0;
	for (int v = 1; v <= 5; v++) {
		is_int(contract_act_of(c, 0, v, &act), OK, "act of version %d", v);
		is_int(act.kind, kinds[v - 1], "its kind");
		ok(act.time >= last, "instants never go back");
		last = act.time;
		msg_init(&m, ACT_WIRE);
		act_put(&m, &act);
		struct act again;
		is_int(act_parse(&m, &again, NULL), OK, "goes over the wire");
		ok(!memcmp(&again, &act, sizeof act), "and comes back the same");
		msg_clear(&m);
	}
	is_int(contract_act_of(c, 0, 6, &act), MISSING, "no version 6");
	is_int(contract_act_of(c, 0, 3, &act), OK, "party 1");
	buf_init(&reason, 4096);
	act_reason(&act, &reason);
	is_str(buf_text(&reason),
	       "受信者1(p1@example.jp)によって2024-10-04 09:00:00.000000002 +0900 JST"
	       "に承認されました。認証方法：メール認証",
	       "the Reason of mission.md");
	buf_clear(&reason);
}

static void test_codec(void)
{
	for (int s = 0; s < CONTRACT_STATES; s++) {
		struct contract *c = in_state((enum contract_state)s), d;
		struct buf one, two;
		c->reason = "二行\nの\\理由\r";
		buf_init(&one, 1 << 20);
		buf_init(&two, 1 << 20);
		codec_write(c, &one);
		is_int(codec_read(buf_bytes(&one), a, &d), OK, "decoded");
		codec_write(&d, &two);
		ok(bytes_eq(buf_bytes(&one), buf_bytes(&two)), "decode∘encode is the identity");
		is_str(d.reason, c->reason, "escapes");
		buf_clear(&one);
		buf_clear(&two);
	}
	struct contract d;
	static const char *const bad[] = { "", "contract 2\n", "contract 1\nid\\x y\nowner a\\q\n",
					   "contract 1\nnobody knows\n", "contract 1\nstate asleep\n",
					   "contract 1\n[party]\ndue_days many\n", "contract 1\n[nest]\n" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		is_int(codec_read((struct bytes){ (const unsigned char *)bad[i], strlen(bad[i]) }, a,
				  &d), BROKEN, "bad record %zu", i);
}

static void test_renewal(void)
{
	struct contract *c = in_state(CONTRACT_CONCLUDED);
	struct change *ch = change();
	struct revision r = { .version = 5, .bytes = 1000, .stamps = 1, .stamped = DAY, .stamp_end = 9 * DAY };
	is_int(contract_renewal(c, DAY), 0, "without a document time stamp nothing is renewed");
	is_int(contract_renewed(c, 0, &r, DAY * 20001, ch), OK, "a first one");
	is_int(contract_renewal(c, DAY), 8 * DAY, "wanted a margin before its certificate ends");
	is_int(contract_renewed(c, 0, &r, DAY * 20001, ch), CONFLICT, "not the same one twice");
	r.stamps = 2;
	is_int(contract_renewed(c, 0, &r, DAY * 20001, ch), CONFLICT, "nor a file that did not grow");
	r.bytes = 2000;
	is_int(contract_renewed(c, 0, &r, DAY * 20001, ch), OK, "the next one");
	r.version = 6;
	r.stamps = 3;
	is_int(contract_renewed(c, 0, &r, DAY * 20001, ch), CONFLICT, "never another version");
}

int main(void)
{
	a = arena_new(0);
	test_table();
	test_functions();
	test_agree();
	test_binds();
	test_bound_before();
	test_expiry();
	test_acts();
	test_codec();
	test_renewal();
	arena_free(a);
	return done();
}
