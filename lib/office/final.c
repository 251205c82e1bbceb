/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows the order seal – store – release, and what the record says of it. */
#include "office/final.h"

#include "office/archive.h"
#include "office/revision.h"
#include "office/vault.h"
#include "core/ledger.h"

#include "base/clock.h"

#include <string.h>
#include <unistd.h>

struct work {
	const struct conf *conf;
	struct arena *a;
	const struct contract *c;
	size_t paper;
	const struct staging *stage;
	int in, out; /* descriptors */
};

struct staged {
	size_t paper;
	struct staging stage;
	const struct sign_log *log; /* of a signature made just now, or NULL */
};

static enum err record_stage(struct contract *c, int64_t now, struct change *ch, struct arena *a,
			     void *ctx)
{
	const struct staged *s = ctx;
	if (s->log)
		revision_event(ch, a, now, s->paper, contract_last_version(c), s->stage.sealed, s->log);
	return contract_staged(c, s->paper, &s->stage);
}

/* Takes w->out into the vault and its name into the record. */
static enum err keep(struct work *w, struct staging *s, unsigned char name[32],
		     const struct sign_log *log)
{
	struct staged r = { .paper = w->paper, .log = log };
	int64_t bytes;
	enum err e = vault_put(w->conf, w->out, -1, name, &bytes);
	r.stage = *s;
	return e ? e : ledger_change(w->conf, w->a, w->c->id, 0, record_stage, &r, NULL);
}

static enum err seal(struct work *w)
{
	struct tsa_stamp stamp;
	struct sign_log log;
	struct staging s = { .sealed_by = "" };
	enum err e = revision_make(w->conf, w->a, w->c, w->paper, true, w->out, &stamp, &log);
	if (e)
		return e;
	s.sealed_by = stamp.by;
	return keep(w, &s, s.sealed, &log);
}

/* w->in is the sealed file. */
static enum err store(struct work *w)
{
	struct staging s = *w->stage;
	const char *why = "";
	enum err e = archive_store(w->conf, w->a, w->in, w->out, (struct bytes){ NULL, 0 }, &why);
	if (e)
		return revision_refused(w->c, w->paper, "store", e, why);
	s.stored_at = clock_now();
	return keep(w, &s, s.stored, NULL);
}

struct result {
	size_t paper;
	struct revision revision;
};

static enum err record_signed(struct contract *c, int64_t now, struct change *ch, struct arena *a,
			      void *ctx)
{
	(void)a;
	const struct result *r = ctx;
	return contract_signed(c, r->paper, &r->revision, now, ch);
}

/* w->in is the stored file, or (by = NULL) the sealed one: then another TSA helps
 * out, which brings its own validation data. */
static enum err release(struct work *w, const char *by)
{
	int64_t version = w->c->papers[w->paper].version + 1, last = w->c->concluding;
	struct result r = { .paper = w->paper, .revision = { .version = version, .stamps = 1 } };
	struct tsa_stamp stamp = { 0 };
	const char *why = "";
	enum err e = by ? archive_stamp(w->conf, w->a, w->in, w->out, by, last, &stamp, &why)
			: archive_both(w->conf, w->a, w->in, w->out, w->stage->sealed_by, last,
				       &stamp, &why);
	if (e)
		return revision_refused(w->c, w->paper, by ? "dts" : "other_tsa", e, why);
	e = revision_check(w->conf, w->a, w->c, w->paper, w->out, version + 1);
	if (!e)
		e = vault_put(w->conf, w->out, -1, r.revision.sha, &r.revision.bytes);
	r.revision.stamped = stamp.time;
	r.revision.stamp_end = stamp.end;
	return e ? e : ledger_change(w->conf, w->a, w->c->id, 0, record_signed, &r, NULL);
}

typedef enum err step_fn(struct work *w);

static enum err release_by_the_same(struct work *w)
{
	return release(w, w->stage->sealed_by);
}

static enum err release_by_another(struct work *w)
{
	return release(w, NULL);
}

/* Runs a step on the file of that name. MISSING: it is not there. */
static enum err with(struct work *w, const unsigned char *name, step_fn *step)
{
	w->in = w->out = -1;
	enum err e = name ? vault_open(w->conf, name, &w->in) : OK;
	if (!e)
		e = vault_scratch(w->conf, &w->out);
	if (!e)
		e = step(w);
	if (w->in >= 0)
		close(w->in);
	if (w->out >= 0)
		close(w->out);
	return e;
}

static bool named(const unsigned char name[32])
{
	static const unsigned char none[32];
	return memcmp(name, none, 32) != 0;
}

enum err final_step(const struct conf *conf, struct arena *a, const struct contract *c,
		    size_t paper)
{
	const struct staging *s = &c->papers[paper].stage;
	struct work w = { .conf = conf, .a = a, .c = c, .paper = paper, .stage = s };
	int64_t age = clock_now() - s->stored_at;
	enum err e = MISSING;
	if (!named(s->sealed) || !tsa_known(conf, a, s->sealed_by))
		return with(&w, NULL, seal);
	if (named(s->stored) && age >= 0 && age < FINAL_STORED)
		e = with(&w, s->stored, release_by_the_same);
	if (e == RETRY && conf->tsa[1])
		return with(&w, s->sealed, release_by_another) ? RETRY : OK;
	if (e == MISSING)
		e = with(&w, s->sealed, store);
	return e == MISSING ? with(&w, NULL, seal) : e;
}
