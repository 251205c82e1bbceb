/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The daily time stamps over the journal's head, and a head on somebody's
 * receipt. The tokens themselves are judged by a child. */
#include "office/history_inside.h"

#include "office/tool.h"
#include "office/witness.h"

#include "base/hex.h"
#include "base/str.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* NULL or what is wrong with the token itself. */
static const char *ask_token(struct history *h, struct arena *a, const struct witness *w)
{
	struct msg q, m;
	int64_t time = 0;
	const char *why = "no answer";
	int pem = open(h->conf->tsa_trust, O_RDONLY | O_CLOEXEC);
	if (pem < 0)
		return "no_roots";
	msg_init(&q, 128 << 10);
	msg_init(&m, 16384);
	msg_put(&q, "digest", w->chain, 32);
	msg_put(&q, "token", w->token.p, w->token.n);
	if (!tool_ask(h->conf, a, "token", TOOL_WAIT, pem, -1, &q, &m)) {
		bool told = *tool_word(a, &m, "error");
		why = told ? tool_word(a, &m, "why") : NULL;
		if (!told && (msg_geti(&m, "gentime", 1, INT64_MAX, &time) || time != w->stamped))
			why = "its time is another one than recorded";
	}
	close(pem);
	msg_clear(&q);
	msg_clear(&m);
	return why;
}

/* Of its own day, give or take an hour for two clocks and a slow answer. */
static bool of_its_day(const struct witness *w)
{
	char day[40];
	for (int hours = -1; hours <= 1; hours++) {
		struct civil t = clock_jst(w->stamped + hours * HOUR);
		snprintf(day, sizeof day, "%04d-%02d-%02d", t.year, t.month, t.day);
		if (!strcmp(day, w->day))
			return true;
	}
	return false;
}

static void judge(struct history *h, struct arena *a, const struct witness *w)
{
	char key[40];
	uint64_t before = h->sum->bad;
	snprintf(key, sizeof key, "head/%s", w->day);
	const unsigned char *sum = history_frame(h, (uint64_t)w->seq);
	if (!sum)
		history_say(h, HISTORY_BAD, "witness", key, "it stands for frame %lld, which the journal lacks",
			    (long long)w->seq);
	else if (memcmp(sum, w->chain, 32))
		history_say(h, HISTORY_BAD, "witness", key,
			    "frame %lld is not the one that was time-stamped: the journal was written anew",
			    (long long)w->seq);
	const char *why = ask_token(h, a, w);
	if (why)
		history_say(h, HISTORY_BAD, "witness", key, "its time stamp does not hold (%s)", why);
	else if (!of_its_day(w))
		history_say(h, HISTORY_LOOK, "witness", key, "it was stamped on another day");
	h->sum->witnesses += h->sum->bad == before;
}

static void printed(struct history *h)
{
	char hex[65], where[40];
	if (!h->ask->seq)
		return;
	const unsigned char *sum = history_frame(h, h->ask->seq);
	snprintf(where, sizeof where, "frame %llu", (unsigned long long)h->ask->seq);
	if (sum)
		hex_encode(sum, 32, hex);
	if (!sum)
		history_say(h, HISTORY_BAD, "witness", where, "the journal lacks the frame of this receipt");
	else if (!str_starts(hex, h->ask->head))
		history_say(h, HISTORY_BAD, "witness", where, "the receipt says another hash: %s", hex);
	else
		history_say(h, HISTORY_GOOD, "witness", where, "the receipt's hash is the journal's");
}

enum err history_witnesses(struct history *h)
{
	struct witness *w;
	size_t n;
	struct arena *a = arena_new(0);
	uint64_t before = h->sum->bad;
	printed(h);
	enum err e = witness_all(h->conf, a, &w, &n);
	if (e)
		history_say(h, HISTORY_BAD, "witness", "head/", "they cannot be read (%s)", err_word(e));
	for (size_t i = 0; !e && i < n; i++) {
		struct arena *each = arena_new(0);
		judge(h, each, &w[i]);
		arena_free(each);
	}
	if (!e && n && h->sum->bad == before)
		history_say(h, HISTORY_GOOD, "witness", "",
			    "%zu days are time-stamped, the last one %s up to frame %lld", n,
			    w[n - 1].day, (long long)w[n - 1].seq);
	else if (!e && !n)
		history_say(h, HISTORY_LOOK, "witness", "",
			    "no day is time-stamped: a journal written anew would not show");
	arena_free(a);
	return e == BROKEN ? OK : e;
}
