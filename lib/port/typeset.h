/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Text on pages as a PDF, by Pango and cairo: line breaking, shaping, the choice
 * of fonts and subsetting are theirs. Here blocks are only put one under the
 * other. The PDF is tagged (ISO 32000-1 §14.8) and depends on nothing but its
 * arguments: same blocks, same bytes.
 *
 * Only for a limited child. Lengths are PDF points; text is clean UTF-8. */
#ifndef PORT_TYPESET_H
#define PORT_TYPESET_H

#include "base/buf.h"
#include "base/err.h"

#define TYPESET_CELLS 8
#define TYPESET_FONTS 4

enum typeset_kind {
	TYPESET_H1,
	TYPESET_H2,
	TYPESET_TEXT,
	TYPESET_NOTE,    /* smaller, grey */
	TYPESET_LARGE,   /* half as large again */
	TYPESET_PAIR,    /* cells: label, value; neighbours share one table */
	TYPESET_COLUMNS, /* cells: shares of the width, for the rows that follow */
	TYPESET_HEAD,    /* cells; repeated on each further page */
	TYPESET_ROW,     /* cells */
	TYPESET_CODE,    /* square of dark and light modules, cells: text beside it */
	TYPESET_BREAK    /* a new page */
};

struct typeset_block {
	enum typeset_kind kind;
	const char *cell[TYPESET_CELLS];
	int cells;
	const unsigned char *modules; /* CODE: side*side bytes, 1 = dark */
	int side;
};

struct typeset_sheet {
	double width, height, margin;
	double size;        /* of plain text */
	const char *title;
	const char *lang;   /* "ja", "en" */
	const char *foot;   /* left of "n/m" at the foot of each page */
	const char *date;   /* ISO 8601: creation and change of the document */
};

/* Opens everything that has to be opened by name, and starts the one thread
 * that Pango keeps: before the limits and the lock. fonts: paths, the first one
 * is preferred; those that do not exist are passed over. RETRY: there is none. */
enum err typeset_ready(const char *const *fonts, int n) MUST_USE;
/* Appends the PDF to out. INVALID: more than `most` pages. BROKEN: cairo failed,
 * or out is full. */
enum err typeset_pdf(const struct typeset_sheet *s, const struct typeset_block *b, size_t n,
		     int most, struct buf *out, int *pages_r) MUST_USE;

#endif
