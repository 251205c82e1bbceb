/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Input fields (入力項目): what a party fills in on the pages of a file before
 * 同意. Placed in the draft, fixed at 送信 (their boxes are part of the base
 * file), filled by their owners as often as wanted before the act, then part of
 * that act's signed revision. Pure.
 *
 * The name of a field in the PDF is F0001… = its place in contract.fields + 1. */
#ifndef CORE_FIELD_H
#define CORE_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Limits; texts in characters after NFC. */
#define FIELDS 200
#define FIELD_LABEL 60
#define FIELD_HINT 200
#define FIELD_TEXT_MAX 200
#define FIELD_LINES_MAX 1000
#define FIELD_SEAL_MAX 16
#define FIELD_NAME 8 /* bytes of a name with its NUL */

enum field_kind {
	FIELD_TEXT,  /* one line */
	FIELD_LINES, /* several lines */
	FIELD_DATE,
	FIELD_CHECK,
	FIELD_ROUND, /* 押印: 丸印, 角印, 小判 */
	FIELD_SQUARE,
	FIELD_OVAL,
	FIELD_KINDS
};

/* What a kind is by nature: one table in field.c. */
struct field_form {
	const char *word;      /* in records, views and compose's protocol */
	bool seal;
	int64_t max;           /* characters at most */
	int64_t w, h;          /* default box, 1/100 mm */
	int64_t least;         /* smallest side, 1/100 mm */
};
const struct field_form *field_form(enum field_kind k);

struct field {
	enum field_kind kind;
	int64_t paper, page;   /* file from 1; page in that file from 1 */
	int64_t x, y, w, h;    /* 1/100 mm; x, y from the upper left corner of the page
				* as it is seen (CropBox after /Rotate) */
	int64_t slot;          /* who fills it in: 0 the sender, 1…n; -1 nobody yet */
	const char *label, *hint;
	bool required;
	int64_t max;           /* characters, 1…field_form()->max */
	int64_t size;          /* of the letters, 1/10 pt; 0 = to fit */
	const char *value;     /* "" = blank; check: "1"; date: as it will be printed;
				* seal: the characters */
};

struct contract;

/* "F0001" of field number i (from 0). */
void field_name(size_t i, char out[FIELD_NAME]);
/* How many fields this slot has in a file (paper from 1; 0 = in all). */
size_t field_count(const struct contract *c, int64_t paper, int64_t slot);
/* The first required field of the slot that is still blank; NULL = none. */
const struct field *field_wanting(const struct contract *c, int64_t slot);
/* Blanks every field of the slot. true: there was something. */
bool field_discard(struct contract *c, int64_t slot);

/* While a draft is edited. Drops file number `paper` (from 1): its fields go,
 * those of later files move up. */
void field_drop_paper(struct contract *c, int64_t paper);
/* The people were put into another order: was[s] is the former slot of today's
 * slot s+1, 0 = new. Fields of a person who is gone belong to nobody (-1). */
void field_follow(struct contract *c, const int64_t *was, size_t n);
void field_drop(struct contract *c, size_t i);

#endif
