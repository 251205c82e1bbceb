/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Access codes: what a recipient types besides following the link. Compared
 * after NFKC and case folding, blanks and hyphens dropped, so that width,
 * capitals and grouping do not matter; kept as scrypt(folded code, salt). */
#ifndef OFFICE_CODE_H
#define OFFICE_CODE_H

#include "base/err.h"

#define CODE_CHARS 8 /* of a generated code: 40 bits */
#define CODES_AT_ONCE 10 /* new codes that one form may carry */
#define CODE_LEAST 4  /* characters of a code that a sender thinks of */

/* What of `typed` counts, hashed. Takes 0.1 s: never inside a transaction.
 * INVALID: nothing counts, or it is not UTF-8. */
enum err code_hash(const char *typed, const unsigned char salt[32], unsigned char out[32]) MUST_USE;
/* A fresh code of the token alphabet. */
void code_make(char out[CODE_CHARS + 1]);

#endif
