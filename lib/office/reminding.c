/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Keys in order of time, one change each. Knows no letter. */
#include "office/reminding.h"

#include "core/catalog.h"
#include "core/ledger.h"
#include "office/care.h"

#include "base/clock.h"
#include "base/log.h"

#define BATCH 100

static enum err look(struct contract *c, int64_t now, struct change *ch, struct arena *a, void *ctx)
{
	(void)a;
	(void)ctx;
	return care_look(c, now, ch);
}

enum err reminding_run(const struct conf *conf)
{
	const char **keys, *after = NULL;
	size_t n = BATCH;
	int64_t until = clock_now();
	enum err e = OK;
	struct arena *a = arena_new(0);
	while (!e && n == BATCH) {
		e = catalog_due(conf, a, CATALOG_LOOK, until, after, BATCH, &keys, &n);
		for (size_t i = 0; !e && i < n; i++) {
			struct contract *c = NULL;
			after = keys[i];
			e = ledger_change(conf, a, catalog_id(after), 0, look, NULL, &c);
			log_line("clerk.look", "contract=%s told=%s", catalog_id(after), err_word(e));
			if (e == CONFLICT || e == MISSING)
				e = OK; /* somebody acted meanwhile, and the key is gone with it */
		}
	}
	arena_free(a);
	return e;
}
