/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The frame of our own files (ISO 32000-1 §7.5): header, cross-reference
 * tables, trailers. Only what qpdf writes with object streams disabled and what
 * pdf/writer appends to it; whatever such a file cannot contain is refused.
 *
 *   file     := revision+                       nothing before, between, after
 *   revision := body "xref\n" subsection+ "trailer" dictionary
 *               "\nstartxref\n" offset "\n%%EOF\n"
 *
 * The first revision begins with "%PDF-1.0"…"2.0" and has one subsection
 * "0 N" whose only free entry is object 0. A later one lists only objects in
 * use, generation 0, inside its own body, numbers rising; /Prev names the one
 * before it; /Size grows by exactly the new objects; /Root, /Info and the
 * first /ID string stay. No /Encrypt, no /XRefStm, no cross-reference stream. */
#ifndef PDF_XREF_H
#define PDF_XREF_H

#include "base/arena.h"
#include "pdf/value.h"

#define XREF_FILE_MAX ((size_t)80 << 20) /* bytes */
#define XREF_SECTIONS 512
#define XREF_OBJECTS 2000000

struct xref_section {
	size_t start; /* of its revision's first byte */
	size_t xref;  /* of the word */
	size_t table; /* of the first subsection's head */
	size_t end;   /* behind "%%EOF\n" */
	struct value trailer;
	uint32_t size;
	size_t prev; /* 0 = none */
};

struct xref_entry {
	uint32_t at;	  /* offset of "N 0 obj"; 0 = no such object */
	uint32_t section; /* the newest one that has it */
};

struct xref {
	struct bytes file;	       /* borrowed */
	struct xref_section *sections; /* oldest first */
	size_t count;
	struct xref_entry *entries; /* `size` of them */
	uint32_t size, root, info;  /* info 0 = none */
	struct bytes id;	    /* the first /ID string as spelled */
};

/* Tables live in a. INVALID: *why_r is size header tail xref trailer. */
enum err xref_open(struct arena *a, struct bytes file, struct xref *x, const char **why_r) MUST_USE;
/* The trailers hold nothing but Size Root Info ID Prev. */
bool xref_plain(const struct xref *x);

#endif
