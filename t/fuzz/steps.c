/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Fuzz target: the verifier's table of permitted steps. The input is the body of
 * one revision (objects as they stand in a file); table and trailer are made to
 * fit, so that every mutation reaches the comparison. It follows version 1 of a
 * file with two fields, or both versions, as the first byte says. Whatever is
 * accepted must leave the page, its contents and every field's name alone.
 * Build with
 *   clang -fsanitize=fuzzer,address,undefined -std=c11 -D_GNU_SOURCE -Ilib
 *     t/fuzz/steps.c lib/pdf/{lexer,value,history,compare,shape,basis,shown,filled,changes,epilogue}.c
 *     lib/base/{arena,buf,err,log,rand,str,clock}.c
 * Seeds: t/fuzz/seeds/steps */
#include "pdf/changes.h"
#include "pdf/compare.h"
#include "pdf/epilogue.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#define OBJECTS 64
#define REFERENCE                                                                                  \
	"/Reference [<</Type /SigRef /TransformMethod /DocMDP "                                    \
	"/TransformParams <</Type /TransformParams /P 2 /V /1.2>>>>]\n"

static void need(bool good)
{
	if (!good)
		abort();
}

static size_t last_xref(const struct buf *b)
{
	for (size_t i = b->n; i-- > 0;)
		if (b->n - i > 5 && !memcmp(b->p + i, "xref\n", 5) && (!i || b->p[i - 1] == '\n'))
			return i;
	return 0;
}

/* Where "N 0 obj" begins on a line of its own. */
static size_t find_objects(const struct buf *b, size_t from, size_t at[OBJECTS], long number[OBJECTS])
{
	size_t n = 0;
	for (size_t i = from; i < b->n && n < OBJECTS; i++) {
		char *end;
		if ((i > from && b->p[i - 1] != '\n') || b->p[i] < '1' || b->p[i] > '9')
			continue;
		number[n] = strtol((char *)b->p + i, &end, 10);
		if (strncmp(end, " 0 obj\n", 7) || number[n] > 100000)
			continue;
		at[n++] = i;
	}
	return n;
}

/* Adds the table and trailer for what was added behind `from`. */
static void close_revision(struct buf *b, size_t from, long size, size_t prev)
{
	size_t at[OBJECTS], n = find_objects(b, from, at, (long[OBJECTS]){ 0 }), xref = b->n;
	long number[OBJECTS], last = 0, most = size;
	find_objects(b, from, at, number);
	buf_str(b, "xref\n");
	for (size_t done = 0; done < n; done++) {
		size_t best = OBJECTS;
		for (size_t i = 0; i < n; i++)
			if (number[i] > last && (best == OBJECTS || number[i] < number[best]))
				best = i;
		if (best == OBJECTS)
			break;
		last = number[best];
		most = last + 1 > most ? last + 1 : most;
		buf_printf(b, "%ld 1\n%010zu 00000 n \n", last, at[best]);
	}
	buf_printf(b, "trailer\n<</Size %ld /Root 1 0 R /ID [<AA><BB>] /Prev %zu>>\nstartxref\n%zu\n%%%%EOF\n",
		   most, prev, xref);
}

static void put_base(struct buf *b)
{
	static const char *const body[] = {
		"<</Type /Catalog /Pages 2 0 R /AcroForm 4 0 R>>",
		"<</Type /Pages /Kids [3 0 R] /Count 1>>",
		"<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Annots 7 0 R /Contents 8 0 R>>",
		"<</Fields [5 0 R 6 0 R] /DR <<>> /DA (/Helv 0 Tf 0 g) /SigFlags 3>>",
		"<</Type /Annot /Subtype /Widget /FT /Sig /T (Sig01) /Rect [0 0 0 0] /F 132 /P 3 0 R>>",
		"<</Type /Annot /Subtype /Widget /FT /Sig /T (Sig02) /Rect [0 0 0 0] /F 132 /P 3 0 R>>",
		"[5 0 R 6 0 R]",
		"<</Length 1>>\nstream\nq\nendstream",
	};
	size_t at[8], xref;
	buf_str(b, "%PDF-1.7\n");
	for (int i = 0; i < 8; i++) {
		at[i] = b->n;
		buf_printf(b, "%d 0 obj\n%s\nendobj\n", i + 1, body[i]);
	}
	xref = b->n;
	buf_str(b, "xref\n0 9\n0000000000 65535 f \n");
	for (int i = 0; i < 8; i++)
		buf_printf(b, "%010zu 00000 n \n", at[i]);
	buf_printf(b, "trailer\n<</Size 9 /Root 1 0 R /ID [<AA><AA>]>>\nstartxref\n%zu\n%%%%EOF\n", xref);
}

