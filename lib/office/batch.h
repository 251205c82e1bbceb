/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * 一括検証 (E6): every released file of a period, judged as the verify page would:
 * bytes against the record, signatures by inspect, level, how long its newest stamp
 * lasts. What was judged is kept under the file's hash (var/work/batch), so that a
 * long period can be done in short steps. */
#ifndef OFFICE_BATCH_H
#define OFFICE_BATCH_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "office/proof.h"
#include "port/xdoc.h"

#define BATCH_LIFE DAY /* a kept result older than this is none */

enum batch_result {
	BATCH_UNTOLD,  /* not judged, or too long ago */
	BATCH_GOOD,    /* byte for byte what was released, and every signature holds */
	BATCH_CHANGED, /* other bytes than were released */
	BATCH_BAD,     /* the released bytes, but a signature or stamp does not hold now */
	BATCH_GONE,    /* no such file */
	BATCH_UNCLEAR  /* the child gave up */
};
enum batch_risk { RISK_NONE, RISK_ENDING, RISK_UNSTAMPED };

struct batch_row {
	const char *contract, *document; /* id; 書類ID of the file */
	const char *title, *name, *counterparty;
	int64_t concluded, bytes, stamped, stamp_end;
	unsigned char sha[32];
	enum batch_risk risk; /* the newest stamp ends within renew_days, or there is none */
	enum batch_result result;
	const char *level, *why; /* level of PAdES as judged, inspect's word */
	int64_t checked;
};
struct batch {
	struct batch_row *rows; /* in the order of conclusion */
	size_t n, told, bad, risky;
};

const char *batch_word(enum batch_result r);    /* untold good changed bad gone unclear */
const char *batch_risk_word(enum batch_risk r); /* "" ending unstamped */

/* Files concluded from `since` to before `until` (ns UTC) by this owner (NULL =
 * everybody), with what is kept of judgements since `fresh`. only_risky: no others. */
enum err batch_list(const struct conf *c, struct arena *a, const char *owner, int64_t since,
		    int64_t until, int64_t fresh, bool only_risky, struct batch *r) MUST_USE;
/* Judges the untold ones, at most `most` of them and not beginning another after
 * `budget` ns; keeps and counts. RETRY: somebody else's batch is running. BROKEN: this
 * site cannot judge at all. */
enum err batch_step(const struct conf *c, struct batch *b, struct arena *a, size_t most,
		    int64_t budget) MUST_USE;

/* batch_present.c: <file doc id title name counterparty concluded sha256 kb stamped stamp_end risk
 * result level checked/> for rows[from] … below to. csv: texts are ready to stand
 * between quotation marks, and no spreadsheet takes them for a formula; times are
 * "2026-11-23 14:05:06". */
void batch_present(struct xnode *parent, struct arena *a, const struct batch *b, size_t from,
		   size_t to, bool csv);
/* The whole list as CSV (UTF-8 with BOM, CRLF, fixed header) in that language. */
enum err batch_csv(struct arena *a, const char *lang, const struct batch *b, struct buf *out) MUST_USE;
/* "2026-11-23", a day in JST, to the instant it begins; days: added to it. */
enum err batch_day(const char *text, int days, int64_t *t_r) MUST_USE;

#endif
