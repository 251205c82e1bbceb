/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What a list shows of a contract: one small index record per contract and
 * folder, owner/<account>/<folder>/<20-digit instant>-<id>, written with every
 * change of the contract and rebuildable from it. Listing in reverse order
 * gives the newest first. */
#ifndef CORE_SUMMARY_H
#define CORE_SUMMARY_H

#include "core/contract.h"

enum folder {
	FOLDER_TODO,
	FOLDER_SENT,
	FOLDER_DRAFT,
	FOLDER_DONE,
	FOLDER_REJECTED,
	FOLDER_CARE, /* 対応が必要, beside its own folder */
	FOLDERS
};

#define SUMMARY_NEXT "、"
struct summary {
	const char *id, *title, *counterparty;
	enum contract_state state;
	const char *who;       /* whose turn, or who declined; "" */
	const char *people;    /* names of all parties, joined by SUMMARY_NEXT */
	int64_t agreed, parties;
	int64_t changed, due;  /* due: of the pending invitation, 0 = none */
};

const char *folder_word(enum folder f); /* "todo" … also in addresses */
enum folder folder_of(enum contract_state s);
/* True when the owner himself has to agree now (要確認). */
bool summary_is_todo(const struct contract *c);
/* True when the sender should do something: a question is open, a letter came
 * back, a reply date has passed (as the clerk announced it). */
bool summary_needs_care(const struct contract *c);

#define SUMMARY_KEY 120
void summary_dir(const char *account, enum folder f, char out[SUMMARY_KEY]);
void summary_key(const struct contract *c, enum folder f, char out[SUMMARY_KEY]);
void summary_write(const struct contract *c, struct arena *a, struct buf *out);
enum err summary_read(struct bytes src, struct arena *a, struct summary *s) MUST_USE;

#endif
