/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Bytes as text: hexadecimal and base64 (RFC 4648) and the token alphabet of
 * our links: lower-case base32 without the look-alikes 0 1 l o. */
#ifndef BASE_HEX_H
#define BASE_HEX_H

#include "base/buf.h"
#include "base/err.h"

/* out has 2n+1 bytes; lower case. */
void hex_encode(const void *p, size_t n, char *out);
/* Exactly 2n hexadecimal digits (either case) into n bytes; else INVALID. */
enum err hex_decode(const char *s, void *out, size_t n) MUST_USE;
void hex_add(struct buf *b, const void *p, size_t n);

void base64_add(struct buf *b, const void *p, size_t n);        /* one line, padded */
void base64_add_lines(struct buf *b, const void *p, size_t n);  /* 76 columns, CRLF after each */
enum err base64_decode(const char *s, struct buf *out) MUST_USE; /* no blanks; else INVALID */

/* Writes `chars` characters (5 bits each, first bits first) and a NUL; p must
 * hold at least ceil(5*chars/8) bytes. */
void token_encode(const void *p, size_t chars, char *out);
/* True when s is made of exactly `chars` token characters. */
bool token_valid(const char *s, size_t chars);

#endif
