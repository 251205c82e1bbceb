/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Limited child: judges a PDF. The clerk asks it before anything is released,
 * the verify page asks it about files of strangers: the same program, so that
 * nothing is released which it would not call good. Descriptor 3: the PDF; 4:
 * PEM of the roots of our signatures; 5: PEM of the TSAs' roots, may be empty.
 *
 * pin* (32 bytes each): SHA-256 of the certificates that count as ours, wherever
 * others may lead; none = every one that leads to a root.
 *
 * op=judge → verdict=good|changed|broken|unsigned|foreign|unreadable, why,
 * level="" (not good)|B|T|LT|LTA, versions (signatures and document time
 * stamps), slots (signatures of the complete file; 0 unknown), stores (revisions
 * with validation data), end (bytes accounted for); then for each version,
 * beginning with
 *   version  number from 1
 *   field    Sig01 … Dts01 …  kind   certify|sign|conclude|dts
 *   name reason               as written, UTF-8; empty of dts
 *   fields* label*            input fields that it filled in and locked: F0001 …, each
 *                             followed by its label
 *   time     of /M, ns UTC    (0 = unreadable); genTime of dts
 *   length   of the file that this version is
 *   subject issuer serial not_before not_after usage of the signer's certificate
 *   path*    the names of its chain, the root last
 *   news*    for the signer's certificate and each of path but the root: what the
 *            file knows of it: "ocsp T", "crl T" (issued T, ns UTC), "revoked T",
 *            "none"
 *   ltv      0|1 can be judged from the file alone (port/ltv.h)
 *   valid    0|1, why         word when 0
 *   changed  0|1              something forbidden was added after it
 * and where it has a signature time stamp, or is a document time stamp
 *   stamp    genTime, ns UTC (0 when unreadable), stamp_valid 0|1, stamp_why,
 *   tsa      its subject, tsa_issuer tsa_serial tsa_not_before tsa_not_after,
 *   tsa_path* tsa_news* stamp_ltv, policy (OID), stamp_serial (of the token)
 * op=extract → the same, and with each version its parts, at the end those of the
 * validation data (pdf/extract.h).
 * A foreign file without versions: signatures (that are in it, 1…64; with
 * placeholders alone a file is unsigned), then for each, told and not judged,
 * beginning with
 *   foreign  bytes of the file that it may speak for
 *   foreign_form   0|1       its range is of the right form
 *   foreign_holds  no|yes|unknown   digest and value fit the certificate inside
 *   foreign_stamp  0|1       a time-stamp token
 *   foreign_subject foreign_issuer foreign_from foreign_to   its certificate
 * Failures of our own: error, why=roots|tsa_roots|pins|file|too_slow. */
#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/msg.h"
#include "pdf/extract.h"
#include "pdf/foreign.h"
#include "pdf/verdict.h"
#include "port/jail.h"

#include <string.h>
#include <sys/mman.h>

enum { IN = 3, ROOTS = 4, TSA_ROOTS = 5 };
#define PEM_MAX ((size_t)1 << 20)
#define ANSWER_MAX ((size_t)16 << 20)

static const struct jail cage = {
	.memory = 512 * JAIL_MB, /* 80 MB of file, its tables, and libcrypto */
	.cpu = 16,
	.output = 1 << 30, /* it has nothing to write to but the log */
	.fds = 6,
};

static void put_lines(struct msg *m, const char *key, const char *text)
{
	for (size_t n; *text; text += n + (text[n] == '\n')) {
		n = strcspn(text, "\n");
		msg_put(m, key, text, n);
	}
}

