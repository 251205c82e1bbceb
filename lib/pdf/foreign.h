/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The signatures in a file that is not of our form, for information only: they
 * are looked for in the raw bytes, where every reader would have to find them
 * (ISO 32000-1 §12.8.1: neither /ByteRange nor /Contents may be compressed or
 * encrypted). Never a verdict: what such a file shows may be anything. */
#ifndef PDF_FOREIGN_H
#define PDF_FOREIGN_H

#include "base/arena.h"
#include "port/cms_peek.h"

#define FOREIGN_MAX 64
#define FOREIGN_HASHED ((size_t)512 << 20) /* bytes hashed for one file at most */

struct foreign {
	size_t covers; /* bytes of the file that it may speak for: the end of its range */
	bool form;     /* range from 0, one gap, which is exactly one hexadecimal string */
	struct cms_peek cms; /* all empty, CMS_HOLDS_NO, without a readable signature */
};

/* At most FOREIGN_MAX, in the order of the file; a placeholder of zeros is none. In a. */
struct foreign *foreign_list(struct arena *a, struct bytes file, size_t *n_r);
/* Whether there is one at all. */
bool foreign_any(struct arena *a, struct bytes file);

#endif
