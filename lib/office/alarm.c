/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Looks at queues, records and the signer's answer. Writes no letter. */
#include "office/alarm.h"

#include "core/ledger.h"
#include "core/outbox.h"
#include "core/record.h"
#include "office/signer.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/str.h"
#include "store/store.h"

#include <stdio.h>
#include <string.h>

#define LOOK 200 /* waiting documents that are looked at */

static const char *const words[ALARMS] = { "tsa", "cert", "sign", "mail" };

const char *alarm_word(enum alarm k)
{
	return words[k];
}

/* ---- what was told ---- */

struct memory {
	const char *told; /* "2026-11-23", JST */
	int64_t level;    /* CERT: the step that was told */
};

#define COL(m, t) { #m, t, offsetof(struct memory, m), NULL }
static const struct column columns[] = { COL(told, COLUMN_TEXT), COL(level, COLUMN_NUMBER) };
#define VERSION "2"
#define COLUMNS (sizeof columns / sizeof *columns)

static void key_of(enum alarm k, char out[40])
{
	snprintf(out, 40, "alarm/%s", words[k]);
}

/* MISSING: nothing was told, all members empty. */
static enum err recall(const struct conf *conf, struct arena *a, enum alarm k, struct memory *m)
{
	struct store *s = ledger_store(conf);
	struct txn *t;
	struct bytes v;
	char key[40];
	const char *name, *value;
	bool bad = false;
	*m = (struct memory){ 0 };
	record_blank(columns, COLUMNS, m);
	key_of(k, key);
	enum err e = s ? store_begin(s, STORE_READ, &t) : BROKEN;
	if (e)
		return e;
	e = txn_get(t, key, a, &v);
	txn_abort(t);
	if (e)
		return e;
	struct record r = { (const char *)v.p, (const char *)v.p + v.n, a };
	if (!record_line(&r, &name, &value, &bad) || !str_eq(name, "alarm"))
		return BROKEN;
	if (!str_eq(value, VERSION)) /* told by a program before this one: told anew */
		return MISSING;
	while (record_line(&r, &name, &value, &bad))
		if (record_set(columns, COLUMNS, m, name, value, a))
			return BROKEN;
	return bad ? BROKEN : OK;
}

/* m NULL: all is well again. */
static enum err keep(const struct conf *conf, enum alarm k, const struct memory *m)
{
	struct store *s = ledger_store(conf);
	struct txn *t;
	struct buf b;
	char key[40];
	enum err e = s ? store_begin(s, STORE_WRITE, &t) : BROKEN;
	if (e)
		return e;
	key_of(k, key);
	buf_init(&b, 4096);
	buf_str(&b, "alarm " VERSION "\n");
	if (m)
		record_format(columns, COLUMNS, m, &b);
	e = m ? txn_put(t, key, b.p, b.n) : txn_del(t, key);
	buf_clear(&b);
	if (e) {
		txn_abort(t);
		return e;
	}
	return txn_commit(t);
}

/* ---- what is the matter ---- */

struct search {
	const struct conf *conf;
	struct arena *a;
	int64_t now;
	struct finding *out;
	size_t n;
};

static void found(struct search *s, enum alarm k, int64_t since, const char *detail)
{
	for (size_t i = 0; i < s->n; i++) {
		struct finding *f = &s->out[i];
		if (f->kind != k)
			continue;
		f->n++;
		if (since < f->since) {
			f->since = since;
			f->detail = detail;
		}
		return;
	}
	s->out[s->n++] = (struct finding){ k, since, 1, detail };
}

/* When the oldest act that lacks its signature happened. */
static int64_t waiting_since(const struct contract *c)
{
	int64_t k = contract_signed_version(c);
	if (k < 2)
		return c->sent;
	const struct party *p = contract_party(c, k - 1); /* version slot + 2 */
	return p ? p->acted : c->concluding;
}

static enum err look_at(struct search *s, const struct outbox_sign *o)
{
	struct contract *c;
	if (o->tries) {
		found(s, ALARM_SIGN, o->first, o->id);
		return OK;
	}
	enum err e = ledger_load(s->conf, s->a, o->id, &c);
	if (e)
		return e == MISSING ? OK : e;
	int64_t signed_ = contract_signed_version(c), since = waiting_since(c);
	if (signed_ >= contract_due_version(c) || since > s->now - HOUR)
		return OK;
	bool stamp = s->conf->tsa[0] && signed_ == contract_last_version(c) - 1;
	found(s, stamp ? ALARM_TSA : ALARM_SIGN, since, stamp ? "" : c->id);
	return OK;
}

