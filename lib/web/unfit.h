/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The sentence for a value that compose cannot write into the file, for those who
 * typed it: a recipient, or the sender in the draft. */
#ifndef WEB_UNFIT_H
#define WEB_UNFIT_H

#include "office/compose.h"
#include "web/req.h"

/* Notes u for this control: the text "<to>.<cause>" with char, twin, n (characters of
 * the value). to: "err" at a recipient's item, "pl" at the sender's. */
void unfit_say(struct req *r, const char *to, const char *field, const struct unfit *u, int64_t n);
/* A name or number that papers print. False: a character is noted. */
bool unfit_name(struct req *r, const char *field);
/* What can be said of a value without asking compose. False: noted. */
bool unfit_text(struct req *r, const char *to, const char *field, const char *value);

#endif
