/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows the order archive – inspect – keep – record, for files released long
 * ago. Parses nothing. */
#include "office/renewal.h"

#include "office/archive.h"
#include "core/catalog.h"
#include "office/doclock.h"
#include "core/ledger.h"
#include "office/tool.h"
#include "office/vault.h"

#include "base/clock.h"
#include "base/log.h"

#include <unistd.h>

#define BATCH 50
#define AGAIN (30 * DAY)

struct result {
	size_t paper;
	struct revision revision;
};

static enum err record(struct contract *c, int64_t now, struct change *ch, struct arena *a,
		       void *ctx)
{
	(void)a;
	const struct result *r = ctx;
	return contract_renewed(c, r->paper, &r->revision, now, ch);
}

static enum err lengthen(const struct conf *conf, struct arena *a, const struct paper *f, int in,
			 int out, struct revision *r)
{
	struct tsa_stamp stamp = { 0 };
	const char *why = "";
	enum err e = archive_both(conf, a, in, out, NULL, 0, &stamp, &why);
	if (!e)
		e = tool_inspect(conf, a, out, f->version + f->stamps + 1, &why);
	if (e)
		log_line("renewal.failed", "error=%s why=%s", err_word(e), why);
	r->version = f->version;
	r->stamps = f->stamps + 1;
	r->stamped = stamp.time;
	r->stamp_end = stamp.end;
	return e == DENIED ? BROKEN : e ? e : vault_put(conf, out, -1, r->sha, &r->bytes);
}

static enum err renew(const struct conf *conf, struct arena *a, const struct contract *c,
		      size_t paper)
{
	const struct paper *f = &c->papers[paper];
	struct result r = { .paper = paper };
	int in = -1, out = -1;
	enum err e = vault_open(conf, f->revision, &in);
	if (!e)
		e = vault_scratch(conf, &out);
	if (!e)
		e = lengthen(conf, a, f, in, out, &r.revision);
	if (!e)
		e = ledger_change(conf, a, c->id, 0, record, &r, NULL);
	if (in >= 0)
		close(in);
	if (out >= 0)
		close(out);
	return e;
}

/* A TSA whose own certificate ends soon cannot help now: not again each minute. */
static bool wanted(const struct conf *conf, const struct paper *f, int64_t now)
{
	return f->stamps && now >= f->stamp_end - conf->renew_days * DAY &&
	       now >= f->stamped + AGAIN;
}

enum err renewal_run(const struct conf *conf, const char *contract, int *did_r)
{
	struct arena *a = arena_new(0);
	struct contract *c;
	int lock;
	*did_r = 0;
	enum err e = doclock_take(conf, contract, &lock);
	if (!e)
		e = ledger_load(conf, a, contract, &c);
	for (size_t i = 0; !e && i < c->n_papers; i++) {
		const struct paper *f = &c->papers[i];
		if (!wanted(conf, f, clock_now()))
			continue;
		e = renew(conf, a, c, i);
		*did_r += e == OK;
	}
	if (lock >= 0)
		close(lock);
	arena_free(a);
	return e;
}

enum err renewal_all(const struct conf *conf, int *did_r)
{
	struct arena *a = arena_new(0);
	const char **keys, *after = NULL;
	size_t n = BATCH;
	int64_t until = clock_now() + conf->renew_days * DAY;
	int did;
	enum err e = OK;
	*did_r = 0;
	while (conf->tsa[0] && !e && n == BATCH) {
		e = catalog_due(conf, a, CATALOG_AGEING, until, after, BATCH, &keys, &n);
		for (size_t i = 0; !e && i < n; i++) {
			e = renewal_run(conf, catalog_id(keys[i]), &did);
			*did_r += did;
			after = keys[i];
			if (e == CONFLICT)
				e = OK; /* another lane has it; the next pass will see */
		}
	}
	arena_free(a);
	return e;
}
