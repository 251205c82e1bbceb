/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Asks, checks and remembers. Believes no number of the child without a range. */
#include "office/blanks.h"

#include "office/pages.h"
#include "office/tool.h"
#include "office/vault.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/msg.h"
#include "base/str.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define NOTE ((size_t)4 << 20)
#define PAGES_READ 300 /* of one file: a person waits for the answer */
#define SECONDS 5
#define FAR 1000000    /* 10 m: no page is larger (pages.c, SIDE_MAX) */
#define LINES_MOST 60000

static bool kind_of(const char *word, enum field_kind *k)
{
	for (int i = 0; i < FIELD_KINDS; i++)
		if (str_eq(word, field_form((enum field_kind)i)->word)) {
			*k = (enum field_kind)i;
			return true;
		}
	return false;
}

static const char *label_of(struct arena *a, const char *s)
{
	size_t n = strlen(s), at = 0;
	uint32_t cp;
	for (int i = 0; i < FIELD_LABEL && at < n; i++)
		at += str_utf8_next(s + at, n - at, &cp);
	return arena_strn(a, s, at);
}

/* "PAGE KIND X Y W H LABEL" */
static bool read_blank(struct arena *a, struct bytes v, const struct paper *f, struct blank *b)
{
	char word[12];
	long long n[5];
	int end = -1;
	if (v.n > 600 || !str_is_xml_text(v.p, v.n))
		return false;
	const char *s = arena_strn(a, v.p, v.n);
	if (sscanf(s, "%lld %11s %lld %lld %lld %lld%n", &n[0], word, &n[1], &n[2], &n[3], &n[4],
		   &end) != 6 ||
	    end < 0 || s[end] != ' ' || !kind_of(word, &b->kind) || n[0] < 1 || n[0] > f->pages)
		return false;
	for (int i = 1; i < 5; i++)
		if (n[i] < (i > 2) || n[i] > FAR)
			return false;
	b->page = n[0];
	b->x = n[1], b->y = n[2], b->w = n[3], b->h = n[4];
	b->label = label_of(a, s + end + 1);
	return true;
}

/* "PAGE BASE" */
static bool read_line(struct bytes v, const struct paper *f, struct text_line *l)
{
	char s[64];
	long long page, base;
	int end = -1;
	if (v.n >= sizeof s)
		return false;
	memcpy(s, v.p, v.n);
	s[v.n] = 0;
	if (sscanf(s, "%lld %lld%n", &page, &base, &end) != 2 || end != (int)v.n || page < 1 ||
	    page > f->pages || base < 0 || base > FAR)
		return false;
	*l = (struct text_line){ page, base };
	return true;
}

/* False: not what the child says. */
static bool understand(struct arena *a, const struct msg *m, const struct paper *f,
		       int64_t paper, struct blanks *r)
{
	struct bytes k, v;
	size_t n = 0;
	for (size_t at = 0; msg_next(m, &at, &k, &v);)
		n++;
	r->b = arena_new_array(a, struct blank, n + 1);
	r->lines = arena_new_array(a, struct text_line, n + 1);
	for (size_t at = 0; msg_next(m, &at, &k, &v);) {
		if (k.n == 5 && !memcmp(k.p, "blank", 5) && r->n < BLANKS_MOST) {
			if (!read_blank(a, v, f, &r->b[r->n]))
				return false;
			r->b[r->n++].paper = paper;
		} else if (k.n == 4 && !memcmp(k.p, "line", 4) && r->n_lines < LINES_MOST) {
			if (!read_line(v, f, &r->lines[r->n_lines++]))
				return false;
		}
	}
	return true;
}

static enum err ask(const struct conf *conf, struct arena *a, const unsigned char sha[32],
		    const struct paper *f, struct msg *m)
{
	struct msg q;
	int fd = -1, out = -1;
	enum err e = vault_open(conf, sha, &fd);
	if (!e)
		e = vault_scratch(conf, &out);
	msg_init(&q, 1024);
	msg_puts(&q, "op", "blanks");
	msg_puti(&q, "first", 1);
	msg_puti(&q, "last", f->pages < PAGES_READ ? f->pages : PAGES_READ);
	msg_puti(&q, "seconds", SECONDS);
	if (!e)
		e = tool_ask(conf, a, "picture", (SECONDS + 1) * SECOND, fd, out, &q, m);
	msg_clear(&q);
	if (fd >= 0)
		close(fd);
	if (out >= 0)
		close(out);
	return e;
}

void blanks_of(const struct conf *conf, struct arena *a, const struct contract *c, size_t paper,
	       struct blanks *r)
{
	const struct paper *f = &c->papers[paper];
	const unsigned char *sha = pages_hash(c, f);
	struct msg m;
	*r = (struct blanks){ 0 };
	msg_init(&m, NOTE);
	if (vault_blanks_read(conf, sha, &m.b) || m.b.over) {
		msg_clear(&m);
		msg_init(&m, NOTE);
		enum err e = ask(conf, a, sha, f, &m);
		if (e) {
			log_line("blanks.failed", "error=%s", err_word(e));
			msg_clear(&m); /* kept as "none": nobody waits for it twice */
			msg_init(&m, NOTE);
		}
		if (vault_blanks_put(conf, sha, buf_bytes(&m.b)))
			log_line("blanks.note", "not kept");
	}
	if (!understand(a, &m, f, (int64_t)paper + 1, r)) {
		log_line("blanks.nonsense", "paper=%zu", paper);
		*r = (struct blanks){ 0 };
	}
	msg_clear(&m);
}
