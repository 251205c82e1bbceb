/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What the operator must know: looked for by the clerk and told by mail (M28) to
 * conf->alarm, each cause once a day; `ctl check` prints the same. What was told
 * when is kept under alarm/<word>. */
#ifndef OFFICE_ALARM_H
#define OFFICE_ALARM_H

#include "base/arena.h"
#include "base/conf.h"
#include "base/err.h"

#include <stdint.h>

enum alarm {
	ALARM_TSA,  /* no time-stamping authority for an hour, with documents waiting */
	ALARM_CERT, /* the signing certificate ends soon: told at 60, 30, 14, 7, 3, 1 days, then daily */
	ALARM_SIGN, /* a signature was refused, or acts wait for theirs for an hour */
	ALARM_MAIL, /* the oldest letter waits for more than a day */
	ALARMS
};

struct finding {
	enum alarm kind;
	int64_t since;      /* ns UTC; of CERT: when it ends */
	int64_t n;          /* TSA, SIGN: documents; CERT: days left, 0 when it is over */
	const char *detail; /* SIGN: a document's id; else "" */
};

const char *alarm_word(enum alarm k); /* tsa cert sign mail */
/* What is the matter now; asks the signer when cert is true (not in pull mode). At most one of a
 * kind. RETRY, BROKEN from the store. */
enum err alarm_find(const struct conf *conf, struct arena *a, int64_t now, bool cert,
		    struct finding out[ALARMS], size_t *n_r) MUST_USE;
/* The clerk, at most once a minute: queues the letters that are due. */
enum err alarm_run(const struct conf *conf) MUST_USE;

#endif
