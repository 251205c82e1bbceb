/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * compose: writes our PDFs. A limited child: one frame asks, one answers
 * (base/msg.h); descriptor 3 is the file before, 4 the empty file to fill.
 *
 *   op=base    sigs=N                    → length
 *   op=revise  act fields first, then op, name (operator), reserve, lock*
 *              → dict_off gap_off reserve catalog length
 *   op=fill    gap_off reserve cms       → length
 *
 * and once every signature stands in the file, as often as wanted:
 *   op=contents (no descriptor 4)        → cms* (Sig01, …) token* (Dts01, …)
 *   op=dss     cert* ocsp* crl* (DER)    → certs ocsps crls (how many were
 *              new) length               pdf/dss.h; conflict nothing: none was
 *   op=dts     reserve                   → gap_off reserve length field
 *              digest (32 bytes: what the token has to stamp)
 *              pdf/docstamp.h; then op=fill with the token as cms
 *
 * A known failure answers error (err.h) and why (pdf/reader.h, form.h,
 * revise.h, dss.h, docstamp.h; ask = the question itself is wrong; before =
 * descriptor 3 is no regular file of at most 80 MiB; out = descriptor 4 is not
 * empty or cannot be written). Ends with 0 when it answered. Opens nothing by
 * name. */
#include "base/file.h"
#include "base/log.h"
#include "base/msg.h"
#include "base/str.h"
#include "pdf/concluded.h"
#include "pdf/docstamp.h"
#include "pdf/dss.h"
#include "pdf/revise.h"
#include "port/jail.h"

#include <string.h>

enum { FD_ASK = 0, FD_ANSWER = 1, FD_BEFORE = 3, FD_OUT = 4 };

#define ASK_MAX (DSS_BYTES + ((size_t)64 << 10))
#define ANSWER_MAX ((size_t)20 << 20) /* the contents of every signature */
#define REST_MAX ((size_t)128 << 10) /* of revise */
#define ASK_WAIT (10 * INT64_C(1000000000))
#define NAME_MAX_BYTES 480

struct job {
	struct arena *arena;
	struct msg ask, answer;
	struct buf before;
	struct pdf *pdf;
	const char *why;
};

static enum err write_out(struct job *j, struct bytes first, struct bytes second)
{
	j->why = "out";
	if (file_size(FD_OUT) != 0)
		return INVALID;
	enum err e = file_write_all(FD_OUT, first.p, first.n);
	if (!e && second.n)
		e = file_write_all(FD_OUT, second.p, second.n);
	if (!e)
		msg_puti(&j->answer, "length", (int64_t)(first.n + second.n));
	return e;
}

static enum err do_base(struct job *j)
{
	struct revision r;
	int64_t sigs;
	size_t length;
	j->why = "ask";
	if (msg_geti(&j->ask, "sigs", 1, FORM_SIGNATURES, &sigs))
		return INVALID;
	revision_init(&r, j->pdf);
	enum err e = form_base(j->arena, &r, (size_t)sigs, NULL, 0, &j->why);
	if (!e) {
		j->why = "size";
		e = revision_close(&r, &length);
	}
	if (!e) {
		revision_seal(&r);
		e = write_out(j, buf_bytes(&j->before), buf_bytes(&r.out));
	}
	revision_clear(&r);
	return e;
}

static bool lock_ok(struct bytes v)
{
	for (size_t i = 0; i < v.n; i++)
		if (!((v.p[i] >= '0' && v.p[i] <= '9') || (v.p[i] >= 'A' && v.p[i] <= 'Z') ||
		      (v.p[i] >= 'a' && v.p[i] <= 'z')))
			return false;
	return v.n >= 1 && v.n <= SIGDICT_LOCK_NAME;
}

