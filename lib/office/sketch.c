/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A question to the picture child. */
#include "office/sketch.h"

#include "office/tool.h"
#include "office/vault.h"

#include "base/clock.h"
#include "base/str.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define ANSWER ((size_t)1 << 20)

static void ask_for(struct msg *q, int64_t page, const struct sketches *what, int64_t seconds)
{
	char line[160];
	msg_puts(q, "op", "draw");
	msg_puti(q, "first", page);
	msg_puti(q, "last", page);
	msg_puti(q, "text", 0);
	msg_puti(q, "seconds", seconds);
	if (what->name)
		msg_puti(q, "width", what->width);
	for (size_t i = 0; i < what->cuts; i++) {
		const int64_t *at = what->cut[i].at;
		snprintf(line, sizeof line, "%zu %d %lld %lld %lld %lld", i + 1, what->width,
			 (long long)at[0], (long long)at[1], (long long)at[2], (long long)at[3]);
		msg_puts(q, "clip", line);
	}
}

static enum err keep(const struct conf *c, const struct sketches *what, bool part, int64_t page,
		     int fd, struct bytes v)
{
	struct sketch s;
	int number, width;
	if (!tool_read_picture(v, &number, &width, &s) || width > what->width)
		return BROKEN;
	if (part && (size_t)number <= what->cuts)
		return vault_picture_put(c, what->cut[number - 1].name, 0, what->width, fd, s.at,
					 s.n, s.kind);
	if (part || number != page || !what->name)
		return BROKEN;
	return vault_picture_put(c, what->name, number, what->width, fd, s.at, s.n, s.kind);
}

enum err sketch_page(const struct conf *c, struct arena *a, int fd, int64_t page,
		     const struct sketches *what, int64_t wait, const char **why_r)
{
	struct msg q, m;
	struct bytes k, v;
	size_t left = what->cuts + 1;
	int out = -1;
	*why_r = "no_answer";
	enum err e = vault_scratch(c, &out);
	if (e)
		return e;
	msg_init(&q, 4096);
	msg_init(&m, ANSWER);
	ask_for(&q, page, what, wait / SECOND > 2 ? wait / SECOND - 1 : 1);
	e = tool_ask(c, a, "picture", wait, fd, out, &q, &m);
	if (!e && *tool_word(a, &m, "error")) {
		*why_r = tool_word(a, &m, "why");
		e = INVALID;
	}
	for (size_t at = 0; !e && msg_next(&m, &at, &k, &v);) {
		bool part = k.n == 3 && !memcmp(k.p, "cut", 3);
		if (part || (k.n == 3 && !memcmp(k.p, "pic", 3)))
			e = left-- ? keep(c, what, part, page, out, v) : BROKEN;
	}
	close(out);
	msg_clear(&q);
	msg_clear(&m);
	return e;
}
