/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A line in the margin of every page, before anything is signed: small, grey, at
 * the lower left of the page as it is seen, whatever its crop, turn and unit. It
 * lies over the page's content, which keeps its bytes between q and Q, and is
 * marked as no part of the text (ISO 32000-1 §14.8.2.2, artifacts). The line of an
 * older contract on the same page stays legible below it. */
#ifndef PDF_IMPRINT_H
#define PDF_IMPRINT_H

#include "pdf/writer.h"

#define IMPRINT_TEXT 80 /* printable ASCII */

/* Into a revision of its own: it rewrites every page. A page too narrow for letters
 * of IMPRINT_LEAST goes without. INVALID: *why_r is text, pages (the tree, or a
 * page's boxes), contents (neither stream nor streams) or resources. */
enum err imprint_write(struct arena *a, struct revision *r, const char *text,
		       const char **why_r) MUST_USE;

#define IMPRINT_SIZE 6.0  /* pt */
#define IMPRINT_LEAST 2.5

#endif
