/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * sign: the setuid helper, the only program that can read the key. One start =
 * one request = one answer (teiketsu-signature(5)). Knows no path from its
 * caller, no environment, no argument; must never link PDF, XML or database
 * code: what it signs it prints itself (pdf/sigdict) and compares. */
#include "base/clock.h"
#include "base/hex.h"
#include "base/log.h"
#include "port/digest.h"
#include "sign/candidate.h"
#include "sign/settings.h"
#include "sign/sigkey.h"
#include "sign/siglog.h"
#include "sign/sigrules.h"
#include "sign/startup.h"

#include <string.h>
#include <unistd.h>

#ifndef SIGN_CONF
#define SIGN_CONF "/etc/teiketsu/sign.conf"
#endif
#define CANDIDATE_FD 3
#define REQUEST_WAIT (5 * SECOND)
#define LOCK_WAIT (5 * SECOND)
#define ANSWER_MAX 131072
#define LINES_EACH 20 /* log records a day for each signature of the cap */

/* One run; everything dies with the process. */
struct run {
	struct startup start;
	struct settings conf;
	struct sigrequest q;
	struct cms_key *key;
	struct sigchain chain;
	struct candidate file;
	struct msg answer;
	const char *why;
};

static enum err refuse(struct run *r, enum err e, const char *why)
{
	r->why = why;
	return e;
}

static enum err configure(struct run *r)
{
	int line;
	const struct startup *s = &r->start;
	if (settings_load(SIGN_CONF, &r->conf, &line))
		return refuse(r, BROKEN, "conf");
	if (s->ruid != r->conf.caller)
		return refuse(r, DENIED, "caller");
	if (!r->conf.separate)
		return OK;
	if (s->euid == s->ruid)
		return refuse(r, BROKEN, "no_setuid");
	const char *const paths[] = { SIGN_CONF, s->binary, r->conf.key, r->conf.log };
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		if (!startup_safe_path(paths[i], s->euid)) {
			log_line("sign.unsafe", "path=%s", paths[i]);
			return refuse(r, BROKEN, "unsafe_path");
		}
	return chdir(r->conf.log) ? refuse(r, MISSING, "no_log") : OK;
}

/* The key, and that now is within its certificate. */
static enum err open_key(struct run *r, int64_t now, int64_t *end_r)
{
	enum err e = sigkey_load(r->conf.key, &r->key, &r->why);
	if (!e && !cms_key_valid(r->key, now, end_r))
		e = refuse(r, DENIED, "cert_expired");
	return e;
}

/* Prints the dictionary and reads the file against it. */
static enum err judge_file(struct run *r, struct buf *dict)
{
	struct candidate *c = &r->file;
	const struct sigrequest *q = &r->q;
	size_t gap;
	enum err e = candidate_open(CANDIDATE_FD, &c->length, &r->why);
	if (e)
		return e;
	if (q->act.version > 1) {
		const struct sigversion *v = &r->chain.v[q->act.version - 1];
		c->prev_len = v->length;
		c->prev_gap = v->gap;
		c->prev_gap_len = v->gap_len;
	}
	struct sigdict d = { &q->act, r->conf.name, q->reserve, q->catalog, q->lock, q->locks };
	sigdict_print(&d, q->dict_off, c->length, dict, &gap);
	c->dict = buf_bytes(dict);
	c->dict_off = q->dict_off;
	c->gap = q->dict_off + (int64_t)gap;
	c->gap_len = 2 * (int64_t)q->reserve + 2;
	if (dict->over || c->dict_off < c->prev_len || c->prev_len >= c->length ||
	    c->dict_off + (int64_t)dict->n > c->length)
		return refuse(r, INVALID, "offset");
	e = candidate_read(CANDIDATE_FD, c, &r->why);
	if (e)
		return e;
	if (q->act.version == 1 && (!c->has_base || memcmp(c->base, q->act.base, 32)))
		return refuse(r, INVALID, "base");
	if (q->act.version > 1 &&
	    memcmp(c->prev, r->chain.v[q->act.version - 1].digest, 32))
		return refuse(r, DENIED, "prefix");
	return OK;
}

