/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Questions to the list of moves. Changes nothing. */
#include "core/move.h"

#include "core/contract.h"

static const char *const words[] = { "forward", "undo", "correction" };

const char *move_word(enum move_kind k)
{
	return words[k];
}

const struct move *move_of_link(const struct contract *c, int64_t slot, int64_t generation)
{
	for (size_t i = 0; i < c->n_moves; i++)
		if (c->moves[i].slot == slot && c->moves[i].generation >= generation)
			return &c->moves[i];
	return NULL;
}

const struct move *move_last(const struct contract *c, int64_t slot)
{
	for (size_t i = c->n_moves; i-- > 0;)
		if (c->moves[i].slot == slot)
			return &c->moves[i];
	return NULL;
}

bool move_stands(const struct contract *c, const struct move *m)
{
	if (m->kind != MOVE_FORWARD)
		return false;
	for (const struct move *k = m + 1; k < c->moves + c->n_moves; k++)
		if (k->slot == m->slot && k->kind != MOVE_CORRECTION)
			return k->kind != MOVE_UNDO;
	return true;
}

/* What took the slot from who got it by m; NULL = that person holds it. */
static const struct move *next(const struct contract *c, const struct move *m)
{
	return move_of_link(c, m->slot, m->generation + 1);
}

const char *move_to_name(const struct contract *c, const struct move *m)
{
	const struct move *n = next(c, m);
	return n ? n->name : contract_party(c, m->slot)->name;
}

const char *move_to_mail(const struct contract *c, const struct move *m)
{
	const struct move *n = next(c, m);
	return n ? n->mail : contract_party(c, m->slot)->mail;
}

const char *move_name_at(const struct contract *c, int64_t slot, int64_t time)
{
	for (size_t i = 0; i < c->n_moves; i++)
		if (c->moves[i].slot == slot && time < c->moves[i].time)
			return c->moves[i].name;
	return contract_party(c, slot)->name;
}
