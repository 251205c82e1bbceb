/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A record to its line and back: reading is strict because the line is printed
 * again and compared. Knows no files and no key. */
#include "sign/sigrecord.h"

#include "base/clock.h"
#include "base/hex.h"
#include "base/str.h"
#include "port/digest.h"

#include <stdio.h>
#include <string.h>

static const char *const events[] = { NULL,	"init",	    "rekey", "sign", "repeat",
				      "again",	"reassign", "allow", "cut",  "adopt" };
#define EVENTS (sizeof events / sizeof *events)
static const char *const reasons[] = { "forward", "correction", "undo" };

static bool signs(enum log_event e)
{
	return e == SIG_SIGN || e == SIG_REPEAT || e == SIG_AGAIN || e == SIG_ADOPT;
}

/* The first record of a version. */
static bool begins(enum log_event e)
{
	return e == SIG_SIGN || e == SIG_ADOPT;
}

static void put_hex(struct buf *out, const char *key, const void *p, size_t n)
{
	buf_printf(out, " %s=", key);
	hex_add(out, p, n);
}

static void put_int(struct buf *out, const char *key, int64_t v)
{
	buf_printf(out, " %s=%lld", key, (long long)v);
}

static void put_signed(const struct sigrecord *r, struct buf *out)
{
	buf_printf(out, " chain=%s version=%d attempt=%d", r->chain, r->version, r->attempt);
	put_hex(out, "act", r->act, 32);
	put_int(out, "time", r->time);
	put_int(out, "length", r->length);
	put_int(out, "gap", r->gap);
	put_int(out, "gaplen", r->gap_len);
	put_hex(out, "digest", r->digest, 32);
	if (r->rostered)
		put_hex(out, "roster", r->roster, 32 * ((size_t)r->parties + 1));
}

static void put_fields(const struct sigrecord *r, struct buf *out)
{
	if (r->event == SIG_INIT)
		put_hex(out, "log", r->log, 16);
	if (r->event == SIG_INIT || r->event == SIG_REKEY)
		put_hex(out, "key", r->key, 32);
	if (signs(r->event))
		put_signed(r, out);
	if (r->event == SIG_REASSIGN) {
		buf_printf(out, " chain=%s slot=%d", r->chain, r->slot);
		put_hex(out, "to", r->to, 32);
		buf_printf(out, " reason=%s", r->reason);
		put_int(out, "time", r->time);
	}
	if (r->event == SIG_ALLOW)
		put_int(out, "until", r->until);
	if (r->event == SIG_CUT)
		put_int(out, "bytes", r->bytes);
}

void sigrecord_put(struct sigrecord *r, const unsigned char before[32], struct buf *out)
{
	char at[CLOCK_TEXT];
	size_t start = out->n;
	clock_iso(r->at, at);
	buf_printf(out, "TKL1 %lld %s %s", (long long)r->seq, at, events[r->event]);
	put_fields(r, out);
	buf_byte(out, ' ');
	struct digest *d = digest_new();
	digest_add(d, before, 32);
	if (!out->over)
		digest_add(d, out->p + start, out->n - start);
	digest_get(d, r->hash);
	digest_free(d);
	hex_add(out, r->hash, 32);
	buf_byte(out, '\n');
}

/* Walks the words of a line; s is changed. */
static char *next(char **s)
{
	char *w = *s;
	if (!w)
		return NULL;
	*s = strchr(w, ' ');
	if (*s)
		*(*s)++ = 0;
	return w;
}

static char *value(char **s, const char *key)
{
	char *w = next(s);
	size_t n = strlen(key);
	return w && !strncmp(w, key, n) && w[n] == '=' ? w + n + 1 : NULL;
}

static bool get_int(char **s, const char *key, int64_t min, int64_t max, int64_t *r)
{
	return !str_to_int(value(s, key), min, max, r);
}

static bool get_small(char **s, const char *key, int min, int max, int *r)
{
	int64_t v = 0;
	bool good = get_int(s, key, min, max, &v);
	*r = (int)v;
	return good;
}

static bool get_hex(char **s, const char *key, void *out, size_t n)
{
	return !hex_decode(value(s, key), out, n);
}

static bool get_chain(char **s, char chain[ACT_CHAIN + 1])
{
	const char *v = value(s, "chain");
	size_t n = v ? strlen(v) : 0;
	if (n < 18 || n > ACT_CHAIN)
		return false;
	memcpy(chain, v, n + 1);
	return true;
}

static bool get_roster(char **s, struct sigrecord *r)
{
	const char *v = value(s, "roster");
	size_t n = v ? strlen(v) : 0;
	if (!n || n % 64 || n > 2 * sizeof r->roster)
		return false;
	r->rostered = true;
	r->parties = (int)(n / 64) - 1;
	return !hex_decode(v, r->roster, n / 2);
}

/* A repeat or another attempt binds the same act, and so the same roster; logs
 * of before have it there too. */
