/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One function per op of compose. Parses nothing. */
#include "office/compose.h"

#include "office/plan.h"
#include "office/tool.h"

#include "base/file.h"
#include "base/log.h"
#include "base/proc.h"
#include "base/str.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define ANSWER ((size_t)1 << 20)

static enum err open_font(const char *path, int *fd_r)
{
	*fd_r = open(path, O_RDONLY | O_CLOEXEC);
	if (*fd_r < 0)
		log_line("font.missing", "path=%s", path);
	return *fd_r < 0 ? BROKEN : OK;
}

/* The fonts are for those who have texts to draw. */
static enum err ask_compose(const struct conf *c, struct arena *a, int in, int out,
			    const struct msg *q, struct msg *m)
{
	struct bytes fill;
	struct proc p = { .path = arena_printf(a, "%s/compose", c->libexec), .wait = TOOL_WAIT,
			  .fd = { in, out, -1, -1, -1 } };
	enum err e = OK;
	if (!msg_get(q, "fill", &fill)) {
		e = open_font(c->font_gothic, &p.fd[2]);
		if (!e)
			e = open_font(c->font_mincho, &p.fd[3]);
	}
	if (!e)
		e = proc_ask(&p, q, m, NULL);
	for (int i = 2; i < 4; i++)
		if (p.fd[i] >= 0)
			close(p.fd[i]);
	return e;
}

/* One compose job; the answer's error word becomes ours. */
static enum err answer_of(const struct conf *c, struct arena *a, int in, int out,
			const struct msg *q, struct msg *m)
{
	enum err e = ask_compose(c, a, in, out, q, m);
	const char *error = e ? "" : tool_word(a, m, "error");
	if (*error) {
		log_line("compose.refused", "error=%s why=%s", error, tool_word(a, m, "why"));
		e = err_parse(error);
	}
	return e;
}

enum err compose_base(const struct conf *c, int in, int out, const struct contract *k, size_t paper)
{
	struct arena *a = arena_new(0);
	struct msg q, m;
	msg_init(&q, PLAN_BYTES);
	msg_init(&m, ANSWER);
	msg_puts(&q, "op", "base");
	msg_puti(&q, "sigs", contract_last_version(k));
	if (c->print_id)
		msg_puts(&q, "imprint", arena_printf(a, "ID %s-%zu", k->id, paper + 1));
	plan_fields(&q, k, paper);
	enum err e = answer_of(c, a, in, out, &q, &m);
	msg_clear(&q);
	msg_clear(&m);
	arena_free(a);
	return e;
}

static const char *const fits[] = { [FIT_SMALL] = "small", [FIT_TINY] = "tiny" };

static bool is(struct bytes b, const char *text)
{
	return b.n == strlen(text) && !memcmp(b.p, text, b.n);
}

/* What is tiny is told as small, too. */
void fit_read(const struct msg *m, size_t n, enum fit *fit)
{
	struct bytes key, v;
	char name[FIELD_NAME];
	for (size_t at = 0; msg_next(m, &at, &key, &v);) {
		enum fit f = is(key, fits[FIT_SMALL])	? FIT_SMALL
			     : is(key, fits[FIT_TINY]) ? FIT_TINY
						       : FIT_WELL;
		for (size_t i = 0; f != FIT_WELL && i < n; i++) {
			field_name(i, name);
			if (is(v, name) && f > fit[i])
				fit[i] = f;
		}
	}
}

void fit_put(struct msg *m, size_t n, const enum fit *fit)
{
	char name[FIELD_NAME];
	for (size_t i = 0; i < n; i++) {
		field_name(i, name);
		if (fit[i] != FIT_WELL)
			msg_puts(m, fits[fit[i]], name);
	}
}

/* As much of it as there is room for, in whole characters. */
static void read_character(const struct msg *m, const char *key, char out[UNFIT_CHARS])
{
	struct bytes v;
	size_t n = 0, len;
	uint32_t cp;
	if (!msg_get(m, key, &v) && str_is_xml_text(v.p, v.n))
		for (; n < v.n && (len = str_utf8_next(v.p + n, v.n - n, &cp)) &&
		       n + len < UNFIT_CHARS;
		     n += len)
			memcpy(out + n, v.p + n, len);
	out[n] = 0;
}

