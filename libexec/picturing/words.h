/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Words of forms: what stands before a blank in contracts and applications. */
#ifndef PICTURING_WORDS_H
#define PICTURING_WORDS_H

#include <stdbool.h>
#include <stdint.h>

bool word_is_colon(uint32_t c);
bool word_is_line(uint32_t c);   /* low lines that draw a blank */
bool word_is_square(uint32_t c); /* an empty box to be ticked */
bool word_is_blank(uint32_t c);
/* "(seal)" in its usual spellings, the whole token. */
bool word_is_seal(const char *token);
/* The end of a sentence or bracket: no label goes over it. */
bool word_is_stop(uint32_t c);
/* A party's short name, the whole token with or without brackets; the name is
 * returned without them, NULL = none. */
const char *word_party(const char *token);
/* The label asks for a day. */
bool word_is_day(const char *label);
/* The label is one that usually stands before a blank ("Name", "Address"). */
bool word_asks(const char *label);
/* "X's label" for a party's name, into out. */
void word_of(const char *party, const char *label, char *out, unsigned long size);
const char *word_seal(void); /* label of a place for a seal */

#endif
