/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * One verdict on a PDF, and what each of its versions says (pades.md §8):
 * the whole file read strictly, every step one of ours, every signature and
 * stamp good. The verdict is never better than the worst part. */
#ifndef PDF_VERDICT_H
#define PDF_VERDICT_H

#include "pdf/version.h"

enum verdict_word {
	VERDICT_GOOD,	    /* ours, whole; perhaps an earlier stage (versions < slots) */
	VERDICT_CHANGED,    /* ours up to a point, then something that we never write */
	VERDICT_BROKEN,	    /* ours, but a signature or stamp does not hold */
	VERDICT_UNSIGNED,   /* a PDF without any signature */
	VERDICT_FOREIGN,    /* a PDF with signatures that are not ours */
	VERDICT_UNREADABLE, /* not a PDF */
};

/* ETSI EN 319 142-1 §6: what the file as it stands can prove, and for how long. */
enum level {
	LEVEL_NONE, /* not a good file */
	LEVEL_B,    /* signatures alone */
	LEVEL_T,    /* the last one's time is proven */
	LEVEL_LT,   /* and every certificate can be judged from the file alone */
	LEVEL_LTA   /* and a document time stamp, judged so too, covers all of it */
};

struct verdict {
	enum verdict_word word;
	const char *why; /* fixed word; "" for good */
	enum level level;
	struct arena *arena;
	int64_t now; /* of judging, ns UTC */
	struct version *versions;
	size_t count;  /* versions that are ours in form */
	const struct basis *base; /* its fields; none (count 0) of a file that is not ours */
	size_t slots;  /* signatures the complete file has; 0 = unknown */
	size_t stores; /* revisions with validation data */
	size_t end;    /* bytes that versions and stores account for */
};

/* tsa may be NULL: stamps are then told, not judged. ltv has the same roots and
 * takes what the file carries. Everything lives in a. */
void verdict_judge(struct arena *a, struct bytes file, const struct cms_roots *roots,
		   const struct tsp_roots *tsa, struct ltv *ltv, struct verdict *v);
const char *verdict_text(enum verdict_word w); /* good changed broken … */
const char *verdict_level(enum level l);       /* "" B T LT LTA */

#endif
