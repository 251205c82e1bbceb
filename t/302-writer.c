/* SPDX-License-Identifier: AGPL-3.0-or-later
 * pdf/writer over pdf/reader: edited dictionaries, tables of several runs, and
 * revisions that must not be closed. */
#include "tap.h"

#include "pdf/writer.h"

#define B(s) ((struct bytes){ (const unsigned char *)(s), strlen(s) })

static void edits(void)
{
	static const struct {
		const char *dict, *key, *text, *want;
	} rows[] = {
		{ "<<>>", "V", "9 0 R", "<< /V 9 0 R >>" },
		{ "<< /A 1 /B [ 2 ] >>", "V", "9 0 R", "<< /A 1 /B [ 2 ] /V 9 0 R >>" },
		{ "<</A 1/B 2/C 3>>", "B", "(x)", "<</A 1/B (x)/C 3 >>" },
		{ "<</A 1/#42 2/C 3>>", "B", "(x)", "<</A 1/#42 (x)/C 3 >>" },
		{ "<</A 1/B 2/C 3>>", "B", NULL, "<</A 1/C 3 >>" },
		{ "<</A<</B 1>>/C(/B)>>", "B", NULL, "<</A<</B 1>>/C(/B) >>" },
		{ "<</A 1>>", "B", NULL, "<</A 1 >>" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct lexer l;
		struct value v;
		struct buf b;
		buf_init(&b, 256);
		lex_init(&l, B(rows[i].dict), 0);
		ok(value_read(&l, &v), "a dictionary");
		edit_dict(&b, &v, &(struct edit){ rows[i].key, rows[i].text }, 1);
		is_str(buf_text(&b), rows[i].want, "%s with another /%s", rows[i].dict,
		       rows[i].key);
		buf_clear(&b);
	}
}

/* Eight objects; the tables are made here, not by the code under test. */
static void old_file(struct buf *b)
{
	size_t at[9], xref;
	buf_init(b, 4096);
	buf_str(b, "%PDF-1.7\n");
	for (int i = 1; i < 9; i++) {
		at[i] = b->n;
		buf_printf(b, "%d 0 obj\n%s\nendobj\n", i, i == 1 ? "<</Type /Catalog>>" : "7");
	}
	xref = b->n;
	buf_str(b, "xref\n0 9\n0000000000 65535 f \n");
	for (int i = 1; i < 9; i++)
		buf_printf(b, "%010zu 00000 n \n", at[i]);
	buf_printf(b, "trailer <</Size 9/Root 1 0 R/ID[(a)(b)]>>\nstartxref\n%zu\n%%%%EOF\n", xref);
}

static struct pdf *opened(struct arena *a, const struct buf *b)
{
	struct pdf *p;
	const char *why;
	enum err e = pdf_open(a, buf_bytes(b), &p, &why);
	ok(!e, "the reader takes it (%s)", e ? why : "ok");
	return e ? NULL : p;
}

static void runs(struct arena *a, struct buf *old)
{
	static struct revision r, s;
	static const uint32_t order[] = { 9, 5, 2, 10, 3, 8 };
	struct pdf *p = opened(a, old), *q;
	struct object o;
	size_t length;
	ok(pdf_tight(p) && pdf_size(p) == 9 && pdf_root(p) == 1 && !pdf_info(p), "an old file");
	revision_init(&r, p);
	ok(revision_new(&r) == 9 && revision_new(&r) == 10, "new numbers follow the old ones");
	for (size_t i = 0; i < sizeof order / sizeof *order; i++)
		revision_object(&r, order[i], B("(new)"));
	ok(!revision_close(&r, &length), "closed");
	revision_seal(&r);
	ok(strstr(buf_text(&r.out), "\nxref\n2 2\n") && strstr(buf_text(&r.out), " n \n5 1\n") &&
	       strstr(buf_text(&r.out), " n \n8 3\n"),
	   "three runs of numbers");
	struct buf grown;
	buf_init(&grown, 8192);
	buf_add(&grown, old->p, old->n);
	buf_add(&grown, r.out.p, r.out.n);
	is_int(grown.n, length, "the length it said");
	q = opened(a, &grown);
	ok(pdf_revisions(q) == 2 && pdf_tight(q) && pdf_size(q) == 11, "two revisions");
	for (uint32_t i = 1; i < 11; i++) {
		bool is_new = i != 1 && i != 4 && i != 6 && i != 7;
		ok(!pdf_object(q, i, &o) && (o.value.kind == VALUE_STRING) == is_new, "object %u",
		   i);
	}
	ok(pdf_object(q, 0, &o) == MISSING && pdf_object(q, 11, &o) == MISSING, "no others");
	revision_init(&s, p);
	s.next = 11;
	for (size_t i = sizeof order / sizeof *order; i--;)
		revision_object(&s, order[i], B("(new)"));
	ok(!revision_close(&s, &length) && length == grown.n, "in another order");
	revision_seal(&s);
	ok(memcmp(r.out.p + r.id_at, s.out.p + s.id_at, 32) != 0, "other bytes, another ID");
	revision_clear(&s);
	revision_clear(&r);
	buf_clear(&grown);
}

static void refused(struct arena *a, struct buf *old)
{
	static struct revision r;
	struct pdf *p = opened(a, old);
	size_t length;
	revision_init(&r, p);
	ok(revision_close(&r, &length) == INVALID, "nothing written");
	revision_object(&r, 3, B("1"));
	revision_object(&r, 3, B("1"));
	ok(revision_close(&r, &length) == INVALID, "a number twice");
	revision_clear(&r);
	revision_init(&r, p);
	revision_new(&r);
	revision_object(&r, 3, B("1"));
	ok(revision_close(&r, &length) == INVALID, "a new number never written");
	revision_clear(&r);
	revision_init(&r, p);
	revision_object(&r, 9, B("1"));
	ok(revision_close(&r, &length) == INVALID, "a number nobody asked for");
	revision_clear(&r);
	revision_init(&r, p);
	for (int i = 0; i <= REVISION_OBJECTS; i++)
		revision_object(&r, revision_new(&r), B("1"));
	ok(revision_close(&r, &length) == INVALID, "more than %d objects", REVISION_OBJECTS);
	revision_clear(&r);
	revision_init(&r, p);
	revision_begin(&r, 3);
	unsigned char *big = buf_space(&r.out, REVISION_MAX - 100);
	ok(big != NULL, "nearly the most");
	revision_end(&r);
	ok(revision_close(&r, &length) == INVALID, "more than %zu bytes", REVISION_MAX);
	revision_clear(&r);
}

int main(void)
{
	struct arena *a = arena_new(0);
	struct buf old;
	old_file(&old);
	edits();
	runs(a, &old);
	refused(a, &old);
	buf_clear(&old);
	arena_free(a);
	return done();
}
