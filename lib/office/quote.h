/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What one person wrote, inside a mail of ours to another: line by line, and
 * with addresses that no mail program turns into links, so that nobody can plant
 * a link into our trusted mail (ux.md §2.2). */
#ifndef OFFICE_QUOTE_H
#define OFFICE_QUOTE_H

#include "port/xdoc.h"

/* Adds one <line> for each line of text (at most 400 lines; a last <line more="1"/>
 * when something was left out). "http://x" becomes "hxxp[:]//x", "www.x" becomes
 * "www[.]x". */
void quote_lines(struct xnode *parent, const char *text);

#endif
