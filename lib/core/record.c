/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Lines and columns; knows no contract. */
#include "core/record.h"

#include "base/clock.h"
#include "base/hex.h"
#include "base/str.h"

#include <string.h>

static void *member(const struct column *c, void *obj)
{
	return (char *)obj + c->at;
}

static void put_text(struct buf *out, const char *s)
{
	for (; *s; s++) {
		if (*s == '\\' || *s == '\n' || *s == '\r')
			buf_byte(out, '\\');
		buf_byte(out, (unsigned char)(*s == '\n' ? 'n' : *s == '\r' ? 'r' : *s));
	}
}

static void put_value(const struct column *c, const void *at, struct buf *out)
{
	char t[CLOCK_TEXT] = "-";
	int word;
	switch (c->type) {
	case COLUMN_TEXT:
		put_text(out, *(const char *const *)at);
		break;
	case COLUMN_NUMBER:
		buf_printf(out, "%lld", (long long)*(const int64_t *)at);
		break;
	case COLUMN_TIME:
		if (*(const int64_t *)at)
			clock_iso(*(const int64_t *)at, t);
		buf_str(out, t);
		break;
	case COLUMN_HASH:
		hex_add(out, at, 32);
		break;
	case COLUMN_FLAG:
		buf_str(out, *(const bool *)at ? "yes" : "no");
		break;
	case COLUMN_WORD:
		memcpy(&word, at, sizeof word);
		buf_str(out, c->words[word]);
		break;
	}
}

void record_format(const struct column *table, size_t n, const void *obj, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		buf_printf(out, "%s ", table[i].name);
		put_value(&table[i], (const char *)obj + table[i].at, out);
		buf_byte(out, '\n');
	}
}

bool record_line(struct record *r, const char **name_r, const char **value_r, bool *bad_r)
{
	if (r->at >= r->end)
		return false;
	const char *nl = memchr(r->at, '\n', (size_t)(r->end - r->at));
	const char *stop = nl ? nl : r->end;
	const char *sp = memchr(r->at, ' ', (size_t)(stop - r->at));
	if (!sp)
		sp = stop;
	*name_r = arena_strn(r->arena, r->at, (size_t)(sp - r->at));
	char *v = arena_strn(r->arena, sp < stop ? sp + 1 : sp, sp < stop ? (size_t)(stop - sp - 1) : 0);
	*value_r = v;
	char *w = v;
	for (; *v; v++) {
		if (*v != '\\') {
			*w++ = *v;
			continue;
		}
		v++;
		if (*v != '\\' && *v != 'n' && *v != 'r') {
			*bad_r = true;
			return false;
		}
		*w++ = (char)(*v == 'n' ? '\n' : *v == 'r' ? '\r' : '\\');
	}
	*w = 0;
	r->at = nl ? nl + 1 : r->end;
	return true;
}

static enum err set_word(const struct column *c, void *at, const char *value)
{
	for (int i = 0; c->words[i]; i++)
		if (!strcmp(c->words[i], value)) {
			memcpy(at, &i, sizeof i);
			return OK;
		}
	return INVALID;
}

static enum err set_value(const struct column *c, void *at, const char *v, struct arena *a)
{
	switch (c->type) {
	case COLUMN_TEXT:
		*(const char **)at = arena_str(a, v);
		return OK;
	case COLUMN_NUMBER:
		return str_to_int(v, INT64_MIN, INT64_MAX, at);
	case COLUMN_TIME:
		*(int64_t *)at = 0;
		return str_eq(v, "-") ? OK : clock_parse_iso(v, at);
	case COLUMN_HASH:
		return hex_decode(v, at, 32);
	case COLUMN_FLAG:
		*(bool *)at = str_eq(v, "yes");
		return str_eq(v, "yes") || str_eq(v, "no") ? OK : INVALID;
	case COLUMN_WORD:
		return set_word(c, at, v);
	}
	return INVALID;
}

enum err record_set(const struct column *table, size_t n, void *obj, const char *name,
		    const char *value, struct arena *a)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(table[i].name, name))
			return set_value(&table[i], member(&table[i], obj), value, a);
	return INVALID;
}

void record_blank(const struct column *table, size_t n, void *obj)
{
	for (size_t i = 0; i < n; i++)
		if (table[i].type == COLUMN_TEXT)
			*(const char **)member(&table[i], obj) = "";
}
