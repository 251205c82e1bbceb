/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The file own_certs: the SHA-256 of every certificate that this site signed with,
 * one a line, hexadecimal first, then words for people; # begins a comment. Written
 * by ctl when a key is installed. With it no other certificate of the same authority
 * counts as ours. */
#ifndef OFFICE_PINS_H
#define OFFICE_PINS_H

#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/msg.h"

#define PINS 256

/* Adds 32 bytes for each line. MISSING: there is no such file; INVALID: a line that
 * is not understood, or more than PINS. */
enum err pins_read(const char *path, struct buf *out) MUST_USE;
/* A field `pin` for each into a question to inspect. OK without the file; BROKEN
 * when it cannot be read. */
enum err pins_put(const struct conf *c, struct msg *q) MUST_USE;

#endif
