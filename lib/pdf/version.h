/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * One signature or document time stamp of a file of ours: what it says, and
 * whether its cryptography holds. */
#ifndef PDF_VERSION_H
#define PDF_VERSION_H

#include "pdf/changes.h"
#include "port/cms_check.h"
#include "port/ltv.h"
#include "port/tsp.h"

struct version {
	struct step step;
	size_t revision; /* of the history */
	size_t end;	 /* bytes of the file up to and with this version */
	int64_t time;	 /* of /M, or genTime of a document time stamp, ns UTC; 0 = unreadable */
	int64_t instant; /* the same to the nanosecond, as the Reason says it; 0 of a stamp */
	char *reason, *name;	/* UTF-8; "" of a document time stamp */
	struct bytes cms;	/* the signature; n 0 for a document time stamp */
	struct cms_report cert; /* of a document time stamp: its TSA's */
	bool valid;
	const char *why; /* when not valid: cms_check's words, or empty, time (/M or Reason is
			  * unreadable, or they differ), backwards (before the version before),
			  * revoked; of a document time stamp those of stamp_why */
	struct ltv_report ltv;

	bool stamped; /* has a signature time stamp, or is a stamp itself */
	bool stamp_valid;
	const char *stamp_why; /* tsp_check's words, or early, no_roots, padding, revoked */
	struct tsp_info stamp;
	struct bytes token;
	struct ltv_report stamp_ltv;
};

/* The newest instants in the versions so far, ns UTC: acts follow one another,
 * stamps follow acts. */
struct past {
	int64_t act, any;
};

/* Fills all of v but step, revision, end and the ltv reports, with the digest
 * over its range; adds its times to *past. MISSING: sound, but leads to none of
 * the roots. INVALID: v->valid is false, v->why says it. tsa may be NULL.
 * Everything lives in a. */
enum err version_judge(struct arena *a, struct version *v, const unsigned char digest[32],
		       const struct cms_roots *roots, const struct tsp_roots *tsa,
		       struct past *past) MUST_USE;
/* A text string (ISO 32000-1 §7.9.2.2) of ours as UTF-8 in a: what cannot be read, or
 * XML could not carry, becomes U+FFFD; "" for no string. */
char *version_text(struct arena *a, const struct value *v);
/* A part of a file that is not of our form: the bytes of "<…>", all digits. */
struct bytes version_gap(struct arena *a, struct bytes hex);

#endif
