/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The queues of the clerk. */
#include "core/outbox.h"

#include "core/ledger.h"
#include "core/record.h"

#include "base/clock.h"
#include "base/hex.h"
#include "base/log.h"
#include "base/str.h"
#include "port/digest.h"
#include "store/store.h"

#include <string.h>

#define SIGN_DIR "outbox/sign/"

enum err outbox_add(const struct conf *conf, struct arena *a, struct notice *n)
{
	struct txn *t;
	struct buf b;
	enum err e = ledger_writing(conf, &t);
	if (e)
		return e;
	n->made = n->next = txn_time(t);
	buf_init(&b, STORE_VALUE);
	notice_format(n, &b);
	e = txn_put(t, arena_printf(a, "outbox/mail/%020lld-%012llu-000", (long long)n->made,
				    (unsigned long long)txn_seq(t)), b.p, b.n);
	buf_clear(&b);
	if (e) {
		txn_abort(t);
		return e;
	}
	return txn_commit(t);
}

enum err outbox_mails(const struct conf *conf, struct arena *a, const char *after, size_t limit,
		      struct outbox_mail **mails_r, size_t *n_r, bool *more_r)
{
	struct txn *t;
	struct store_item *items;
	size_t n;
	enum err e = ledger_reading(conf, &t);
	if (e)
		return e;
	e = txn_list(t, "outbox/mail/", after, false, limit, a, &items, &n);
	txn_abort(t);
	if (e)
		return e;
	*mails_r = arena_new_array(a, struct outbox_mail, n + 1);
	*n_r = n;
	*more_r = n == limit;
	for (size_t i = 0; !e && i < n; i++) {
		(*mails_r)[i].key = items[i].key;
		e = notice_parse(items[i].value, a, &(*mails_r)[i].notice);
	}
	return e;
}

/* --- what is to be signed ------------------------------------------------------- */

#define SIGN_PAUSE MINUTE
#define SIGN_PAUSE_MAX (4 * HOUR)

#define COL(m, t) { #m, t, offsetof(struct outbox_sign, m), NULL }
static const struct column sign_columns[] = { COL(tries, COLUMN_NUMBER), COL(first, COLUMN_TIME),
					      COL(next, COLUMN_TIME) };
#define SIGN_COLUMNS (sizeof sign_columns / sizeof *sign_columns)

/* "1": nothing went wrong with it. */
static enum err sign_parse(struct arena *a, struct bytes v, struct outbox_sign *r)
{
	const char *name, *value;
	bool bad = false;
	struct record c = { (const char *)v.p, (const char *)v.p + v.n, a };
	if (v.n == 1)
		return OK;
	if (!record_line(&c, &name, &value, &bad) || !str_eq(name, "sign"))
		return BROKEN;
	while (record_line(&c, &name, &value, &bad))
		if (record_set(sign_columns, SIGN_COLUMNS, r, name, value, a))
			return BROKEN;
	return bad ? BROKEN : OK;
}

enum err outbox_signs(const struct conf *conf, struct arena *a, const char *after, size_t limit,
		      struct outbox_sign **r, size_t *n_r)
{
	struct txn *t;
	struct store_item *items;
	enum err e = ledger_reading(conf, &t);
	if (e)
		return e;
	e = txn_list(t, SIGN_DIR, after, false, limit, a, &items, n_r);
	txn_abort(t);
	if (e)
		return e;
	*r = arena_new_array(a, struct outbox_sign, *n_r + 1);
	for (size_t i = 0; !e && i < *n_r; i++) {
		(*r)[i] = (struct outbox_sign){ .id = items[i].key + strlen(SIGN_DIR) };
		e = sign_parse(a, items[i].value, &(*r)[i]);
	}
	return e;
}

