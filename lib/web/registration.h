/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The inside of registering and signing in: what is judged and recorded, and
 * what a stranger must not learn. */
#ifndef WEB_REGISTRATION_H
#define WEB_REGISTRATION_H

#include "core/account.h"
#include "web/page.h"

#define REGISTRATION_FIELDS                                                              \
	{ "name", INPUT_TEXT, INPUT_REQUIRED, 0, 60, NULL, "name" },                     \
	{ "company", INPUT_TEXT, 0, 0, 100, NULL, "company" },                           \
	{ "password", INPUT_SECRET, INPUT_REQUIRED, 0, ACCOUNT_PASSWORD_MAX, NULL, "password" }, \
	{ "terms", INPUT_TEXT, 0, 0, 10, NULL, NULL },                                   \
	{ "accept", INPUT_CHECK, INPUT_REQUIRED, 0, 0, NULL, "accept" }

/* View "verify" for r->token: attributes mail, terms (version), chars; or old
 * (status 410) when the token opens nothing. */
enum err registration_show(struct req *r, struct reply *p) MUST_USE;
/* Judges the form and makes the account. INVALID: mistakes are noted. MISSING:
 * the token is used or too old. CONFLICT: the address is registered by now. */
enum err registration_finish(struct req *r, struct account *acc_r) MUST_USE;
/* Judges "mail" and "password". INVALID: noted as login.bad or login.wait, the
 * same way for addresses that nobody registered. */
enum err registration_login(struct req *r, struct account *acc_r) MUST_USE;
/* Where to go after signing in: `next` if it is an address of ours, else home. */
const char *registration_next(struct req *r, const char *next);

#endif
