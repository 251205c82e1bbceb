/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What codes and servers' words mean, and what is recorded of it. Parses no mail. */
#include "office/bounce.h"

#include "core/ledger.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

/* RFC 3463 §3; the class (4 gave up, 5 never) makes no difference any more. */
static const struct {
	const char *code, *why;
} codes[] = {
	{ ".1.1", "unknown" }, { ".1.2", "unknown" }, { ".1.3", "unknown" }, { ".1.6", "unknown" },
	{ ".1.10", "unknown" }, { ".2.1", "unknown" }, { ".2.2", "full" },    { ".2.3", "size" },
	{ ".3.1", "full" },    { ".3.4", "size" },    { ".4.", "away" },
};

static const char *by_code(const char *s)
{
	for (; *s; s++) {
		if ((*s != '4' && *s != '5') || s[1] != '.' || !isdigit((unsigned char)s[2]))
			continue;
		for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
			size_t n = strlen(codes[i].code);
			if (!strncmp(s + 1, codes[i].code, n) &&
			    (codes[i].code[n - 1] == '.' || !isdigit((unsigned char)s[1 + n])))
				return codes[i].why;
		}
		return NULL;
	}
	return NULL;
}

/* What servers write that give no such code, carriers among them. */
static const struct {
	const char *words, *why;
} phrases[] = {
	{ "user unknown", "unknown" },	   { "unknown user", "unknown" },
	{ "no such user", "unknown" },	   { "does not exist", "unknown" },
	{ "no mailbox here", "unknown" },  { "mailbox unavailable", "unknown" },
	{ "mailbox not found", "unknown" }, { "host or domain name not found", "unknown" },
	{ "mailbox full", "full" },	   { "mailbox is full", "full" },
	{ "over quota", "full" },	   { "quota exceeded", "full" },
	{ "too large", "size" },	   { "size limit", "size" },
	{ "exceeds size", "size" },	   { "timed out", "away" },
	{ "connection refused", "away" },  { "retry timeout", "away" },
};

static const char *by_words(const char *s)
{
	for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
		if (strcasestr(s, phrases[i].words))
			return phrases[i].why;
	return NULL;
}

const char *bounce_why(const char *text)
{
	const char *why = by_code(text);
	if (!why)
		why = by_words(text);
	return why ? why : "refused";
}

struct returned {
	const struct verp *v;
	const char *why;
};

static const char *mail_of(const struct contract *c, int64_t slot)
{
	const struct party *p = contract_party(c, slot);
	return p ? p->mail : c->viewers[slot - NOTICE_VIEWER].mail;
}

static enum err mark(struct contract *c, int64_t now, struct change *ch, struct arena *a, void *ctx)
{
	const struct returned *r = ctx;
	contract_bounced(c, r->v->slot, r->v->generation, now, r->why, a, ch);
	if (!ch->n_notices) /* a flood of such mails writes nothing */
		return CONFLICT;
	change_event(ch, now, EVENT_UNDELIVERED, r->v->slot,
		     arena_printf(a, "letter %s %s", mail_of(c, r->v->slot), r->why));
	return OK;
}

enum err bounce_mark(const struct conf *conf, const struct verp *v, const char *why)
{
	struct arena *a = arena_new(0);
	struct returned r = { v, why };
	enum err e = ledger_change(conf, a, v->contract, 0, mark, &r, NULL);
	arena_free(a);
	return e;
}