/* Rules that need the newest state of log and chain; the lock is held. */
static enum err judge_state(struct run *r, const struct siglog *l, int64_t now,
			    enum log_event *event_r)
{
	int64_t end, oldest = now - r->conf.max_delay;
	unsigned char print[32];
	const struct sigrequest *q = &r->q;
	if (now <= l->until)
		oldest = 0; /* ctl sign allow */
	if (now + 5 * SECOND < l->at)
		return refuse(r, RETRY, "clock_back");
	const char *why = q->kind == SIGREQUEST_REASSIGN
				  ? sigrules_reassign(&r->chain, q, now)
				  : sigrules_event(&r->chain, q, r->file.digest, event_r);
	if (!why && q->kind == SIGREQUEST_SIGN)
		why = sigrules_time(&r->chain, q, *event_r, now, oldest);
	if (why)
		return refuse(r, DENIED, why);
	/* Repeats and reassigns are free, but nobody shall fill the disk with them. */
	if (siglog_lines(l, now) >= LINES_EACH * (r->conf.cap + 5))
		return refuse(r, RETRY, "cap");
	if (q->kind == SIGREQUEST_REASSIGN)
		return OK;
	if (*event_r != SIG_REPEAT && siglog_used(l, now) >= r->conf.cap)
		return refuse(r, RETRY, "cap");
	cms_key_print(r->key, print);
	if (memcmp(print, l->key, 32))
		return refuse(r, BROKEN, "log_key");
	if (!cms_key_valid(r->key, q->act.time, &end))
		return refuse(r, DENIED, "cert_at_act");
	return OK;
}

static void record(const struct run *r, enum log_event event, struct sigrecord *rec)
{
	const struct act *a = &r->q.act;
	memset(rec, 0, sizeof *rec);
	rec->event = event;
	memcpy(rec->chain, a->chain, sizeof rec->chain);
	rec->time = a->time;
	rec->slot = a->slot;
	if (event == SIG_REASSIGN) {
		memcpy(rec->to, r->q.to, 32);
		memcpy(rec->reason, r->q.reason, sizeof rec->reason);
		return;
	}
	rec->version = a->version;
	rec->attempt = event == SIG_REPEAT ? r->chain.v[a->version].attempt : r->q.attempt;
	rec->length = r->file.length;
	rec->gap = r->file.gap;
	rec->gap_len = r->file.gap_len;
	rec->parties = a->parties;
	rec->rostered = event == SIG_SIGN && a->version == 1;
	memcpy(rec->act, r->q.act_hash, 32);
	memcpy(rec->digest, r->file.digest, 32);
	memcpy(rec->roster, a->roster, sizeof rec->roster);
}

/* Lock, look again, write it down, unlock. */
static enum err put_on_record(struct run *r)
{
	static struct sigrecord rec;
	static struct sigchain again;
	struct siglog l;
	char head[65];
	enum log_event event = SIG_REASSIGN;
	enum err e = siglog_open(r->conf.log, LOCK_WAIT, &l, &r->why);
	if (e)
		return e;
	e = siglog_chain(r->conf.log, r->q.act.chain, &again, &r->why);
	if (!e && memcmp(&again, &r->chain, sizeof again))
		e = refuse(r, CONFLICT, "raced");
	if (!e)
		e = judge_state(r, &l, clock_now(), &event);
	if (!e) {
		record(r, event, &rec);
		e = siglog_append(&l, &rec, &r->why);
	}
	siglog_close(&l);
	if (e)
		return e;
	hex_encode(rec.hash, 32, head);
	msg_puti(&r->answer, "seq", rec.seq);
	msg_puts(&r->answer, "head", head);
	msg_puti(&r->answer, "at", rec.at);
	return OK;
}

static enum err sign(struct run *r)
{
	struct buf dict, cms;
	int64_t end;
	buf_init(&dict, SIGDICT_MAX + 2 * SIGDICT_RESERVE_MAX + 2);
	buf_init(&cms, SIGDICT_RESERVE_MAX);
	const char *why = sigrules_place(&r->chain, &r->q);
	enum err e = why ? refuse(r, DENIED, why) : judge_file(r, &dict);
	if (!e)
		e = open_key(r, clock_now(), &end);
	if (!e && cms_key_room(r->key) > r->q.reserve)
		e = refuse(r, INVALID, "reserve");
	if (!e)
		e = put_on_record(r);
	if (!e && cms_sign(r->key, r->file.digest, &cms))
		e = refuse(r, BROKEN, "sign_failed");
	if (!e)
		msg_put(&r->answer, "cms", cms.p, cms.n);
	buf_clear(&dict);
	buf_clear(&cms);
	return e;
}

