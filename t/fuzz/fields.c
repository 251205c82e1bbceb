/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Fuzz target: the lines of compose's questions about input fields, on a page
 * whose boxes are fuzzed too. The input is lines parted by NUL: first the
 * page's entries, then each "field …" or "fill …", or "marks". What comes out
 * must be a file that the strict reader accepts; a value that office/coverage
 * finds nothing missing in is never refused for a character. Build with
 * `make fuzz FUZZ=fields`. */
#include "composing/base.c"
#include "composing/lines.c"

#include "office/coverage.h"
#include "pdf/pages.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define GOTHIC "/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf"
#define MINCHO "/usr/share/fonts/truetype/ipamj/ipamjm.ttf"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	if (dup2(open(GOTHIC, O_RDONLY), FD_GOTHIC) < 0 || dup2(open(MINCHO, O_RDONLY), FD_MINCHO) < 0)
		abort();
	return 0;
}

/* Instead of writing: what would be written. */
enum err job_out(struct job *j, struct bytes first, struct bytes second)
{
	struct buf whole;
	struct pdf *p;
	const char *why;
	uint32_t *page;
	struct input *input;
	size_t pages, inputs;
	if (!second.n)
		return OK; /* nothing was written: the file as it came */
	buf_init(&whole, XREF_FILE_MAX);
	buf_add(&whole, first.p, first.n);
	buf_add(&whole, second.p, second.n);
	if (pdf_open(j->arena, buf_bytes(&whole), &p, &why) || !pdf_tight(p) || !pdf_plain_trailers(p) ||
	    pages_list(j->arena, p, &page, &pages) || pages != 1)
		abort();
	if (slots_inputs(j->arena, p, &input, &inputs))
		abort();
	buf_clear(&whole);
	return OK;
}

static void plain_file(struct bytes entries, struct buf *out)
{
	size_t at[4];
	buf_str(out, "%PDF-1.7\n");
	at[1] = out->n;
	buf_str(out, "1 0 obj\n<</Type /Catalog /Pages 2 0 R>>\nendobj\n");
	at[2] = out->n;
	buf_str(out, "2 0 obj\n<</Type /Pages /Count 1 /Kids [3 0 R] /MediaBox [0 0 595 842]>>\nendobj\n");
	at[3] = out->n;
	buf_str(out, "3 0 obj\n<</Type /Page /Parent 2 0 R ");
	buf_add(out, entries.p, entries.n);
	buf_str(out, ">>\nendobj\n");
	size_t xref = out->n;
	buf_str(out, "xref\n0 4\n0000000000 65535 f \n");
	for (int i = 1; i < 4; i++)
		buf_printf(out, "%010zu 00000 n \n", at[i]);
	buf_printf(out, "trailer\n<</Size 4 /Root 1 0 R /ID [<00><00>]>>\nstartxref\n%zu\n%%%%EOF\n",
		   xref);
}

static struct bytes next_part(const uint8_t **data, size_t *n)
{
	const uint8_t *end = memchr(*data, 0, *n);
	struct bytes part = { *data, end ? (size_t)(end - *data) : *n };
	size_t used = part.n + (end != NULL);
	*data += used;
	*n -= used;
	return part;
}

/* Whether any value has a character that cannot be drawn where it stands. */
static bool drawable(struct job *j)
{
	struct fill *fills;
	struct job again = { .arena = j->arena, .ask = j->ask };
	size_t n;
	enum err e = job_fills(&again, &fills, &n);
	bool good = !e;
	for (size_t i = 0; !e && i < n; i++)
		good = good && !coverage_missing(j->arena, fills[i].value) &&
		       (fills[i].kind == WIDGET_LINES || !strchr(fills[i].value, '\n'));
	glyph_close(again.faces.font[0]);
	glyph_close(again.faces.font[1]);
	return good;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct job j = { .arena = arena_new((size_t)1 << 30) };
	msg_init(&j.ask, 1 << 20);
	msg_init(&j.answer, 1 << 16);
	buf_init(&j.before, 1 << 20);
	plain_file(next_part(&data, &n), &j.before);
	while (n) {
		struct bytes part = next_part(&data, &n);
		if (part.n == 5 && !memcmp(part.p, "marks", 5))
			msg_puti(&j.ask, "marks", 1);
		else if (part.n > 6 && !memcmp(part.p, "field ", 6))
			msg_put(&j.ask, "field", part.p + 6, part.n - 6);
		else if (part.n > 5 && !memcmp(part.p, "fill ", 5))
			msg_put(&j.ask, "fill", part.p + 5, part.n - 5);
	}
	if (!pdf_open(j.arena, buf_bytes(&j.before), &j.pdf, &j.why)) {
		enum err e = do_preview(&j);
		if (e && (!j.why || (str_eq(j.why, "glyph") && (!j.glyph || drawable(&j)))))
			abort();
	}
	glyph_close(j.faces.font[0]);
	glyph_close(j.faces.font[1]);
	msg_clear(&j.ask);
	msg_clear(&j.answer);
	buf_clear(&j.before);
	arena_free(j.arena);
	return 0;
}
