/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Is anything missing? (E7) The journal from its first frame to its last, what
 * was written once and changed later, the daily witnesses, each contract against
 * its history, its files and its places in lists. Reads only; every trouble is
 * told with the key, file or frame that it is about. */
#ifndef OFFICE_HISTORY_H
#define OFFICE_HISTORY_H

#include "base/conf.h"
#include "base/err.h"

#include <stdint.h>

enum history_level { HISTORY_GOOD, HISTORY_LOOK, HISTORY_BAD };

/* part: journal records changes witness contract file list. where: a key, a
 * file, a frame ("frame 12"), or "". text: an English line. */
typedef void history_tell(void *arg, enum history_level level, const char *part,
			  const char *where, const char *text);

struct history_ask {
	history_tell *tell;
	void *arg;
	/* A head that was printed on a receipt: number and the first digits of its
	 * hash; 0 = none. */
	uint64_t seq;
	const char *head;
};

struct history_sum {
	uint64_t frames, records, contracts, events, files, witnesses;
	uint64_t bad, look;
};

/* secret_open must have been called (links are compared). OK: it was looked at
 * to the end, whatever was found (r->bad). Else the store cannot be read at all;
 * what was found before was told. */
enum err history_verify(const struct conf *conf, const struct history_ask *ask,
			struct history_sum *r) MUST_USE;

#endif
