/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The rules of the signing chain, without I/O. */
#include "sign/sigrules.h"

#include "base/clock.h"
#include "base/str.h"
#include "port/digest.h"

#include <string.h>

#define AHEAD (5 * SECOND)

/* SHA-256 of the address with its domain in lower case (base/act.h). */
static bool is_party(const struct sigchain *c, const struct act *a)
{
	char mail[ACT_MAIL + 1];
	unsigned char hash[32];
	memcpy(mail, a->mail, sizeof mail);
	char *at = strrchr(mail, '@');
	if (at)
		str_lower_ascii(at);
	digest_sha256(mail, strlen(mail), hash);
	return !memcmp(hash, c->roster[a->slot], 32);
}

static const char *next_place(const struct sigchain *c, const struct act *a)
{
	if (!c->last)
		return a->kind == ACT_FIX ? NULL : "unknown";
	if (c->last == c->parties + 3)
		return "closed";
	if (a->version != c->last + 1)
		return "version";
	if (a->kind == ACT_CONCLUDE)
		return a->parties == c->parties ? NULL : "parties";
	if (a->slot > c->parties)
		return "slot";
	return is_party(c, a) ? NULL : "roster";
}

const char *sigrules_place(const struct sigchain *c, const struct sigrequest *q)
{
	const struct act *a = &q->act;
	if (a->version > c->last)
		return next_place(c, a);
	return memcmp(c->v[a->version].act, q->act_hash, 32) ? "act_differs" : NULL;
}

const char *sigrules_event(const struct sigchain *c, const struct sigrequest *q,
			   const unsigned char digest[32], enum log_event *event_r)
{
	int k = q->act.version;
	*event_r = SIG_SIGN;
	if (k > c->last)
		return NULL;
	*event_r = SIG_REPEAT;
	if (!memcmp(c->v[k].digest, digest, 32))
		return NULL;
	*event_r = SIG_AGAIN;
	if (k < c->last)
		return "differs";
	return q->attempt == c->v[k].attempt + 1 ? NULL : "attempt";
}

const char *sigrules_time(const struct sigchain *c, const struct sigrequest *q, enum log_event event,
			  int64_t now, int64_t oldest)
{
	int k = q->act.version;
	int64_t t = q->act.time;
	if (t > now + AHEAD)
		return "future";
	if (event != SIG_REPEAT && t < oldest)
		return "old";
	return k > 1 && t < c->v[k - 1].time ? "order" : NULL;
}

bool sigrules_held(const struct sigchain *c, const struct sigrequest *q)
{
	return c->last && q->act.slot <= c->parties &&
	       !memcmp(c->roster[q->act.slot], q->to, sizeof q->to);
}

const char *sigrules_reassign(const struct sigchain *c, const struct sigrequest *q, int64_t now)
{
	const struct act *a = &q->act;
	if (!c->last)
		return "unknown";
	if (c->last == c->parties + 3)
		return "closed";
	if (a->slot > c->parties || c->last >= a->slot + 2)
		return "slot";
	if (c->moves >= SIGRECORD_MOVES)
		return "moves";
	if (a->time > now + AHEAD)
		return "future";
	return a->time < c->moved || a->time < c->v[c->last].time ? "order" : NULL;
}
