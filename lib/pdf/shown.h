/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What the look of a filled-in field draws, against what its value says: letters
 * and paths with the look's own fonts, the letters in the order of the value. */
#ifndef PDF_SHOWN_H
#define PDF_SHOWN_H

#include "base/arena.h"
#include "pdf/value.h"

struct shown_code {
	uint32_t code;
	struct bytes text; /* what it stands for, UTF-16BE */
	bool met;
};

struct shown_font {
	char name;		 /* of the resource: one letter */
	struct shown_code *code; /* rising */
	size_t count;
};

/* The /ToUnicode of a font, in the one spelling that ours have. In a. */
bool shown_meanings(struct arena *a, struct bytes cmap, struct shown_font *f);
/* The content of a look shows the text string `value`. Left out of account: blanks,
 * combining marks and variation selectors. A code that was met before may stand
 * for another character where fonts draw both alike: signs of punctuation, a
 * radical and its ideograph. */
bool shown_agrees(struct arena *a, struct bytes content, struct shown_font *fonts, size_t n,
		  const struct value *value);

#endif
