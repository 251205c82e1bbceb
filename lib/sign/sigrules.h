/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What the signer signs and what not (rules.md §1): pure questions about a
 * request and a chain. Each returns NULL or the word of the refusal. */
#ifndef SIGN_SIGRULES_H
#define SIGN_SIGRULES_H

#include "sign/sigrecord.h"
#include "sign/sigrequest.h"

/* Before the file is read: may this act stand at this place of the chain? */
const char *sigrules_place(const struct sigchain *c, const struct sigrequest *q) MUST_USE;
/* After it: sign, repeat or again? */
const char *sigrules_event(const struct sigchain *c, const struct sigrequest *q,
			   const unsigned char digest[32], enum log_event *event_r) MUST_USE;
/* Instants: the act's against now; oldest = the oldest act still taken. */
const char *sigrules_time(const struct sigchain *c, const struct sigrequest *q, enum log_event event,
			  int64_t now, int64_t oldest) MUST_USE;
/* The slot is this one's already: told again after a crash, or handed back. */
bool sigrules_held(const struct sigchain *c, const struct sigrequest *q);
const char *sigrules_reassign(const struct sigchain *c, const struct sigrequest *q,
			      int64_t now) MUST_USE;

#endif
