/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Values and walks. Knows tokens; must not know files, objects or what any key
 * means. */
#include "pdf/value.h"

#include <stdlib.h>
#include <string.h>

/* "N 0 R" with the lexer behind N. */
static bool reference(struct lexer *l, const struct token *n)
{
	struct lexer ahead = *l;
	struct token t;
	if (n->number < 1 || n->number > INT32_MAX || n->src.p[0] == '+' ||
	    lex_next(&ahead, &t) != LEX_INT || t.src.n != 1 || t.number != 0 ||
	    !lex_word(&ahead, "R"))
		return false;
	*l = ahead;
	return true;
}

static bool scalar(struct lexer *l, const struct token *t, struct value *v)
{
	v->number = t->number;
	switch (t->kind) {
	case LEX_INT:
		v->kind = reference(l, t) ? VALUE_REF : VALUE_INT;
		return true;
	case LEX_REAL:
		v->kind = VALUE_REAL;
		return true;
	case LEX_SLASH:
		v->kind = VALUE_NAME;
		return true;
	case LEX_LITERAL:
	case LEX_HEX:
		v->kind = VALUE_STRING;
		return true;
	case LEX_WORD:
		v->number = lex_is(t, "true");
		v->kind = lex_is(t, "null") ? VALUE_NULL : VALUE_BOOL;
		return v->kind == VALUE_NULL || v->number || lex_is(t, "false");
	default:
		return false;
	}
}

/* What is open while a value is read. */
struct nest {
	size_t depth;
	struct {
		bool dict, key; /* key: a name (or the end) must come next */
	} in[VALUE_DEPTH];
};

static bool nest_token(struct nest *s, struct lexer *l, const struct token *t)
{
	struct value v;
	bool inside = s->depth > 0, dict = inside && s->in[s->depth - 1].dict;
	bool key = dict && s->in[s->depth - 1].key;
	if (t->kind == LEX_ARRAY_END || t->kind == LEX_DICT_END) {
		if (!inside || dict != (t->kind == LEX_DICT_END) || (dict && !key))
			return false;
		s->depth--;
		return true;
	}
	if (key && t->kind != LEX_SLASH)
		return false;
	if (dict)
		s->in[s->depth - 1].key = !key;
	if (t->kind == LEX_ARRAY || t->kind == LEX_DICT) {
		if (s->depth == VALUE_DEPTH)
			return false;
		s->in[s->depth].dict = s->in[s->depth].key = t->kind == LEX_DICT;
		s->depth++;
		return true;
	}
	return scalar(l, t, &v);
}

bool value_read(struct lexer *l, struct value *v)
{
	struct token t, first;
	struct nest s = { .depth = 0 };
	lex_next(l, &first);
	*v = (struct value){ .src = first.src };
	if (first.kind != LEX_ARRAY && first.kind != LEX_DICT) {
		if (!scalar(l, &first, v))
			return false;
	} else {
		v->kind = first.kind == LEX_DICT ? VALUE_DICT : VALUE_ARRAY;
		nest_token(&s, l, &first);
		while (s.depth) {
			lex_next(l, &t);
			if (!nest_token(&s, l, &t))
				return false;
		}
	}
	v->src.n = (size_t)(l->src.p + l->at - v->src.p);
	return true;
}

void walk_init(struct walk *w, const struct value *v)
{
	w->dict = v->kind == VALUE_DICT;
	struct bytes in = { NULL, 0 };
	if (v->kind == VALUE_DICT && v->src.n >= 4)
		in = (struct bytes){ v->src.p + 2, v->src.n - 4 };
	if (v->kind == VALUE_ARRAY && v->src.n >= 2)
		in = (struct bytes){ v->src.p + 1, v->src.n - 2 };
	lex_init(&w->l, in, 0);
}

bool walk_next(struct walk *w, struct value *key, struct value *v)
{
	struct value k;
	if (w->dict && (!value_read(&w->l, &k) || k.kind != VALUE_NAME))
		return false;
	if (w->dict && key)
		*key = k;
	return value_read(&w->l, v);
}

