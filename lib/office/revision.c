/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows the order revise – sign – stamp – fill – inspect. */
#include "office/revision.h"

#include "office/compose.h"
#include "office/tool.h"
#include "office/vault.h"

#include "base/file.h"
#include "base/hex.h"
#include "base/log.h"
#include "base/str.h"

#include <string.h>
#include <unistd.h>

#define RESERVE_CMS 8192    /* signature with a commercial chain (pades.md 5.6) */
#define RESERVE_STAMP 16384 /* the same with a time-stamp token */
#define RESERVE_MOST 65536
#define ATTEMPTS 3

struct work {
	const struct conf *conf;
	struct arena *a;
	const struct contract *c;
	size_t paper;
	struct act act;
	int before, out; /* descriptors; out is the candidate, whose gap is filled at last */
	bool stamp, waits;   /* waits: for ctl sign-pull, which will wake the clerk */
	int64_t reserve;
	struct candidate k;
	struct buf cms;
	struct tsa_stamp *stamp_r;
	struct sign_log *log_r;
};

/* Only a TSA that is away says RETRY: a child of ours that was too slow, or a
 * busy signer, is this document's trouble and must not hold up the others. */
static enum err ours(enum err e)
{
	return e == RETRY || e == DENIED ? BROKEN : e;
}

enum err revision_refused(const struct contract *c, size_t paper, const char *step, enum err e,
			  const char *why)
{
	if (str_eq(why, "waiting")) /* for ctl sign-pull: no failure */
		return e;
	log_line("signing.failed", "chain=%s-%zu version=%lld step=%s error=%s why=%s", c->id,
		 paper + 1, (long long)c->papers[paper].version + 1, step, err_word(e), why);
	return e;
}

static enum err refused(struct work *w, const char *step, enum err e, const char *why)
{
	w->waits |= str_eq(why, "waiting");
	return revision_refused(w->c, w->paper, step, e, why);
}

/* Who acts is not who was on the roster at first: the signer hears of it first.
 * Asking again after a crash leaves nothing in its log. */
static enum err reassign(struct work *w)
{
	const char *why = "";
	const struct move *m = w->act.kind == ACT_AGREE ? move_last(w->c, w->act.slot) : NULL;
	if (!m)
		return OK;
	enum err e = tool_reassign(w->conf, w->a, &w->act, move_word(m->kind), m->time, &why);
	return e ? ours(refused(w, "reassign", e, why)) : OK;
}

/* A candidate that differs from the one the signer has seen for this version
 * (a newer program wrote it) is told to it as the next attempt (rules.md 1.3). */
static enum err sign(struct work *w)
{
	const char *why = "";
	enum err e = reassign(w);
	if (e)
		return e;
	e = DENIED;
	for (int attempt = 1; e == DENIED && attempt <= ATTEMPTS; attempt++) {
		e = tool_sign(w->conf, w->a, w->out, w->c, w->paper, &w->act, attempt, &w->k,
			      &w->cms, w->log_r, &why);
		if (e == DENIED && !str_eq(why, "attempt"))
			break;
	}
	return e ? ours(refused(w, "sign", e, why)) : OK;
}

/* An agreement never waits for a TSA (rules.md 1.10); the last version does. */
static enum err stamp(struct work *w)
{
	const char *why = "";
	if (!w->stamp)
		return OK;
	enum err e = tsa_sign(w->conf, w->a, NULL, w->act.time, &w->cms, w->stamp_r, &why);
	if (e)
		(void)refused(w, "stamp", e, why);
	return w->act.kind == ACT_CONCLUDE ? e : OK;
}

/* CONFLICT: what has to go in is longer than the gap; w->reserve is enough now. */
static enum err make(struct work *w)
{
	w->stamp_r->by = NULL;
	buf_clear(&w->cms);
	enum err e = file_empty(w->out);
	if (!e)
		e = compose_revise(w->conf, w->before, w->out, w->c, w->paper, &w->act, w->reserve,
				   &w->k);
	if (e)
		return ours(refused(w, "revise", e, ""));
	e = sign(w);
	if (!e)
		e = stamp(w);
	if (e)
		return e;
	if ((int64_t)w->cms.n > w->reserve) {
		w->reserve = ((int64_t)w->cms.n + 2047) / 1024 * 1024;
		return w->reserve > RESERVE_MOST ? refused(w, "reserve", BROKEN, "") : CONFLICT;
	}
	e = compose_fill(w->conf, w->out, &w->k, buf_bytes(&w->cms));
	return e ? ours(refused(w, "fill", e, "")) : OK;
}

enum err revision_check(const struct conf *conf, struct arena *a, const struct contract *c,
			size_t paper, int fd, int64_t versions)
{
	const char *why = "";
	enum err e = tool_inspect(conf, a, fd, versions, &why);
	return e ? ours(revision_refused(c, paper, "inspect", e, why)) : OK;
}

enum err revision_make(const struct conf *conf, struct arena *a, const struct contract *c,
		       size_t paper, bool with_stamp, int out, struct tsa_stamp *stamp_r,
		       struct sign_log *log_r)
{
	const struct paper *f = &c->papers[paper];
	struct work w = { .conf = conf, .a = a, .c = c, .paper = paper, .before = -1,
			  .out = out, .stamp = with_stamp,
			  .reserve = with_stamp ? RESERVE_STAMP : RESERVE_CMS, .stamp_r = stamp_r,
			  .log_r = log_r };
	buf_init(&w.cms, (size_t)1 << 20);
	enum err e = contract_act_of(c, paper, f->version + 1, &w.act);
	if (!e)
		e = vault_open(conf, f->version ? f->revision : f->base, &w.before);
	if (!e)
		e = make(&w);
	if (e == CONFLICT)
		e = make(&w);
	if (!e)
		e = revision_check(conf, a, c, paper, out, f->version + 1);
	if (w.before >= 0)
		close(w.before);
	buf_clear(&w.cms);
	return w.waits ? CONFLICT : e == CONFLICT ? BROKEN : e;
}

void revision_event(struct change *ch, struct arena *a, int64_t now, size_t paper, int64_t version,
		    const unsigned char sha[32], const struct sign_log *log)
{
	char hex[65];
	hex_encode(sha, 32, hex);
	change_event(ch, now, EVENT_SIGNED, -1,
		     arena_printf(a, "%zu %lld %s %lld %s", paper + 1, (long long)version, hex,
				  (long long)log->seq, log->head));
}
