/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * People with a login. account/<id> holds the record, mail/<address> leads to
 * it, pending/<SHA-256 of token> is a registration waiting for its mail to be
 * opened (24 hours). Passwords lie under scrypt; a try is counted durably
 * before it is compared (rules.md 3.5). Nothing here tells a stranger whether
 * an address is registered: tries at an address that nobody registered are counted
 * alike, under stranger/<SHA-256 of the address>, until the clerk sweeps them. */
#ifndef CORE_ACCOUNT_H
#define CORE_ACCOUNT_H

#include "base/arena.h"
#include "base/conf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

#define ACCOUNT_PASSWORD_MIN 12  /* characters */
#define ACCOUNT_PASSWORD_MAX 200
#define ACCOUNT_TRIES 10
#define ACCOUNT_PAUSE (15 * MINUTE)
#define ACCOUNT_FORGET DAY /* without a try: those before are forgotten */
#define ACCOUNT_PENDING DAY

struct account {
	const char *id, *mail, *name, *company;
	const char *lang; /* "ja", "en" */
	unsigned char salt[32], password[32];
	int64_t created, tries, tried, locked; /* tried: the last of them */
	bool operator_;
	const char *terms_version;
	unsigned char terms_hash[32];
};

/* Somebody asks to register this address: writes the pending registration and
 * the mail intent (M18), or for a known address M19. */
enum err account_ask(const struct conf *conf, struct arena *a, const char *mail, const char *lang)
	MUST_USE;
/* Whose registration the token of M18 is. MISSING: unknown or too old. */
enum err account_pending(const struct conf *conf, struct arena *a, const char *token,
			 const char **mail_r) MUST_USE;
/* Completes it. acc: name, company, lang, terms as given; id and the rest are
 * filled in. CONFLICT: the address was registered meanwhile. */
enum err account_register(const struct conf *conf, struct arena *a, const char *token,
			  const char *password, struct account *acc) MUST_USE;
/* The operator's way without mail (ctl user). CONFLICT: known address. */
enum err account_create(const struct conf *conf, struct arena *a, const char *password,
			struct account *acc) MUST_USE;
/* The operator sets a new password (ctl user); tries and locks are forgotten.
 * MISSING: no such account. */
enum err account_set_password(const struct conf *conf, struct arena *a, const char *mail,
			      const char *password, struct account *acc_r) MUST_USE;
/* DENIED: wrong address or password (not said which). RETRY with *until_r set:
 * locked until then. Both cost the same for an address that nobody registered. */
enum err account_login(const struct conf *conf, struct arena *a, const char *mail,
		       const char *password, struct account *acc_r, int64_t *until_r) MUST_USE;
enum err account_load(const struct conf *conf, struct arena *a, const char *id,
		      struct account *acc_r) MUST_USE;
/* Deletes up to 500 strangers whose tries are forgotten; for the clerk. */
enum err account_sweep(const struct conf *conf, struct arena *a) MUST_USE;
/* True for passwords everybody tries first (a short built-in list). */
bool account_common(const char *password);

#endif