static void put_stamp(struct msg *m, const struct version *v)
{
	msg_puti(m, "stamp", v->stamp.time);
	msg_puti(m, "stamp_valid", v->stamp_valid);
	if (!v->stamp_valid)
		msg_puts(m, "stamp_why", v->stamp_why);
	msg_puts(m, "tsa", v->stamp.subject);
	msg_puts(m, "tsa_issuer", v->stamp_ltv.issuer);
	msg_puts(m, "tsa_serial", v->stamp_ltv.serial);
	msg_puti(m, "tsa_not_before", v->stamp_ltv.not_before);
	msg_puti(m, "tsa_not_after", v->stamp.not_after);
	put_lines(m, "tsa_path", v->stamp_ltv.path);
	put_lines(m, "tsa_news", v->stamp_ltv.news);
	msg_puti(m, "stamp_ltv", v->stamp_valid && v->stamp_ltv.whole);
	msg_puts(m, "policy", v->stamp.policy);
	msg_puts(m, "stamp_serial", v->stamp.serial);
}

static void put_fields(struct msg *m, struct arena *a, const struct basis *base, size_t slot)
{
	for (size_t i = 0; i < base->inputs; i++) {
		if (base->input[i].slot != slot)
			continue;
		msg_puts(m, "fields", base->input[i].name);
		msg_puts(m, "label", version_text(a, &base->input[i].label));
	}
}

static void put_version(struct msg *m, struct arena *a, const struct version *v,
			const struct basis *base, size_t number, bool changed)
{
	msg_puti(m, "version", (int64_t)number);
	msg_puts(m, "field", v->step.field);
	msg_puts(m, "kind", step_word(v->step.kind));
	msg_puts(m, "name", v->name);
	msg_puts(m, "reason", v->reason);
	put_fields(m, a, base, v->step.slot);
	msg_puti(m, "time", v->time);
	msg_puti(m, "length", (int64_t)v->end);
	msg_puts(m, "subject", v->cert.subject);
	msg_puts(m, "issuer", v->cert.issuer);
	msg_puts(m, "serial", v->cert.serial);
	msg_puti(m, "not_before", v->cert.not_before);
	msg_puti(m, "not_after", v->cert.not_after);
	msg_puts(m, "usage", v->cert.usage);
	put_lines(m, "path", v->cert.path);
	put_lines(m, "news", v->ltv.news);
	msg_puti(m, "ltv", v->valid && v->ltv.whole);
	msg_puti(m, "valid", v->valid);
	if (!v->valid)
		msg_puts(m, "why", v->why);
	msg_puti(m, "changed", changed);
	if (v->stamped)
		put_stamp(m, v);
}

static void put_verdict(struct msg *m, struct arena *a, const struct verdict *v,
			struct bytes file, bool parts)
{
	bool changed = v->count && v->end != file.n;
	msg_puts(m, "verdict", verdict_text(v->word));
	msg_puts(m, "why", v->why);
	msg_puts(m, "level", verdict_level(v->level));
	msg_puti(m, "versions", (int64_t)v->count);
	msg_puti(m, "slots", (int64_t)v->slots);
	msg_puti(m, "stores", (int64_t)v->stores);
	msg_puti(m, "end", (int64_t)v->end);
	for (size_t i = 0; i < v->count; i++) {
		put_version(m, a, &v->versions[i], v->base, i + 1, changed);
		if (parts)
			extract_put(m, file, &v->versions[i]);
	}
}

/* For information only: nothing of it makes the verdict better. */
static void put_foreign(struct msg *m, struct arena *a, struct bytes file)
{
	static const char *const holds[] = { "no", "yes", "unknown" };
	size_t n;
	const struct foreign *all = foreign_list(a, file, &n);
	msg_puti(m, "signatures", (int64_t)n);
	for (const struct foreign *f = all; f < all + n; f++) {
		msg_puti(m, "foreign", (int64_t)f->covers);
		msg_puti(m, "foreign_form", f->form);
		msg_puts(m, "foreign_holds", holds[f->cms.holds]);
		msg_puti(m, "foreign_stamp", f->cms.stamp);
		msg_puts(m, "foreign_subject", f->cms.subject);
		msg_puts(m, "foreign_issuer", f->cms.issuer);
		msg_puti(m, "foreign_from", f->cms.not_before);
		msg_puti(m, "foreign_to", f->cms.not_after);
	}
}

