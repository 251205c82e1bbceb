/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Appends. Knows objects and tables; must not know what the objects mean. */
#include "pdf/writer.h"

#include "base/hex.h"
#include "base/str.h"
#include "port/digest.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ID_BYTES 16

void revision_init(struct revision *r, const struct pdf *p)
{
	memset(r, 0, sizeof *r);
	r->pdf = p;
	r->base = pdf_bytes(p).n;
	r->next = pdf_size(p);
	buf_init(&r->out, REVISION_MAX);
}

void revision_clear(struct revision *r)
{
	buf_clear(&r->out);
}

uint32_t revision_new(struct revision *r)
{
	return r->next++;
}

size_t revision_at(const struct revision *r)
{
	return r->base + r->out.n;
}

void revision_begin(struct revision *r, uint32_t number)
{
	if (r->count < REVISION_OBJECTS) {
		r->written[r->count].number = number;
		r->written[r->count].at = revision_at(r);
	}
	r->count++;
	buf_printf(&r->out, "%lu 0 obj\n", (unsigned long)number);
}

void revision_end(struct revision *r)
{
	buf_str(&r->out, "\nendobj\n");
}

void revision_object(struct revision *r, uint32_t number, struct bytes body)
{
	revision_begin(r, number);
	buf_add(&r->out, body.p, body.n);
	revision_end(r);
}

static int by_number(const void *a, const void *b)
{
	uint32_t x, y;
	memcpy(&x, a, sizeof x);
	memcpy(&y, b, sizeof y);
	return x < y ? -1 : x > y;
}

/* Sorted, each number once, every new number written. */
static bool complete(struct revision *r)
{
	uint32_t fresh = pdf_size(r->pdf), want = fresh;
	if (!r->count || r->count > REVISION_OBJECTS)
		return false;
	qsort(r->written, r->count, sizeof *r->written, by_number);
	for (size_t i = 0; i < r->count; i++) {
		uint32_t n = r->written[i].number;
		if (!n || (i && n == r->written[i - 1].number) || (n >= fresh && n != want++))
			return false;
	}
	return want == r->next;
}

static void table(struct revision *r)
{
	for (size_t i = 0, run; i < r->count; i += run) {
		uint32_t first = r->written[i].number;
		for (run = 1; i + run < r->count && r->written[i + run].number == first + run;)
			run++;
		buf_printf(&r->out, "%lu %zu\n", (unsigned long)first, run);
		for (size_t k = 0; k < run; k++)
			buf_printf(&r->out, "%010zu 00000 n \n", r->written[i + k].at);
	}
}

enum err revision_close(struct revision *r, size_t *length_r)
{
	if (!complete(r))
		return INVALID;
	struct bytes first = pdf_first_id(r->pdf);
	size_t xref = revision_at(r);
	buf_str(&r->out, "xref\n");
	table(r);
	buf_printf(&r->out, "trailer\n<</Size %lu /Root %lu 0 R ", (unsigned long)r->next,
		   (unsigned long)pdf_root(r->pdf));
	if (pdf_info(r->pdf))
		buf_printf(&r->out, "/Info %lu 0 R ", (unsigned long)pdf_info(r->pdf));
	buf_str(&r->out, "/ID [");
	buf_add(&r->out, first.p, first.n);
	buf_byte(&r->out, '<');
	r->id_at = r->out.n;
	for (int i = 0; i < 2 * ID_BYTES; i++)
		buf_byte(&r->out, '0');
	buf_printf(&r->out, ">] /Prev %zu>>\nstartxref\n%zu\n%%%%EOF\n", pdf_xref(r->pdf), xref);
	*length_r = revision_at(r);
	return r->out.over || *length_r > XREF_FILE_MAX ? INVALID : OK;
}

void revision_seal(struct revision *r)
{
	unsigned char sum[SHA256_SIZE];
	char text[2 * ID_BYTES + 1];
	struct bytes old = pdf_bytes(r->pdf);
	size_t from = pdf_revision_start(r->pdf, pdf_revisions(r->pdf) - 1);
	struct digest *d = digest_new();
	digest_add(d, old.p + from, old.n - from);
	digest_add(d, r->out.p, r->out.n);
	digest_get(d, sum);
	digest_free(d);
	hex_encode(sum, ID_BYTES, text);
	memcpy(r->out.p + r->id_at, text, 2 * ID_BYTES);
}

static const struct edit *edit_of(const struct value *key, const struct edit *edits, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (value_name_is(key, edits[i].key))
			return &edits[i];
	return NULL;
}

void edit_dict(struct buf *out, const struct value *dict, const struct edit *edits, size_t n)
{
	struct walk w;
	struct value key, v;
	const unsigned char *from = dict->src.p + 2, *end;
	buf_str(out, "<<");
	for (walk_init(&w, dict); walk_next(&w, &key, &v); from = end) {
		const struct edit *e = edit_of(&key, edits, n);
		end = v.src.p + v.src.n;
		if (!e) {
			buf_add(out, from, (size_t)(end - from));
		} else if (e->text) {
			buf_add(out, from, (size_t)(key.src.p + key.src.n - from));
			buf_printf(out, " %s", e->text);
		}
	}
	for (size_t i = 0; i < n; i++)
		if (edits[i].text && value_get(dict, edits[i].key, &v) == MISSING)
			buf_printf(out, " /%s %s", edits[i].key, edits[i].text);
	buf_str(out, " >>");
}

void put_number(struct buf *out, double v)
{
	char text[40];
	long long n = llround(v * 1000);
	int len = snprintf(text, sizeof text, "%s%lld.%03lld", n < 0 ? "-" : "",
			   (n < 0 ? -n : n) / 1000, (n < 0 ? -n : n) % 1000);
	while (text[len - 1] == '0')
		len--;
	if (text[len - 1] == '.')
		len--;
	buf_add(out, text, (size_t)len);
}

static void put_literal(struct buf *out, const char *s)
{
	buf_byte(out, '(');
	for (; *s; s++) {
		if (*s == '(' || *s == ')' || *s == '\\')
			buf_byte(out, '\\');
		if (*s == '\n')
			buf_str(out, "\\r");
		else
			buf_byte(out, (unsigned char)*s);
	}
	buf_byte(out, ')');
}

void put_text(struct buf *out, const char *utf8, bool plain)
{
	size_t left = strlen(utf8), len;
	for (size_t i = 0; i < left && plain; i++)
		plain = utf8[i] == '\n' || (utf8[i] >= 0x20 && utf8[i] <= 0x7E);
	if (plain) {
		put_literal(out, utf8);
		return;
	}
	buf_str(out, "<FEFF");
	for (; left; utf8 += len, left -= len) {
		uint32_t c = 0xFFFD;
		len = str_utf8_next(utf8, left, &c);
		len += !len;
		if (c >= 0x10000)
			buf_printf(out, "%04X%04X", 0xD800u + ((c - 0x10000) >> 10),
				   0xDC00u + ((c - 0x10000) & 0x3FF));
		else
			buf_printf(out, "%04X", c == '\n' ? '\r' : (unsigned)c);
	}
	buf_byte(out, '>');
}
