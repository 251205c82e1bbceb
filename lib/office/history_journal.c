/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The walk through the journal. Besides the chain it watches over what is
 * written once: events, released files, witnesses, what was sent and agreed. A
 * well-formed frame by somebody who captured the pages shows itself here. */
#include "office/history_inside.h"

#include "core/codec.h"

#include "base/hex.h"
#include "base/str.h"
#include "port/digest.h"
#include "store/walk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SUMS ((size_t)1 << 30)

/* What the walk remembers of a key: its fingerprint, and for a contract what
 * must never change again. */
struct seen {
	uint64_t print; /* 0 = free */
	int64_t version, sent;
	uint64_t sent_seq;
	uint32_t agreed;
	uint16_t state;
	unsigned char frozen[16];
};

struct table {
	struct seen *p;
	size_t n, cap; /* cap: a power of two */
};

struct look {
	struct history *h;
	struct table once, contracts;
	struct arena *a;
	const struct walk_frame *f;
};

static uint64_t print_of(const char *s, size_t n)
{
	unsigned char sum[32];
	digest_sha256(s, n, sum);
	uint64_t v = bytes_u64(sum);
	return v ? v : 1;
}

static struct seen *find(struct table *t, uint64_t print)
{
	size_t i = (size_t)print & (t->cap - 1);
	while (t->p[i].print && t->p[i].print != print)
		i = (i + 1) & (t->cap - 1);
	return &t->p[i];
}

/* NULL: none. */
static struct seen *known(struct table *t, uint64_t print)
{
	struct seen *s = t->cap ? find(t, print) : NULL;
	return s && s->print ? s : NULL;
}

/* The entry of a key, made if need be; *was_r = it was there. */
static struct seen *entry(struct table *t, uint64_t print, bool *was_r)
{
	if (t->n * 2 >= t->cap) {
		struct table old = *t;
		t->cap = old.cap ? old.cap * 2 : 1024;
		t->p = calloc(t->cap, sizeof *t->p);
		if (!t->p)
			abort();
		for (size_t i = 0; i < old.cap; i++)
			if (old.p[i].print)
				*find(t, old.p[i].print) = old.p[i];
		free(old.p);
	}
	struct seen *s = find(t, print);
	*was_r = s->print != 0;
	s->print = print;
	t->n += !*was_r;
	return s;
}

static bool under(const struct walk_change *c, const char *dir)
{
	size_t n = strlen(dir);
	return c->key_n > n && !memcmp(c->key, dir, n);
}

static void bad(struct look *l, const struct walk_change *c, const char *text)
{
	char where[STORE_KEY + 1];
	snprintf(where, sizeof where, "%.*s", (int)c->key_n, c->key);
	history_say(l->h, HISTORY_BAD, "changes", where, "%s in frame %llu", text,
		    (unsigned long long)l->f->seq);
}

/* The frame that sent the contract that a key is about (the part behind the first
 * slash); UINT64_MAX: none. */
static uint64_t sent(struct look *l, const struct walk_change *c)
{
	const char *id = (const char *)memchr(c->key, '/', c->key_n) + 1;
	size_t n = (size_t)(c->key + c->key_n - id);
	const char *end = memchr(id, '/', n);
	const struct seen *s = known(&l->contracts, print_of(id, end ? (size_t)(end - id) : n));
	return s && s->sent ? s->sent_seq : UINT64_MAX;
}

static void digest_text(struct digest *d, const char *s)
{
	digest_add(d, s, strlen(s) + 1);
}

/* What stands for good once it was sent, with the first `agreed` agreements. */
static void freeze(const struct contract *c, uint32_t agreed, unsigned char out[16])
{
	unsigned char sum[32];
	struct digest *d = digest_new();
	digest_text(d, c->title);
	digest_text(d, c->mail);
	digest_text(d, c->name);
	digest_add(d, c->send_binds, 32);
	for (size_t i = 0; i < c->n_papers; i++)
		digest_add(d, c->papers[i].base, 32);
	for (size_t i = 0; i < c->n_parties && agreed; i++) {
		const struct party *p = &c->parties[i];
		if (p->state != PARTY_AGREED)
			continue;
		agreed--;
		digest_add(d, &p->acted, sizeof p->acted);
		digest_add(d, p->binds, 32);
		digest_text(d, p->mail);
		digest_text(d, p->name);
	}
	digest_get(d, sum);
	digest_free(d);
	memcpy(out, sum, 16);
}

static void put_contract(struct look *l, const struct walk_change *c, struct seen *s, bool was)
{
	struct contract k;
	unsigned char frozen[16];
	arena_reset(l->a);
	if (codec_read(c->value, l->a, &k)) {
		bad(l, c, "a record that cannot be read was written");
		return;
	}
	if (k.version != (was ? s->version : 0) + 1)
		bad(l, c, "its version does not follow the one before: it was written");
	if (was && s->sent) {
		freeze(&k, s->agreed, frozen);
		if (k.sent != s->sent || memcmp(frozen, s->frozen, 16))
			bad(l, c, "what was sent or agreed was changed");
		if (k.state < s->state || (s->state >= CONTRACT_CONCLUDED && k.state != s->state))
			bad(l, c, "a state that was left for good came back");
	}
	if (k.sent && !s->sent)
		s->sent_seq = l->f->seq;
	s->version = k.version;
	s->sent = k.sent;
	s->state = (uint16_t)k.state;
	s->agreed = (uint32_t)contract_agreed(&k);
	freeze(&k, s->agreed, s->frozen);
}