static void fail(struct msg *m, enum err e, const char *why)
{
	msg_puts(m, "error", err_word(e));
	msg_puts(m, "why", why);
}

/* Whom the file may lead to. The word is what failed, NULL = nothing. */
static const char *read_roots(struct cms_roots **roots, struct tsp_roots **tsa, struct ltv **ltv)
{
	struct buf pem, tsa_pem;
	const char *why = NULL;
	buf_init(&pem, PEM_MAX);
	buf_init(&tsa_pem, PEM_MAX);
	*tsa = NULL;
	if (file_read_fd(ROOTS, &pem) || cms_roots_parse(buf_bytes(&pem), roots))
		why = "roots";
	else if (file_size(TSA_ROOTS) > 0 && /* /dev/null is an empty file too */
		 (file_read_fd(TSA_ROOTS, &tsa_pem) || tsp_roots_parse(buf_bytes(&tsa_pem), tsa)))
		why = "tsa_roots";
	else if (ltv_new(buf_bytes(&pem), buf_bytes(&tsa_pem), ltv))
		why = "roots";
	buf_clear(&pem);
	buf_clear(&tsa_pem);
	return why;
}

/* Fields `pin`: the only certificates that count as ours. */
static enum err read_pins(const struct msg *ask, struct cms_roots *roots)
{
	struct bytes k, v;
	enum err e = OK;
	for (size_t at = 0; !e && msg_next(ask, &at, &k, &v);)
		if (k.n == 3 && !memcmp(k.p, "pin", 3))
			e = v.n == 32 ? cms_roots_pin(roots, v.p) : INVALID;
	return e;
}

static void judge(struct msg *m, const struct msg *ask, bool parts)
{
	struct cms_roots *roots;
	struct tsp_roots *tsa;
	struct ltv *ltv;
	struct verdict v;
	const char *why = read_roots(&roots, &tsa, &ltv);
	if (!why && read_pins(ask, roots))
		why = "pins";
	if (why) {
		fail(m, BROKEN, why);
		return;
	}
	int64_t n = file_size(IN);
	/* More than any file of ours: the reader says so, without reading it. */
	size_t take = n > (int64_t)HISTORY_FILE ? HISTORY_FILE + 1 : n > 0 ? (size_t)n : 0;
	const void *p = take ? mmap(NULL, take, PROT_READ, MAP_PRIVATE, IN, 0) : "";
	if (n < 0 || p == MAP_FAILED) {
		fail(m, BROKEN, "file");
		return;
	}
	struct arena *a = arena_new(300 * JAIL_MB);
	verdict_judge(a, (struct bytes){ p, take }, roots, tsa, ltv, &v);
	put_verdict(m, a, &v, (struct bytes){ p, take }, parts);
	if (parts && v.word == VERDICT_GOOD && v.stores)
		extract_stores(m, a, (struct bytes){ p, take });
	if (v.word == VERDICT_FOREIGN && !v.count)
		put_foreign(m, a, (struct bytes){ p, take });
	arena_free(a);
	cms_roots_free(roots);
	tsp_roots_free(tsa);
	ltv_free(ltv);
}

int main(void)
{
	struct msg ask, answer, late;
	struct buf words;
	char op[16];
	log_open("inspect");
	jail_enter(&cage);
	msg_init(&ask, 16384);
	msg_init(&answer, ANSWER_MAX);
	msg_init(&late, 256);
	fail(&late, RETRY, "too_slow");
	buf_init(&words, 512);
	msg_frame(&late, &words);
	jail_last_words(words.p, words.n, 17);
	if (msg_read(0, &ask, 5 * SECOND) || msg_text(&ask, "op", op, sizeof op) ||
	    (strcmp(op, "judge") && strcmp(op, "extract")))
		log_die("ask", "bad request");
	judge(&answer, &ask, !strcmp(op, "extract"));
	if (msg_write(1, &answer))
		log_die("answer", "not written");
	return 0;
}
