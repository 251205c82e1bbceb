/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The inside of office/history: one look, in four files. */
#ifndef OFFICE_HISTORY_INSIDE_H
#define OFFICE_HISTORY_INSIDE_H

#include "office/history.h"

#include "core/contract.h"
#include "store/store.h"

#include <stdbool.h>

struct history {
	const struct conf *conf;
	const struct history_ask *ask;
	struct history_sum *sum;
	struct store *store;
	struct store_head head; /* what the store itself called its newest commit */
	struct buf sums;        /* 32 bytes for each frame: its sum */
};

void history_say(struct history *h, enum history_level level, const char *part, const char *where,
		 const char *fmt, ...) __attribute__((format(printf, 5, 6)));
/* The sum of frame seq as the journal has it; NULL = the walk did not get there. */
const unsigned char *history_frame(const struct history *h, uint64_t seq);

/* history_journal.c: the walk, and what later frames changed of earlier ones.
 * False when the journal does not hang together. */
bool history_journal(struct history *h);
/* history_witness.c */
enum err history_witnesses(struct history *h) MUST_USE;
/* history_record.c: a contract against its events, files and lists. */
enum err history_contract(struct history *h, struct arena *a, const char *id) MUST_USE;
/* history_list.c: keys that lead to contracts, accounts and files. */
enum err history_lists(struct history *h) MUST_USE;
/* history_file.c: bytes of the vault. Tells, once, what is wrong with it. */
bool history_any_file(const struct history *h); /* is there one at all? */
bool history_file(struct history *h, const char *where, const unsigned char sha[32], int64_t bytes);

#endif
