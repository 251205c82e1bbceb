/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One signing revision, and the CMS put into its gap. */
#include "composing/job.h"

#include "base/file.h"
#include "base/str.h"
#include "pdf/revise.h"

#define REST_MAX ((size_t)4 << 10)
#define NAME_MAX_BYTES 480

/* What follows the act: its own keys may be the same as the act's. What is locked
 * is what is filled in; nobody else may say so. */
static bool read_rest(struct job *j, size_t at, struct msg *rest)
{
	struct bytes k, v;
	while (msg_next(&j->ask, &at, &k, &v)) {
		char *key = arena_strn(j->arena, k.p, k.n);
		if (str_eq(key, "lock"))
			return false;
		if (!str_eq(key, "fill"))
			msg_put(rest, key, v.p, v.n);
	}
	return !rest->b.over;
}

static bool ask_revise(struct job *j, struct act *act, struct sigdict *s)
{
	static char name[NAME_MAX_BYTES + 1];
	struct msg rest;
	int64_t reserve = 0;
	size_t at;
	if (act_parse(&j->ask, act, &at))
		return false;
	msg_init(&rest, REST_MAX);
	bool good = read_rest(j, at, &rest) && !msg_text(&rest, "name", name, sizeof name) && *name &&
		    !msg_geti(&rest, "reserve", SIGDICT_RESERVE_MIN, SIGDICT_RESERVE_MAX, &reserve);
	msg_clear(&rest);
	s->act = act;
	s->name = name;
	s->reserve = (size_t)reserve;
	return good;
}

static enum err write_revision(struct job *j, struct sigdict *s, struct fills *f)
{
	struct revision r;
	struct revised done;
	revision_init(&r, j->pdf);
	enum err e = revise(j->arena, &r, s, f, &done, &j->why);
	j->glyph = f->glyph;
	j->twin = f->twin;
	j->at = f->at;
	if (!e) {
		msg_puti(&j->answer, "dict_off", (int64_t)done.dict_off);
		msg_puti(&j->answer, "gap_off", (int64_t)done.gap_off);
		msg_puti(&j->answer, "reserve", (int64_t)s->reserve);
		msg_puti(&j->answer, "catalog", s->catalog);
		e = job_out(j, j->before, buf_bytes(&r.out));
	}
	if (!e)
		job_told(j, f->fill, f->n);
	revision_clear(&r);
	return e;
}

enum err do_revise(struct job *j)
{
	static struct act act;
	struct sigdict s = { .act = &act };
	struct fills f = { .faces = &j->faces };
	j->why = "ask";
	if (!ask_revise(j, &act, &s))
		return INVALID;
	enum err e = job_fills(j, &f.fill, &f.n);
	return e ? e : write_revision(j, &s, &f);
}

enum err do_fill(struct job *j)
{
	int64_t gap, reserve;
	struct bytes cms;
	j->why = "ask";
	if (msg_geti(&j->ask, "gap_off", 1, (int64_t)XREF_FILE_MAX, &gap) ||
	    msg_geti(&j->ask, "reserve", SIGDICT_RESERVE_MIN, SIGDICT_RESERVE_MAX, &reserve) ||
	    msg_get(&j->ask, "cms", &cms))
		return INVALID;
	struct buf hex;
	buf_init(&hex, 2 * SIGDICT_RESERVE_MAX);
	enum err e = revise_fill(j->pdf, (size_t)gap, (size_t)reserve, cms, &hex, &j->why);
	if (!e) {
		j->why = "out";
		e = file_write_at(FD_BEFORE, hex.p, hex.n, gap + 1);
	}
	if (!e)
		msg_puti(&j->answer, "length", (int64_t)j->before.n);
	buf_clear(&hex);
	return e;
}
