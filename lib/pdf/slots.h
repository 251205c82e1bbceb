/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Finds our fields in a file that pdf/form or pdf/docstamp placed them in: by
 * their names, whatever else /Fields holds. */
#ifndef PDF_SLOTS_H
#define PDF_SLOTS_H

#include "pdf/form.h"

#define SLOT_NAME 8    /* bytes of a signature field's name with its NUL */
#define SLOT_STAMPS 99 /* document time stamps, Dts01…Dts99 */

/* Sig01…, or Sig001… when there are more than 99. */
void slot_name(char out[SLOT_NAME], size_t number, bool wide);
/* F and four digits, not F0000. */
bool slot_input_name(const char *name);

struct slot {
	uint32_t number;    /* of the field's object; 0 = none found */
	struct value field; /* its dictionary */
	uint32_t signature; /* object number of /V; 0 = not signed yet */
};

/* Our signature fields, slot[i] being number i+1. INVALID: no form, a gap in
 * the numbers, a name twice, a signature field that is not ours, a /V that is
 * no reference, or a later one signed before an earlier. *signed_r = how many
 * are signed. Document time stamps are passed over. */
enum err slots_open(struct arena *a, const struct pdf *p, struct slot **slot_r, size_t *count_r,
		    size_t *signed_r) MUST_USE;
/* Our document time stamps, stamp[i] being DtsNN of i+1; there may be none.
 * INVALID: a gap, a name twice, or one without /V. */
enum err slots_stamps(struct arena *a, const struct pdf *p, struct slot **stamp_r,
		     size_t *count_r) MUST_USE;
/* The input fields of the form: field[i] as /Fields names them. INVALID: more than
 * WIDGETS, a name twice or none of ours. */
struct input {
	char name[WIDGET_NAME];
	uint32_t number;
	struct value field;
};
enum err slots_inputs(struct arena *a, const struct pdf *p, struct input **input_r,
		     size_t *count_r) MUST_USE;

#endif
