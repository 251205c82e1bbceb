/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reads what the caller wants cut out. */
#include "picturing/clip.h"

#include <stdlib.h>
#include <string.h>

#define SIDE 1000000 /* 10 m */

static bool read_clip(struct bytes v, struct clip *c)
{
	char text[128], *end = text;
	long n[6];
	if (v.n >= sizeof text)
		return false;
	memcpy(text, v.p, v.n);
	text[v.n] = 0;
	for (int i = 0; i < 6; i++) {
		char *at = end;
		n[i] = strtol(at, &end, 10);
		if (end == at || n[i] < 0 || n[i] > SIDE)
			return false;
	}
	if (*end || n[1] < 16 || n[1] > 4096 || !n[4] || !n[5])
		return false;
	c->number = n[0];
	c->width = n[1];
	for (int i = 0; i < 4; i++)
		c->at[i] = (double)n[i + 2] * 72 / 2540;
	return true;
}

int clips_read(const struct msg *ask, struct clip out[CLIPS])
{
	struct bytes k, v;
	int n = 0;
	for (size_t at = 0; msg_next(ask, &at, &k, &v);) {
		if (k.n != 4 || memcmp(k.p, "clip", 4))
			continue;
		if (n == CLIPS || !read_clip(v, &out[n]))
			return -1;
		n++;
	}
	return n;
}
