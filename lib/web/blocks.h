/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Recipients as the form of 送付先の設定 holds them: a list of blocks of text,
 * from the form or from the draft, and back. For lib/web/recipients.c. */
#ifndef WEB_BLOCKS_H
#define WEB_BLOCKS_H

#include "core/account.h"
#include "core/contract.h"
#include "web/req.h"

/* One recipient; every text is there, "" = not given. */
struct block {
	const char *was; /* "p3": parties[3] of the record, "v0": viewers[0] */
	const char *role, *mail, *name, *company, *post, *lang, *forward, *days, *date;
	const char *authority, *once; /* "no", "yes" */
	const char *code; /* typed or made just now */
	bool has_code;    /* a hashed one, below */
	unsigned char salt[32], hash[32];
};

struct blocks {
	struct block *b; /* room for one more than n */
	size_t n;
	int64_t self; /* the owner's place among the parties, from 1; 0 = none */
};

bool block_is_viewer(const struct block *b);
bool block_is_empty(const struct block *b);
struct block block_blank(struct arena *a, const struct conf *conf);

/* Typed values; the code that the record c holds for a block is recalled. */
void blocks_from_form(struct req *r, const struct contract *c, struct blocks *l);
void blocks_from_record(struct arena *a, const struct conf *conf, const struct contract *c,
			struct blocks *l);

/* The last instant (JST) of "2027-04-01"; 0 for "". */
int64_t block_day_end(const char *date);

/* ledger_fn: the blocks take the place of the draft's parties and viewers. */
struct people {
	const struct blocks *l;
	const struct account *owner;
	const struct conf *conf;
};
enum err blocks_replace(struct contract *c, int64_t now, struct change *ch, struct arena *a,
			void *people) MUST_USE;

#endif
