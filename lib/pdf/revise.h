/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * One signing revision (pades.md 3.2): the next signature field gets its
 * signature dictionary, printed by pdf/sigdict from the act, with an empty gap
 * for the CMS. The first one also certifies the document (/Perms /DocMDP). */
#ifndef PDF_REVISE_H
#define PDF_REVISE_H

#include "pdf/fill.h"
#include "pdf/sigdict.h"

/* What act, operator and reserve say, and what came of it. */
struct revised {
	size_t dict_off; /* of the dictionary's "<<" in the new file */
	size_t gap_off;	 /* of the gap's '<' */
	size_t length;	 /* of the new file */
};

/* Appends to r: what f fills in (as pdf/fill.h says), the signature field and its
 * dictionary. s->catalog and s->lock are filled in here. INVALID or CONFLICT,
 * *why_r:
 *   trailer   a key in a trailer that we never write
 *   loose     bytes in the newest revision that belong to no object
 *   form      no slots, or their number is not what the act says
 *   version   the file is not at the version before this act (CONFLICT)
 *   base      version 1 of a file with another SHA-256, or of several revisions
 *   pages     the act counts other pages
 *   lock      f is not exactly what the signature field locks
 *   field, glyph  as in pdf/fill.h
 *   unfilled  the signature before has no CMS yet (CONFLICT)
 *   size      too long */
enum err revise(struct arena *a, struct revision *r, struct sigdict *s, struct fills *f,
		struct revised *out, const char **why_r) MUST_USE;

/* The hexadecimal digits of a CMS for the gap of the last revision, which belong at
 * gap_off + 1. INVALID, *why_r: loose (as above), gap (not '<', 2*reserve zeros, '>', or in
 * an earlier revision), cms (empty, larger than the reserve, or not one whole DER SEQUENCE). */
enum err revise_fill(const struct pdf *p, size_t gap_off, size_t reserve, struct bytes cms,
		     struct buf *hex, const char **why_r) MUST_USE;

#endif
