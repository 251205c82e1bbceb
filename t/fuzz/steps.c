/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Fuzz target: the verifier's table of permitted steps. The input is the body of
 * one revision (objects as they stand in a file); table and trailer are made to
 * fit, so that every mutation reaches the comparison. It follows version 1 of a
 * file with three signatures and two input fields, or version 2, or 3, as the
 * first byte says. Whatever is accepted must leave the page, its contents, locks,
 * every field's name and place and what is filled in alone.
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
#define SIZE 16 /* of the base */
#define CERTIFIES                                                                                  \
	"/Reference [<</Type /SigRef /TransformMethod /DocMDP "                                    \
	"/TransformParams <</Type /TransformParams /P 2 /V /1.2>>>>]\n"
#define LOCKS                                                                                      \
	"/Reference [<</Type /SigRef /TransformMethod /FieldMDP /Data 1 0 R /TransformParams "     \
	"<</Type /TransformParams /Action /Include /Fields [(F0001)(F0002)] /V /1.2>>>>]\n"

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

#define LOOK "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Matrix [1 0 0 1 0 0] "

static void put_base(struct buf *b)
{
	static const char *const body[] = {
		"<</Type /Catalog /Pages 2 0 R /AcroForm 4 0 R>>",
		"<</Type /Pages /Kids [3 0 R] /Count 1>>",
		"<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Annots 7 0 R /Contents 8 0 R>>",
		"<</Fields [5 0 R 6 0 R 9 0 R 10 0 R 11 0 R] /DR <<>> /DA (/Helv 0 Tf 0 g) /SigFlags 3>>",
		"<</Type /Annot /Subtype /Widget /FT /Sig /T (Sig01) /Rect [0 0 0 0] /F 132 /P 3 0 R>>",
		"<</Type /Annot /Subtype /Widget /FT /Sig /T (Sig02) /Rect [0 0 0 0] /F 132 /P 3 0 R "
		"/Lock 12 0 R>>",
		"[5 0 R 6 0 R 9 0 R 10 0 R 11 0 R]",
		"<</Length 1>>\nstream\nq\nendstream",
		"<</Type /Annot /Subtype /Widget /FT /Sig /T (Sig03) /Rect [0 0 0 0] /F 132 /P 3 0 R>>",
		"<</Type /Annot /Subtype /Widget /T (F0001) /Rect [1 1 5 5] /F 4 /P 3 0 R /FT /Tx "
		"/DA (/Helv 0 Tf 0 g) /Ff 0 /V () /AP <</N 13 0 R>>>>",
		"<</Type /Annot /Subtype /Widget /T (F0002) /Rect [1 1 5 5] /F 4 /P 3 0 R /FT /Btn "
		"/Ff 0 /V /Off /AS /Off /AP <</N <</Off 14 0 R /Yes 15 0 R>>>>>>",
		"<</Type /SigFieldLock /Action /Include /Fields [(F0001) (F0002)]>>",
		"<<" LOOK "/Resources <<>> /Length 0>>\nstream\n\nendstream",
		"<<" LOOK "/Resources <<>> /Length 0>>\nstream\n\nendstream",
		"<<" LOOK "/Resources <<>> /Length 1>>\nstream\nq\nendstream",
	};
	size_t at[SIZE], xref;
	buf_str(b, "%PDF-1.7\n");
	for (int i = 0; i < SIZE - 1; i++) {
		at[i] = b->n;
		buf_printf(b, "%d 0 obj\n%s\nendobj\n", i + 1, body[i]);
	}
	xref = b->n;
	buf_printf(b, "xref\n0 %d\n0000000000 65535 f \n", SIZE);
	for (int i = 0; i < SIZE - 1; i++)
		buf_printf(b, "%010zu 00000 n \n", at[i]);
	buf_printf(b, "trailer\n<</Size %d /Root 1 0 R /ID [<AA><AA>]>>\nstartxref\n%zu\n%%%%EOF\n", SIZE,
		   xref);
}

static void put_field(struct buf *b, int version, int number, int dict, const char *lock,
		      const char *reference)
{
	buf_printf(b, "%d 0 obj\n<</Type /Annot /Subtype /Widget /FT /Sig /T (Sig0%d) /Rect [0 0 0 0] /F 132 "
		      "/P 3 0 R%s /V %d 0 R >>\nendobj\n",
		   number, version, lock, dict);
	buf_printf(b, "%d 0 obj\n<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached\n"
		      "/M (D:20260101000000+09'00')\n/Name (x)\n/Reason (y)\n%s"
		      "/ByteRange [~~~~~~~~~~~~~~~~~~~~~~~~]\n/Contents <3000>\n>>\nendobj\n",
		   dict, reference);
}

static void put_stream(struct buf *b, int number, const char *dict, const char *data, size_t n)
{
	buf_printf(b, "%d 0 obj\n<<%s/Length %zu>>\nstream\n", number, dict, n);
	buf_add(b, data, n);
	buf_str(b, "\nendstream\nendobj\n");
}

