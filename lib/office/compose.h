/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The questions to compose, which writes our PDFs (libexec/compose.c). Errors
 * of every call as in office/tool.h; INVALID and CONFLICT are compose's own. */
#ifndef OFFICE_COMPOSE_H
#define OFFICE_COMPOSE_H

#include "core/contract.h"

#include "base/act.h"
#include "base/conf.h"

/* The base of a file: its empty signature fields and its input fields. */
enum err compose_base(const struct conf *c, int in, int out, const struct contract *k,
		   size_t paper) MUST_USE;
/* The file as its fields are filled at this moment, for pictures: `in` is the
 * base, or a draft's cleaned upload. marks: boxes with their numbers. small (or
 * NULL): small[i] becomes true where field i's letters were made smaller to fit. */
enum err compose_preview(const struct conf *c, int in, int out, const struct contract *k,
		      size_t paper, bool marks, bool *small) MUST_USE;
struct candidate {
	int64_t dict_off, gap_off, reserve, catalog, length;
};
/* The next revision with an empty gap, the fields of the act's person filled. */
enum err compose_revise(const struct conf *c, int in, int out, const struct contract *k, size_t paper,
		     const struct act *act, int64_t reserve, struct candidate *r) MUST_USE;
/* CMS into the gap of this file, in place. */
enum err compose_fill(const struct conf *c, int file, const struct candidate *k, struct bytes cms)
	MUST_USE;

#endif
