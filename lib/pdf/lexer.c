/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Tokens of PDF. Knows bytes in memory; must not know files, objects
 * or what any key means. */
#include "pdf/lexer.h"

#include <string.h>

#define INT_DIGITS 18

bool lex_is_space(unsigned char c)
{
	return c == 0 || c == 9 || c == 10 || c == 12 || c == 13 || c == 32;
}

static bool is_delimiter(unsigned char c)
{
	return c && strchr("()<>[]{}/%", c);
}

static bool is_regular(unsigned char c)
{
	return !lex_is_space(c) && !is_delimiter(c);
}

int lex_hex_digit(unsigned char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
	       : c >= 'A' && c <= 'F' ? c - 'A' + 10
				      : -1;
}

void lex_init(struct lexer *l, struct bytes src, size_t at)
{
	*l = (struct lexer){ src, at < src.n ? at : src.n };
}

static enum lex number(struct token *t)
{
	const unsigned char *p = t->src.p;
	size_t i = p[0] == '+' || p[0] == '-', dots = 0, digits = 0;
	int64_t v = 0;
	for (; i < t->src.n; i++) {
		if (p[i] == '.') {
			dots++;
			continue;
		}
		if (p[i] < '0' || p[i] > '9')
			return LEX_BAD;
		if (++digits <= INT_DIGITS)
			v = v * 10 + (p[i] - '0');
	}
	if (!digits || dots > 1)
		return LEX_BAD;
	if (dots)
		return LEX_REAL;
	if (digits > INT_DIGITS)
		return LEX_BAD;
	t->number = p[0] == '-' ? -v : v;
	return LEX_INT;
}

static size_t regular_run(const struct lexer *l, size_t at)
{
	while (at < l->src.n && is_regular(l->src.p[at]))
		at++;
	return at;
}

/* §7.3.5; checks the escapes so that whoever decodes need not. */
static size_t name_end(const struct lexer *l, size_t at)
{
	const unsigned char *p = l->src.p;
	size_t end = regular_run(l, at + 1);
	if (end - at - 1 > LEX_NAME)
		return 0;
	for (size_t i = at + 1; i < end; i++) {
		if (p[i] != '#')
			continue;
		if (end - i < 3 || lex_hex_digit(p[i + 1]) < 0 || lex_hex_digit(p[i + 2]) < 0 ||
		    (p[i + 1] == '0' && p[i + 2] == '0'))
			return 0;
		i += 2;
	}
	return end;
}

static size_t literal_end(const struct lexer *l, size_t at)
{
	size_t open = 0;
	for (; at < l->src.n; at++) {
		unsigned char c = l->src.p[at];
		if (c == '\\')
			at++;
		else if (c == '(')
			open++;
		else if (c == ')' && !--open)
			return at + 1;
	}
	return 0;
}

static size_t hex_end(const struct lexer *l, size_t at)
{
	for (at++; at < l->src.n; at++) {
		unsigned char c = l->src.p[at];
		if (c == '>')
			return at + 1;
		if (lex_hex_digit(c) < 0 && !lex_is_space(c))
			return 0;
	}
	return 0;
}

static enum lex finish(struct lexer *l, struct token *t, enum lex kind, size_t end)
{
	if (end <= l->at)
		kind = LEX_BAD;
	else {
		t->src = (struct bytes){ l->src.p + l->at, end - l->at };
		if (kind == LEX_INT)
			kind = number(t);
	}
	if (kind != LEX_BAD)
		l->at = end;
	return t->kind = kind;
}

enum lex lex_next(struct lexer *l, struct token *t)
{
	*t = (struct token){ .kind = LEX_END };
	while (l->at < l->src.n && lex_is_space(l->src.p[l->at]))
		l->at++;
	if (l->at >= l->src.n)
		return LEX_END;
	unsigned char c = l->src.p[l->at];
	bool twice = l->src.n - l->at > 1 && l->src.p[l->at + 1] == c;
	switch (c) {
	case '/':
		return finish(l, t, LEX_SLASH, name_end(l, l->at));
	case '(':
		return finish(l, t, LEX_LITERAL, literal_end(l, l->at));
	case '[':
		return finish(l, t, LEX_ARRAY, l->at + 1);
	case ']':
		return finish(l, t, LEX_ARRAY_END, l->at + 1);
	case '<':
		return twice ? finish(l, t, LEX_DICT, l->at + 2)
			     : finish(l, t, LEX_HEX, hex_end(l, l->at));
	case '>':
		return finish(l, t, LEX_DICT_END, twice ? l->at + 2 : 0);
	default:
		if ((c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.')
			return finish(l, t, LEX_INT, regular_run(l, l->at));
		return finish(l, t, LEX_WORD, regular_run(l, l->at));
	}
}

bool lex_is(const struct token *t, const char *word)
{
	return t->kind == LEX_WORD && t->src.n == strlen(word) && !memcmp(t->src.p, word, t->src.n);
}

bool lex_word(struct lexer *l, const char *word)
{
	struct lexer ahead = *l;
	struct token t;
	lex_next(&ahead, &t);
	if (!lex_is(&t, word))
		return false;
	*l = ahead;
	return true;
}
