/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Files that are not of our form: what can be said of them without reading
 * them as a PDF. Never anything good. */
#ifndef PDF_STRANGER_H
#define PDF_STRANGER_H

#include "pdf/verdict.h"

/* UNREADABLE, UNSIGNED, FOREIGN, or BROKEN where a signature lies in it whose
 * certificate leads to one of the roots: then it was a file of ours. */
enum verdict_word stranger_judge(struct arena *a, struct bytes file, const struct cms_roots *roots);

#endif
