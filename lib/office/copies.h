/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * 控えの再発行: whoever had a result once gets the way to it again, at the address
 * that had it and nowhere else. A page only leaves the wish; the clerk looks what
 * there is, so that nobody learns it from the page, nor from its time. */
#ifndef OFFICE_COPIES_H
#define OFFICE_COPIES_H

#include "core/contract.h"
#include "port/xdoc.h"

#include "base/conf.h"

#define COPIES 50 /* documents in one letter, the newest of SEARCHED */

/* Leaves the wish: a notice to this address. lang: "ja", "en". */
enum err copies_ask(const struct conf *conf, struct arena *a, const char *mail, const char *lang)
	MUST_USE;
/* The clerk, before the letter is made: their days begin anew, and it is recorded. */
enum err copies_renew(const struct conf *conf, struct arena *a, const char *mail) MUST_USE;
/* <copy title sender concluded? until?><url/></copy>* below root. MISSING: none. */
enum err copies_present(struct xnode *root, const struct conf *conf, struct arena *a,
			const char *mail) MUST_USE;

#endif
