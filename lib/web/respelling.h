/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A recipient corrects the spelling of the own name, company and post before
 * agreeing; the address stays. The sender is told, both spellings are kept. The
 * handlers of /review/{t}/name. */
#ifndef WEB_RESPELLING_H
#define WEB_RESPELLING_H

#include "core/party.h"
#include "web/page.h"

#define RESPELLING_INPUTS                                                                    \
	{ .name = "name", .type = INPUT_TEXT, .flags = INPUT_REQUIRED, .max = PARTY_NAME },  \
	{ .name = "company", .type = INPUT_TEXT, .max = PARTY_COMPANY },                     \
	{ .name = "post", .type = INPUT_TEXT, .max = PARTY_POST }

enum err respelling_get(struct req *r, struct reply *p) MUST_USE;
enum err respelling_post(struct req *r, struct reply *p) MUST_USE;

#endif
