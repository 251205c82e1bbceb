/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The table of event words and their bytes. */
#include "core/event.h"

#include "core/record.h"

#include "base/str.h"

#include <string.h>

static const char *const words[EVENT_KINDS + 1] = {
	[EVENT_CREATED] = "created",	     [EVENT_SENT] = "sent",
	[EVENT_INVITED] = "invited",	     [EVENT_MAILED] = "mailed",
	[EVENT_UNDELIVERED] = "undelivered", [EVENT_OPENED] = "opened",
	[EVENT_CODE_WRONG] = "code_wrong",   [EVENT_CODE_LOCKED] = "code_locked",
	[EVENT_AGREED] = "agreed",	     [EVENT_SIGNED] = "signed",
	[EVENT_CONCLUDING] = "concluding",   [EVENT_CONCLUDED] = "concluded",
	[EVENT_DECLINED] = "declined",	     [EVENT_WITHDRAWN] = "withdrawn",
	[EVENT_FORWARDED] = "forwarded",     [EVENT_EXTENDED] = "extended",
	[EVENT_RENEWED] = "renewed",	     [EVENT_REMINDED] = "reminded",
	[EVENT_CORRECTED] = "corrected",     [EVENT_STAMPED] = "stamped",
	[EVENT_ASKED] = "asked",	     [EVENT_ANSWERED] = "answered",
	[EVENT_LATER] = "later",	     [EVENT_REPORTED] = "reported",
	[EVENT_EXPIRED] = "expired",	     [EVENT_SHOWN] = "shown",
	[EVENT_COPIED] = "copied",
	[EVENT_RESPELLED] = "respelled",     [EVENT_RECODED] = "recoded",
	[EVENT_SHARED] = "shared",
};

#define COL(m, t) { #m, t, offsetof(struct event, m), NULL }
static const struct column columns[] = {
	COL(seq, COLUMN_NUMBER),
	COL(time, COLUMN_TIME),
	{ "kind", COLUMN_WORD, offsetof(struct event, kind), words },
	COL(slot, COLUMN_NUMBER),
	COL(note, COLUMN_TEXT),
	COL(prev, COLUMN_HASH),
};
#define COLUMNS (sizeof columns / sizeof *columns)

const char *event_word(enum event_kind k)
{
	return words[k];
}

void event_format(const struct event *e, struct buf *out)
{
	buf_str(out, "event 1\n");
	record_format(columns, COLUMNS, e, out);
}

enum err event_parse(struct bytes src, struct arena *a, struct event *e)
{
	struct record r = { (const char *)src.p, (const char *)src.p + src.n, a };
	const char *name, *value;
	bool bad = false;
	memset(e, 0, sizeof *e);
	record_blank(columns, COLUMNS, e);
	if (!record_line(&r, &name, &value, &bad) || !str_eq(name, "event") || !str_eq(value, "1"))
		return BROKEN;
	while (record_line(&r, &name, &value, &bad))
		if (record_set(columns, COLUMNS, e, name, value, a))
			return BROKEN;
	return bad ? BROKEN : OK;
}