static void see_contract(struct look *l, const struct walk_change *c)
{
	bool was;
	struct seen *s = entry(&l->contracts, print_of(c->key + 9, c->key_n - 9), &was);
	if (!c->del) {
		put_contract(l, c, s, was);
		return;
	}
	if (was && s->sent)
		bad(l, c, "a contract that was sent was removed");
	s->version = s->sent = 0; /* a draft may go; its id never comes again */
}

/* Keys that are written once. A draft that is thrown away takes its events along. */
static void see_once(struct look *l, const struct walk_change *c)
{
	bool was, draft = under(c, "event/") && sent(l, c) == UINT64_MAX;
	(void)entry(&l->once, print_of(c->key, c->key_n), &was);
	if (was && !(c->del && draft))
		bad(l, c, c->del ? "what is never removed was removed"
				 : "what is written once was written again");
}

static enum err see_frame(void *arg, const struct walk_frame *f)
{
	struct look *l = arg;
	struct walk_change c;
	l->f = f;
	buf_add(&l->h->sums, f->sum, 32);
	for (size_t i = 0; walk_next(f, &i, &c);) {
		if (under(&c, "contract/"))
			see_contract(l, &c);
		else if (under(&c, "event/") || under(&c, "released/") || under(&c, "head/"))
			see_once(l, &c);
		else if (under(&c, "message/") && sent(l, &c) < f->seq)
			bad(l, &c, "a message was changed after it was sent,");
	}
	return OK;
}

static void tell_end(struct history *h, const struct walk *w)
{
	char where[80], next[64] = "";
	snprintf(where, sizeof where, "journal.%04u at %llu", (unsigned)w->segment,
		 (unsigned long long)w->offset);
	if (w->next)
		snprintf(next, sizeof next, "; the next that can be read is frame %llu",
			 (unsigned long long)w->next);
	unsigned long long want = (unsigned long long)w->seq + 1;
	if (str_eq(w->why, "segment"))
		history_say(h, HISTORY_BAD, "journal", where,
			    "journal.%04u is missing: it begins with frame %llu%s",
			    (unsigned)w->segment, want, next);
	else if (w->found)
		history_say(h, HISTORY_BAD, "journal", where, "frame %llu should stand here, but there is"
			    " frame %llu, or one that does not follow%s", want,
			    (unsigned long long)w->found, next);
	else if (str_eq(w->why, "damaged"))
		history_say(h, HISTORY_BAD, "journal", where, "frame %llu is damaged or missing%s", want,
			    next);
	else if (*w->why)
		history_say(h, h->head.seq > w->seq ? HISTORY_BAD : HISTORY_LOOK, "journal", where,
			    "the last bytes are no whole frame");
}

static bool judge(struct history *h, const struct walk *w)
{
	const unsigned char *sum = history_frame(h, h->head.seq);
	char where[40];
	snprintf(where, sizeof where, "frame %llu", (unsigned long long)h->head.seq);
	tell_end(h, w);
	bool good = !*w->why || str_eq(w->why, "torn");
	if (w->seq < h->head.seq) {
		history_say(h, HISTORY_BAD, "journal", where,
			    "the store knows this frame, but the journal ends with frame %llu",
			    (unsigned long long)w->seq);
		good = false;
	} else if (sum && memcmp(sum, h->head.chain, 32)) {
		history_say(h, HISTORY_BAD, "journal", where, "the store knows another frame of that number");
		good = false;
	}
	if (good && !w->seq && history_any_file(h)) {
		history_say(h, HISTORY_BAD, "journal", where, "nothing is recorded, but there are documents");
		good = false;
	}
	if (good)
		history_say(h, HISTORY_GOOD, "journal", "", "frames 1 to %llu in %u files follow one another",
			    (unsigned long long)w->seq, (unsigned)w->segments);
	return good;
}

bool history_journal(struct history *h)
{
	struct look l = { .h = h, .a = arena_new(0) };
	struct walk w;
	char dir[4096];
	buf_init(&h->sums, SUMS);
	snprintf(dir, sizeof dir, "%s/store", h->conf->var);
	uint64_t before = h->sum->bad;
	enum err e = store_walk(dir, see_frame, &l, &w);
	if (e)
		history_say(h, HISTORY_BAD, "journal", "", "it cannot be read (%s)%s", err_word(e),
			    e == MISSING ? ": journal.0001 is missing" : "");
	h->sum->frames = w.frames;
	uint64_t changes = h->sum->bad - before;
	bool good = !e && judge(h, &w);
	if (good && !changes)
		history_say(h, HISTORY_GOOD, "changes", "", "nothing that is written once was changed later");
	free(l.once.p);
	free(l.contracts.p);
	arena_free(l.a);
	return good;
}
