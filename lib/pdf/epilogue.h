/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What may follow the concluding signature (pades.md 3.3 to 3.5, ISO 32000-2
 * §12.8.4.3, §12.8.5): validation data, then a document time stamp, and so on
 * for as long as the file lives. Judges the form alone. */
#ifndef PDF_EPILOGUE_H
#define PDF_EPILOGUE_H

#include "pdf/changes.h"

/* Revision i only gives the catalog a /DSS, or lengthens the arrays of the one
 * there is; each new entry is a new stream of this revision and each of these
 * is one new entry. INVALID, why: kinds, catalog, dss, stream. */
enum err epilogue_dss(const struct history *h, size_t i, const char **why_r) MUST_USE;
/* Revision i only adds the field s->field without a place on page 1 (object
 * `page`), at the end of its /Annots and of the form's /Fields, with a
 * DocTimeStamp. s->range and s->contents are set, the range is not judged.
 * INVALID, why: kinds, field, form, annots, dictionary. */
enum err epilogue_dts(const struct history *h, uint32_t page, size_t i, struct step *s,
		      const char **why_r) MUST_USE;
/* Revision i looks like one of these two; says which. */
enum step_kind epilogue_kind(const struct history *h, size_t i);

enum entry_kind { ENTRY_CERT, ENTRY_OCSP, ENTRY_CRL, ENTRY_KINDS };
struct entry {
	enum entry_kind kind;
	struct bytes der;
};
/* What revision i, which epilogue_dss accepted, added; in a. */
const struct entry *epilogue_entries(struct arena *a, const struct history *h, size_t i,
				     size_t *count_r);

#endif
