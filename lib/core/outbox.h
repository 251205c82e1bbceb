/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What the clerk has to do, as the store keeps it: outbox/mail/… (one intent
 * per letter) and outbox/sign/<contract> (what is to be signed). Entries leave it in the same
 * transaction that records what became of them. */
#ifndef CORE_OUTBOX_H
#define CORE_OUTBOX_H

#include "core/contract.h"

#include "base/conf.h"

struct outbox_mail {
	const char *key;
	struct notice notice;
};
/* One more intent that belongs to no contract; made and next are set here. */
enum err outbox_add(const struct conf *conf, struct arena *a, struct notice *n) MUST_USE;
/* The oldest `limit` intents whose time has come; after: key of the last one
 * seen. *more_r: there are others behind. */
enum err outbox_mails(const struct conf *conf, struct arena *a, const char *after, size_t limit,
		      struct outbox_mail **mails_r, size_t *n_r, bool *more_r) MUST_USE;

enum outcome { OUTCOME_SENT, OUTCOME_LATER, OUTCOME_REFUSED, OUTCOME_SUPERSEDED };
/* Ends or postpones an intent. SENT and REFUSED write an event into the
 * contract's history; LATER keeps it with a longer pause, or gives up after
 * notice_pause says so (then like REFUSED). address: where it went; why: the word
 * of contract_bounced for a refusal. */
enum err outbox_done(const struct conf *conf, struct arena *a, const struct outbox_mail *m,
		     enum outcome o, const char *address, const char *trouble, const char *why)
	MUST_USE;

/* A contract with recorded acts that are not signed yet. */
struct outbox_sign {
	const char *id;
	int64_t tries; /* how often its signing was refused since it last got on; then: */
	int64_t first; /* when it was at first */
	int64_t next;  /* not before; both ns UTC */
};
enum err outbox_signs(const struct conf *conf, struct arena *a, const char *after, size_t limit,
		      struct outbox_sign **r, size_t *n_r) MUST_USE;
/* Its signing was refused: it rests for a minute, then for twice as long each time, four
 * hours at most. So a document that cannot be signed costs neither the others' time nor the
 * signer's daily room. */
enum err outbox_sign_refused(const struct conf *conf, struct arena *a, const char *id) MUST_USE;
/* The operator mended the cause: it may be tried at once. MISSING: nothing of it waits. */
enum err outbox_sign_again(const struct conf *conf, struct arena *a, const char *id) MUST_USE;

/* The Message-ID's left part: 32 hex of SHA-256 of the intent's key (rules.md 6.2). */
void outbox_message_id(const char *key, char out[33]);

#endif