/* "ab" and a tick. */
static void put_filled(struct buf *b)
{
	static const char program[] = "\0\1\0\0program of glyf", shown[] = "/Tx BMC BT /G 1 Tf <00010002> Tj ET EMC";
	static const char cmap[] =
		"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
		"2 beginbfchar\n<0001> <0061>\n<0002> <0062>\nendbfchar\nendcmap\nend\nend";
	buf_str(b, "10 0 obj\n<</Type /Annot /Subtype /Widget /T (F0001) /Rect [1 1 5 5] /F 4 /P 3 0 R /FT /Tx "
		   "/DA (/Helv 0 Tf 0 g) /Ff 1 /V (ab) /AP <</N 18 0 R>>>>\nendobj\n");
	put_stream(b, 18, LOOK "/Resources <</Font <</G 19 0 R>>>> ", shown, sizeof shown - 1);
	buf_str(b, "19 0 obj\n<</Type /Font /Subtype /Type0 /BaseFont /A+B /Encoding /Identity-H "
		   "/DescendantFonts [20 0 R] /ToUnicode 23 0 R>>\nendobj\n"
		   "20 0 obj\n<</Type /Font /Subtype /CIDFontType2 /BaseFont /A+B /CIDSystemInfo <</Registry "
		   "(Adobe) /Ordering (Identity) /Supplement 0>> /FontDescriptor 21 0 R /CIDToGIDMap /Identity "
		   "/DW 1000 /W [1 [500 500]]>>\nendobj\n"
		   "21 0 obj\n<</Type /FontDescriptor /FontName /A+B /Flags 4 /FontBBox [0 0 9 9] /ItalicAngle 0 "
		   "/Ascent 1 /Descent 1 /CapHeight 1 /StemV 80 /FontFile2 22 0 R>>\nendobj\n");
	put_stream(b, 22, "/Length1 19 ", program, sizeof program - 1);
	put_stream(b, 23, "", cmap, sizeof cmap - 1);
	buf_str(b, "11 0 obj\n<</Type /Annot /Subtype /Widget /T (F0002) /Rect [1 1 5 5] /F 4 /P 3 0 R /FT /Btn "
		   "/Ff 1 /V /Yes /AS /Yes /AP <</N <</Off 14 0 R /Yes 15 0 R>>>>>>\nendobj\n");
}

static void put_version(struct buf *b, int version)
{
	if (version == 1) {
		put_field(b, 1, 5, 16, "", CERTIFIES);
		buf_str(b, "1 0 obj\n<</Type /Catalog /Pages 2 0 R /AcroForm 4 0 R "
			   "/Perms <</DocMDP 16 0 R>> >>\nendobj\n");
	} else if (version == 2) {
		put_filled(b);
		put_field(b, 2, 6, 17, " /Lock 12 0 R", LOCKS);
	} else {
		put_field(b, 3, 9, 24, "", "");
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

static bool same(const struct history *h, size_t before, uint32_t number)
{
	const struct history_object *a = history_object(h, before - 1, number);
	const struct history_object *b = history_object(h, before, number);
	return a == b || (a && b && bytes_eq(a->value.src, b->value.src) && bytes_eq(a->stream, b->stream));
}

static bool same_key(const struct history *h, size_t before, uint32_t number, const char *key)
{
	const struct history_object *a = history_object(h, before - 1, number);
	const struct history_object *b = history_object(h, before, number);
	struct value x, y;
	return a && b && !value_get(&a->value, key, &x) && !value_get(&b->value, key, &y) &&
	       bytes_eq(x.src, y.src);
}

/* What no permitted step touches. */
static void judge(struct arena *a, struct buf *b, size_t before)
{
	static const uint32_t fields[] = { 5, 6, 9, 10, 11 };
	struct history h;
	struct walked t = { .arena = a };
	struct step s;
	const char *why = NULL;
	need(!history_read(a, buf_bytes(b), &h) && !basis_read(a, &h, &t.base, &why));
	for (size_t i = 1; i < before; i++)
		need(!changes_step(&h, &t, i, &s, &why));
	if (h.count <= before || changes_step(&h, &t, before, &s, &why))
		return;
	for (int i = 0; i < 5; i++)
		need(same_key(&h, before, fields[i], "T") && same_key(&h, before, fields[i], "Rect") &&
		     same_key(&h, before, fields[i], "P"));
	for (uint32_t n = 2; n < h.revisions[before - 1].size; n++)
		if (n == 3 || n == 8 || n >= 12)
			need(same(&h, before, n) || (s.kind == STEP_DSS && n >= 25));
	need(before == 2 || (same(&h, before, 10) && same(&h, before, 11)));
	if (s.kind == STEP_DSS) {
		size_t n;
		epilogue_entries(a, &h, before, &n);
		need(same(&h, before, 4) && same(&h, before, 7) && n <= h.revisions[before].count);
	} else {
		need(s.contents.kind == VALUE_STRING && s.contents.src.p[0] == '<');
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const long size[] = { SIZE, 17, 24, 25 };
	struct buf b;
	if (!n || n > 65536)
		return 0;
	struct arena *a = arena_new(0);
	size_t before = 2 + data[0] % 3;
	buf_init(&b, 1 << 20);
	put_base(&b);
	for (size_t version = 1; version <= before; version++) {
		size_t from = b.n, prev = last_xref(&b);
		if (version < before)
			put_version(&b, (int)version);
		else
			buf_add(&b, data + 1, n - 1);
		close_revision(&b, from, size[version - 1], prev);
		set_range(&b, from);
	}
	judge(a, &b, before);
	buf_clear(&b);
	arena_free(a);
	return 0;
}
