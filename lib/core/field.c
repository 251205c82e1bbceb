/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The table of kinds, and small questions over a contract's fields. Pure. */
#include "core/field.h"

#include "core/contract.h"

#include <stdio.h>
#include <string.h>

static const struct field_form forms[FIELD_KINDS] = {
	[FIELD_TEXT] = { "text", false, FIELD_TEXT_MAX, 7000, 800, 300 },
	[FIELD_LINES] = { "lines", false, FIELD_LINES_MAX, 8000, 2000, 300 },
	[FIELD_DATE] = { "date", false, 40, 3500, 800, 300 },
	[FIELD_CHECK] = { "check", false, 1, 600, 600, 300 },
	[FIELD_ROUND] = { "round", true, 4, 1500, 1500, 800 },
	[FIELD_SQUARE] = { "square", true, FIELD_SEAL_MAX, 2000, 2000, 1000 },
	[FIELD_OVAL] = { "oval", true, 4, 1100, 1500, 800 },
};

const struct field_form *field_form(enum field_kind k)
{
	return &forms[k];
}

void field_name(size_t i, char out[FIELD_NAME])
{
	snprintf(out, FIELD_NAME, "F%04u", (unsigned)(i + 1) % 10000);
}

size_t field_count(const struct contract *c, int64_t paper, int64_t slot)
{
	size_t n = 0;
	for (size_t i = 0; i < c->n_fields; i++)
		n += c->fields[i].slot == slot && (!paper || c->fields[i].paper == paper);
	return n;
}

const struct field *field_wanting(const struct contract *c, int64_t slot)
{
	for (size_t i = 0; i < c->n_fields; i++) {
		const struct field *f = &c->fields[i];
		if (f->slot == slot && f->required && !*f->value)
			return f;
	}
	return NULL;
}

bool field_discard(struct contract *c, int64_t slot)
{
	bool any = false;
	for (size_t i = 0; i < c->n_fields; i++) {
		struct field *f = &c->fields[i];
		if (f->slot != slot || !*f->value)
			continue;
		f->value = "";
		any = true;
	}
	return any;
}

void field_drop(struct contract *c, size_t i)
{
	if (i >= c->n_fields)
		return;
	c->n_fields--;
	memmove(&c->fields[i], &c->fields[i + 1], (c->n_fields - i) * sizeof *c->fields);
}

void field_drop_paper(struct contract *c, int64_t paper)
{
	for (size_t i = c->n_fields; i-- > 0;) {
		if (c->fields[i].paper == paper)
			field_drop(c, i);
		else if (c->fields[i].paper > paper)
			c->fields[i].paper--;
	}
}

void field_follow(struct contract *c, const int64_t *was, size_t n)
{
	for (size_t i = 0; i < c->n_fields; i++) {
		int64_t old = c->fields[i].slot, now = -1;
		for (size_t s = 0; old > 0 && s < n; s++)
			if (was[s] == old)
				now = (int64_t)s + 1;
		if (old)
			c->fields[i].slot = now;
	}
}
