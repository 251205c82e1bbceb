/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Fields as lines. Knows no PDF and starts no child. */
#include "office/plan.h"

#include "office/pages.h"

#include "port/digest.h"

#include <stdio.h>
#include <string.h>

static void put_line(struct msg *q, const char *key, const char *head, const char *text)
{
	struct buf b;
	buf_init(&b, 16384);
	buf_printf(&b, "%s\n%s", head, text);
	msg_put(q, key, b.p, b.n);
	buf_clear(&b);
}

static bool here(const struct field *f, size_t paper, int64_t slot)
{
	return f->paper == (int64_t)paper + 1 && (slot == PLAN_ALL || f->slot == slot);
}

void plan_fields(struct msg *q, const struct contract *c, size_t paper)
{
	char head[200], name[FIELD_NAME];
	for (size_t i = 0; i < c->n_fields; i++) {
		const struct field *f = &c->fields[i];
		if (!here(f, paper, PLAN_ALL))
			continue;
		field_name(i, name);
		snprintf(head, sizeof head, "%s %s %lld %lld %lld %lld %lld %lld", name,
			 field_form(f->kind)->word, (long long)f->page, (long long)f->slot,
			 (long long)f->x, (long long)f->y, (long long)f->w, (long long)f->h);
		put_line(q, "field", head, f->label);
	}
}

void plan_fills(struct msg *q, const struct contract *c, size_t paper, int64_t slot)
{
	char head[64], name[FIELD_NAME];
	for (size_t i = 0; i < c->n_fields; i++) {
		const struct field *f = &c->fields[i];
		if (!here(f, paper, slot))
			continue;
		field_name(i, name);
		snprintf(head, sizeof head, "%s %s %lld", name, field_form(f->kind)->word,
			 (long long)f->size);
		put_line(q, "fill", head, f->value);
	}
}

void plan_locks(struct msg *q, const struct contract *c, size_t paper, int64_t slot)
{
	char name[FIELD_NAME];
	for (size_t i = 0; i < c->n_fields; i++) {
		if (!here(&c->fields[i], paper, slot))
			continue;
		field_name(i, name);
		msg_puts(q, "lock", name);
	}
}

int64_t plan_slot(const struct contract *c, int64_t version)
{
	return version < 2 || version >= contract_last_version(c) ? -1 : version - 2;
}

void plan_name(const struct contract *c, size_t paper, unsigned char out[32])
{
	const unsigned char *base = pages_hash(c, &c->papers[paper]);
	struct msg q;
	msg_init(&q, PLAN_BYTES);
	plan_fields(&q, c, paper);
	plan_fills(&q, c, paper, PLAN_ALL);
	memcpy(out, base, 32);
	if (q.b.n) {
		struct digest *d = digest_new();
		digest_add(d, base, 32);
		digest_add(d, q.b.p, q.b.n);
		digest_get(d, out);
		digest_free(d);
	}
	msg_clear(&q);
}
