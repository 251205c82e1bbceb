/* SPDX-License-Identifier: AGPL-3.0-or-later
 * From the record to what is signed: what an agreement binds, and the act
 * behind each version of a file. Pure; declared in contract.h. */
#include "core/contract.h"

#include "base/hex.h"
#include "port/digest.h"

#include <stdio.h>
#include <string.h>

static void add_text(struct digest *d, const char *label, const char *s)
{
	unsigned char n[4];
	size_t len = strlen(s);
	n[0] = (unsigned char)(len >> 24);
	n[1] = (unsigned char)(len >> 16);
	n[2] = (unsigned char)(len >> 8);
	n[3] = (unsigned char)len;
	digest_add(d, label, strlen(label) + 1);
	digest_add(d, n, 4);
	digest_add(d, s, len);
}

/* What this person and everybody before filled in. */
static void add_values(struct digest *d, const struct contract *c, int64_t slot)
{
	char name[FIELD_NAME];
	for (size_t i = 0; i < c->n_fields; i++) {
		if (c->fields[i].slot > slot)
			continue;
		field_name(i, name);
		add_text(d, "field", name);
		add_text(d, "value", c->fields[i].value);
	}
}

/* By which rules: as of its act, else of today. */
static bool binds_first(const struct party *p)
{
	return !p || (p->state == PARTY_AGREED && p->bound < BOUND);
}

void contract_binds(const struct contract *c, int64_t slot, unsigned char out[32])
{
	struct digest *d = digest_new();
	const struct party *p = contract_party(c, slot);
	bool first = binds_first(p);
	add_text(d, first ? "teiketsu binds 1" : "teiketsu binds 2", c->id);
	add_text(d, "title", c->title);
	for (size_t i = 0; i < c->n_papers; i++)
		digest_add(d, c->papers[i].base, 32);
	for (int64_t s = 1; s < slot; s++) {
		const struct party *q = contract_party(c, s);
		add_text(d, "before", q->mail);
		digest_add(d, q->binds, 32);
	}
	add_text(d, "name", p ? p->name : c->name);
	add_text(d, "company", p ? p->company : c->company);
	add_text(d, "mail", p ? p->mail : c->mail);
	if (!first) {
		add_text(d, "post", p->post);
		add_text(d, "authorised", p->authorised ? "1" : "");
		add_text(d, "approval", p->approval);
	}
	add_text(d, "terms", p ? p->terms_version : "");
	add_values(d, c, slot);
	digest_get(d, out);
	digest_free(d);
}

/* Cut between characters: half a one would never be signed. */
static void copy(char *to, size_t size, const char *from)
{
	size_t n = strlen(from);
	if (n >= size)
		for (n = size - 1; n && ((unsigned char)from[n] & 0xC0) == 0x80; n--)
			;
	memcpy(to, from, n);
	to[n] = 0;
}

static void fix(const struct contract *c, const struct paper *f, struct act *a)
{
	a->kind = ACT_FIX;
	a->time = c->sent;
	a->parties = (int)c->n_parties;
	copy(a->title, sizeof a->title, c->n_papers > 1 ? f->name : c->title);
	a->pages = (int)f->pages;
	memcpy(a->upload, f->upload, 32);
	memcpy(a->base, f->base, 32);
	digest_sha256(c->mail, strlen(c->mail), a->roster[0]);
	for (size_t i = 0; i < c->n_parties; i++) {
		const char *mail = c->parties[i].first_mail;
		if (!*mail) /* records from before this column */
			mail = c->parties[i].mail;
		digest_sha256(mail, strlen(mail), a->roster[i + 1]);
	}
}

enum err contract_act_of(const struct contract *c, size_t paper, int64_t version, struct act *a)
{
	memset(a, 0, sizeof *a);
	if (paper >= c->n_papers || version < 1 || version > contract_due_version(c))
		return MISSING;
	snprintf(a->chain, sizeof a->chain, "%s-%zu", c->id, paper + 1);
	a->version = (int)version;
	if (version == 1) {
		fix(c, &c->papers[paper], a);
		return OK;
	}
	if (version == contract_last_version(c)) {
		a->kind = ACT_CONCLUDE;
		a->time = c->concluding;
		a->parties = (int)c->n_parties;
		return OK;
	}
	const struct party *p = contract_party(c, version - 2);
	a->kind = p ? ACT_AGREE : ACT_SEND;
	a->time = p ? p->acted : c->sent;
	a->slot = (int)version - 2;
	a->methods = p ? (unsigned)p->methods : ACT_BY_MAIL;
	copy(a->name, sizeof a->name, p ? p->name : c->name);
	copy(a->mail, sizeof a->mail, p ? p->mail : c->mail);
	memcpy(a->binds, p ? p->binds : c->send_binds, 32);
	return OK;
}
