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
/* colour: 0… by party, -1 nobody's. */
void mark_draw(int number, int colour, double w, double h, struct buf *out);

#endif
