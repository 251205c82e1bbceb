/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What is accepted of a stranger's PDF, and what it loses on the way
 * (pades.md §3.0). Only intake links this, over port/qpdf: the strict reader
 * and everything after it see what came out of here.
 *
 * Refused: what cannot be shown alike everywhere (hidden layers, XFA, streams
 * outside the file, pages of absurd size), what is not ours to change (signed
 * unless flatten, password, restricted), what was lost (damaged), and a script where no honest
 * form has one (active). Removed and said: scripts, attachments, forms and
 * annotations (drawn into the page), actions, media, encryption that forbids
 * nothing, the claim to be PDF/A. Plain links stay. */
#ifndef PDF_UPLOAD_H
#define PDF_UPLOAD_H

#include "port/qpdf.h"

struct upload {
	struct qp *q;
	const char *reason; /* why it is refused; NULL = fine so far */
	int pages;
	bool repaired;
	bool flatten; /* asked for: signatures are given up */
	bool draw;  /* there are annotations or fields to be drawn into the pages */
	bool stale; /* the form says that its fields' looks are out of date */
	/* what was found, to be said */
	bool script, launch, action, attachment, media, form, annotation, note, encrypted, pdfa;
	/* found, to be refused */
	bool xfa, signature, hidden, external, lost;
};

#define UPLOAD_OBJECTS 8388607 /* ISO 32000-1 Annex C.2: indirect objects at most */

/* Visits every dictionary, stream and array that can be reached from the trailer
 * once: first with key NULL, then once for each key with its value. fn says whether
 * to go on into the value (into the keys); it may drop the key, but not walk
 * keys itself. False: more than UPLOAD_OBJECTS, or the memory is used up. */
typedef bool upload_visit(struct qp *q, qp_obj o, const char *key, qp_obj value, void *ctx);
bool upload_walk(struct qp *q, upload_visit *fn, void *ctx);

/* Spells a # in the names of one visit so that libqpdf may write them `times`
 * times; upload_spell_all: everything, once. */
void upload_spell(struct qp *q, qp_obj o, const char *key, qp_obj v, int times);
bool upload_spell_all(struct qp *q);

/* Keeps the first reason. */
void upload_refuse(struct upload *u, const char *reason);
/* True, and refused, unless QP_FINE. */
bool upload_fault(struct upload *u, enum qp_fault f);

/* Looks at everything that can be reached, then at each page. u->q is open. */
void upload_judge(struct upload *u, int64_t max_pages);
/* Judges pages and makes them even: boxes, turns, types. */
void upload_pages(struct upload *u);
/* Leaves each annotation the one appearance that a screen shows, made where it
 * has none. */
void upload_annotations(struct upload *u, qp_obj page);
/* The strict reader takes it, and finds as many pages. */
bool upload_proof(struct bytes file, int pages);
/* Instructions that end early look like a page with less on it. */
bool upload_whole(struct qp *q, qp_obj stream);
/* Before libqpdf draws (u->draw): removes what acts, puts links aside. */
void upload_strip(struct upload *u);
/* After it: the links back, the form away. u->q is the drawn file. */
void upload_restore(struct upload *u);

#endif
