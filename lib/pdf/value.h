/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Values of PDF (ISO 32000-1 §7.3): one whole scalar, array or dictionary as a
 * borrowed run of bytes, and walks through it. No tree is built, nothing
 * allocates (value_string appends to the caller's buf) or recurses. Shared by
 * writer and verifier like the lexer below it.
 *
 * Stricter than ISO: nesting at most VALUE_DEPTH, references only with
 * generation 0, string escapes only the ones of §7.3.4.2. */
#ifndef PDF_VALUE_H
#define PDF_VALUE_H

#include "base/err.h"
#include "pdf/lexer.h"

#define VALUE_DEPTH 64

enum value_kind {
	VALUE_NULL,
	VALUE_BOOL,
	VALUE_INT,
	VALUE_REAL,
	VALUE_NAME,
	VALUE_STRING,
	VALUE_ARRAY,
	VALUE_DICT,
	VALUE_REF
};

struct value {
	enum value_kind kind;
	struct bytes src; /* the whole of it: "<<…>>", "12 0 R", "(…)" */
	int64_t number;	  /* INT: value; BOOL: 0 or 1; REF: object number, 1…2^31-1 */
};

/* One whole value, checked to its last bracket. False: not a value, too deep,
 * a dictionary whose keys are not names; l->at is then undefined. */
bool value_read(struct lexer *l, struct value *v);

/* Walks a DICT or ARRAY that value_read checked. */
struct walk {
	struct lexer l;
	bool dict;
};
/* Any other kind is an empty walk. */
void walk_init(struct walk *w, const struct value *v);
/* False at the end. key is filled for dictionaries only (may be NULL). */
bool walk_next(struct walk *w, struct value *key, struct value *v);

/* The value of a key of a dictionary, whatever its spelling with #xx. MISSING
 * when absent; INVALID when v is no dictionary or has the key twice. */
enum err value_get(const struct value *v, const char *key, struct value *r) MUST_USE;
/* A NAME spelled this, #xx decoded. */
bool value_name_is(const struct value *v, const char *name);
/* Two NAMEs that mean the same. */
bool value_name_same(const struct value *a, const struct value *b);
/* Appends the bytes of a STRING, literal or hexadecimal; INVALID otherwise. */
enum err value_string(const struct value *v, struct buf *out) MUST_USE;
/* An INT or REAL; false otherwise. */
bool value_number(const struct value *v, double *r);
/* A STRING of exactly these bytes. */
bool value_string_is(const struct value *v, const char *text);

#endif
