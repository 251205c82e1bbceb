/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Input fields in a contract: filling, binding, discarding, following, bytes. */
#include "core/codec.h"
#include "core/contract.h"

#include "base/clock.h"
#include "office/plan.h"
#include "tap.h"

static struct arena *a;
static const unsigned char terms[32] = { 7 };

static struct field *place(struct contract *c, enum field_kind k, int64_t paper, int64_t slot)
{
	struct field *f = codec_add_field(c, a);
	f->kind = k;
	f->paper = paper;
	f->page = 1;
	f->x = f->y = 1000;
	f->w = field_form(k)->w;
	f->h = field_form(k)->h;
	f->slot = slot;
	f->max = field_form(k)->max;
	return f;
}

static struct contract *draft(void)
{
	struct contract *c = arena_alloc(a, sizeof *c);
	codec_blank(c);
	c->id = "abcdefghijkmnpqr";
	c->title = "覚書";
	c->name = "サイン次郎";
	c->mail = "jiro@example.jp";
	for (int i = 0; i < 2; i++) {
		codec_add_paper(c, a)->pages = 1;
		struct party *p = codec_add_party(c, a);
		p->mail = arena_printf(a, "p%d@example.jp", i + 1);
		p->name = "受信者";
		p->due_days = 10;
		p->generation = 1;
		p->forward = FORWARD_ANYONE;
	}
	place(c, FIELD_TEXT, 1, 0)->required = true;
	place(c, FIELD_TEXT, 1, 1)->required = true;
	place(c, FIELD_CHECK, 2, 1);
	place(c, FIELD_ROUND, 1, 2);
	return c;
}

static struct change *change(void)
{
	return arena_alloc(a, sizeof(struct change));
}

static struct contract *opened(void)
{
	struct contract *c = draft();
	c->fields[0].value = "甲";
	is_int(contract_send(c, DAY, change()), OK, "sent");
	is_int(contract_open(c, 1, DAY + 1, "1", terms, 1, change()), OK, "opened");
	return c;
}

static void test_sending(void)
{
	struct contract *c = draft();
	is_int(contract_send(c, DAY, change()), INVALID, "the sender's own required field is blank");
	c->fields[0].value = "甲";
	c->fields[3].slot = -1;
	is_int(contract_send(c, DAY, change()), INVALID, "a field of nobody");
	c->fields[3].slot = 2;
	is_int(contract_send(c, DAY, change()), OK, "complete");
	is_str(c->parties[1].first_mail, "p2@example.jp", "the roster's address is kept");
}

static void test_filling(void)
{
	struct contract *c = opened();
	unsigned char before[32], after[32];
	size_t one[] = { 1 }, others[] = { 3 }, none[] = { 99 }, box[] = { 2 };
	const char *const text[] = { "東京都" }, *const tick[] = { "1" }, *const two[] = { "11" };
	contract_binds(c, 1, before);
	is_int(contract_agree(c, 1, DAY + 2, before, 1, change()), INVALID, "required and blank");
	is_int(contract_fill(c, 1, DAY + 2, others, text, 1), INVALID, "another party's field");
	is_int(contract_fill(c, 1, DAY + 2, none, text, 1), INVALID, "no such field");
	is_int(contract_fill(c, 1, DAY + 2, box, two, 1), INVALID, "longer than its limit");
	is_int(contract_fill(c, 2, DAY + 2, others, text, 1), CONFLICT, "not the turn");
	is_int(contract_fill(c, 1, DAY + 2, one, text, 1), OK, "filled");
	contract_binds(c, 1, after);
	ok(memcmp(before, after, 32), "what is filled in is part of what is agreed to");
	is_int(contract_agree(c, 1, DAY + 3, before, 1, change()), CONFLICT, "the page was older");
	is_int(contract_agree(c, 1, DAY + 3, after, 1, change()), OK, "agreed");
	is_int(contract_fill(c, 1, DAY + 4, box, tick, 1), CONFLICT, "too late");
	contract_binds(c, 2, before);
	c->fields[1].value = "大阪府";
	contract_binds(c, 2, after);
	ok(memcmp(before, after, 32), "and of what those after agree to");
}

static void test_authority(void)
{
	struct contract *c = opened();
	unsigned char b[32];
	c->fields[1].required = false;
	c->parties[0].authority = true;
	contract_binds(c, 1, b); /* drawn before the tick */
	is_int(contract_agree(c, 1, DAY + 2, b, 1, change()), INVALID, "the tick is missing");
	c->parties[0].authorised = true;
	is_int(contract_agree(c, 1, DAY + 2, b, 1, change()), OK, "ticked");
}

