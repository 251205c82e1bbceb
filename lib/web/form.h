/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Declared inputs and the two form encodings: application/x-www-form-urlencoded
 * (WHATWG URL §5) and multipart/form-data (RFC 7578). Only what a route
 * declares exists for its handlers. All text is valid UTF-8 in NFC without
 * control characters, bidi controls and zero-width characters (LINES keeps
 * line breaks as \n). Lengths count characters after NFC. */
#ifndef WEB_FORM_H
#define WEB_FORM_H

#include "base/arena.h"
#include "base/conf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FORM_PARTS 4096  /* fields of one form at most */
#define FORM_NAME 64     /* bytes of a field's name */
#define FORM_TEXT ((size_t)4 << 20) /* bytes of all texts of one form */
#define FORM_VALUE 65536 /* bytes of one value that is not a file */

enum input_type {
	INPUT_TEXT = 1, /* one line, trimmed; min/max characters (max 0 = 200) */
	INPUT_LINES,    /* many lines; line ends become \n */
	INPUT_SECRET,   /* as sent but NFC; never given back to the page (passwords, codes) */
	INPUT_MAIL,     /* RFC 5321 address, ASCII local part, domain to lower-case A-labels */
	INPUT_INT,      /* min..max; full-width digits and commas are accepted */
	INPUT_DATE,     /* 2027-04-01, 2027/4/1, 令和9年4月1日, R9.4.1, full width → "2027-04-01" */
	INPUT_CHOICE,   /* one of words ("ja|en"); absent = the first unless REQUIRED */
	INPUT_CHECK,    /* present = checked */
	INPUT_FILE      /* multipart only; max bytes (0 = conf->max_file) */
};

enum {
	INPUT_REQUIRED = 1,
	INPUT_MANY = 2 /* may stand several times: req_text_at(), req_count() */
};

struct input {
	const char *name;  /* [a-z0-9_], as in the form */
	enum input_type type;
	unsigned flags;
	int64_t min, max;
	const char *words; /* CHOICE */
	const char *label; /* catalogue id "f.<label>"; NULL = name */
};

struct upload {
	const char *name;         /* file name as told, last component, NFC, ≤ 200 characters */
	int fd;                   /* scratch file without a name in var/incoming, read/write;
				   * the runner closes it: dup to keep */
	int64_t size;
	unsigned char sha256[32]; /* of its bytes */
};

/* One accepted value. */
struct value {
	const struct input *input;
	const char *text;         /* normalised; "" for FILE and unset */
	int64_t number;           /* INT, CHECK (1) */
	const struct upload *file;
};

/* One mistake: catalogue id and parameters for the view. */
struct wrong {
	const char *field;  /* input name */
	int at;             /* which one of a MANY field, from 0 */
	const char *label;  /* catalogue id without "f.", or NULL */
	const char *text;   /* label as text when it is not in the catalogue, or NULL */
	const char *id;     /* "err.toolong" */
	const char *key[3]; /* parameters, "n", "max", … */
	const char *value[3];
	struct wrong *next;
};

#endif
