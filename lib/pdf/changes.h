/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What may differ from one revision to the next: nothing but what our own
 * steps write (pades.md §2, §3, §8). Default is no. A revision fits exactly one
 * row of the table of steps in changes.c, or it is a forbidden change. */
#ifndef PDF_CHANGES_H
#define PDF_CHANGES_H

#include "pdf/basis.h"

#define CHANGES_STAMPS 99
#define CHANGES_NAME BASIS_NAME

enum step_kind {
	STEP_CERTIFY, /* version 1: DocMDP P=2, /Perms in the catalog */
	STEP_SIGN,    /* an approval signature of the next field */
	STEP_CONCLUDE, /* the last field's: the operator's final signature */
	STEP_DSS, /* validation data after it; no version of its own */
	STEP_DTS, /* a document time stamp after it */
};

struct step {
	enum step_kind kind;
	char field[CHANGES_NAME];
	struct value m, name, reason; /* STRINGs of the signature dictionary; not of a DTS */
	struct value range;
	struct value contents; /* the gap's hexadecimal string, "<…>"; not of a DSS */
	size_t slot; /* of a signature: its place among the fields, from 1 */
};

/* Where the walk through the revisions stands. */
struct walked {
	struct arena *arena;
	struct basis base;
	size_t stamps;	     /* document time stamps so far: changes_step counts */
	enum step_kind last; /* what the revision before was */
};

/* Judges revision i ≥ 1, after all those before it; w begins with basis_read of the
 * base. INVALID with why: kinds (other objects than the step has), field, catalog,
 * dictionary, range, order (what may not come here), and those of pdf/filled.h and
 * pdf/epilogue.h. */
enum err changes_step(const struct history *h, struct walked *w, size_t i, struct step *s,
		      const char **why_r) MUST_USE;
/* Word for a kind: certify, sign, conclude, dss, dts. */
const char *step_word(enum step_kind k);

#endif
