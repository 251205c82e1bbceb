/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * How two versions of a value may differ, byte for byte: the small questions
 * of the verifier's table of changes. Nothing here knows what a key means. */
#ifndef PDF_COMPARE_H
#define PDF_COMPARE_H

#include "pdf/history.h"

/* Spelled exactly so, no other writing of the same. */
bool compare_spelled(const struct value *v, const char *text);
bool compare_is_ref(const struct value *v, uint32_t number);
/* Dictionary `now` is `old`, byte for byte and in its order, then one key
 * (with its slash) more, which old has not. */
bool compare_grown_by(const struct value *old, const struct value *now, const char *key,
		      struct value *added);
/* The same keys in the same order with the same bytes, but for one key's value. */
bool compare_one_differs(const struct value *old, const struct value *now, const char *key,
			 struct value *was, struct value *is);
/* … but for the values of some keys, the list ending with NULL. */
bool compare_only(const struct value *old, const struct value *now, const char *const *keys);
/* Array `now` begins with all of `old`; rest is set behind these. */
bool compare_begins(const struct value *old, const struct value *now, struct walk *rest);
/* … and has one element more, this reference. */
bool compare_one_more(const struct value *old, const struct value *now, uint32_t number);
/* The object of a number in one revision; NULL when it does not write it. */
const struct history_object *compare_find(const struct history_revision *r, uint32_t number);

#endif