/* One entry, changed in a commit of its own. */
static enum err sign_change(const struct conf *conf, struct arena *a, const char *id, bool refused)
{
	struct txn *t;
	struct bytes v;
	struct buf b;
	struct outbox_sign s = { .id = id };
	const char *key = arena_printf(a, SIGN_DIR "%s", id);
	enum err e = ledger_writing(conf, &t);
	if (e)
		return e;
	buf_init(&b, 1024);
	e = txn_get(t, key, a, &v);
	if (!e)
		e = sign_parse(a, v, &s);
	int64_t now = e ? 0 : txn_time(t), pause = SIGN_PAUSE;
	for (int64_t i = 0; i < s.tries && pause < SIGN_PAUSE_MAX; i++)
		pause *= 2;
	s.first = s.tries ? s.first : now;
	s.next = refused ? now + (pause < SIGN_PAUSE_MAX ? pause : SIGN_PAUSE_MAX) : now;
	s.tries += refused;
	buf_str(&b, "sign 1\n");
	record_format(sign_columns, SIGN_COLUMNS, &s, &b);
	if (!e)
		e = s.tries ? txn_put(t, key, b.p, b.n) : OK;
	buf_clear(&b);
	if (e) {
		txn_abort(t);
		return e;
	}
	return txn_commit(t);
}

enum err outbox_sign_refused(const struct conf *conf, struct arena *a, const char *id)
{
	return sign_change(conf, a, id, true);
}

enum err outbox_sign_again(const struct conf *conf, struct arena *a, const char *id)
{
	return sign_change(conf, a, id, false);
}

/* --- letters --------------------------------------------------------------------- */

void outbox_message_id(const char *key, char out[33])
{
	unsigned char sum[SHA256_SIZE];
	digest_sha256(key, strlen(key), sum);
	hex_encode(sum, 16, out);
}

/* The history line of a letter that left or was refused. */
static enum err tell(struct txn *t, struct arena *a, const struct outbox_mail *m,
		     enum event_kind k, const char *note, const char *why)
{
	const struct notice *n = &m->notice;
	struct contract *before, *c;
	char id[33];
	enum err e = ledger_get(t, a, n->contract, &before);
	if (e)
		return e == MISSING ? OK : e;
	e = ledger_get(t, a, n->contract, &c);
	if (e)
		return e;
	struct change *ch = arena_alloc(a, sizeof *ch);
	struct party *p = contract_party(c, n->slot);
	bool holder = p && p->generation == n->generation && party_pending(p);
	change_event(ch, txn_time(t), k, n->slot, note);
	if (holder && k == EVENT_MAILED && notice_link(n) == LINKS_ACT) {
		outbox_message_id(m->key, id);
		p->mailed = txn_time(t);
		p->letter = arena_str(a, id);
	}
	if (k == EVENT_UNDELIVERED)
		contract_bounced(c, n->slot, n->generation, txn_time(t), why, a, ch);
	return ledger_save(t, a, before, c, ch);
}

static enum err postpone(struct txn *t, const struct outbox_mail *m, int64_t pause,
			 const char *trouble)
{
	struct notice n = m->notice;
	struct buf b;
	buf_init(&b, STORE_VALUE);
	n.tries++;
	n.next = txn_time(t) + pause;
	n.trouble = trouble;
	notice_format(&n, &b);
	enum err e = txn_put(t, m->key, b.p, b.n);
	buf_clear(&b);
	return e;
}

enum err outbox_done(const struct conf *conf, struct arena *a, const struct outbox_mail *m,
		     enum outcome o, const char *address, const char *trouble, const char *why)
{
	struct txn *t;
	struct bytes v;
	const struct notice *n = &m->notice;
	enum err e = ledger_writing(conf, &t);
	if (e)
		return e;
	int64_t pause = notice_pause(n, txn_time(t));
	if (o == OUTCOME_LATER && !pause) {
		o = OUTCOME_REFUSED;
		why = "away";
	}
	e = txn_get(t, m->key, a, &v); /* gone: another clerk was faster */
	if (!e && o == OUTCOME_LATER)
		e = postpone(t, m, pause, trouble);
	else if (!e)
		e = txn_del(t, m->key);
	if (!e && *n->contract && (o == OUTCOME_SENT || o == OUTCOME_REFUSED))
		e = tell(t, a, m, o == OUTCOME_SENT ? EVENT_MAILED : EVENT_UNDELIVERED,
			 arena_printf(a, "%s %s%s%s", notice_name(n), address,
				      *trouble ? " " : "", trouble), why);
	if (e) {
		txn_abort(t);
		return e;
	}
	return txn_commit(t);
}
