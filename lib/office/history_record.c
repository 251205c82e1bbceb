/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One contract: what its history tells against what its record says, what each
 * agreement binds, the files that it names. */
#include "office/history_inside.h"

#include "core/ledger.h"
#include "core/summary.h"
#include "core/catalog.h"

#include "base/hex.h"
#include "base/str.h"
#include "port/digest.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct record {
	struct history *h;
	struct arena *a;
	const struct contract *c;
	char where[40];
	struct event *events;
	size_t n;
};

#define BAD(r, ...) history_say((r)->h, HISTORY_BAD, "contract", (r)->where, __VA_ARGS__)

/* --- the chain of events -------------------------------------------------------- */

static bool read_event(struct record *r, struct txn *t, int64_t seq, unsigned char head[32])
{
	char key[60];
	struct bytes v;
	struct event *ev = &r->events[r->n];
	snprintf(key, sizeof key, "event/%s/%08lld", r->c->id, (long long)seq);
	enum err e = txn_get(t, key, r->a, &v);
	if (e == MISSING)
		BAD(r, "%s is missing", key);
	else if (e || event_parse(v, r->a, ev) || ev->seq != seq)
		BAD(r, "%s cannot be read", key);
	else if (memcmp(ev->prev, head, 32))
		BAD(r, "%s does not follow the event before it: one of the two was changed", key);
	else {
		digest_sha256(v.p, v.n, head);
		r->n++;
		return true;
	}
	return false;
}

/* False: the history is not whole, and says nothing about the record. */
static bool read_events(struct record *r)
{
	struct txn *t;
	uint64_t there = 0;
	char dir[40];
	unsigned char head[32] = { 0 };
	const struct contract *c = r->c;
	snprintf(dir, sizeof dir, "event/%s/", c->id);
	if (store_begin(r->h->store, STORE_READ, &t)) {
		BAD(r, "its events cannot be read");
		return false;
	}
	r->events = arena_new_array(r->a, struct event, (size_t)c->events + 1);
	bool good = true;
	for (int64_t i = 1; good && i <= c->events; i++)
		good = read_event(r, t, i, head);
	if (!txn_count(t, dir, &there) && there > (uint64_t)c->events)
		BAD(r, "%" PRIu64 " events are more than the %" PRId64 " that it counts", there, c->events);
	txn_abort(t);
	if (good && memcmp(head, c->head, 32)) {
		BAD(r, "its last event is not the one that it names: one of the two was changed");
		good = false;
	}
	r->h->sum->events += r->n;
	return good;
}

static size_t count(const struct record *r, enum event_kind k, int64_t slot, int64_t time)
{
	size_t n = 0;
	for (size_t i = 0; i < r->n; i++)
		n += r->events[i].kind == k && (slot < 0 || r->events[i].slot == slot) &&
		     (!time || r->events[i].time == time);
	return n;
}

/* --- record and history ------------------------------------------------------------ */

static void judge_instants(struct record *r)
{
	const struct contract *c = r->c;
	bool concluding = c->state == CONTRACT_CONCLUDING || c->state == CONTRACT_CONCLUDED;
	const struct {
		enum event_kind kind;
		bool due;
		int64_t time;
	} all[] = { { EVENT_SENT, c->state != CONTRACT_DRAFT, c->sent },
		    { EVENT_CONCLUDING, concluding, c->concluding },
		    { EVENT_CONCLUDED, c->state == CONTRACT_CONCLUDED, c->concluded },
		    { EVENT_DECLINED, c->state == CONTRACT_DECLINED, c->closed },
		    { EVENT_WITHDRAWN, c->state == CONTRACT_WITHDRAWN, c->closed } };
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (count(r, all[i].kind, -1, 0) != all[i].due ||
		    (all[i].due && count(r, all[i].kind, -1, all[i].time) != 1))
			BAD(r, "record and history differ about '%s'", event_word(all[i].kind));
	for (size_t i = 1; i < r->n; i++)
		if (r->events[i].time < r->events[i - 1].time)
			BAD(r, "event %zu is older than the one before it", i + 1);
}

static void judge_parties(struct record *r)
{
	const struct contract *c = r->c;
	unsigned char binds[32];
	for (size_t i = 0; i < c->n_parties; i++) {
		const struct party *p = &c->parties[i];
		int64_t slot = (int64_t)i + 1;
		bool agreed = p->state == PARTY_AGREED;
		if (count(r, EVENT_AGREED, slot, 0) != agreed ||
		    (agreed && count(r, EVENT_AGREED, slot, p->acted) != 1))
			BAD(r, "record and history differ about the agreement of slot %" PRId64, slot);
		contract_binds(c, slot, binds);
		if (agreed && memcmp(binds, p->binds, 32))
			BAD(r, "what slot %" PRId64 " agreed to is not what the record says now", slot);
	}
	contract_binds(c, 0, binds);
	if (c->state != CONTRACT_DRAFT && memcmp(binds, c->send_binds, 32))
		BAD(r, "what was sent is not what the record says now");
}

