/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Which characters can be written into a PDF: those of IPAex Gothic and IPAmj
 * Mincho as they were when this was built (etc/table/coverage.c). Asked when
 * something is typed, so that compose never has to refuse it later. Pure. */
#ifndef OFFICE_COVERAGE_H
#define OFFICE_COVERAGE_H

#include "base/arena.h"

#include <stdbool.h>

/* The first character of a text that cannot be drawn, with the variation
 * selectors behind it, in a; NULL = all can be. Line feeds count as drawn, and
 * so do selectors: where no font has the variant, its character is drawn. */
const char *coverage_missing(struct arena *a, const char *utf8);
/* Two characters of a value that one glyph draws, in a: only one of them may stand
 * in it (inspect could not say which is which). False: none. Those that are known;
 * compose finds any. */
bool coverage_alike(struct arena *a, const char *utf8, const char **first_r, const char **later_r);

#endif
