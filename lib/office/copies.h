/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * 控えの再発行: whoever had a result once gets the way to it again, at the address
 * that had it and nowhere else; and whose answer is waited for gets the link of the
 * request again, the same one as in a reminder. A page only leaves the wish; the
 * clerk looks what there is, so that nobody learns it from the page, nor from its
 * time. */
#ifndef OFFICE_COPIES_H
#define OFFICE_COPIES_H

#include "core/contract.h"
#include "port/xdoc.h"

#include "base/conf.h"

#define COPIES 50 /* documents in one letter, the newest of SEARCHED */

/* Leaves the wish: a notice to this address. lang: "ja", "en". */
enum err copies_ask(const struct conf *conf, struct arena *a, const char *mail, const char *lang)
	MUST_USE;
/* The clerk, before the letter is made: the days of results and links begin anew, and
 * it is recorded (EVENT_COPIED; note "request" where an answer is waited for). */
enum err copies_renew(const struct conf *conf, struct arena *a, const char *mail) MUST_USE;
/* <copy title sender concluded?><url/></copy>* and <request title sender matching due?
 * late? code?><url/></request>* below root. MISSING: neither. */
enum err copies_present(struct xnode *root, const struct conf *conf, struct arena *a,
			const char *mail) MUST_USE;

#endif
