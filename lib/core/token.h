/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Recipients' links: token = first 130 bits of HMAC-SHA-256(key_v, kind ‖
 * contract ‖ slot ‖ generation ‖ 32 random bytes of the record), written as 26
 * characters (rules.md 7.1). A reminder can repeat the same link although only
 * token/<SHA-256 of the token> is stored. */
#ifndef CORE_TOKEN_H
#define CORE_TOKEN_H

#include "core/contract.h"

#define TOKEN_CHARS 26

/* LOOK: read-only, before the conclusion. */
enum token_kind { TOKEN_ACT, TOKEN_RESULT, TOKEN_LOOK };

/* The link of a slot (0 sender, 1…n, 1001… viewers). */
void token_make(const struct contract *c, enum token_kind kind, int64_t slot,
		char out[TOKEN_CHARS + 1]);
/* The same of an earlier generation. */
void token_make_at(const struct contract *c, enum token_kind kind, int64_t slot,
		   int64_t generation, char out[TOKEN_CHARS + 1]);
/* Store key under which a token is looked up: "token/" + 64 hex. */
#define TOKEN_KEY 71
void token_key(const char *token, char out[TOKEN_KEY]);
/* What stands under that key: "kind contract slot generation". */
void token_entry(const struct contract *c, enum token_kind kind, int64_t slot, struct buf *out);

void token_entry_at(const struct contract *c, enum token_kind kind, int64_t slot,
		    int64_t generation, struct buf *out);

struct token_ref {
	enum token_kind kind;
	char contract[CONTRACT_ID + 1];
	int64_t slot, generation;
};
enum err token_parse(struct bytes entry, struct token_ref *r) MUST_USE;
/* The slot's one-time code in force: six digits, a function of its number. */
void token_once(const struct contract *c, int64_t slot, char out[7]);
/* Matching number (照合番号) of a slot: "7K4F-92QX", from the token's hash. */
void token_matching(const char *token, char out[10]);

#endif
