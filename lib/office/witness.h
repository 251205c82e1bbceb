/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A witness of the journal: once a day (Japan Standard Time) the chain value of
 * the newest commit is time-stamped by the TSA and kept under
 * head/<YYYY-MM-DD>; receipts and completion mails print the newest one, so
 * that it lies in strangers' mailboxes (rules.md 9). Nothing before it can be
 * changed or cut off unseen. */
#ifndef OFFICE_WITNESS_H
#define OFFICE_WITNESS_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"

#include <stdint.h>

struct witness {
	const char *day;        /* "2026-11-23" */
	int64_t seq, time;      /* of the commit whose chain value was stamped */
	unsigned char chain[32];
	int64_t stamped;        /* genTime, ns UTC */
	struct bytes token;     /* DER */
};

/* The clerk: today's witness, unless there is one, there was no commit since
 * the last, or the site has no TSA. OK, RETRY (no TSA answered), BROKEN. */
enum err witness_run(const struct conf *conf) MUST_USE;
/* The newest that was stamped by this instant (so that a repeated letter says
 * the same). MISSING: none. */
enum err witness_by(const struct conf *conf, struct arena *a, int64_t t, struct witness *w) MUST_USE;
/* All of them, oldest first. */
enum err witness_all(const struct conf *conf, struct arena *a, struct witness **w_r, size_t *n_r)
	MUST_USE;

#endif
