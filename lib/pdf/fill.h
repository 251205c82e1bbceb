/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Filling in (pades.md 3.2, 5.2): the new versions of one party's fields inside
 * the revision that this party signs. Every field of the party is written, also
 * one left blank: a lock over an appearance of an earlier revision is refused
 * by difference checkers.
 *
 * What a signing revision with fields consists of, object by object. The fields
 * are exactly those of the signature field's /Lock, in its order; so are the
 * names of the FieldMDP reference.
 *
 *   for each field:
 *     text, lines, date, seals:
 *       widget      old number; of the version before only these values differ:
 *                   /Ff (read-only bit 1 added: 0 → 1, 4096 → 4097), /V (string:
 *                   ASCII literal or <FEFF…>, line ends CR; blank: ()) and
 *                   /AP → <</N appearance>>. Keys and their order stay.
 *       appearance  new number: <</Type /XObject /Subtype /Form /BBox … /Matrix …
 *                   /Resources R /Length n>>, BBox and Matrix as in the version
 *                   before. R is <<>> (blank) or
 *                   <</Font <</G n 0 R>>>>, <</Font <</M n 0 R>>>>,
 *                   <</Font <</G n 0 R /M n 0 R>>>>
 *       for each font of R, five new numbers:
 *         <</Type /Font /Subtype /Type0 /BaseFont /TAGTAG+Name /Encoding /Identity-H
 *           /DescendantFonts [next] /ToUnicode fifth>>
 *         <</Type /Font /Subtype /CIDFontType2 … /FontDescriptor next
 *           /CIDToGIDMap /Identity /DW 1000 /W [1 [w …]]>>
 *         <</Type /FontDescriptor … /FontFile2 next>>
 *         <</Length n /Length1 n>> stream (TrueType subset)
 *         <</Length n>> stream (ToUnicode)
 *     check:
 *       widget      old number; only /Ff (0 → 1) and, when ticked, /V /Yes and
 *                   /AS /Yes differ. No other object: both looks are in the base.
 *   signature field (old number, /V added at the end), signature dictionary
 *
 * No stream has a filter. The signature dictionary has the first new number
 * (/Size of the revision before); the others follow in the order above, which
 * is also their order in the file. */
#ifndef PDF_FILL_H
#define PDF_FILL_H

#include "pdf/slots.h"
#include "pdf/letter.h"

struct fill {
	char name[WIDGET_NAME];
	enum widget_kind kind;
	int size;	   /* of the letters, 1/10 pt; 0 = by the box */
	const char *value; /* UTF-8, NFC, lines by \n; check: "" or "1" */
	const char *mark;  /* pictures only: draws the box with these figures (pdf/mark); NULL = not */
	int colour;	   /* of the mark: 0… by party, -1 nobody's */
	bool small, tiny;  /* out: drawn smaller than it should be; than 6 pt */
};

struct fills {
	const struct typefaces *faces; /* may be empty where n is 0 */
	struct fill *fill;
	size_t n;	   /* ≤ WIDGETS */
	const char *glyph; /* out, in the arena: see below; NULL = none */
	const char *twin;
	const char *at;	   /* out: with an error, the name of the field, or NULL */
};

/* Writes them into r. INVALID: *why_r is field (no such field, a kind that does
 * not fit, one twice or filled before), size (one value is too much), line (a line
 * feed where there is one line), font (a subset cannot be made), or, about the
 * character f->glyph with what modifies it: glyph (no font has it), alike (one glyph
 * draws it and f->twin before it), unread (it cannot be read back; pdf/legible). */
enum err fills_write(struct arena *a, struct revision *r, struct fills *f,
		     const char **why_r) MUST_USE;
/* True when these are exactly the fields that the signature field s locks, in
 * its order; no /Lock = none. */
bool fills_locked(const struct pdf *p, const struct slot *s, const struct fills *f);

#endif
