/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The verifier's own reading of a file of ours: from the first byte to the
 * last, in order, trusting no offset (pdf/xref, the writer's, goes by offsets
 * from the end: the two share only lexer and value, rules.md 8.4).
 *
 *   file     := header base revision*
 *   base     := object* table trailer      objects 1…N-1, each once
 *   revision := object+ table trailer      only numbers it lists, /Prev right
 *
 * Every byte belongs to exactly one of these; a table must say what was found.
 * Reading stops at the first byte that does not fit: what came before stays. */
#ifndef PDF_HISTORY_H
#define PDF_HISTORY_H

#include "base/arena.h"
#include "pdf/value.h"

#define HISTORY_FILE ((size_t)80 << 20)
#define HISTORY_REVISIONS 1024
#define HISTORY_OBJECTS 2000000

struct history_object {
	uint32_t number;
	size_t at, end; /* "N 0 obj" … behind "endobj" */
	struct value value;
	struct bytes stream; /* encoded; p NULL = none */
};

struct history_revision {
	size_t start, xref, end; /* [start,end) of the file */
	uint32_t size;		 /* /Size */
	struct value trailer;
	struct history_object *objects; /* in the order of the file */
	size_t count;
};

struct history {
	struct bytes file;
	struct history_revision *revisions; /* [0] = base */
	size_t count;
	const struct history_object **base; /* of the base, by number below its /Size */
	size_t end;	 /* behind the last revision that fits */
	const char *why; /* what is wrong with the bytes behind; NULL = none there */
};

/* INVALID: not even a base; h->why tells. Everything lives in a. why is one of
 * size header object stream table trailer junk. */
enum err history_read(struct arena *a, struct bytes file, struct history *h) MUST_USE;
/* The newest version of a number in revisions 0…at; NULL when there is none. */
const struct history_object *history_object(const struct history *h, size_t at, uint32_t number);
/* Follows one reference; NULL kind when it leads nowhere. */
struct value history_resolve(const struct history *h, size_t at, const struct value *v);
uint32_t history_root(const struct history *h);

#endif