static enum err look_at_signs(struct search *s)
{
	struct outbox_sign *all;
	size_t n;
	enum err e = outbox_signs(s->conf, s->a, NULL, LOOK, &all, &n);
	for (size_t i = 0; !e && i < n; i++)
		e = look_at(s, &all[i]);
	return e;
}

static enum err look_at_mails(struct search *s)
{
	struct outbox_mail *mails;
	size_t n;
	bool more;
	enum err e = outbox_mails(s->conf, s->a, NULL, 1, &mails, &n, &more);
	if (!e && n && mails[0].notice.made < s->now - DAY)
		found(s, ALARM_MAIL, mails[0].notice.made, "");
	return e;
}

static int64_t step_of(int64_t days)
{
	static const int64_t steps[] = { 1, 3, 7, 14, 30, 60 };
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		if (days <= steps[i])
			return steps[i];
	return 0;
}

static void look_at_certificate(struct search *s)
{
	int64_t end = signer_end(s->conf);
	int64_t days = end > s->now ? (end - s->now) / DAY : 0;
	if (!end || !step_of(days))
		return;
	found(s, ALARM_CERT, end, "");
	s->out[s->n - 1].n = days;
}

enum err alarm_find(const struct conf *conf, struct arena *a, int64_t now, bool cert,
		    struct finding out[ALARMS], size_t *n_r)
{
	struct search s = { conf, a, now, out, 0 };
	enum err e = look_at_signs(&s);
	if (!e)
		e = look_at_mails(&s);
	if (!e && cert)
		look_at_certificate(&s);
	*n_r = s.n;
	return e;
}

/* ---- telling ---- */

static enum err tell(const struct conf *conf, struct arena *a, const struct finding *f,
		     const char *today, struct memory *m)
{
	int64_t step = f->kind == ALARM_CERT ? step_of(f->n) : 0;
	bool due = !str_eq(m->told, today) && (f->kind != ALARM_CERT || step == 1 || step != m->level);
	if (!due)
		return OK;
	char since[CLOCK_TEXT];
	clock_iso(f->since, since);
	struct notice n = { .kind = NOTICE_ALARM, .address = conf->alarm,
			    .extra = arena_printf(a, "%s %lld %s %s", words[f->kind],
						  (long long)f->n, since, f->detail) };
	enum err e = outbox_add(conf, a, &n);
	m->told = today;
	if (f->kind == ALARM_CERT)
		m->level = step;
	log_line("alarm", "cause=%s n=%lld detail=%s queued=%s", words[f->kind], (long long)f->n,
		 f->detail, err_word(e));
	return e ? e : keep(conf, f->kind, m);
}

static const struct finding *of_kind(const struct finding *f, size_t n, enum alarm k)
{
	for (size_t i = 0; i < n; i++)
		if (f[i].kind == k)
			return &f[i];
	return NULL;
}

static enum err tell_all(const struct conf *conf, struct arena *a, int64_t now, bool cert)
{
	struct finding f[ALARMS];
	size_t n;
	struct civil day = clock_jst(now);
	const char *today = arena_printf(a, "%04d-%02d-%02d", day.year, day.month, day.day);
	enum err e = alarm_find(conf, a, now, cert, f, &n);
	for (int k = 0; !e && k < ALARMS; k++) {
		struct memory m;
		const struct finding *now_so = of_kind(f, n, (enum alarm)k);
		if (k == ALARM_CERT && !cert)
			continue;
		e = recall(conf, a, (enum alarm)k, &m);
		if (!e && !now_so)
			e = keep(conf, (enum alarm)k, NULL);
		if (e == MISSING)
			e = OK;
		if (!e && now_so && *conf->alarm)
			e = tell(conf, a, now_so, today, &m);
	}
	return e;
}

enum err alarm_run(const struct conf *conf)
{
	static int64_t looked, asked; /* of a resident clerk; one from cron looks each time */
	int64_t now = clock_now();
	if (looked && now < looked + MINUTE)
		return OK;
	bool cert = !asked || now > asked + HOUR;
	looked = now;
	if (cert)
		asked = now;
	struct arena *a = arena_new(0);
	enum err e = tell_all(conf, a, now, cert);
	arena_free(a);
	return e;
}
