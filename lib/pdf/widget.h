/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Input fields as they lie in a base file: one merged field and widget each,
 * empty, on its page before the first signature (pades.md 3.1). Kinds, boxes
 * and labels come from the contract; names are F0001…F9999.
 *
 * A text (also lines, date and every seal):
 *   <</Type /Annot /Subtype /Widget /FT /Tx /T (F0001) /TU <FEFF…>
 *     /Rect [a b c d] /F 4 /P page 0 R /MK <</R 90>> /DA (/Helv 0 Tf 0 g)
 *     /Ff 0 /V () /AP <</N look 0 R>>>>
 * A check box:
 *   <</Type /Annot /Subtype /Widget /FT /Btn /T (F0002) /TU <FEFF…>
 *     /Rect [a b c d] /F 4 /P page 0 R /MK <</R 90>>
 *     /Ff 0 /V /Off /AS /Off /AP <</N <</Off off 0 R /Yes yes 0 R>>>>>>
 * /TU is the label and stands only where there is one, /MK only on rotated
 * pages, /Ff is 4096 for lines. look and off are empty, yes is the tick:
 *   <</Type /XObject /Subtype /Form /BBox [0 0 w h] /Matrix [a b c d e f]
 *     /Resources <<>> /Length n>>
 * BBox counts points (1/72 inch) of the page as it is seen, whatever /UserUnit;
 * Matrix turns it upright on pages with /Rotate, and viewers scale the turned
 * box to /Rect. (libqpdf settles the base later: it orders keys and renumbers
 * objects, values stay.) */
#ifndef PDF_WIDGET_H
#define PDF_WIDGET_H

#include "pdf/writer.h"

#define WIDGETS 200	/* of one file */
#define WIDGET_NAME 8	/* bytes of F0001 with its NUL */
#define WIDGET_LABEL 240 /* bytes of a label; longer ones are cut */

enum widget_kind {
	WIDGET_TEXT,
	WIDGET_LINES,
	WIDGET_DATE,
	WIDGET_CHECK,
	WIDGET_ROUND,
	WIDGET_SQUARE,
	WIDGET_OVAL,
	WIDGET_KINDS
};
/* text lines date check round square oval; WIDGET_KINDS for any other word. */
enum widget_kind widget_kind(const char *word);

struct widget {
	char name[WIDGET_NAME];
	enum widget_kind kind;
	size_t page;	    /* from 1 */
	int slot;	    /* who fills it: 0 the sender, 1…; -1 nobody yet */
	int64_t x, y, w, h; /* 1/100 mm from the upper left corner of the page as seen */
	const char *label;  /* UTF-8 */
	uint32_t number;    /* out: its object */
};

/* Writes the objects of widgets[i] into r, each on page[widgets[i].page - 1].
 * INVALID: *why_r is page (no such page), place (box outside the page or a page
 * whose boxes cannot be read). */
enum err widgets_write(struct revision *r, const uint32_t *page, size_t pages,
		       struct widget *widgets, size_t n, const char **why_r) MUST_USE;

#endif
