/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Empty cells of ruled tables, lines to write on, and small drawn squares. */
#ifndef PICTURING_CELLS_H
#define PICTURING_CELLS_H

#include "picturing/scene.h"

enum cell_kind { CELL_TABLE, CELL_LINE, CELL_SQUARE };

struct cell {
	enum cell_kind kind;
	float x0, y0, x1, y1; /* of a line: y0 = y1 */
	char label[LABEL];
};

/* At most max of them, from above; returns how many. */
size_t cells_find(const struct scene *s, struct cell *out, size_t max);

#endif
