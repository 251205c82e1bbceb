/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows which version is due, and the order make – keep – record. Parses nothing. */
#include "office/signing.h"

#include "office/doclock.h"
#include "office/final.h"
#include "office/revision.h"
#include "office/vault.h"
#include "core/ledger.h"

#include <unistd.h>

struct result {
	size_t paper;
	struct revision revision;
	struct sign_log log;
};

static enum err record(struct contract *c, int64_t now, struct change *ch, struct arena *a,
		       void *ctx)
{
	const struct result *r = ctx;
	revision_event(ch, a, now, r->paper, r->revision.version, r->revision.sha, &r->log);
	return contract_signed(c, r->paper, &r->revision, now, ch);
}

static enum err sign_next(const struct conf *conf, struct arena *a, const struct contract *c,
			  size_t paper)
{
	struct result r = { .paper = paper, .revision.version = c->papers[paper].version + 1 };
	struct tsa_stamp stamp;
	bool stamped = conf->tsa[0] && conf->tst == CONF_TST_ALL;
	int out;
	enum err e = vault_scratch(conf, &out);
	if (e)
		return e;
	e = revision_make(conf, a, c, paper, stamped, out, &stamp, &r.log);
	if (!e)
		e = vault_put(conf, out, -1, r.revision.sha, &r.revision.bytes);
	if (!e)
		e = ledger_change(conf, a, c->id, 0, record, &r, NULL);
	close(out);
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
		e = part == SIGNING_FINAL ? final_step(conf, a, c, i) : sign_next(conf, a, c, i);
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
