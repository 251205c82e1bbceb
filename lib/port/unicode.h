/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Unicode by utf8proc: normal forms and folding. Input must be valid UTF-8
 * (INVALID otherwise); out is appended to. */
#ifndef PORT_UNICODE_H
#define PORT_UNICODE_H

#include "base/buf.h"
#include "base/err.h"

enum err unicode_nfc(const char *s, struct buf *out) MUST_USE;
/* NFKC + case folding + default ignorables dropped: for comparing (search, access codes). */
enum err unicode_fold(const char *s, struct buf *out) MUST_USE;
/* NFC without what may not stand in a name: control, bidi, zero-width and other
 * invisible format characters, line and paragraph separators (rules.md 7.3);
 * runs of blanks become one, ends are trimmed. lines: \r\n, \r become \n, which
 * stays, and so do blanks. */
enum err unicode_clean(const char *s, int lines, struct buf *out) MUST_USE;

#endif