/* What people can mend is theirs to hear; anything else is our own trouble. */
static enum err read_unfit(struct arena *a, const struct msg *m, const struct contract *k,
			   struct unfit *u)
{
	static const char *const whys[UNFITS] = { "glyph", "alike", "unread", "line", "size" };
	const char *why = tool_word(a, m, "why"), *at = tool_word(a, m, "at");
	char name[FIELD_NAME];
	*u = (struct unfit){ .field = FIELDS };
	while (u->why < UNFITS && !str_eq(why, whys[u->why]))
		u->why++;
	for (size_t i = 0; i < k->n_fields; i++) {
		field_name(i, name);
		if (str_eq(at, name))
			u->field = i;
	}
	read_character(m, "glyph", u->glyph);
	read_character(m, "twin", u->twin);
	return u->why < UNFITS && (*at || u->why == UNFIT_SIZE) ? INVALID : BROKEN;
}

enum err compose_preview(const struct conf *c, int in, int out, const struct contract *k,
		      size_t paper, const char *const *marks, enum fit *fit, struct unfit *u)
{
	char name[FIELD_NAME];
	struct arena *a = arena_new(0);
	struct msg q, m;
	msg_init(&q, PLAN_BYTES);
	msg_init(&m, ANSWER);
	msg_puts(&q, "op", "preview");
	if (k->state == CONTRACT_DRAFT)
		plan_fields(&q, k, paper);
	plan_fills(&q, k, paper, PLAN_ALL);
	for (size_t i = 0; marks && i < k->n_fields; i++)
		if (k->fields[i].paper == (int64_t)paper + 1) {
			field_name(i, name);
			msg_puts(&q, "mark", arena_printf(a, "%s %s", name, marks[i]));
		}
	enum err e = answer_of(c, a, in, out, &q, &m);
	if (!e && fit)
		fit_read(&m, k->n_fields, fit);
	if (e == INVALID)
		e = read_unfit(a, &m, k, u);
	msg_clear(&q);
	msg_clear(&m);
	arena_free(a);
	return e;
}

enum err compose_revise(const struct conf *c, int in, int out, const struct contract *k, size_t paper,
		     const struct act *act, int64_t reserve, struct candidate *r)
{
	struct arena *a = arena_new(0);
	struct msg q, m;
	msg_init(&q, ACT_WIRE + PLAN_BYTES);
	msg_init(&m, ANSWER);
	act_put(&q, act);
	msg_puts(&q, "op", "revise");
	msg_puts(&q, "name", c->signer_name);
	msg_puti(&q, "reserve", reserve);
	plan_fills(&q, k, paper, plan_slot(k, act->version));
	enum err e = answer_of(c, a, in, out, &q, &m);
	if (!e && (msg_geti(&m, "dict_off", 1, INT32_MAX, &r->dict_off) ||
		   msg_geti(&m, "gap_off", 1, INT32_MAX, &r->gap_off) ||
		   msg_geti(&m, "catalog", 1, INT32_MAX, &r->catalog) ||
		   msg_geti(&m, "length", 1, INT32_MAX, &r->length)))
		e = BROKEN;
	r->reserve = reserve;
	msg_clear(&q);
	msg_clear(&m);
	arena_free(a);
	return e;
}

enum err compose_fill(const struct conf *c, int file, const struct candidate *k, struct bytes cms)
{
	struct arena *a = arena_new(0);
	int64_t length;
	struct msg q, m;
	msg_init(&q, 1 << 18);
	msg_init(&m, ANSWER);
	msg_puts(&q, "op", "fill");
	msg_puti(&q, "gap_off", k->gap_off);
	msg_puti(&q, "reserve", k->reserve);
	msg_put(&q, "cms", cms.p, cms.n);
	enum err e = answer_of(c, a, file, -1, &q, &m);
	if (!e && (msg_geti(&m, "length", 1, INT32_MAX, &length) || file_size(file) != length))
		e = BROKEN;
	msg_clear(&q);
	msg_clear(&m);
	arena_free(a);
	return e;
}