/* The numbers of ByteRange depend on their own length: two passes settle them. */
static void put_signed(struct buf *b, bool first)
{
	size_t from = b->n, prev = last_xref(b), gap = 0, end = 0;
	for (int pass = 0; pass < 4; pass++) {
		b->n = from;
		buf_printf(b, "%d 0 obj\n<</Type /Annot /Subtype /Widget /FT /Sig /T (Sig0%d) /Rect [0 0 0 0] "
			      "/F 132 /P 3 0 R /V %d 0 R >>\nendobj\n",
			   first ? 5 : 6, first ? 1 : 2, first ? 9 : 10);
		if (first)
			buf_str(b, "1 0 obj\n<</Type /Catalog /Pages 2 0 R /AcroForm 4 0 R "
				   "/Perms <</DocMDP 9 0 R>> >>\nendobj\n");
		buf_printf(b, "%d 0 obj\n<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached\n"
			      "/M (D:20260101000000+09'00')\n/Name (x)\n/Reason (y)\n%s/ByteRange [0 %zu %zu %zu]\n"
			      "/Contents ",
			   first ? 9 : 10, first ? REFERENCE : "", gap, gap + 6, end - gap - 6);
		gap = b->n;
		buf_str(b, "<3000>\n>>\nendobj\n");
		close_revision(b, from, first ? 9 : 10, prev);
		end = b->n;
	}
}

/* "~…~" in the input stands for the one right ByteRange of its last gap. */
static void set_range(struct buf *b, size_t from)
{
	static const char mark[] = "/ByteRange [~~~~~~~~~~~~~~~~~~~~~~~~]";
	static const char contents[] = "/Contents <";
	char text[sizeof mark];
	unsigned char *range = memmem(b->p + from, b->n - from, mark, sizeof mark - 1);
	unsigned char *gap = memmem(b->p + from, b->n - from, contents, sizeof contents - 1);
	unsigned char *end = gap ? memchr(gap, '>', b->n - (size_t)(gap - b->p)) : NULL;
	if (!range || !end)
		return;
	size_t at = (size_t)(gap - b->p) + sizeof contents - 2, behind = (size_t)(end - b->p) + 1;
	int n = snprintf(text, sizeof text, "/ByteRange [0 %zu %zu %zu", at, behind, b->n - behind);
	memset(range + sizeof "/ByteRange [" - 1, ' ', 24);
	memcpy(range, text, n > 0 ? (size_t)n : 0);
}

static bool same(const struct history *h, uint32_t number)
{
	const struct history_object *a = history_object(h, 0, number);
	const struct history_object *b = history_object(h, h->count - 1, number);
	return a == b || (a && b && bytes_eq(a->value.src, b->value.src));
}

/* What no permitted step touches. */
static void judge(struct arena *a, struct buf *b, size_t before)
{
	struct history h;
	struct walked t = { .arena = a };
	struct step s;
	const char *why = NULL;
	need(!history_read(a, buf_bytes(b), &h) && !basis_read(a, &h, &t.base, &why));
	for (size_t i = 1; i < before; i++)
		need(!changes_step(&h, &t, i, &s, &why));
	if (h.count <= before || changes_step(&h, &t, before, &s, &why))
		return;
	need(same(&h, 2) && same(&h, 3) && same(&h, 8));
	for (uint32_t field = 5; field <= 6; field++) {
		struct value name;
		const struct history_object *o = history_object(&h, h.count - 1, field);
		need(!value_get(&o->value, "T", &name) &&
		     value_string_is(&name, field == 5 ? "Sig01" : "Sig02"));
	}
	if (s.kind == STEP_DSS) {
		size_t n;
		epilogue_entries(a, &h, before, &n);
		need(same(&h, 4) && same(&h, 7) && n <= h.revisions[before].count);
	} else {
		need(s.contents.kind == VALUE_STRING && s.contents.src.p[0] == '<');
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct buf b;
	if (!n || n > 65536)
		return 0;
	struct arena *a = arena_new(0);
	buf_init(&b, 1 << 20);
	put_base(&b);
	put_signed(&b, true);
	size_t revisions = 2;
	if (data[0] & 1) {
		put_signed(&b, false);
		revisions = 3;
	}
	size_t from = b.n, prev = last_xref(&b);
	buf_add(&b, data + 1, n - 1);
	close_revision(&b, from, revisions == 3 ? 11 : 10, prev);
	set_range(&b, from);
	judge(a, &b, revisions);
	buf_clear(&b);
	arena_free(a);
	return 0;
}
