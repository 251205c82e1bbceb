/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Fuzz target: everything that compose does with a file. Build with
 *   clang -fsanitize=fuzzer,address,undefined -std=c11 -D_GNU_SOURCE -Ilib
 *     t/fuzz/reader.c lib/pdf/{lexer,value,xref,reader,pages,place,writer,widget,form,slots,der}.c
 *     lib/pdf/{letter,subset,lines,lettering,seal,mark,fill,revise,sigdict,concluded,dss,docstamp}.c
 *     lib/base/{act,arena,buf,clock,err,hex,log,msg,file,rand,str}.c lib/port/{digest,glyph}.c
 *     -lcrypto -lharfbuzz-subset -lharfbuzz -lm */
#include "pdf/docstamp.h"
#include "pdf/dss.h"
#include "pdf/pages.h"
#include "pdf/revise.h"
#include "port/digest.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void all_values(const struct value *v)
{
	struct walk w;
	struct value key, one, again;
	struct buf b;
	walk_init(&w, v);
	while (walk_next(&w, &key, &one)) {
		if (w.dict && value_name_same(&key, &key) && value_get(v, "Type", &again) == OK)
			(void)value_name_is(&again, "Sig");
		buf_init(&b, 1 << 16);
		if (value_string(&one, &b) == OK)
			(void)value_string_is(&one, "Sig01");
		buf_clear(&b);
	}
}

/* What was written must be what the reader accepts. */
static void reread(struct arena *a, const struct revision *r)
{
	struct buf b;
	struct pdf *p;
	const char *why;
	struct bytes old = pdf_bytes(r->pdf);
	buf_init(&b, XREF_FILE_MAX);
	buf_add(&b, old.p, old.n);
	buf_add(&b, r->out.p, r->out.n);
	if (pdf_open(a, buf_bytes(&b), &p, &why) || pdf_revisions(p) != pdf_revisions(r->pdf) + 1)
		abort();
	buf_clear(&b);
}

static void write_both(struct arena *a, struct pdf *p)
{
	static struct revision r;
	static struct act act = { .kind = ACT_FIX, .version = 1, .title = "t" };
	struct sigdict s = { .act = &act, .name = "n", .reserve = SIGDICT_RESERVE_MIN };
	struct revised done;
	struct fills none = { .n = 0 };
	struct slot *slot;
	const char *why;
	uint32_t *page;
	size_t pages, length, count, made;
	revision_init(&r, p);
	if (!form_base(a, &r, 3, NULL, 0, &why) && !revision_close(&r, &length)) {
		revision_seal(&r);
		reread(a, &r);
	}
	revision_clear(&r);
	if (slots_open(a, p, &slot, &count, &made) || pages_list(a, p, &page, &pages))
		return;
	act.kind = made ? ACT_AGREE : ACT_FIX;
	act.version = (int)made + 1;
	act.pages = (int)pages;
	act.parties = (int)count - 3;
	digest_sha256(pdf_bytes(p).p, pdf_bytes(p).n, act.base);
	revision_init(&r, p);
	if (!revise(a, &r, &s, &none, &done, &why))
		reread(a, &r);
	revision_clear(&r);
}

/* Every field of the form, left blank: no font is asked for anything. */
static void write_fields(struct arena *a, struct pdf *p)
{
	static struct revision r;
	struct input *input;
	struct value v;
	struct fills f = { .n = 0 };
	const char *why;
	size_t length;
	if (slots_inputs(a, p, &input, &f.n) || !f.n)
		return;
	f.fill = arena_new_array(a, struct fill, f.n);
	for (size_t i = 0; i < f.n; i++) {
		memcpy(f.fill[i].name, input[i].name, sizeof input[i].name);
		f.fill[i].value = "";
		f.fill[i].mark = i % 3 ? "12-3" : NULL;
		if (!value_get(&input[i].field, "FT", &v) && value_name_is(&v, "Btn"))
			f.fill[i].kind = WIDGET_CHECK;
	}
	revision_init(&r, p);
	if (!fills_write(a, &r, &f, &why) && !revision_close(&r, &length)) {
		revision_seal(&r);
		reread(a, &r);
	}
	revision_clear(&r);
}

static void write_end(struct arena *a, struct pdf *p)
{
	static struct revision r;
	static const struct dss_item item = { DSS_CRL, { (const unsigned char *)"\x30\x01\x05", 3 } };
	struct docstamp stamp;
	const char *why;
	size_t added[DSS_KINDS];
	revision_init(&r, p);
	if (!dss_write(a, &r, &item, 1, added, &why))
		reread(a, &r);
	revision_clear(&r);
	revision_init(&r, p);
	if (!docstamp_write(a, &r, SIGDICT_RESERVE_MIN, &stamp, &why))
		reread(a, &r);
	revision_clear(&r);
}

static void fill(const struct pdf *p, const uint8_t *data, size_t n)
{
	static const unsigned char cms[] = { 0x30, 0x00 };
	const char *why;
	struct buf hex;
	buf_init(&hex, 2 * SIGDICT_RESERVE_MAX);
	size_t gap = pdf_revision_start(p, pdf_revisions(p) - 1);
	for (int tries = 0; gap < n && tries < 4; gap++)
		if (data[gap] == '<' && ++tries &&
		    revise_fill(p, gap, SIGDICT_RESERVE_MIN, (struct bytes){ cms, 2 }, &hex,
				&why) == OK)
			break;
	buf_clear(&hex);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new(0);
	struct pdf *p;
	struct object o;
	struct lexer l;
	struct value v;
	const char *why;
	lex_init(&l, (struct bytes){ data, n }, 0);
	while (value_read(&l, &v))
		all_values(&v);
	if (!pdf_open(a, (struct bytes){ data, n }, &p, &why)) {
		for (uint32_t i = 0; i < pdf_size(p); i++)
			if (!pdf_object(p, i, &o))
				all_values(&o.value);
		write_both(a, p);
		write_fields(a, p);
		write_end(a, p);
		fill(p, data, n);
	}
	arena_free(a);
	return 0;
}