/* What follows the act: its own keys may be the same as the act's. */
static bool read_rest(struct job *j, size_t at, struct msg *rest, const char ***lock_r,
		      size_t *locks_r)
{
	struct bytes k, v;
	const char **lock = arena_new_array(j->arena, const char *, SIGDICT_LOCKS);
	size_t n = 0;
	while (msg_next(&j->ask, &at, &k, &v)) {
		char *key = arena_strn(j->arena, k.p, k.n);
		msg_put(rest, key, v.p, v.n);
		if (!str_eq(key, "lock"))
			continue;
		if (n == SIGDICT_LOCKS || !lock_ok(v))
			return false;
		lock[n++] = arena_strn(j->arena, v.p, v.n);
	}
	*lock_r = lock;
	*locks_r = n;
	return !rest->b.over;
}

static bool ask_revise(struct job *j, struct act *act, struct sigdict *s)
{
	static char name[NAME_MAX_BYTES + 1];
	struct msg rest;
	const char **lock;
	int64_t reserve = 0;
	size_t at;
	if (act_parse(&j->ask, act, &at))
		return false;
	msg_init(&rest, REST_MAX);
	bool good = read_rest(j, at, &rest, &lock, &s->locks) &&
		    !msg_text(&rest, "name", name, sizeof name) && *name &&
		    !msg_geti(&rest, "reserve", SIGDICT_RESERVE_MIN, SIGDICT_RESERVE_MAX, &reserve);
	msg_clear(&rest);
	s->act = act;
	s->name = name;
	s->reserve = (size_t)reserve;
	s->lock = lock;
	return good;
}

static enum err do_revise(struct job *j)
{
	static struct act act;
	struct sigdict s = { .act = &act };
	struct revision r;
	struct revised done;
	j->why = "ask";
	if (!ask_revise(j, &act, &s))
		return INVALID;
	revision_init(&r, j->pdf);
	enum err e = revise(j->arena, &r, &s, &done, &j->why);
	if (!e) {
		msg_puti(&j->answer, "dict_off", (int64_t)done.dict_off);
		msg_puti(&j->answer, "gap_off", (int64_t)done.gap_off);
		msg_puti(&j->answer, "reserve", (int64_t)s.reserve);
		msg_puti(&j->answer, "catalog", s.catalog);
		e = write_out(j, buf_bytes(&j->before), buf_bytes(&r.out));
	}
	revision_clear(&r);
	return e;
}

static enum err do_fill(struct job *j)
{
	int64_t gap, reserve;
	struct bytes cms;
	j->why = "ask";
	if (msg_geti(&j->ask, "gap_off", 1, (int64_t)XREF_FILE_MAX, &gap) ||
	    msg_geti(&j->ask, "reserve", SIGDICT_RESERVE_MIN, SIGDICT_RESERVE_MAX, &reserve) ||
	    msg_get(&j->ask, "cms", &cms))
		return INVALID;
	enum err e = revise_fill(j->pdf, j->before.p, (size_t)gap, (size_t)reserve, cms, &j->why);
	return e ? e : write_out(j, buf_bytes(&j->before), (struct bytes){ NULL, 0 });
}

static enum err put_contents(struct job *j, const char *key, const struct slot *slot, size_t n)
{
	struct bytes der;
	enum err e = OK;
	for (size_t i = 0; !e && i < n; i++) {
		e = concluded_contents(j->arena, j->pdf, &slot[i], &der);
		if (!e)
			msg_put(&j->answer, key, der.p, der.n);
	}
	return e;
}

static enum err do_contents(struct job *j)
{
	struct concluded c;
	enum err e = concluded_open(j->arena, j->pdf, &c, &j->why);
	if (!e)
		e = put_contents(j, "cms", c.slot, c.slots);
	return e ? e : put_contents(j, "token", c.stamp, c.stamps);
}