static void test_handing_over(void)
{
	struct contract *c = opened();
	size_t one[] = { 1 };
	const char *const text[] = { "東京都" };
	struct person to = { "new@example.jp", "新", "", "" }, own = { "", "髙橋", "社", "" };
	is_int(contract_respell(c, 1, DAY + 2, &own, change()), OK, "own name corrected");
	is_str(c->parties[0].said_name, "受信者", "what the sender wrote is kept");
	is_int(contract_fill(c, 1, DAY + 2, one, text, 1), OK, "filled");
	is_int(contract_forward(c, 1, DAY + 3, &to, "", change()), OK, "forwarded");
	is_str(c->fields[1].value, "", "the forwarder's words are gone");
	is_str(c->fields[0].value, "甲", "the sender's stay");
	is_str(c->parties[0].said_name, "", "and the new name is the forwarder's word");
	is_str(c->parties[0].first_mail, "p1@example.jp", "the roster stays");
}

static void test_following(void)
{
	struct contract *c = draft();
	int64_t was[] = { 2, 0 };
	field_follow(c, was, 2);
	is_int(c->fields[0].slot, 0, "the sender stays the sender");
	is_int(c->fields[1].slot, -1, "who is gone leaves fields of nobody");
	is_int(c->fields[3].slot, 1, "who moved takes his along");
	field_drop_paper(c, 1);
	is_int(c->n_fields, 1, "a file takes its fields along");
	is_int(c->fields[0].paper, 1, "those of the next move up");
}

static void test_bytes(void)
{
	struct contract *c = opened(), d = { 0 };
	struct buf one, two;
	c->fields[1].value = "二行\nの\\値";
	buf_init(&one, 1 << 20);
	buf_init(&two, 1 << 20);
	codec_write_part(c, PART_FIELDS, &one);
	is_int(codec_read_part(buf_bytes(&one), a, &d, PART_FIELDS), OK, "decoded");
	codec_write_part(&d, PART_FIELDS, &two);
	ok(bytes_eq(buf_bytes(&one), buf_bytes(&two)), "decode∘encode is the identity");
	static const char *const bad[] = { "", "fields 2\n", "fields 1\nkind text\n",
					   "fields 1\n[field]\nkind song\n" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		is_int(codec_read_part((struct bytes){ (const unsigned char *)bad[i],
						       strlen(bad[i]) }, a, &d, PART_FIELDS),
		       BROKEN, "bad %zu", i);
	buf_clear(&one);
	buf_clear(&two);
}

/* Of several files each act names its own: an upload's name may be long. */
static void test_long_names(void)
{
	struct contract *c = opened();
	struct act act;
	struct msg q;
	char name[1000] = "";
	for (int i = 0; i < 200; i++)
		strcat(name, "契");
	c->papers[0].name = name;
	is_int(contract_act_of(c, 0, 1, &act), OK, "the act of version 1");
	is_int(strlen(act.title), 480, "its title is as long as an act has room for");
	name[0] = 'x';
	memmove(name + 1, name + 3, strlen(name + 3) + 1);
	is_int(contract_act_of(c, 0, 1, &act), OK, "another length");
	is_int(strlen(act.title), 478, "cut between characters");
	msg_init(&q, ACT_WIRE);
	act_put(&q, &act);
	is_int(act_parse(&q, &act, NULL), OK, "and the signer reads it");
	msg_clear(&q);
}

static void test_plan(void)
{
	struct contract *c = opened();
	unsigned char before[32], after[32];
	struct msg q;
	struct bytes v;
	msg_init(&q, PLAN_BYTES);
	plan_fields(&q, c, 0);
	is_int(msg_get(&q, "field", &v), OK, "a line");
	is_str(arena_strn(a, v.p, v.n), "F0001 text 1 0 1000 1000 7000 800\n", "as compose reads it");
	plan_fills(&q, c, 0, plan_slot(c, 2));
	is_int(msg_get(&q, "fill", &v), OK, "a value");
	is_str(arena_strn(a, v.p, v.n), "F0001 text 0\n甲", "as compose reads it");
	plan_locks(&q, c, 1, 1);
	is_int(msg_get(&q, "lock", &v), OK, "a lock");
	is_str(arena_strn(a, v.p, v.n), "F0003", "of the second file");
	is_int(plan_slot(c, 1), -1, "version 1 fills nothing");
	is_int(plan_slot(c, 5), -1, "nor does the last");
	plan_name(c, 1, before);
	c->fields[2].value = "1";
	plan_name(c, 1, after);
	ok(memcmp(before, after, 32), "another value, another picture");
	msg_clear(&q);
}

int main(void)
{
	a = arena_new(0);
	test_sending();
	test_filling();
	test_authority();
	test_handing_over();
	test_following();
	test_bytes();
	test_long_names();
	test_plan();
	arena_free(a);
	return done();
}
