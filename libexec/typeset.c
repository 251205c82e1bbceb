/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Limited child: a PDF of plain blocks – headings, paragraphs, tables, a QR code
 * – with subset Japanese fonts, tagged, with title and language. Descriptor 3:
 * an empty file that gets it. Same request, same bytes.
 *
 * op=set, title, lang=ja|en, foot, date (ns UTC), size (tenths of a point), most
 * (pages), then the blocks in their order:
 *   h1 h2 text note large   one text each
 *   pair       a row of a table of two columns: label; its value is the next `cell`
 *   columns    begins the widths of a table, `cell`s: numbers
 *   head row   begins a row, its `cell`s follow
 *   code       a QR code of this text; its `cell`s stand beside it
 *   page       (value ignored) a new page
 * → pages, bytes. Known failures: error, why=too_long (more than `most` pages),
 * code (too long for a QR code), fonts, pdf, too_slow.
 *
 * Texts with anything but clean UTF-8 are a bad request: no answer. */
#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/msg.h"
#include "base/str.h"
#include "port/jail.h"
#include "port/qpdf.h"
#include "port/qr.h"
#include "port/typeset.h"

#include <string.h>

#define ASK_MAX ((size_t)8 << 20)
#define PDF_MAX ((size_t)64 << 20)

static const struct jail cage = {
	.memory = 1024 * JAIL_MB, /* three fonts and their tables */
	.cpu = 16,
	.output = 64 << 20,
	.fds = 4,
	.fd_names = true,
	.fonts = true,
};

static const struct {
	const char *key;
	enum typeset_kind kind;
	bool text; /* its value is the first cell */
} keys[] = {
	{ "h1", TYPESET_H1, true },	      { "h2", TYPESET_H2, true },
	{ "text", TYPESET_TEXT, true },	      { "note", TYPESET_NOTE, true },
	{ "large", TYPESET_LARGE, true },     { "pair", TYPESET_PAIR, true },
	{ "columns", TYPESET_COLUMNS, false }, { "head", TYPESET_HEAD, false },
	{ "row", TYPESET_ROW, false },	      { "code", TYPESET_CODE, false },
	{ "page", TYPESET_BREAK, false },
};
#define KEYS (sizeof keys / sizeof *keys)

struct job {
	struct arena *a;
	struct msg ask;
	struct typeset_sheet sheet;
	struct typeset_block *blocks;
	size_t n;
	int most;
	const char *why;
};

static bool is(struct bytes k, const char *word)
{
	return k.n == strlen(word) && !memcmp(k.p, word, k.n);
}

static const char *text_of(struct job *j, struct bytes v)
{
	if (!str_is_xml_text(v.p, v.n))
		log_die("ask", "text");
	return arena_strn(j->a, v.p, v.n);
}

static const char *text(struct job *j, const char *key)
{
	struct bytes v;
	return msg_get(&j->ask, key, &v) ? "" : text_of(j, v);
}

static enum err begin_block(struct job *j, size_t k, struct bytes v)
{
	struct typeset_block *b = &j->blocks[j->n++];
	unsigned char *modules;
	b->kind = keys[k].kind;
	if (keys[k].text)
		b->cell[b->cells++] = text_of(j, v);
	if (b->kind != TYPESET_CODE)
		return OK;
	enum err e = qr_make(j->a, text_of(j, v), &modules, &b->side);
	b->modules = e ? NULL : modules;
	j->why = e ? "code" : "";
	return e;
}

static void add_cell(struct job *j, struct bytes v)
{
	struct typeset_block *b = j->n ? &j->blocks[j->n - 1] : NULL;
	if (!b || b->cells == TYPESET_CELLS)
		log_die("ask", "cell");
	b->cell[b->cells++] = text_of(j, v);
}

