/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The questions to compose, which writes our PDFs (libexec/compose.c). Errors
 * of every call as in office/tool.h; INVALID and CONFLICT are compose's own. */
#ifndef OFFICE_COMPOSE_H
#define OFFICE_COMPOSE_H

#include "core/contract.h"

#include "base/act.h"
#include "base/conf.h"
#include "base/msg.h"

/* How the letters of a field came out: as planned, made smaller to fit, below 6 pt. */
enum fit { FIT_WELL, FIT_SMALL, FIT_TINY };

/* The base of a file: its empty signature fields and its input fields. */
enum err compose_base(const struct conf *c, int in, int out, const struct contract *k,
		   size_t paper) MUST_USE;
/* Why what was filled in cannot be written (pdf/fill.h). */
enum unfit_why {
	UNFIT_GLYPH,  /* no font has this character */
	UNFIT_ALIKE,  /* drawn like another one (twin) of the same value */
	UNFIT_UNREAD, /* what is drawn could not be read back */
	UNFIT_LINE,   /* a line end where there is one line */
	UNFIT_SIZE,   /* too much for the file */
	UNFITS
};
#define UNFIT_CHARS 64 /* bytes of a character with all that modifies it */
struct unfit {
	enum unfit_why why;
	size_t field; /* its index in the contract; FIELDS: all of them together */
	char glyph[UNFIT_CHARS], twin[UNFIT_CHARS];
};

/* Lines `small` and `tiny` of an answer, for contracts of n fields; and such lines
 * made of it. */
void fit_read(const struct msg *m, size_t n, enum fit *fit);
void fit_put(struct msg *m, size_t n, const enum fit *fit);
/* The file as its fields are filled at this moment, for pictures: `in` is the base,
 * or a draft's cleaned upload. marks (or NULL): what stands on the box of each of k's
 * fields (pdf/mark.h). fit (or NULL): of each of k's fields, 0 at first. INVALID: a value
 * cannot be written, *u says which and why. */
enum err compose_preview(const struct conf *c, int in, int out, const struct contract *k,
		      size_t paper, const char *const *marks, enum fit *fit,
		      struct unfit *u) MUST_USE;
struct candidate {
	int64_t dict_off, gap_off, reserve, catalog, length;
};
/* The next revision with an empty gap, the fields of the act's person filled. */
enum err compose_revise(const struct conf *c, int in, int out, const struct contract *k, size_t paper,
		     const struct act *act, int64_t reserve, struct candidate *r) MUST_USE;
/* CMS into the gap of this file, in place. */
enum err compose_fill(const struct conf *c, int file, const struct candidate *k, struct bytes cms)
	MUST_USE;

#endif
