/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Which characters can be written into a PDF: those of IPAex Gothic and IPAmj
 * Mincho as they were when this was built (etc/table/coverage.c). Asked when
 * something is typed, so that compose never has to refuse it later. Pure. */
#ifndef CORE_COVERAGE_H
#define CORE_COVERAGE_H

#include "base/arena.h"

/* The first character of a text that cannot be drawn, with the variation
 * selectors behind it, in a; NULL = all can be. Line feeds count as drawn, and
 * so do selectors: where no font has the variant, its character is drawn. Of two
 * characters that one glyph draws only one may stand in a text: the later one is
 * told (inspect could not say which is which). */
const char *coverage_missing(struct arena *a, const char *utf8);

#endif
