/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The document time stamp (ISO 32000-2 §12.8.5, ETSI EN 319 142-1 §5.4.3) over
 * everything before it. A revision of its own, with exactly these objects:
 *
 *   the dictionary  <</Type /DocTimeStamp /Filter /Adobe.PPKLite
 *                   /SubFilter /ETSI.RFC3161\n/ByteRange [0 A B C]␣…\n
 *                   /Contents <00…>\n>>     ByteRange padded to 48 bytes
 *   the field       <</Type /Annot /Subtype /Widget /FT /Sig /T (DtsNN)
 *                   /Rect [0 0 0 0] /F 132 /P page-1 /V dictionary>>
 *   page 1's array of /Annots and the /AcroForm dictionary again, each with one
 *   reference to the field added at the end of its array
 *
 * New objects are numbered field, dictionary; NN counts from 01. */
#ifndef PDF_DOCSTAMP_H
#define PDF_DOCSTAMP_H

#include "pdf/writer.h"

#define DOCSTAMPS 99

struct docstamp {
	char field[8];
	size_t gap_off; /* of the gap's '<' in the new file */
	size_t length;	/* of the new file */
	unsigned char digest[32]; /* SHA-256 over the ByteRange */
};

/* Appends to r, whole and sealed. reserve: SIGDICT_RESERVE_MIN…MAX bytes of
 * token. INVALID or CONFLICT, *why_r: trailer, loose, form, open, unfilled as in
 * pdf/dss.h; range (DOCSTAMPS are there); size (too long). */
enum err docstamp_write(struct arena *a, struct revision *r, size_t reserve, struct docstamp *out,
			const char **why_r) MUST_USE;

#endif
