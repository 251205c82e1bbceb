/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Marks of boxes in pictures for the owner who places fields: a translucent
 * rectangle in the party's colour with the field's number. Never in a base or a
 * signed revision. */
#ifndef PDF_MARK_H
#define PDF_MARK_H

#include "base/buf.h"

/* What mark_draw needs: an entry of /Resources /Font, and other entries of
 * /Resources. */
void mark_resources(struct buf *fonts, struct buf *others);
#define MARK_TEXT 8 /* bytes at most */
/* What a tab can say: figures, "-" and "?", at least one and no more than MARK_TEXT. */
bool mark_is_text(const char *s);
/* colour: 0… by party, -1 nobody's. */
void mark_draw(const char *text, int colour, double w, double h, struct buf *out);

#endif
