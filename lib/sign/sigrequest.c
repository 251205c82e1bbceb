/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Fields into a request. Decides nothing. */
#include "sign/sigrequest.h"

#include "base/hex.h"
#include "base/str.h"
#include "port/digest.h"
#include "sign/candidate.h"

#include <stdio.h>
#include <string.h>

struct walk {
	const struct msg *m;
	size_t at;
};

static bool is(struct bytes key, const char *name)
{
	return key.n == strlen(name) && !memcmp(key.p, name, key.n);
}

/* The next field, which must have this key and 1 to size-1 bytes of text. */
static bool text(struct walk *w, const char *key, char *out, size_t size)
{
	struct bytes k, v;
	if (!msg_next(w->m, &w->at, &k, &v) || !is(k, key) || !v.n || v.n >= size ||
	    memchr(v.p, 0, v.n))
		return false;
	memcpy(out, v.p, v.n);
	out[v.n] = 0;
	return true;
}

static bool number(struct walk *w, const char *key, int64_t min, int64_t max, int64_t *r)
{
	char s[24], again[24];
	if (!text(w, key, s, sizeof s) || str_to_int(s, min, max, r))
		return false;
	snprintf(again, sizeof again, "%lld", (long long)*r);
	return !strcmp(s, again);
}

static bool lock_name(const char *s)
{
	for (; *s; s++)
		if (!((*s >= '0' && *s <= '9') || (*s >= 'A' && *s <= 'Z') || (*s >= 'a' && *s <= 'z')))
			return false;
	return true;
}

static bool parse_locks(struct walk *w, struct sigrequest *q)
{
	while (w->at < w->m->b.n) {
		if (q->locks == SIGDICT_LOCKS)
			return false;
		char *name = q->names[q->locks];
		if (!text(w, "lock", name, sizeof q->names[0]) || !lock_name(name))
			return false;
		q->lock[q->locks++] = name;
	}
	return !q->locks || q->act.kind == ACT_SEND || q->act.kind == ACT_AGREE;
}

static bool parse_layout(struct walk *w, struct sigrequest *q)
{
	int64_t attempt = 0, reserve = 0, catalog = 0;
	if (!number(w, "attempt", 1, 3, &attempt) ||
	    !number(w, "dict_off", 1, CANDIDATE_MAX, &q->dict_off) ||
	    !number(w, "reserve", SIGDICT_RESERVE_MIN, SIGDICT_RESERVE_MAX, &reserve) ||
	    !number(w, "catalog", 1, INT32_MAX, &catalog))
		return false;
	q->attempt = (int)attempt;
	q->reserve = (size_t)reserve;
	q->catalog = (uint32_t)catalog;
	return parse_locks(w, q);
}

static bool chain_name(const char *s)
{
	char id[17];
	int64_t n;
	if (strlen(s) < 18)
		return false;
	memcpy(id, s, 16);
	id[16] = 0;
	return token_valid(id, 16) && s[16] == '-' && s[17] != '0' && s[17] != '-' &&
	       !str_to_int(s + 17, 1, 999, &n);
}

static bool parse_reassign(struct walk *w, struct sigrequest *q)
{
	char op[12];
	int64_t slot = 0;
	struct bytes k, v;
	if (!text(w, "op", op, sizeof op) || strcmp(op, "reassign") ||
	    !text(w, "chain", q->act.chain, sizeof q->act.chain) || !chain_name(q->act.chain) ||
	    !number(w, "slot", 1, ACT_SLOTS, &slot) || !msg_next(w->m, &w->at, &k, &v) ||
	    !is(k, "to") || v.n != sizeof q->to)
		return false;
	memcpy(q->to, v.p, v.n);
	q->act.slot = (int)slot;
	return text(w, "reason", q->reason, sizeof q->reason) &&
	       (!strcmp(q->reason, "forward") || !strcmp(q->reason, "correction") ||
		!strcmp(q->reason, "undo")) &&
	       number(w, "time", 0, INT64_MAX, &q->act.time) && w->at == w->m->b.n;
}

enum err sigrequest_parse(const struct msg *m, struct sigrequest *q, const char **why_r)
{
	struct walk w = { m, 0 };
	struct bytes k, v;
	size_t first = 0;
	memset(q, 0, sizeof *q);
	*why_r = "field";
	if (!msg_next(m, &first, &k, &v))
		return m->b.n ? INVALID : OK;
	if (is(k, "op")) {
		q->kind = SIGREQUEST_REASSIGN;
		return parse_reassign(&w, q) ? OK : INVALID;
	}
	q->kind = SIGREQUEST_SIGN;
	if (act_parse(m, &q->act, &w.at)) {
		*why_r = "act";
		return INVALID;
	}
	digest_sha256(m->b.p, w.at, q->act_hash);
	return parse_layout(&w, q) ? OK : INVALID;
}
