/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows the order revise – sign – stamp – fill – inspect – keep – record.
 * Parses nothing. */
#include "office/signing.h"

#include "office/archive.h"
#include "office/doclock.h"
#include "core/ledger.h"
#include "office/compose.h"
#include "office/tool.h"
#include "office/vault.h"

#include "base/file.h"
#include "base/log.h"
#include "base/str.h"

#include <string.h>
#include <unistd.h>

#define RESERVE_CMS 8192    /* signature with a commercial chain (pades.md 5.6) */
#define RESERVE_STAMP 16384 /* the same with a time-stamp token */
#define ATTEMPTS 3

struct work {
	const struct conf *conf;
	struct arena *a;
	const struct contract *c;
	size_t paper;
	int64_t version;
	struct act act;
	int before, candidate, filled, archived; /* descriptors */
	struct archive archive; /* of the last version, where the site has a TSA */
	struct candidate k;
	struct buf cms;
};

/* Only a TSA that is away says RETRY: a child of ours that was too slow, or a
 * busy signer, is this document's trouble and must not hold up the others. */
static enum err ours(enum err e)
{
	return e == RETRY ? BROKEN : e;
}

static enum err refused(const struct work *w, const char *step, enum err e, const char *why)
{
	log_line("signing.failed", "chain=%s version=%lld step=%s error=%s why=%s", w->act.chain,
		 (long long)w->version, step, err_word(e), why);
	return e;
}

/* A candidate that differs from the one the signer has seen for this version
 * (a newer program wrote it) is told to it as the next attempt (rules.md 1.3). */
static enum err sign(struct work *w)
{
	const char *why = "";
	enum err e = DENIED;
	for (int attempt = 1; e == DENIED && attempt <= ATTEMPTS; attempt++) {
		e = tool_sign(w->conf, w->a, w->candidate, w->c, w->paper, &w->act, attempt, &w->k,
			      &w->cms, &why);
		if (e == DENIED && !str_eq(why, "attempt"))
			break;
	}
	return e ? ours(refused(w, "sign", e, why)) : OK;
}

static bool stamped(const struct work *w)
{
	return w->conf->tsa[0] && (w->conf->tst == CONF_TST_ALL || w->act.kind == ACT_CONCLUDE);
}

/* The last version goes out with revocation data and a document time stamp, all
 * of it at once or not yet (rules.md 1.10). */
static bool archived(const struct work *w)
{
	return w->conf->tsa[0] && w->act.kind == ACT_CONCLUDE;
}

/* The finished file: w->archived or w->filled. */
static int finished(const struct work *w)
{
	return archived(w) ? w->archived : w->filled;
}

/* The file of the next version lies in finished(w) afterwards. */
static enum err make(struct work *w)
{
	const char *why = "";
	int64_t length = 0;
	enum err e = compose_revise(w->conf, w->before, w->candidate, w->c, w->paper, &w->act,
				 stamped(w) ? RESERVE_STAMP : RESERVE_CMS, &w->k);
	if (e)
		return ours(refused(w, "revise", e, ""));
	e = sign(w);
	if (e)
		return e;
	if (stamped(w)) {
		e = tool_stamp(w->conf, w->a, &w->cms, &why);
		if (e && w->act.kind == ACT_CONCLUDE)
			return refused(w, "stamp", e, why);
		if (e) /* an agreement never waits for a TSA (rules.md 1.10) */
			(void)refused(w, "stamp", e, why);
	}
	e = compose_fill(w->conf, w->candidate, w->filled, &w->k, buf_bytes(&w->cms), &length);
	if (e || file_size(w->filled) != length)
		return ours(refused(w, "fill", e ? e : BROKEN, ""));
	if (archived(w)) {
		e = archive_stamp(w->conf, w->a, w->filled, w->archived, &w->archive, &why);
		if (e)
			return refused(w, "archive", e, why);
	}
	e = tool_inspect(w->conf, w->a, finished(w), w->version + archived(w), &why);
	return e ? ours(refused(w, "inspect", e == DENIED ? BROKEN : e, why)) : OK;
}

struct result {
	size_t paper;
	struct revision revision;
};

static enum err record(struct contract *c, int64_t now, struct change *ch, struct arena *a,
		       void *ctx)
{
	(void)a;
	const struct result *r = ctx;
	return contract_signed(c, r->paper, &r->revision, now, ch);
}

static enum err sign_next(const struct conf *conf, struct arena *a, const struct contract *c,
			  size_t paper)
{
	const struct paper *f = &c->papers[paper];
	struct work w = { .conf = conf, .a = a, .c = c, .paper = paper, .version = f->version + 1,
			  .before = -1, .candidate = -1, .filled = -1, .archived = -1 };
	struct result r = { .paper = paper, .revision.version = w.version };
	buf_init(&w.cms, RESERVE_STAMP);
	enum err e = contract_act_of(c, paper, w.version, &w.act);
	if (!e)
		e = vault_open(conf, f->version ? f->revision : f->base, &w.before);
	if (!e)
		e = vault_scratch(conf, &w.candidate);
	if (!e)
		e = vault_scratch(conf, &w.filled);
	if (!e)
		e = vault_scratch(conf, &w.archived);
	if (!e)
		e = make(&w);
	if (!e)
		e = vault_put(conf, finished(&w), -1, r.revision.sha, &r.revision.bytes);
	if (!e && archived(&w)) {
		r.revision.stamps = 1;
		r.revision.stamped = w.archive.stamped;
		r.revision.stamp_end = w.archive.stamp_end;
	}
	if (!e)
		e = ledger_change(conf, a, c->id, 0, record, &r, NULL);
	int fds[] = { w.before, w.candidate, w.filled, w.archived };
	for (int i = 0; i < 4; i++)
		if (fds[i] >= 0)
			close(fds[i]);
	buf_clear(&w.cms);
	return e;
}

/* Is the next version of this file one that this part makes now? */
static bool due(const struct conf *conf, const struct contract *c, size_t paper,
		enum signing_part part)
{
	int64_t next = c->papers[paper].version + 1;
	bool final = conf->tsa[0] && next == contract_last_version(c);
	return next <= contract_due_version(c) && final == (part == SIGNING_FINAL);
}

/* One version of each file that is due. The lock is taken only for work that is
 * there, so that the lanes do not meet at each other's documents. */
static enum err sign_round(const struct conf *conf, const char *contract, enum signing_part part,
			   int *lock, int *did_r, bool *more_r)
{
	struct arena *a = arena_new(0);
	struct contract *c;
	*more_r = false;
	enum err e = ledger_load(conf, a, contract, &c);
	for (size_t i = 0; !e && i < c->n_papers; i++) {
		if (!due(conf, c, i, part))
			continue;
		*more_r = true;
		if (*lock < 0) { /* look again under the lock */
			e = doclock_take(conf, contract, lock);
			break;
		}
		e = sign_next(conf, a, c, i);
		*did_r += e == OK;
	}
	arena_free(a);
	return e;
}

enum err signing_run(const struct conf *conf, const char *contract, enum signing_part part,
		     int *did_r)
{
	int lock = -1;
	enum err e = OK;
	*did_r = 0;
	for (bool more = true; !e && more;)
		e = sign_round(conf, contract, part, &lock, did_r, &more);
	if (lock >= 0)
		close(lock);
	return e;
}
