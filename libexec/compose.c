/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * compose: writes our PDFs. A limited child: one frame asks, one answers
 * (base/msg.h); descriptor 3 is the file before, 4 the empty file to fill.
 *
 *   op=base    sigs=N, field*, imprint?  → length
 *              imprint: a line for the margin of every page (pdf/imprint.h)
 *   op=revise  act fields first, then op, name (operator), reserve, fill*
 *              → dict_off gap_off reserve catalog length small* tiny*
 *   op=fill    gap_off reserve cms       → length
 *              descriptor 3 itself, open for writing, gets it; no descriptor 4
 *   op=preview field* fill* mark*        → length small* tiny*
 *              a picture's source: a base filled in, or with `field` lines the
 *              cleaned draft that shall become one; mark draws a field's box with
 *              its number. Never signed.
 *
 * and once every signature stands in the file, as often as wanted:
 *   op=contents (no descriptor 4)        → cms* (Sig01, …) token* (Dts01, …)
 *   op=dss     cert* ocsp* crl* (DER)    → certs ocsps crls (how many were
 *              new) length               pdf/dss.h; conflict nothing: none was
 *   op=dts     reserve                   → gap_off reserve length field
 *              digest (32 bytes: what the token has to stamp)
 *              pdf/docstamp.h; then op=fill with the token as cms
 *
 *   field = "F0001 KIND PAGE SLOT X Y W H\nLABEL": 1/100 mm from the upper left
 *           corner of the page as it is seen (pdf/place.h); KIND as in
 *           pdf/widget.h; SLOT 0 the sender, 1… a party, -1 nobody yet
 *   fill  = "F0001 KIND SIZE\nVALUE": SIZE 1/10 pt, 0 = by the box. For revise one
 *           line for every field that this signature locks, blank ones too, in
 *           the order of its /Lock
 *   mark  = "F0001 TEXT": of a field that has a `fill` line; TEXT as in pdf/mark.h
 *   small, tiny = the name of a field whose letters had to be made smaller than
 *           they should be; smaller than 6 pt
 *
 * Descriptors 5 and 6 are IPAex Gothic and IPAmj Mincho, needed for `fill` lines.
 *
 * A known failure answers error (err.h) and why (pdf/reader.h, form.h, imprint.h,
 * widget.h, fill.h, revise.h, dss.h, docstamp.h; ask = the question itself is wrong; before
 * = descriptor 3 is no regular file of at most 80 MiB; out = descriptor 4 is not
 * empty or cannot be written; fonts = 5 or 6 is no font). With what fill.h says
 * about one field also at, its name, and glyph and twin, the characters. Ends with 0
 * when it answered. Opens nothing by name. */
#include "composing/job.h"

#include "base/file.h"
#include "base/log.h"
#include "base/str.h"
#include "pdf/dss.h"
#include "port/jail.h"

#define ASK_MAX (DSS_BYTES + ((size_t)64 << 10))
#define ANSWER_MAX ((size_t)20 << 20) /* the contents of every signature */
#define ASK_WAIT (10 * INT64_C(1000000000))

enum err job_out(struct job *j, struct bytes first, struct bytes second)
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

static enum err run(struct job *j)
{
	static const struct {
		const char *word;
		enum err (*run)(struct job *);
	} ops[] = { { "base", do_base }, { "revise", do_revise },     { "fill", do_fill },
		    { "dss", do_dss },	 { "contents", do_contents }, { "dts", do_dts },
		    { "preview", do_preview } };
	char op[16];
	j->why = "ask";
	if (msg_text(&j->ask, "op", op, sizeof op))
		return INVALID;
	for (size_t i = 0; i < sizeof ops / sizeof *ops; i++) {
		if (!str_eq(op, ops[i].word))
			continue;
		j->why = "before";
		enum err e = file_map(FD_BEFORE, XREF_FILE_MAX, &j->before);
		if (!e)
			e = pdf_open(j->arena, j->before, &j->pdf, &j->why);
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
	if (msg_read(FD_ASK, &j.ask, ASK_WAIT))
		log_die("compose.ask", "no whole frame");
	jail_enter(&(struct jail){ .memory = 512 * JAIL_MB,
				   .cpu = 20,
				   .output = (int64_t)XREF_FILE_MAX + (1 << 20),
				   .fds = FDS });
	j.arena = arena_new(0);
	enum err e = run(&j);
	if (e) {
		msg_clear(&j.answer);
		msg_puts(&j.answer, "error", err_word(e));
		msg_puts(&j.answer, "why", j.why);
		msg_puts(&j.answer, "glyph", j.glyph);
		msg_puts(&j.answer, "twin", j.twin);
		msg_puts(&j.answer, "at", j.at);
	}
	if (msg_write(FD_ANSWER, &j.answer))
		log_die("compose.answer", "cannot write");
	return 0;
}
