/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The newest generation in the key folder (teiketsu-signature(5), KEY FOLDER). */
#ifndef SIGN_SIGKEY_H
#define SIGN_SIGKEY_H

#include "base/err.h"
#include "port/cms_sign.h"

#define SIGKEY_CHAIN 65536 /* bytes of chain.der */

/* The name in `current`, "g1" … ; MISSING, INVALID. */
enum err sigkey_current(const char *dir, char out[16]) MUST_USE;
/* *why_r: key_missing (also when somebody else than its owner could read it),
 * key_bad, key_usage. */
enum err sigkey_load(const char *dir, struct cms_key **k_r, const char **why_r) MUST_USE;

#endif
