/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A request to the signer, parsed: every field in its place and range. */
#ifndef SIGN_SIGREQUEST_H
#define SIGN_SIGREQUEST_H

#include "pdf/sigdict.h"

#define SIGREQUEST_MAX 32768

enum sigrequest_kind { SIGREQUEST_EMPTY, SIGREQUEST_SIGN, SIGREQUEST_REASSIGN };

struct sigrequest {
	enum sigrequest_kind kind;
	struct act act; /* of a reassign: chain, slot and time only */
	unsigned char act_hash[32];
	int attempt;
	int64_t dict_off;
	size_t reserve;
	uint32_t catalog;
	char names[SIGDICT_LOCKS][SIGDICT_LOCK_NAME + 1];
	const char *lock[SIGDICT_LOCKS];
	size_t locks;
	unsigned char to[32]; /* reassign */
	char reason[12];
};

/* INVALID: *why_r is act or field. */
enum err sigrequest_parse(const struct msg *m, struct sigrequest *q, const char **why_r) MUST_USE;

#endif
