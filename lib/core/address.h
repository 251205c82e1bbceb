/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Which contracts an address ever got a link of: address/<SHA-256>/<id>, written
 * with the link. It says where to look, not what may be seen: whoever asks it
 * compares with the record.
 *
 * And the typed door: door/<SHA-256 of address in small letters, NUL, matching number> is which link
 * (core/token) both name together, written with the link. One look for whoever asks:
 * what it costs tells nothing about an address to those who do not know the number. */
#ifndef CORE_ADDRESS_H
#define CORE_ADDRESS_H

#include "core/contract.h"
#include "core/token.h"

#include "base/conf.h"

struct txn;

enum err address_put(struct txn *t, const char *mail, const char *id) MUST_USE;
/* Their ids, `limit` at most. */
enum err address_list(const struct conf *conf, struct arena *a, const char *mail, size_t limit,
		      const char ***ids_r, size_t *n_r) MUST_USE;
#define ADDRESS_DOOR 70
void address_door_key(const char *mail, const char *number, char out[ADDRESS_DOOR]);
/* MISSING: they name nothing together. A link that a newer one took the place of is
 * still named. */
enum err address_door(const struct conf *conf, struct arena *a, const char *mail,
		      const char *number, struct token_ref *r) MUST_USE;
/* The slot that this address has in c by now: 1…n, 1001…; 0 = none. */
int64_t address_slot(const struct contract *c, const char *mail);

#endif
