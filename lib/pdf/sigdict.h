/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The signature dictionary (ISO 32000-1 §12.8.1, ETSI EN 319 142-1 §5),
 * printed from an act: compose writes these bytes into a revision, sign prints
 * them again and demands that exactly they stand in the file. Links base only
 * (it is part of the setuid helper). Not a parser. */
#ifndef PDF_SIGDICT_H
#define PDF_SIGDICT_H

#include "base/act.h"

#define SIGDICT_MAX 16384       /* bytes of a dictionary without its Contents */
#define SIGDICT_RESERVE_MIN 4096
#define SIGDICT_RESERVE_MAX 65536
#define SIGDICT_LOCKS 200
#define SIGDICT_LOCK_NAME 16    /* bytes of a field name: [A-Za-z0-9]+ */

struct sigdict {
	const struct act *act;
	const char *name;         /* /Name: the operator, from the signer's configuration */
	size_t reserve;           /* bytes of CMS that fit; Contents has 2*reserve digits */
	uint32_t catalog;         /* object number of the catalog, for FieldMDP /Data */
	const char *const *lock;  /* field names to lock (FieldMDP Include); NULL/0 = none */
	size_t locks;
};

/* Appends the dictionary, from "<<" to ">>", as it must stand at file offset
 * dict_off in a candidate of file_len bytes, with an empty gap ("<000…0>").
 * ByteRange numbers have fixed width, so the length depends on neither.
 * *gap_r = offset of the gap's '<' from the dictionary's start.
 * Layout: pades.md §2–3 (v1: DocMDP P=2; later versions: FieldMDP or nothing). */
void sigdict_print(const struct sigdict *s, int64_t dict_off, int64_t file_len, struct buf *out,
		   size_t *gap_r);

#endif