enum err value_get(const struct value *v, const char *key, struct value *r)
{
	struct walk w;
	struct value k, one;
	bool found = false;
	if (v->kind != VALUE_DICT)
		return INVALID;
	walk_init(&w, v);
	while (walk_next(&w, &k, &one)) {
		if (!value_name_is(&k, key))
			continue;
		if (found)
			return INVALID;
		found = true;
		*r = one;
	}
	return found ? OK : MISSING;
}

/* One byte of a name that lex_next checked; *at moves on. */
static unsigned char name_byte(struct bytes s, size_t *at)
{
	unsigned char c = s.p[(*at)++];
	if (c != '#')
		return c;
	*at += 2;
	return (unsigned char)(lex_hex_digit(s.p[*at - 2]) << 4 | lex_hex_digit(s.p[*at - 1]));
}

bool value_name_is(const struct value *v, const char *name)
{
	size_t at = 1;
	if (v->kind != VALUE_NAME)
		return false;
	while (at < v->src.n && *name)
		if (name_byte(v->src, &at) != (unsigned char)*name++)
			return false;
	return at == v->src.n && !*name;
}

bool value_name_same(const struct value *a, const struct value *b)
{
	size_t i = 1, j = 1;
	if (a->kind != VALUE_NAME || b->kind != VALUE_NAME)
		return false;
	while (i < a->src.n && j < b->src.n)
		if (name_byte(a->src, &i) != name_byte(b->src, &j))
			return false;
	return i == a->src.n && j == b->src.n;
}

/* §7.3.4.3: white space is nothing, a missing last digit is 0. */
static void hex_string(struct bytes s, struct buf *out)
{
	int high = -1;
	for (size_t i = 1; i + 1 < s.n; i++) {
		int d = lex_hex_digit(s.p[i]);
		if (d < 0)
			continue;
		if (high >= 0)
			buf_byte(out, (unsigned char)(high << 4 | d));
		high = high >= 0 ? -1 : d;
	}
	if (high >= 0)
		buf_byte(out, (unsigned char)(high << 4));
}

/* §7.3.4.2, table 3. s.p[*at] follows the backslash; *at moves on. */
static bool escape(struct bytes s, size_t *at, struct buf *out)
{
	static const char from[] = "nrtbf()\\", to[] = "\n\r\t\b\f()\\";
	unsigned char c = s.p[(*at)++];
	const char *known = c ? strchr(from, c) : NULL;
	if (known) {
		buf_byte(out, (unsigned char)to[known - from]);
		return true;
	}
	if (c == '\r' && s.p[*at] == '\n')
		++*at;
	if (c == '\r' || c == '\n')
		return true;
	if (c < '0' || c > '7')
		return false;
	unsigned v = c - '0';
	for (int i = 0; i < 2 && s.p[*at] >= '0' && s.p[*at] <= '7'; i++)
		v = v << 3 | (s.p[(*at)++] - (unsigned)'0');
	buf_byte(out, (unsigned char)v);
	return v < 256;
}

enum err value_string(const struct value *v, struct buf *out)
{
	struct bytes s = v->src;
	if (v->kind != VALUE_STRING || s.n < 2)
		return INVALID;
	if (s.p[0] == '<') {
		hex_string(s, out);
		return OK;
	}
	/* the closing ')' stops every look-ahead */
	for (size_t at = 1; at + 1 < s.n;) {
		unsigned char c = s.p[at++];
		if (c == '\\') {
			if (!escape(s, &at, out))
				return INVALID;
		} else if (c == '\r') {
			at += s.p[at] == '\n';
			buf_byte(out, '\n');
		} else {
			buf_byte(out, c);
		}
	}
	return OK;
}

bool value_number(const struct value *v, double *r)
{
	char text[48];
	if (v->kind == VALUE_INT) {
		*r = (double)v->number;
		return true;
	}
	if (v->kind != VALUE_REAL || v->src.n >= sizeof text)
		return false;
	memcpy(text, v->src.p, v->src.n);
	text[v->src.n] = '\0';
	*r = strtod(text, NULL);
	return true;
}

bool value_string_is(const struct value *v, const char *text)
{
	struct buf b;
	buf_init(&b, strlen(text));
	bool same = !value_string(v, &b) && !b.over && b.n == strlen(text) &&
		    (!b.n || !memcmp(b.p, text, b.n));
	buf_clear(&b);
	return same;
}
