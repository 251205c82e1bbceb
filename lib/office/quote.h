/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What one person wrote, inside a mail of ours to another: without addresses that
 * a mail program would turn into links, so that nobody plants a link into our
 * trusted mail (ux.md §2.2). */
#ifndef OFFICE_QUOTE_H
#define OFFICE_QUOTE_H

#include "base/arena.h"

/* "https://x" becomes "hxxps://x", "www.x" "www[.]x", "mailto:" "mailto[:]". */
char *quote_harmless(struct arena *a, const char *text);
/* The same for free words, where bare hosts go, too: "evil.com/x" becomes
 * "evil[.]com/x". Mail addresses and numbers stay. */
char *quote_words(struct arena *a, const char *text);

#endif
