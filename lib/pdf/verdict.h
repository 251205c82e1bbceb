/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * One verdict on a PDF, and what each of its versions says (pades.md §8):
 * the whole file read strictly, every step one of ours, every signature good.
 * The verdict is never better than the worst part. */
#ifndef PDF_VERDICT_H
#define PDF_VERDICT_H

#include "pdf/changes.h"
#include "port/cms_check.h"
#include "port/tsp.h"

enum verdict_word {
	VERDICT_GOOD,	    /* ours, whole; perhaps an earlier stage (versions < slots) */
	VERDICT_CHANGED,    /* ours up to a point, then something that we never write */
	VERDICT_BROKEN,	    /* ours, but a signature or stamp does not hold */
	VERDICT_UNSIGNED,   /* a PDF without any signature */
	VERDICT_FOREIGN,    /* a PDF with signatures that are not ours */
	VERDICT_UNREADABLE, /* not a PDF */
};

struct version {
	struct step step;
	int64_t time;	     /* of /M, ns UTC; 0 = unreadable */
	char *reason, *name; /* UTF-8 */
	struct cms_report cert;
	bool valid;
	const char *why; /* when not valid: cms_check's words, or empty, time */
	size_t end;	 /* bytes of the file up to and with this version */
	bool stamped;	 /* has a signature time stamp */
	bool stamp_valid;
	const char *stamp_why; /* tsp_check's words, or early, no_roots */
	struct tsp_info stamp;
};

struct verdict {
	enum verdict_word word;
	const char *why; /* fixed word; "" for good */
	struct version *versions;
	size_t count; /* versions that are ours in form */
	size_t slots; /* versions the complete file has; 0 = unknown */
	size_t end;   /* bytes that these versions account for */
};

/* tsa may be NULL: stamps are then told, not judged. Everything lives in a. */
void verdict_judge(struct arena *a, struct bytes file, const struct cms_roots *roots,
		   const struct tsp_roots *tsa, struct verdict *v);
const char *verdict_text(enum verdict_word w); /* good changed broken … */

#endif
