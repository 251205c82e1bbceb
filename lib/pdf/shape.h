/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Which keys a dictionary of ours has and of what kind their values are: no
 * other key, none twice, none written with "#". The order is left open, libqpdf
 * sorts keys. */
#ifndef PDF_SHAPE_H
#define PDF_SHAPE_H

#include "pdf/value.h"

enum shape_what {
	SHAPE_SPELLED, /* exactly text */
	SHAPE_REF,     /* to object `number`; 0 = to any */
	SHAPE_INT,     /* of this `number` */
	SHAPE_NAME,
	SHAPE_STRING,
	SHAPE_NUMBER,
	SHAPE_NUMBERS, /* an array of `number` numbers */
	SHAPE_ARRAY,
	SHAPE_DICT,
};

struct shape {
	const char *key; /* without its slash */
	enum shape_what what;
	const char *text;
	uint32_t number;
	bool maybe; /* may be missing */
};

/* v is a dictionary of this shape; n ≤ 32. */
bool shape_fits(const struct value *v, const struct shape *s, size_t n);
#define SHAPE_FITS(v, s) shape_fits((v), (s), sizeof(s) / sizeof *(s))
/* The same numbers, spelled alike, whatever the spaces between them. */
bool shape_same_numbers(const struct value *a, const struct value *b);
/* Widths of glyphs (ISO 32000-1 §9.7.4.3): numbers, and arrays of numbers. */
bool shape_widths(const struct value *v);

#endif
