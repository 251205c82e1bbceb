/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Small questions about text. Text is UTF-8 everywhere; lengths are bytes
 * unless a name says chars (Unicode scalar values). */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "base/buf.h"
#include "base/err.h"

/* Decimal integer, the whole string, within [min,max]; else INVALID. */
enum err str_to_int(const char *s, int64_t min, int64_t max, int64_t *r) MUST_USE;
bool str_eq(const char *a, const char *b);       /* NULL-safe */
bool str_starts(const char *s, const char *prefix);
bool str_ends(const char *s, const char *suffix);
bool str_empty(const char *s);                   /* NULL or "" */
void str_lower_ascii(char *s);

/* Valid UTF-8 (RFC 3629, no surrogates) made only of characters XML 1.0 §2.2
 * allows. libxml2 drops a whole text that has anything else. */
bool str_is_xml_text(const void *p, size_t n);
/* One step: decodes the character at p (n > 0 bytes left), returns its length
 * in bytes, 0 when it is not UTF-8. */
size_t str_utf8_next(const void *p, size_t n, uint32_t *cp_r);
size_t str_utf8_put(uint32_t cp, char out[4]);   /* bytes written; 0 if not a scalar value */
size_t str_chars(const char *s);                 /* characters of valid UTF-8 */

#endif
