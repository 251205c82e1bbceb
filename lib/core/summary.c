/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The index record of a contract. Pure. */
#include "core/summary.h"

#include "core/record.h"

#include "base/str.h"

#include <stdio.h>
#include <string.h>

static const char *const folders[] = { "todo", "sent", "draft", "done", "rejected", "care" };

#define COL(m, t) { #m, t, offsetof(struct summary, m), NULL }
static const struct column columns[] = {
	COL(id, COLUMN_TEXT),
	COL(title, COLUMN_TEXT),
	COL(counterparty, COLUMN_TEXT),
	{ "state", COLUMN_WORD, offsetof(struct summary, state), contract_state_words },
	COL(who, COLUMN_TEXT),
	COL(people, COLUMN_TEXT),
	COL(agreed, COLUMN_NUMBER),
	COL(parties, COLUMN_NUMBER),
	COL(changed, COLUMN_TIME),
	COL(due, COLUMN_TIME),
};
#define COLUMNS (sizeof columns / sizeof *columns)

const char *folder_word(enum folder f)
{
	return folders[f];
}

enum folder folder_of(enum contract_state s)
{
	static const enum folder of[CONTRACT_STATES] = {
		[CONTRACT_DRAFT] = FOLDER_DRAFT,       [CONTRACT_WAITING] = FOLDER_SENT,
		[CONTRACT_CONCLUDING] = FOLDER_SENT,   [CONTRACT_CONCLUDED] = FOLDER_DONE,
		[CONTRACT_DECLINED] = FOLDER_REJECTED, [CONTRACT_WITHDRAWN] = FOLDER_REJECTED,
	};
	return of[s];
}

bool summary_is_todo(const struct contract *c)
{
	const struct party *p = contract_party(c, contract_turn(c));
	return p && p->is_sender;
}

bool summary_needs_care(const struct contract *c)
{
	const struct party *p = contract_party(c, contract_turn(c));
	return question_open(c) || (p && (p->bounced || (p->due && p->expiry_told == p->due)));
}

void summary_dir(const char *account, enum folder f, char out[SUMMARY_KEY])
{
	snprintf(out, SUMMARY_KEY, "owner/%s/%s/", account, folders[f]);
}

void summary_key(const struct contract *c, enum folder f, char out[SUMMARY_KEY])
{
	snprintf(out, SUMMARY_KEY, "owner/%s/%s/%020lld-%s", c->owner, folders[f],
		 (long long)c->changed, c->id);
}

void summary_write(const struct contract *c, struct arena *a, struct buf *out)
{
	const struct party *turn = contract_party(c, contract_turn(c));
	const char *people = "";
	for (size_t i = 0; i < c->n_parties && strlen(people) < 2000; i++)
		people = arena_printf(a, "%s%s%s", people, *people ? SUMMARY_NEXT : "", c->parties[i].name);
	struct summary s = {
		.id = c->id, .title = c->title, .counterparty = c->counterparty, .state = c->state,
		.who = turn ? turn->name : "", .people = people,
		.agreed = (int64_t)contract_agreed(c), .parties = (int64_t)c->n_parties,
		.changed = c->changed, .due = turn ? turn->due : 0,
	};
	buf_str(out, "summary 1\n");
	record_format(columns, COLUMNS, &s, out);
}

enum err summary_read(struct bytes src, struct arena *a, struct summary *s)
{
	struct record r = { (const char *)src.p, (const char *)src.p + src.n, a };
	const char *name, *value;
	bool bad = false;
	memset(s, 0, sizeof *s);
	record_blank(columns, COLUMNS, s);
	if (!record_line(&r, &name, &value, &bad) || !str_eq(name, "summary") || !str_eq(value, "1"))
		return BROKEN;
	while (record_line(&r, &name, &value, &bad))
		if (record_set(columns, COLUMNS, s, name, value, a))
			return BROKEN;
	return bad ? BROKEN : OK;
}
