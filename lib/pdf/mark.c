/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows colours and a tab with a number; must not know fields. */
#include "pdf/mark.h"

#include "pdf/writer.h"

#include <math.h>
#include <string.h>

#define TAB 11.0     /* pt, height of the tab at most */

/* Dark enough for white figures (contrast at least 4.5). */
static const char *const colours[] = { "0.706 0.325 0.035", "0.114 0.306 0.847",
				       "0.067 0.396 0.227", "0.486 0.227 0.929",
				       "0.745 0.071 0.235", "0.059 0.463 0.431" };
#define NOBODY "0.294 0.333 0.388"

void mark_resources(struct buf *fonts, struct buf *others)
{
	buf_str(fonts, "/H <</Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold "
		       "/Encoding /WinAnsiEncoding>>");
	buf_str(others, "/ExtGState <</T <</ca 0.18>> /O <</ca 1>>>>");
}

static void rectangle(struct buf *out, double x, double y, double w, double h, const char *op)
{
	const double n[4] = { x, y, w, h };
	for (int i = 0; i < 4; i++) {
		put_number(out, n[i]);
		buf_byte(out, ' ');
	}
	buf_printf(out, "re %s\n", op);
}

bool mark_is_text(const char *s)
{
	size_t n = strlen(s);
	return n && n <= MARK_TEXT && strspn(s, "0123456789-?") == n;
}

/* Of Helvetica-Bold, for a size of 1. */
static double width(const char *s)
{
	double w = 0;
	for (; *s; s++)
		w += *s == '-' ? 0.333 : *s == '?' ? 0.611 : 0.556;
	return w;
}

void mark_draw(const char *text, int colour, double w, double h, struct buf *out)
{
	const char *c = colour < 0 ? NOBODY
				   : colours[(size_t)colour % (sizeof colours / sizeof *colours)];
	double tab = fmin(TAB, h * 0.7), size = tab * 0.95, figures = width(text);
	double wide = fmin(w, (figures + 0.5) * size);
	buf_printf(out, "q %s rg %s RG /T gs\n", c, c);
	rectangle(out, 0, 0, w, h, "f");
	buf_str(out, "/O gs 0.7 w\n");
	rectangle(out, 0.35, 0.35, w - 0.7, h - 0.7, "S");
	/* to the right: what is typed begins at the left */
	rectangle(out, w - wide, h - tab, wide, tab, "f");
	buf_str(out, "1 g BT /H ");
	put_number(out, fmin(size, wide / (figures + 0.1)));
	buf_str(out, " Tf ");
	put_number(out, w - wide + 0.22 * size);
	buf_byte(out, ' ');
	put_number(out, h - tab + 0.18 * size);
	buf_printf(out, " Td (%s) Tj ET Q\n", text);
}