/* Nothing to write down: the newest record is the answer. */
static enum err held(struct run *r)
{
	struct siglog l;
	char head[65];
	enum err e = siglog_peek(r->conf.log, &l, &r->why);
	if (e)
		return e;
	hex_encode(l.head, 32, head);
	msg_puti(&r->answer, "seq", l.seq);
	msg_puts(&r->answer, "head", head);
	msg_puti(&r->answer, "at", clock_now());
	return OK;
}

/* What `ctl check` wants to know; e, why: whether anything would be signed. */
static enum err describe(struct run *r, enum err e)
{
	struct msg *m = &r->answer;
	const struct startup *s = &r->start;
	struct siglog l;
	const char *why = r->why;
	int64_t end = 0, now = clock_now();
	char head[65];
	msg_puti(m, "protocol", 1);
	msg_puti(m, "ruid", s->ruid);
	msg_puti(m, "euid", s->euid);
	msg_puti(m, "owner", s->owner);
	msg_puti(m, "setuid", s->setuid);
	msg_puti(m, "no_new_privs", s->no_new_privs);
	if (e && (!strcmp(why, "conf") || !strcmp(why, "caller")))
		return e;
	msg_puti(m, "caller", r->conf.caller);
	msg_puts(m, "separation", r->conf.separate ? "required" : "none");
	msg_puts(m, "name", r->conf.name);
	msg_puti(m, "cap", r->conf.cap);
	msg_puti(m, "max_delay", r->conf.max_delay / HOUR);
	msg_puti(m, "synchronised", clock_synchronised());
	if (e)
		return e;
	e = open_key(r, now, &end);
	if (end)
		msg_puti(m, "not_after", end);
	if (!e && (e = siglog_peek(r->conf.log, &l, &r->why)) == OK) {
		hex_encode(l.head, 32, head);
		msg_puti(m, "used", siglog_used(&l, now));
		msg_puti(m, "seq", l.seq);
		msg_puts(m, "head", head);
	}
	if (!e && !r->conf.any_clock && !clock_synchronised())
		e = refuse(r, RETRY, "clock");
	return e;
}

static enum err serve(struct run *r)
{
	struct msg ask;
	msg_init(&ask, SIGREQUEST_MAX);
	enum err e = msg_read(0, &ask, REQUEST_WAIT);
	if (e)
		e = refuse(r, e == RETRY ? RETRY : INVALID, e == RETRY ? "slow" : "frame");
	else
		e = sigrequest_parse(&ask, &r->q, &r->why);
	msg_clear(&ask);
	if (e)
		return e;
	e = configure(r);
	if (r->q.kind == SIGREQUEST_EMPTY)
		return describe(r, e);
	if (!e && !r->conf.any_clock && !clock_synchronised())
		e = refuse(r, RETRY, "clock");
	if (!e)
		e = siglog_settle(r->conf.log, LOCK_WAIT, &r->why);
	if (!e)
		e = siglog_chain(r->conf.log, r->q.act.chain, &r->chain, &r->why);
	if (e)
		return e;
	if (r->q.kind == SIGREQUEST_SIGN)
		return sign(r);
	return sigrules_held(&r->chain, &r->q) ? held(r) : put_on_record(r);
}

int main(void)
{
	static struct run r;
	const char *why = startup_begin(&r.start);
	log_open("sign");
	msg_init(&r.answer, ANSWER_MAX);
	enum err e = why ? refuse(&r, BROKEN, why) : serve(&r);
	if (e) {
		log_line("sign.refused", "error=%s why=%s chain=%s", err_word(e), r.why,
			 r.q.act.chain[0] ? r.q.act.chain : "-");
		if (r.q.kind != SIGREQUEST_EMPTY || why) {
			msg_clear(&r.answer);
			msg_init(&r.answer, ANSWER_MAX);
		}
		msg_puts(&r.answer, "error", err_word(e));
		msg_puts(&r.answer, "why", r.why);
	}
	e = msg_write(1, &r.answer);
	cms_key_free(r.key);
	return e ? 70 : 0;
}
