/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The order of looking: the journal by itself, the image against it, witnesses,
 * then every record as it stands now. */
#include "office/history_inside.h"

#include "core/catalog.h"
#include "core/ledger.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define BATCH 100

void history_say(struct history *h, enum history_level level, const char *part, const char *where,
		 const char *fmt, ...)
{
	char text[600];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	h->sum->bad += level == HISTORY_BAD;
	h->sum->look += level == HISTORY_LOOK;
	h->ask->tell(h->ask->arg, level, part, where, text);
}

const unsigned char *history_frame(const struct history *h, uint64_t seq)
{
	return seq && seq <= h->sums.n / 32 ? h->sums.p + (seq - 1) * 32 : NULL;
}

/* The image, record by record, against one that is made of the journal. */
static enum err records(struct history *h)
{
	struct store_report r = { 0 };
	enum err e = store_check(h->store, &r);
	h->sum->records = r.records;
	if (e == RETRY)
		return e;
	if (e) {
		history_say(h, HISTORY_BAD, "records", r.key,
			    "the image is not what the journal says (%s); it will be made again",
			    r.why && *r.why ? r.why : store_why(h->store));
		return OK;
	}
	history_say(h, HISTORY_GOOD, "records", "", "the image holds the %llu records of the journal",
		    (unsigned long long)r.records);
	return OK;
}

static enum err contracts(struct history *h)
{
	char last[CONTRACT_ID + 1] = "";
	const char **ids;
	size_t n = BATCH;
	uint64_t before = h->sum->bad;
	enum err e = OK;
	while (!e && n == BATCH) {
		struct arena *a = arena_new(0);
		e = catalog_all(h->conf, a, *last ? last : NULL, BATCH, &ids, &n);
		for (size_t i = 0; !e && i < n; i++) {
			struct arena *each = arena_new(0);
			e = history_contract(h, each, ids[i]);
			arena_free(each);
		}
		if (!e && n)
			snprintf(last, sizeof last, "%s", ids[n - 1]);
		arena_free(a);
	}
	if (!e && h->sum->bad == before)
		history_say(h, HISTORY_GOOD, "contract", "",
			    "%llu contracts agree with their %llu events and %llu files",
			    (unsigned long long)h->sum->contracts, (unsigned long long)h->sum->events,
			    (unsigned long long)h->sum->files);
	return e;
}

enum err history_verify(const struct conf *conf, const struct history_ask *ask,
			struct history_sum *r)
{
	struct history h = { .conf = conf, .ask = ask, .sum = r };
	memset(r, 0, sizeof *r);
	h.store = ledger_store(conf);
	if (!h.store || store_head(h.store, &h.head))
		memset(&h.head, 0, sizeof h.head);
	bool whole = history_journal(&h);
	if (!h.store)
		history_say(&h, HISTORY_BAD, "records", "", "the store cannot be opened");
	/* A journal that is damaged would be found damaged again. */
	enum err e = !h.store ? BROKEN : whole ? records(&h) : OK;
	if (!e)
		e = history_witnesses(&h);
	if (!e)
		e = contracts(&h);
	if (!e)
		e = history_lists(&h);
	if (e && h.store)
		history_say(&h, HISTORY_BAD, "records", "", "the rest was not looked at (%s, %s)",
			    err_word(e), store_why(h.store));
	buf_clear(&h.sums);
	return e;
}
