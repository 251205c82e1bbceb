/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Keys derived from the site's secret (conf->secret, 32 bytes or more, mode
 * 0600, written by `ctl init`), one per purpose, by HKDF (rules.md 7.2). */
#ifndef CORE_SECRET_H
#define CORE_SECRET_H

#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"

enum secret { SECRET_LINK, SECRET_CSRF, SECRET_TICKET, SECRET_SESSION, SECRET_VERP, SECRET_COUNT };

/* Reads the file and derives all keys. MISSING, INVALID (too short, or readable
 * by others), BROKEN. */
enum err secret_open(const struct conf *c) MUST_USE;
/* 32 bytes, borrowed; before secret_open this ends the process. */
struct bytes secret_key(enum secret s);
/* HMAC-SHA-256 under that key. */
void secret_mac(enum secret s, struct bytes data, unsigned char out[32]);

#endif