static bool no_roster(char *const *s, const struct sigrecord *r)
{
	return r->version > 1 || (!begins(r->event) && (!*s || strncmp(*s, "roster=", 7)));
}

static bool get_signed(char **s, struct sigrecord *r)
{
	return get_chain(s, r->chain) && get_small(s, "version", 1, ACT_SLOTS + 3, &r->version) &&
	       get_small(s, "attempt", 1, SIGRECORD_ATTEMPTS, &r->attempt) &&
	       get_hex(s, "act", r->act, 32) && get_int(s, "time", 0, INT64_MAX, &r->time) &&
	       get_int(s, "length", 1, INT32_MAX, &r->length) &&
	       get_int(s, "gap", 1, INT32_MAX, &r->gap) &&
	       get_int(s, "gaplen", 4, INT32_MAX, &r->gap_len) &&
	       get_hex(s, "digest", r->digest, 32) && r->gap + r->gap_len < r->length &&
	       (no_roster(s, r) || get_roster(s, r));
}

static bool get_reassign(char **s, struct sigrecord *r)
{
	if (!get_chain(s, r->chain) || !get_small(s, "slot", 1, ACT_SLOTS, &r->slot) ||
	    !get_hex(s, "to", r->to, 32))
		return false;
	const char *why = value(s, "reason");
	for (size_t i = 0; why && i < sizeof reasons / sizeof *reasons; i++)
		if (!strcmp(reasons[i], why))
			snprintf(r->reason, sizeof r->reason, "%s", why);
	return r->reason[0] && get_int(s, "time", 0, INT64_MAX, &r->time);
}

static bool get_fields(char **s, struct sigrecord *r)
{
	switch (r->event) {
	case SIG_INIT:
		return get_hex(s, "log", r->log, 16) && get_hex(s, "key", r->key, 32);
	case SIG_REKEY:
		return get_hex(s, "key", r->key, 32);
	case SIG_SIGN:
	case SIG_REPEAT:
	case SIG_AGAIN:
	case SIG_ADOPT:
		return get_signed(s, r);
	case SIG_REASSIGN:
		return get_reassign(s, r);
	case SIG_ALLOW:
		return get_int(s, "until", 0, INT64_MAX, &r->until);
	case SIG_CUT:
		return get_int(s, "bytes", 1, INT64_MAX, &r->bytes);
	}
	return false;
}

static bool parse(char *s, struct sigrecord *r)
{
	const char *magic = next(&s), *seq = next(&s), *at = next(&s), *event = next(&s);
	if (!event || strcmp(magic, "TKL1") || str_to_int(seq, 1, INT64_MAX, &r->seq) ||
	    clock_parse_iso(at, &r->at))
		return false;
	for (size_t i = 1; i < EVENTS; i++)
		if (!strcmp(events[i], event))
			r->event = (enum log_event)i;
	return r->event && get_fields(&s, r) && !hex_decode(next(&s), r->hash, 32) && !s;
}

enum err sigrecord_parse(struct bytes line, const unsigned char before[32], struct sigrecord *r)
{
	char text[SIGRECORD_LINE];
	unsigned char hash[32];
	struct buf again;
	memset(r, 0, sizeof *r);
	if (!line.n || line.n >= sizeof text || memchr(line.p, 0, line.n))
		return INVALID;
	memcpy(text, line.p, line.n);
	text[line.n] = 0;
	if (!parse(text, r))
		return INVALID;
	memcpy(hash, r->hash, 32);
	static const unsigned char zero[32];
	buf_init(&again, SIGRECORD_LINE);
	sigrecord_put(r, before ? before : zero, &again);
	/* Without `before` the last 64 characters and the newline are not comparable. */
	size_t n = before ? line.n : line.n - 64;
	bool same = again.n == line.n + 1 && !memcmp(again.p, line.p, n);
	buf_clear(&again);
	memcpy(r->hash, hash, 32);
	return same ? OK : INVALID;
}

enum err sigchain_apply(struct sigchain *c, const struct sigrecord *r)
{
	if (r->event == SIG_REASSIGN) {
		if (r->slot > c->parties || c->last >= r->slot + 2 || !c->last)
			return BROKEN;
		memcpy(c->roster[r->slot], r->to, 32);
		c->moved = r->time;
		c->moves++;
		return OK;
	}
	if (!signs(r->event))
		return BROKEN;
	if (r->event == SIG_REPEAT)
		return r->version <= c->last ? OK : BROKEN;
	if (r->version != c->last + begins(r->event) ||
	    (c->last && r->version > c->parties + 3))
		return BROKEN;
	if (r->version == 1 && begins(r->event)) {
		c->parties = r->parties;
		memcpy(c->roster, r->roster, sizeof c->roster);
	}
	c->last = r->version;
	c->v[r->version] = (struct sigversion){ .time = r->time,
						.length = r->length,
						.gap = r->gap,
						.gap_len = r->gap_len,
						.attempt = r->attempt };
	memcpy(c->v[r->version].act, r->act, 32);
	memcpy(c->v[r->version].digest, r->digest, 32);
	return OK;
}
