/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Limited child: judges a PDF of a stranger, cleans it and writes one fresh
 * file (pades.md §3.0). Descriptor 3: the upload; 4: an empty scratch file.
 *
 * op=judge, max_pages, flatten=0|1 → verdict=accept|repaired|refuse, reason, removed*,
 * pages, bytes. flatten: signatures are no reason to refuse; they are removed and
 * what they look like stays. op=settle → bytes: the file again as one section, unchanged.
 *
 * Order matters: judge on what came, strip, then let libqpdf draw annotations
 * into the pages (its job drops links: they are put aside before), then put
 * the links back and write; the strict reader has the last word. Knows nothing
 * of contracts. */
#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/msg.h"
#include "pdf/upload.h"
#include "port/jail.h"
#include "port/qpdf_job.h"

#include <string.h>
#include <sys/mman.h>

#define FILE_MOST ((size_t)512 << 20) /* bytes; uploads are far below */

enum { IN = 3, OUT = 4, SCRATCH1 = 5, SCRATCH2 = 6 };

static const struct jail cage = {
	/* Measured: a book of 3,276 pages in 44 MB took 451 MB (499 MB with a form
	 * in it), 52 MB of scans 63 MB. 600,000 objects would take 1.7 GB. */
	.memory = 1024 * JAIL_MB, .cpu = 15, .output = 256 << 20, .fds = 5, .fd_names = true,
};

/* The cleaned file lies in SCRATCH1: draw, put the links back, write. */
static void draw_annotations(struct upload *u)
{
	struct bytes f;
	enum qp_fault fault;
	qp_close(u->q);
	u->q = NULL;
	enum err e = qpdf_job_flatten("/dev/fd/5", "/dev/fd/6");
	if (e) {
		upload_refuse(u, e == RETRY ? "too_complex" : "damaged");
		return;
	}
	if (file_map(SCRATCH2, FILE_MOST, &f) || !f.n) {
		upload_refuse(u, "too_complex");
		return;
	}
	u->q = qp_open(f.p, f.n, &fault);
	if (!u->q) {
		upload_fault(u, fault);
		return;
	}
	if (qp_pages(u->q) != u->pages)
		upload_refuse(u, "damaged");
	else
		upload_restore(u);
	if (!u->reason)
		upload_fault(u, qp_write(u->q, "/dev/fd/4", true));
}

static void judge(struct upload *u, int64_t max_pages)
{
	struct bytes f;
	enum qp_fault fault;
	const unsigned char *head = NULL;
	if (!file_map(IN, FILE_MOST, &f) && f.n)
		head = memmem(f.p, f.n < 1024 ? f.n : 1024, "%PDF-", 5);
	if (!head) {
		upload_refuse(u, "not_pdf");
		return;
	}
	u->q = qp_open(f.p, f.n, &fault);
	if (!u->q) {
		upload_fault(u, fault);
		return;
	}
	upload_judge(u, max_pages);
	if (!u->reason)
		upload_strip(u);
	if (!u->reason)
		upload_fault(u, qp_write(u->q, u->draw ? "/dev/fd/5" : "/dev/fd/4", true));
	if (!u->reason && u->draw)
		draw_annotations(u);
	/* libqpdf skips bytes before the header without a word. */
	u->repaired |= head != f.p;
	qp_close(u->q);
	if (!u->reason && (file_map(OUT, FILE_MOST, &f) || !upload_proof(f, u->pages)))
		upload_refuse(u, "too_complex");
}

static void answer_judged(const struct upload *u, struct msg *m)
{
	const struct {
		bool yes;
		const char *word;
	} removed[] = {
		{ u->script, "scripts" },
		{ u->attachment, "attachments" },
		{ u->form, "form" },
		{ u->action, "actions" },
		{ u->annotation, "annotations" },
		{ u->note, "notes" },
		{ u->media, "media" },
		{ u->encrypted, "encryption" },
		{ u->pdfa, "metadata" },
		{ u->signature, "signatures" },
	};
	if (u->reason) {
		msg_puts(m, "verdict", "refuse");
		msg_puts(m, "reason", u->reason);
		return;
	}
	msg_puts(m, "verdict", u->repaired ? "repaired" : "accept");
	for (size_t i = 0; i < sizeof removed / sizeof *removed; i++)
		if (removed[i].yes)
			msg_puts(m, "removed", removed[i].word);
	msg_puti(m, "pages", u->pages);
	msg_puti(m, "bytes", file_size(OUT));
}

static void settle(struct msg *m)
{
	struct bytes f;
	enum qp_fault fault = QP_DAMAGED;
	struct qp *q = !file_map(IN, FILE_MOST, &f) && f.n ? qp_open(f.p, f.n, &fault) : NULL;
	if (q && qp_harm(q) == QP_WHOLE)
		fault = upload_spell_all(q) ? qp_write(q, "/dev/fd/4", false) : QP_MEMORY;
	else if (q)
		fault = QP_DAMAGED;
	if (fault || qp_harm(q) != QP_WHOLE) {
		msg_puts(m, "error", err_word(BROKEN));
		msg_puts(m, "why", fault == QP_MEMORY ? "too_complex" : "damaged");
	} else {
		msg_puti(m, "bytes", file_size(OUT));
	}
	qp_close(q);
}

static void say(bool judging, const char *word, enum err e, struct buf *frame)
{
	struct msg m;
	msg_init(&m, 256);
	msg_puts(&m, judging ? "verdict" : "error", judging ? "refuse" : err_word(e));
	msg_puts(&m, judging ? "reason" : "why", word);
	buf_init(frame, 512);
	msg_frame(&m, frame);
	msg_clear(&m);
}

static void prepare_last_words(bool judging)
{
	static struct buf late, full;
	say(judging, "too_slow", RETRY, &late);
	say(judging, "too_complex", BROKEN, &full);
	jail_last_words(late.p, late.n, 17);
	jail_abort_words(full.p, full.n);
}

int main(void)
{
	struct msg ask, answer;
	char op[16];
	int64_t max_pages = 0, flatten = 0;
	struct upload u = { .reason = NULL };
	log_open("intake");
	jail_limit(&cage);
	if (memfd_create("a", MFD_CLOEXEC) != SCRATCH1 ||
	    memfd_create("b", MFD_CLOEXEC) != SCRATCH2)
		log_die("scratch", "no memfd");
	jail_lock(&cage);
	msg_init(&ask, 4096);
	msg_init(&answer, 4096);
	if (msg_read(0, &ask, 5 * SECOND) || msg_text(&ask, "op", op, sizeof op))
		log_die("ask", "bad request");
	bool judging = !strcmp(op, "judge");
	if ((judging && msg_geti(&ask, "max_pages", 1, 1000000, &max_pages)) ||
	    (judging && msg_geti(&ask, "flatten", 0, 1, &flatten) == INVALID) ||
	    (!judging && strcmp(op, "settle")))
		log_die("ask", "bad request");
	prepare_last_words(judging);
	if (judging) {
		u.flatten = flatten;
		judge(&u, max_pages);
		answer_judged(&u, &answer);
	} else {
		settle(&answer);
	}
	if (msg_write(1, &answer))
		log_die("answer", "not written");
	return 0;
}
