/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One question to compose and what its answer is made of; the protocol stands
 * at the top of libexec/compose.c. */
#ifndef COMPOSING_JOB_H
#define COMPOSING_JOB_H

#include "base/msg.h"
#include "pdf/fill.h"

enum { FD_ASK = 0, FD_ANSWER = 1, FD_BEFORE = 3, FD_OUT = 4, FD_GOTHIC = 5, FD_MINCHO = 6, FDS = 7 };

struct job {
	struct arena *arena;
	struct msg ask, answer;
	struct bytes before;
	struct pdf *pdf;
	struct typefaces faces;
	const char *why;   /* word of a known failure */
	const char *glyph, *twin; /* of pdf/fill.h, or NULL */
	const char *at;	   /* the name of the field that it is in, or NULL */
};

/* Writes both to descriptor 4 and the key length. INVALID, why = out: it is not
 * empty or cannot be written. */
enum err job_out(struct job *j, struct bytes first, struct bytes second) MUST_USE;

/* The `field` lines. INVALID: a line that is none. */
enum err job_widgets(struct job *j, struct widget **r, size_t *n_r) MUST_USE;
/* The `fill` lines; opens the fonts when there are any (INVALID, why = fonts). */
enum err job_fills(struct job *j, struct fill **r, size_t *n_r) MUST_USE;
/* `mark` lines onto these; how many there were. */
enum err job_marks(struct job *j, struct fill *fills, size_t n, size_t *marks_r) MUST_USE;
enum err job_fonts(struct job *j) MUST_USE;
/* `small` and `tiny` for what was drawn so. */
void job_told(struct job *j, const struct fill *fills, size_t n);

/* The questions. */
enum err do_base(struct job *j) MUST_USE;
enum err do_preview(struct job *j) MUST_USE;
enum err do_revise(struct job *j) MUST_USE;
enum err do_fill(struct job *j) MUST_USE;
enum err do_contents(struct job *j) MUST_USE;
enum err do_dss(struct job *j) MUST_USE;
enum err do_dts(struct job *j) MUST_USE;

#endif
