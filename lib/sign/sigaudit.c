/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One table of facts, found by the SHA-256 of what they are about. */
#include "sign/sigaudit.h"

#include "base/clock.h"
#include "port/digest.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SLACK (5 * SECOND) /* one machine, two programs, one clock */

enum kind { FREE, STEP, ACT, LINE, HOLDER };

/* STEP: a version of a chain, there when any act of it was recorded. */
struct fact {
	unsigned char key[16];
	enum kind kind;
	bool met;           /* STEP: signed. LINE: stands in the log */
	bool adopted;       /* STEP: its own line was lost with the log */
	int version;
	int64_t time, seq;  /* STEP, ACT: recorded first. LINE: its number */
	unsigned char hash[32]; /* LINE */
	char chain[ACT_CHAIN + 1];
};

struct sigaudit {
	sigaudit_tell *tell;
	void *arg;
	uint64_t differences;
	struct fact *p;
	size_t n, cap;
};

struct sigaudit *sigaudit_new(sigaudit_tell *tell, void *arg)
{
	struct sigaudit *s = calloc(1, sizeof *s);
	if (!s)
		abort();
	s->tell = tell;
	s->arg = arg;
	return s;
}

void sigaudit_free(struct sigaudit *s)
{
	if (s)
		free(s->p);
	free(s);
}

__attribute__((format(printf, 2, 3))) static void say(struct sigaudit *s, const char *fmt, ...)
{
	char text[400];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	s->differences++;
	s->tell(s->arg, text);
}

static void key_of(enum kind kind, const char *chain, int64_t number, const unsigned char hash[32],
		   unsigned char key[16])
{
	unsigned char sum[32];
	struct buf b;
	buf_init(&b, 200);
	buf_printf(&b, "%d %s %lld ", (int)kind, chain, (long long)number);
	if (hash)
		buf_add(&b, hash, 32);
	digest_sha256(b.p, b.n, sum);
	buf_clear(&b);
	memcpy(key, sum, 16);
}

static struct fact *place(const struct sigaudit *s, const unsigned char key[16])
{
	size_t i = (size_t)bytes_u64(key) & (s->cap - 1);
	while (s->p[i].kind != FREE && memcmp(s->p[i].key, key, 16))
		i = (i + 1) & (s->cap - 1);
	return &s->p[i];
}

static struct fact *find(const struct sigaudit *s, enum kind kind, const char *chain, int64_t number,
			 const unsigned char hash[32])
{
	unsigned char key[16];
	key_of(kind, chain, number, hash, key);
	struct fact *f = s->cap ? place(s, key) : NULL;
	return f && f->kind != FREE ? f : NULL;
}

static void grow(struct sigaudit *s)
{
	struct sigaudit old = *s;
	s->cap = old.cap ? old.cap * 2 : 1024;
	s->p = calloc(s->cap, sizeof *s->p);
	if (!s->p)
		abort();
	for (size_t i = 0; i < old.cap; i++)
		if (old.p[i].kind != FREE)
			*place(s, old.p[i].key) = old.p[i];
	free(old.p);
}

/* The fact of that key, made if it is new. */
static struct fact *put(struct sigaudit *s, enum kind kind, const char *chain, int64_t number,
			const unsigned char hash[32], bool *new_r)
{
	unsigned char key[16];
	if (s->n * 2 >= s->cap)
		grow(s);
	key_of(kind, chain, number, hash, key);
	struct fact *f = place(s, key);
	*new_r = f->kind == FREE;
	if (*new_r) {
		*f = (struct fact){ .kind = kind };
		memcpy(f->key, key, 16);
		snprintf(f->chain, sizeof f->chain, "%s", chain);
		s->n++;
	}
	return f;
}

void sigaudit_act(struct sigaudit *s, const char *chain, int version, const unsigned char act[32],
		  int64_t recorded)
{
	bool fresh;
	struct fact *f = put(s, STEP, chain, version, NULL, &fresh);
	if (fresh) {
		f->version = version;
		f->time = recorded;
	}
	f = put(s, ACT, chain, version, act, &fresh);
	if (fresh || recorded < f->time)
		f->time = recorded;
}

void sigaudit_signed(struct sigaudit *s, const char *chain, int version, int64_t seq,
		     const unsigned char hash[32])
{
	bool fresh;
	struct fact *f = put(s, LINE, "", seq, hash, &fresh);
	if (!fresh && (f->version != version || strcmp(f->chain, chain)))
		say(s, "journal: line %lld of the log was committed twice, with %s version %d and %s"
		    " version %d", (long long)seq, f->chain, f->version, chain, version);
	f->version = version;
	f->seq = seq;
	memcpy(f->hash, hash, 32);
	snprintf(f->chain, sizeof f->chain, "%s", chain);
}

void sigaudit_holder(struct sigaudit *s, const char *chain, int slot, const unsigned char mail[32])
{
	bool fresh;
	(void)put(s, HOLDER, chain, slot, mail, &fresh);
}

static void see_signature(struct sigaudit *s, const struct sigrecord *r, const char *at)
{
	struct fact *step = find(s, STEP, r->chain, r->version, NULL);
	struct fact *act = find(s, ACT, r->chain, r->version, r->act);
	if (!step)
		say(s, "log line %lld (%s): %s version %d was signed, but nobody's act is recorded",
		    (long long)r->seq, at, r->chain, r->version);
	else if (!act)
		say(s, "log line %lld (%s): %s version %d was signed for another act than the recorded"
		    " one", (long long)r->seq, at, r->chain, r->version);
	else if (r->at + SLACK < act->time)
		say(s, "log line %lld (%s): %s version %d was signed before its act was recorded",
		    (long long)r->seq, at, r->chain, r->version);
	if (step) {
		step->met = true;
		step->adopted |= r->event == SIG_ADOPT;
	}
	struct fact *line = find(s, LINE, "", r->seq, r->hash);
	if (!line)
		return;
	line->met = true;
	if (line->version != r->version || strcmp(line->chain, r->chain))
		say(s, "log line %lld (%s) is about %s version %d, the journal says %s version %d",
		    (long long)r->seq, at, r->chain, r->version, line->chain, line->version);
}

void sigaudit_line(struct sigaudit *s, const struct sigrecord *r)
{
	char at[CLOCK_TEXT];
	clock_iso(r->at, at);
	if (r->event == SIG_SIGN || r->event == SIG_REPEAT || r->event == SIG_AGAIN ||
	    r->event == SIG_ADOPT)
		see_signature(s, r, at);
	else if (r->event == SIG_REASSIGN && !find(s, HOLDER, r->chain, r->slot, r->to))
		say(s, "log line %lld (%s): slot %d of %s was given to an address that no record names",
		    (long long)r->seq, at, r->slot, r->chain);
}

uint64_t sigaudit_end(struct sigaudit *s, int64_t before)
{
	char at[CLOCK_TEXT];
	for (size_t i = 0; i < s->cap; i++) {
		const struct fact *f = &s->p[i];
		clock_iso(f->time, at);
		struct fact *step = f->kind == LINE ? find(s, STEP, f->chain, f->version, NULL) : NULL;
		if (f->kind == LINE && !f->met && !(step && step->adopted))
			say(s, "journal: %s version %d was committed with line %lld of the log, which is not"
			    " there or another one", f->chain, f->version, (long long)f->seq);
		if (f->kind == STEP && !f->met && f->time < before)
			say(s, "journal: the act of %s version %d, recorded %s, is not signed", f->chain,
			    f->version, at);
	}
	return s->differences;
}
