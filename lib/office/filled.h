/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Pages as they are filled in at this moment: what is seen is what will be
 * signed, because compose writes both. A page without a value is the base's own
 * picture. Everything is cached under a hash of base and values and may be
 * deleted at any time. Errors as in office/pages.h. */
#ifndef OFFICE_FILLED_H
#define OFFICE_FILLED_H

#include "core/contract.h"
#include "office/compose.h"
#include "port/xdoc.h"

#include "base/arena.h"
#include "base/conf.h"

#define FILLED_CUT 640 /* px, the width of a cut-out */
#define FILLED_MARK 10 /* bytes of a mark with its NUL */

/* A copy of c that holds only the values which this slot may see: the sender's,
 * those of parties that agreed, its own. For the others below. */
struct contract *filled_for(struct arena *a, const struct contract *c, int64_t slot);

/* As pages_picture. */
enum err filled_picture(const struct conf *conf, struct arena *a, const struct contract *seen,
			int64_t n, int width, int *fd_r, const char **type_r) MUST_USE;
/* The surroundings of field number i (from 0), FILLED_CUT wide. MISSING: no such field. */
enum err filled_cut(const struct conf *conf, struct arena *a, const struct contract *seen, size_t i,
		    int *fd_r, const char **type_r) MUST_USE;

/* Where a cut-out lies on its page, in 1/100 mm; w/h is also its picture's shape. */
struct cut {
	int64_t x, y, w, h;
};
/* page_w, page_h: points. */
struct cut filled_around(const struct field *f, double page_w, double page_h);

/* A suffix for addresses of the page's pictures, "" while it has no value: a
 * browser may keep what it got under an address. n: over all files. */
void filled_mark(const struct contract *seen, int64_t n, char out[FILLED_MARK]);

/* Can these values be written into the files? Asks compose itself, so that nobody
 * agrees to what could not be signed afterwards. INVALID: no, and *u (office/compose.h)
 * says why. RETRY: not known now. */
struct unfit;
enum err filled_fits(const struct conf *conf, const struct contract *seen,
		     struct unfit *u) MUST_USE;

/* fit[i]: how the letters of field i came out. Room for c->n_fields. Nothing is known
 * (all FIT_WELL) when no preview can be made at this moment. */
void filled_fit(const struct conf *conf, struct arena *a, const struct contract *seen,
		  enum fit *fit);

#endif