/* Notes "FILE VERSION SHA-256 …" of a file's signatures, in order. */
static void judge_signed(struct record *r, size_t paper)
{
	const struct paper *f = &r->c->papers[paper];
	int64_t version = 0;
	char hex[65], last[65] = "";
	for (size_t i = 0; i < r->n; i++) {
		long long k, v;
		char sha[65];
		if (r->events[i].kind != EVENT_SIGNED ||
		    sscanf(r->events[i].note, "%lld %lld %64s", &k, &v, sha) != 3 ||
		    k != (long long)paper + 1)
			continue;
		if (v != version && v != version + 1) /* the last one may be sealed again */
			BAD(r, "its history lacks the signature of version %" PRId64 " of file %lld",
			    version + 1, k);
		version = v;
		memcpy(last, sha, sizeof last);
	}
	hex_encode(f->revision, 32, hex);
	bool sealed = r->c->state == CONTRACT_CONCLUDING && version == f->version + 1;
	if (version != f->version && !sealed)
		BAD(r, "file %zu has %" PRId64 " versions, its history tells of %" PRId64, paper + 1,
		    f->version, version);
	else if (version && !sealed && !f->stamps && strcmp(hex, last))
		BAD(r, "file %zu is not the one that its history names", paper + 1);
}

static void judge_files(struct record *r)
{
	const struct contract *c = r->c;
	int64_t renewed = 0;
	for (size_t i = 0; i < c->n_papers; i++) {
		const struct paper *f = &c->papers[i];
		if (c->state == CONTRACT_DRAFT)
			history_file(r->h, r->where, f->clean, f->clean_bytes);
		else
			history_file(r->h, r->where, f->base, f->base_bytes);
		if (f->version)
			history_file(r->h, r->where, f->revision, f->revision_bytes);
		renewed += f->stamps > 1 ? f->stamps - 1 : 0;
		judge_signed(r, i);
	}
	if ((int64_t)count(r, EVENT_STAMPED, -1, 0) != renewed)
		BAD(r, "its files were renewed %" PRId64 " times, its history differs", renewed);
}

/* --- places in lists ------------------------------------------------------------------ */

static void judge_key(struct record *r, struct txn *t, const char *key, bool due, struct bytes want)
{
	struct bytes v;
	enum err e = txn_get(t, key, r->a, &v);
	if (due && e)
		history_say(r->h, HISTORY_BAD, "list", key, "it is missing");
	else if (!due && e != MISSING)
		history_say(r->h, HISTORY_BAD, "list", key, "it should not be there");
	else if (due && want.p && !bytes_eq(v, want))
		history_say(r->h, HISTORY_BAD, "list", key, "it differs from its record");
}

static void judge_released(struct record *r, struct txn *t)
{
	char hex[65];
	const struct contract *c = r->c;
	for (size_t i = 0; c->state == CONTRACT_CONCLUDED && i < c->n_papers; i++) {
		const char *id = arena_printf(r->a, "%s-%zu", c->id, i + 1);
		hex_encode(c->papers[i].revision, 32, hex);
		judge_key(r, t, arena_printf(r->a, "released/%s", hex), true,
			  (struct bytes){ (const unsigned char *)id, strlen(id) });
	}
}

/* As core/catalog.c writes them. */
static bool stands_in(const struct contract *c, enum folder f)
{
	return f == FOLDER_TODO	  ? summary_is_todo(c)
	       : f == FOLDER_CARE ? summary_needs_care(c)
				  : f == folder_of(c->state);
}

static void judge_places(struct record *r)
{
	struct txn *t;
	struct buf line;
	char key[SUMMARY_KEY];
	const struct contract *c = r->c;
	if (store_begin(r->h->store, STORE_READ, &t)) {
		BAD(r, "its places in lists cannot be read");
		return;
	}
	buf_init(&line, STORE_VALUE);
	summary_write(c, r->a, &line);
	for (int f = 0; f < FOLDERS; f++) {
		summary_key(c, (enum folder)f, key);
		judge_key(r, t, key, stands_in(c, (enum folder)f), buf_bytes(&line));
	}
	buf_clear(&line);
	judge_key(r, t, arena_printf(r->a, "outbox/sign/%s", c->id),
		  contract_signed_version(c) < contract_due_version(c), (struct bytes){ NULL, 0 });
	int64_t end = contract_renewal(c, 0);
	if (end)
		judge_key(r, t, arena_printf(r->a, "ageing/%020lld-%s", (long long)end, c->id), true,
			  (struct bytes){ NULL, 0 });
	judge_released(r, t);
	txn_abort(t);
}

enum err history_contract(struct history *h, struct arena *a, const char *id)
{
	struct record r = { .h = h, .a = a };
	struct contract *c;
	snprintf(r.where, sizeof r.where, "contract/%s", id);
	enum err e = ledger_load(h->conf, a, id, &c);
	if (e == MISSING) /* a draft that was thrown away meanwhile */
		return OK;
	if (e == RETRY)
		return e;
	if (e) {
		BAD(&r, "the record, its message or its fields cannot be read");
		return OK;
	}
	r.c = c;
	h->sum->contracts++;
	if (read_events(&r)) {
		judge_instants(&r);
		judge_parties(&r);
		judge_files(&r);
	}
	judge_places(&r);
	return OK;
}
