/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Questions to the children that papers need: typeset, and inspect for the parts
 * of a signed file. As in core/tool.h: RETRY too slow or not startable, BROKEN it
 * crashed or answered nonsense. */
#ifndef OFFICE_PRESS_H
#define OFFICE_PRESS_H

#include "base/arena.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/msg.h"

#define PRESS_ASK ((size_t)8 << 20)
#define PRESS_PARTS ((size_t)16 << 20)

/* A paper into the empty file `out`. text: what a sheet of xsl/paper wrote, one
 * block a line, "WORD text"; size in tenths of a point, most: pages. INVALID:
 * it needs more pages. */
struct press {
	const char *lang, *title, *foot;
	int64_t date;
	int size, most;
};
enum err press_set(const struct conf *c, const struct press *p, struct bytes text, int out)
	MUST_USE;

/* inspect's answer to op=extract about a file of ours; m has PRESS_PARTS as its
 * maximum. DENIED: it is not wholly good. */
enum err press_parts(const struct conf *c, int fd, struct msg *m) MUST_USE;

#endif