static enum err read_blocks(struct job *j)
{
	struct bytes k, v;
	size_t n = 0;
	for (size_t at = 0; msg_next(&j->ask, &at, &k, &v);)
		n++;
	j->blocks = arena_new_array(j->a, struct typeset_block, n);
	for (size_t at = 0; msg_next(&j->ask, &at, &k, &v);) {
		size_t i = 0;
		while (i < KEYS && !is(k, keys[i].key))
			i++;
		enum err e = i < KEYS ? begin_block(j, i, v) : OK;
		if (e)
			return e;
		if (is(k, "cell"))
			add_cell(j, v);
	}
	for (size_t i = 0; i < j->n; i++)
		if (j->blocks[i].kind == TYPESET_PAIR && j->blocks[i].cells != 2)
			log_die("ask", "pair");
	return OK;
}

static void read_request(struct job *j)
{
	char op[16], iso[CLOCK_TEXT];
	int64_t size = 0, most = 0, date = 0;
	msg_init(&j->ask, ASK_MAX);
	if (msg_read(0, &j->ask, 5 * SECOND) || msg_text(&j->ask, "op", op, sizeof op) ||
	    strcmp(op, "set") || msg_geti(&j->ask, "size", 60, 400, &size) ||
	    msg_geti(&j->ask, "most", 1, 2000, &most) ||
	    msg_geti(&j->ask, "date", 0, INT64_MAX, &date))
		log_die("ask", "bad request");
	clock_iso(date, iso);
	memcpy(iso + 19, "Z", 2); /* cairo knows no parts of a second */
	j->most = (int)most;
	j->sheet = (struct typeset_sheet){
		.width = 595.276, .height = 841.89, .margin = 54, .size = (double)size / 10,
		.title = text(j, "title"), .lang = text(j, "lang"), .foot = text(j, "foot"),
		.date = arena_str(j->a, iso),
	};
	if (!str_eq(j->sheet.lang, "ja") && !str_eq(j->sheet.lang, "en"))
		log_die("ask", "lang");
}

/* cairo 1.16 writes neither language nor ID; libqpdf does, and its ID is a hash. */
static enum err finish(struct job *j, const struct buf *pdf)
{
	enum qp_fault fault;
	struct qp *q = qp_open(pdf->p, pdf->n, &fault);
	if (!q)
		return BROKEN;
	bool ja = str_eq(j->sheet.lang, "ja");
	qp_put(q, qp_root(q), "/Lang", qp_parse(q, ja ? "(ja-JP)" : "(en)"));
	qp_put(q, qp_root(q), "/ViewerPreferences", qp_parse(q, "<< /DisplayDocTitle true >>"));
	fault = qp_write(q, "/dev/fd/3", true);
	qp_close(q);
	return fault ? BROKEN : OK;
}

static enum err set(struct job *j, int *pages_r)
{
	struct buf pdf;
	enum err e = read_blocks(j);
	if (e)
		return e;
	buf_init(&pdf, PDF_MAX);
	e = typeset_pdf(&j->sheet, j->blocks, j->n, j->most, &pdf, pages_r);
	j->why = e == INVALID ? "too_long" : "pdf";
	if (!e)
		e = finish(j, &pdf);
	buf_clear(&pdf);
	return e;
}

static void fail(struct msg *m, enum err e, const char *why)
{
	msg_puts(m, "error", err_word(e));
	msg_puts(m, "why", why);
}

int main(void)
{
	static const char *const fonts[] = {
		"/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf",
		"/usr/share/fonts/truetype/ipamj/ipamjm.ttf",
	};
	struct job j = { .why = "" };
	struct msg answer, late;
	struct buf words;
	int pages = 0;
	log_open("typeset");
	enum err ready = typeset_ready(fonts, 2);
	jail_enter(&cage);
	msg_init(&answer, 4096);
	msg_init(&late, 256);
	fail(&late, RETRY, "too_slow");
	buf_init(&words, 512);
	msg_frame(&late, &words);
	jail_last_words(words.p, words.n, 17);
	j.a = arena_new(0);
	read_request(&j);
	enum err e = ready ? ready : set(&j, &pages);
	if (e) {
		fail(&answer, e, ready ? "fonts" : j.why);
	} else {
		msg_puti(&answer, "pages", pages);
		msg_puti(&answer, "bytes", file_size(3));
	}
	if (msg_write(1, &answer))
		log_die("answer", "not written");
	return 0;
}
