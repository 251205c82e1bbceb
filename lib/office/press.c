/* SPDX-License-Identifier: AGPL-3.0-or-later
 * From a sheet's lines to a request, and questions to two children. */
#include "office/press.h"

#include "office/pins.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/proc.h"
#include "base/str.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define WAIT (20 * SECOND)

static enum err ask(const struct conf *c, const char *tool, int fd3, int fd4, int fd5,
		    const struct msg *q, struct msg *r)
{
	char path[4096];
	struct proc p = { .path = path, .wait = WAIT };
	int fds[] = { fd3, fd4, fd5 };
	snprintf(path, sizeof path, "%s/%s", c->libexec, tool);
	for (int i = 0; i < PROC_FDS; i++)
		p.fd[i] = i < 3 ? fds[i] : -1;
	return proc_ask(&p, q, r, NULL);
}

/* The sheets write only these; a person's text cannot begin a line, because they
 * fold all blanks of it (xsl/part/paper.xsl). */
static void put_lines(struct msg *q, struct bytes text)
{
	const char *p = (const char *)text.p, *end = p + text.n;
	while (p < end) {
		const char *nl = memchr(p, '\n', (size_t)(end - p));
		const char *stop = nl ? nl : end;
		const char *blank = memchr(p, ' ', (size_t)(stop - p));
		char key[32];
		size_t n = (size_t)((blank ? blank : stop) - p);
		if (n > 0 && n < sizeof key) {
			memcpy(key, p, n);
			key[n] = 0;
			const char *v = blank ? blank + 1 : stop;
			msg_put(q, key, v, (size_t)(stop - v));
		}
		p = stop + 1;
	}
}

enum err press_set(const struct conf *c, const struct press *p, struct bytes text, int out)
{
	struct msg q, m;
	char why[32];
	msg_init(&q, PRESS_ASK);
	msg_init(&m, 4096);
	msg_puts(&q, "op", "set");
	msg_puts(&q, "lang", p->lang);
	msg_puts(&q, "title", p->title);
	msg_puts(&q, "foot", p->foot);
	msg_puti(&q, "date", p->date);
	msg_puti(&q, "size", p->size);
	msg_puti(&q, "most", p->most);
	put_lines(&q, text);
	enum err e = ask(c, "typeset", out, -1, -1, &q, &m);
	if (!e && !msg_text(&m, "error", why, sizeof why)) {
		e = err_parse(why);
		if (e != INVALID)
			log_line("typeset.failed", "error=%s", why);
	}
	msg_clear(&q);
	msg_clear(&m);
	return e;
}

static int open_pem(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	return fd < 0 ? open("/dev/null", O_RDONLY | O_CLOEXEC) : fd;
}

enum err press_parts(const struct conf *c, int fd, struct msg *m)
{
	struct msg q;
	char verdict[16];
	int roots = open_pem(c->trust), tsa = open_pem(c->tsa_trust);
	msg_init(&q, 16384);
	msg_puts(&q, "op", "extract");
	enum err e = roots < 0 || tsa < 0 ? RETRY : pins_put(c, &q);
	if (!e)
		e = ask(c, "inspect", fd, roots, tsa, &q, m);
	if (!e && (msg_text(m, "verdict", verdict, sizeof verdict) || !str_eq(verdict, "good")))
		e = DENIED;
	if (roots >= 0)
		close(roots);
	if (tsa >= 0)
		close(tsa);
	msg_clear(&q);
	return e;
}