static bool ask_items(struct job *j, struct dss_item **item_r, size_t *n_r)
{
	static const char *const keys[DSS_KINDS] = { "cert", "ocsp", "crl" };
	struct bytes k, v;
	size_t n = 0;
	struct dss_item *item = arena_new_array(j->arena, struct dss_item, DSS_ITEMS);
	for (size_t at = 0; msg_next(&j->ask, &at, &k, &v);)
		for (int i = 0; i < DSS_KINDS; i++) {
			if (k.n != strlen(keys[i]) || memcmp(k.p, keys[i], k.n))
				continue;
			if (n == DSS_ITEMS)
				return false;
			item[n++] = (struct dss_item){ (enum dss_kind)i, v };
		}
	*item_r = item;
	*n_r = n;
	return n > 0;
}

static enum err do_dss(struct job *j)
{
	struct revision r;
	struct dss_item *item;
	size_t n, added[DSS_KINDS];
	j->why = "ask";
	if (!ask_items(j, &item, &n))
		return INVALID;
	revision_init(&r, j->pdf);
	enum err e = dss_write(j->arena, &r, item, n, added, &j->why);
	if (!e) {
		msg_puti(&j->answer, "certs", (int64_t)added[DSS_CERT]);
		msg_puti(&j->answer, "ocsps", (int64_t)added[DSS_OCSP]);
		msg_puti(&j->answer, "crls", (int64_t)added[DSS_CRL]);
		e = write_out(j, buf_bytes(&j->before), buf_bytes(&r.out));
	}
	revision_clear(&r);
	return e;
}

static enum err do_dts(struct job *j)
{
	struct revision r;
	struct docstamp done;
	int64_t reserve;
	j->why = "ask";
	if (msg_geti(&j->ask, "reserve", SIGDICT_RESERVE_MIN, SIGDICT_RESERVE_MAX, &reserve))
		return INVALID;
	revision_init(&r, j->pdf);
	enum err e = docstamp_write(j->arena, &r, (size_t)reserve, &done, &j->why);
	if (!e) {
		msg_puti(&j->answer, "gap_off", (int64_t)done.gap_off);
		msg_puti(&j->answer, "reserve", reserve);
		msg_puts(&j->answer, "field", done.field);
		msg_put(&j->answer, "digest", done.digest, sizeof done.digest);
		e = write_out(j, buf_bytes(&j->before), buf_bytes(&r.out));
	}
	revision_clear(&r);
	return e;
}

static enum err run(struct job *j)
{
	static const struct {
		const char *word;
		enum err (*run)(struct job *);
	} ops[] = { { "base", do_base }, { "revise", do_revise },     { "fill", do_fill },
		    { "dss", do_dss },	 { "contents", do_contents }, { "dts", do_dts } };
	char op[16];
	j->why = "ask";
	if (msg_text(&j->ask, "op", op, sizeof op))
		return INVALID;
	for (size_t i = 0; i < sizeof ops / sizeof *ops; i++) {
		if (!str_eq(op, ops[i].word))
			continue;
		j->why = "before";
		enum err e = file_read_fd(FD_BEFORE, &j->before);
		if (!e)
			e = pdf_open(j->arena, buf_bytes(&j->before), &j->pdf, &j->why);
		return e ? e : ops[i].run(j);
	}
	return INVALID;
}

int main(void)
{
	static struct job j;
	log_open("compose");
	msg_init(&j.ask, ASK_MAX);
	msg_init(&j.answer, ANSWER_MAX);
	buf_init(&j.before, XREF_FILE_MAX);
	if (msg_read(FD_ASK, &j.ask, ASK_WAIT))
		log_die("compose.ask", "no whole frame");
	jail_enter(&(struct jail){ .memory = 512 * JAIL_MB,
				   .cpu = 20,
				   .output = (int64_t)XREF_FILE_MAX + (1 << 20),
				   .fds = FD_OUT + 1 });
	j.arena = arena_new(0);
	enum err e = run(&j);
	if (e) {
		msg_clear(&j.answer);
		msg_puts(&j.answer, "error", err_word(e));
		msg_puts(&j.answer, "why", j.why);
	}
	if (msg_write(FD_ANSWER, &j.answer))
		log_die("compose.answer", "cannot write");
	return 0;
}
