/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The table of notices and an intent's bytes. Knows no SMTP and no text. */
#include "core/notice.h"

#include "core/record.h"

#include "base/clock.h"
#include "base/str.h"

#include <string.h>

static const char *const words[NOTICE_KINDS + 1] = {
	[NOTICE_REQUEST] = "request",	    [NOTICE_RECEIPT] = "receipt",
	[NOTICE_CONCLUDED] = "concluded",   [NOTICE_CODE] = "code",
	[NOTICE_REGISTER] = "register",	    [NOTICE_REGISTERED] = "registered",
	[NOTICE_SENT] = "sent",		    [NOTICE_REMIND] = "remind",
	[NOTICE_DUE] = "due",		    [NOTICE_AGREED] = "agreed",
	[NOTICE_WITHDRAWN] = "withdrawn",   [NOTICE_UNDELIVERED] = "undelivered",
	[NOTICE_SHARED] = "shared",	    [NOTICE_ALARM] = "alarm",
	[NOTICE_FORWARDED] = "forwarded",   [NOTICE_HANDED] = "handed",
	[NOTICE_MOVED] = "moved",	    [NOTICE_DECLINED] = "declined",
	[NOTICE_ENDED] = "ended",	    [NOTICE_EXPIRED] = "expired",
	[NOTICE_OVERDUE] = "overdue",	    [NOTICE_QUESTION] = "question",
	[NOTICE_ANSWER] = "answer",	    [NOTICE_RENEWED] = "renewed",
	[NOTICE_REPORT] = "report",	    [NOTICE_ONCE] = "once",
	[NOTICE_LOOK] = "look",		    [NOTICE_COPIES] = "copies",
};
static const enum notice_link links[NOTICE_KINDS] = {
	[NOTICE_REQUEST] = LINKS_ACT,	 [NOTICE_REMIND] = LINKS_ACT,
	[NOTICE_DUE] = LINKS_ACT,	 [NOTICE_RECEIPT] = LINKS_RESULT,
	[NOTICE_CONCLUDED] = LINKS_RESULT, [NOTICE_SHARED] = LINKS_RESULT,
	[NOTICE_FORWARDED] = LINKS_ACT,	 [NOTICE_RENEWED] = LINKS_ACT,
	[NOTICE_EXPIRED] = LINKS_KNOWN,	 [NOTICE_ENDED] = LINKS_KNOWN,
	[NOTICE_ANSWER] = LINKS_KNOWN,	 [NOTICE_LOOK] = LINKS_LOOK,
};

#define COL(m, t) { #m, t, offsetof(struct notice, m), NULL }
static const struct column columns[] = {
	{ "kind", COLUMN_WORD, offsetof(struct notice, kind), words },
	COL(contract, COLUMN_TEXT),
	COL(slot, COLUMN_NUMBER),
	COL(generation, COLUMN_NUMBER),
	COL(after, COLUMN_NUMBER),
	COL(address, COLUMN_TEXT),
	COL(extra, COLUMN_TEXT),
	COL(about, COLUMN_NUMBER),
	COL(about2, COLUMN_NUMBER),
	COL(made, COLUMN_TIME),
	COL(tries, COLUMN_NUMBER),
	COL(next, COLUMN_TIME),
	COL(trouble, COLUMN_TEXT),
};
#define COLUMNS (sizeof columns / sizeof *columns)

const char *notice_word(enum notice_kind k)
{
	return words[k];
}

const char *notice_name(const struct notice *n)
{
	bool extended = n->kind == NOTICE_REMIND && str_eq(n->extra, "extended");
	return extended ? n->extra : words[n->kind];
}

enum notice_link notice_link(const struct notice *n)
{
	return n->slot ? links[n->kind] : LINKS_NOTHING; /* a sender signs in */
}

void notice_format(const struct notice *n, struct buf *out)
{
	struct notice whole = *n;
	const char **texts[] = { &whole.contract, &whole.address, &whole.extra, &whole.trouble };
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (!*texts[i])
			*texts[i] = "";
	buf_str(out, "notice 1\n");
	record_format(columns, COLUMNS, &whole, out);
}

enum err notice_parse(struct bytes src, struct arena *a, struct notice *n)
{
	struct record r = { (const char *)src.p, (const char *)src.p + src.n, a };
	const char *name, *value;
	bool bad = false;
	memset(n, 0, sizeof *n);
	record_blank(columns, COLUMNS, n);
	if (!record_line(&r, &name, &value, &bad) || !str_eq(name, "notice") || !str_eq(value, "1"))
		return BROKEN;
	while (record_line(&r, &name, &value, &bad))
		if (record_set(columns, COLUMNS, n, name, value, a))
			return BROKEN;
	return bad ? BROKEN : OK;
}

int64_t notice_pause(const struct notice *n, int64_t now)
{
	if (now - n->made > 5 * DAY)
		return 0;
	int64_t pause = 5 * SECOND;
	for (int64_t i = 1; i < n->tries && pause < 4 * HOUR; i++)
		pause *= 2;
	return pause < 4 * HOUR ? pause : 4 * HOUR;
}
