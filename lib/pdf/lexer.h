/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The words of PDF (ISO 32000-1 §7.2, §7.3), read strictly out of memory: this and
 * pdf/value.h are the only things that writer and verifier share (rules.md
 * 8.4). Everything handed out borrows from the bytes given to lex_init.
 *
 * Stricter than ISO: no comments, names at most LEX_NAME bytes and without
 * NUL, integers at most 18 digits. */
#ifndef PDF_LEXER_H
#define PDF_LEXER_H

#include "base/buf.h"

#define LEX_NAME 508 /* bytes as spelled, without the slash */

enum lex {
	LEX_END,     /* nothing but white space was left */
	LEX_BAD,     /* not a token; the lexer stays where it is */
	LEX_INT,     /* number holds the value */
	LEX_REAL,    /* not converted */
	LEX_SLASH,   /* a name; src begins with '/' */
	LEX_LITERAL, /* "(…)" */
	LEX_HEX,     /* "<…>" */
	LEX_ARRAY,
	LEX_ARRAY_END,
	LEX_DICT,
	LEX_DICT_END,
	LEX_WORD /* obj, endobj, stream, R, true, xref, … */
};

struct token {
	enum lex kind;
	struct bytes src; /* as spelled, without surrounding white space */
	int64_t number;
};

struct lexer {
	struct bytes src;
	size_t at; /* where lex_next goes on */
};

/* at beyond the end means the end. */
void lex_init(struct lexer *l, struct bytes src, size_t at);
enum lex lex_next(struct lexer *l, struct token *t);
bool lex_is(const struct token *t, const char *word); /* a WORD, this one */
/* The next token is this word. Not taken when it is another one. */
bool lex_word(struct lexer *l, const char *word);

bool lex_is_space(unsigned char c); /* §7.2.2, table 1 */
int lex_hex_digit(unsigned char c); /* its value; -1 when it is none */

#endif
