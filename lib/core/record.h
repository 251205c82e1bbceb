/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The text form of records: one "name value" line per member, driven by a
 * table of columns. Texts escape backslash and line ends as \\ \n \r; SHA-256
 * values are hex; enums are words; instants are RFC 3339 UTC with nanoseconds
 * (0 is "-"). A record begins with its own version line, written by the
 * caller. Unknown names are an error: an older program must not rewrite what
 * it does not know. */
#ifndef CORE_RECORD_H
#define CORE_RECORD_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

enum column_type { COLUMN_TEXT, COLUMN_NUMBER, COLUMN_TIME, COLUMN_HASH, COLUMN_FLAG, COLUMN_WORD };

struct column {
	const char *name;
	enum column_type type;
	size_t at;                /* offset of the member */
	const char *const *words; /* COLUMN_WORD: NULL-terminated, index = value */
};

void record_format(const struct column *table, size_t n, const void *obj, struct buf *out);

/* Reading: a cursor over lines. */
struct record {
	const char *at, *end;
	struct arena *arena;
};
/* Next line split at the first blank; false at the end. value is unescaped
 * into the arena and NUL-terminated, never NULL. INVALID escapes end with *bad_r. */
bool record_line(struct record *r, const char **name_r, const char **value_r, bool *bad_r);
enum err record_set(const struct column *table, size_t n, void *obj, const char *name,
		    const char *value, struct arena *a) MUST_USE;
/* Sets every text column to "". */
void record_blank(const struct column *table, size_t n, void *obj);

#endif
