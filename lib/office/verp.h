/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Return addresses that say whose letter came back (VERP): conf->bounce with its
 * '%' replaced by "<contract>-<slot>-<generation>-<60 bits of HMAC>", so that a
 * stranger cannot mark anybody's letter as undelivered (rules.md 6.3). Lower
 * case only: mail servers may fold. */
#ifndef OFFICE_VERP_H
#define OFFICE_VERP_H

#include "core/contract.h"

#include "base/conf.h"

#define VERP_MAIL 320 /* bytes of such an address with its NUL */

struct verp {
	char contract[CONTRACT_ID + 1];
	int64_t slot, generation;
};

/* INVALID: not one '%', and that before the only '@'; or too long to be filled. */
enum err verp_pattern(const struct conf *conf) MUST_USE;
/* The envelope sender of a letter: conf->from where there is no contract or no
 * (good) pattern. Needs secret_open(). */
void verp_address(const struct conf *conf, const struct verp *v, char out[VERP_MAIL]);
/* Finds a mark in text, in any case, wherever it stands. MISSING: none that is
 * ours. */
enum err verp_find(const char *text, struct verp *v) MUST_USE;

#endif
