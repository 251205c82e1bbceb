/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Parts of a page that are asked for as pictures of their own ("cut-outs"). */
#ifndef PICTURING_CLIP_H
#define PICTURING_CLIP_H

#include "base/msg.h"

#define CLIPS 40 /* of one question */

struct clip {
	int64_t number;  /* the asker's */
	int64_t width;   /* px */
	double at[4];    /* x y w h in points from the upper left corner of the page */
};

/* The `clip` lines of a question: "NUMBER WIDTH X Y W H", 1/100 mm. -1: not
 * understood, or too many; else how many. */
int clips_read(const struct msg *ask, struct clip out[CLIPS]);

#endif
