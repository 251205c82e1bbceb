/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Fuzz target: both form encodings and every input type. The first byte chooses
 * the encoding, the second where chunks are cut; the result must not depend on
 * that. Build with
 *   clang -fsanitize=fuzzer,address,undefined -std=c11 -D_GNU_SOURCE -Ilib
 *     t/fuzz/form.c lib/web/{urlenc,multipart,input,input_text}.c
 *     lib/port/{unicode,domain,digest}.c lib/base/{arena,buf,clock,err,file,hex,log,rand,str}.c
 *     -lutf8proc -lidn2 -lcrypto */
#include "base/log.h"
#include "base/str.h"
#include "web/body.h"
#include "web/input.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const struct input inputs[] = {
	{ .name = "a", .type = INPUT_TEXT, .max = 20 },	    { .name = "l", .type = INPUT_LINES },
	{ .name = "s", .type = INPUT_SECRET },		    { .name = "m", .type = INPUT_MAIL },
	{ .name = "i", .type = INPUT_INT, .max = 1000000 }, { .name = "d", .type = INPUT_DATE },
	{ .name = "c", .type = INPUT_CHOICE, .words = "x|y" },
	{ .name = "f", .type = INPUT_FILE, .flags = INPUT_MANY, .max = 64 },
	{ 0 }
};

static int wrongs;

/* Doubles for lib/web/body.c and req.c, which need a running request. */
void raws_init(struct raws *l, struct arena *a, const struct conf *c, const struct input *in)
{
	*l = (struct raws){ .arena = a, .conf = c, .inputs = in };
	l->end = &l->first;
}

const struct input *raws_declared(const struct raws *l, const char *name)
{
	for (const struct input *i = l->inputs; i->name; i++)
		if (!strcmp(i->name, name))
			return i;
	return NULL;
}

enum err raws_add(struct raws *l, const char *name, const void *p, size_t n, bool cut,
		  struct upload *file)
{
	struct raw *r = arena_alloc(l->arena, sizeof *r);
	if (++l->parts > FORM_PARTS)
		return INVALID;
	*r = (struct raw){ arena_str(l->arena, name), arena_strn(l->arena, p, n), n, cut, file, NULL };
	*l->end = r;
	l->end = &r->next;
	return OK;
}

void req_wrong(struct req *r, const char *field, const char *id, ...)
{
	(void)r;
	(void)field;
	(void)id;
	wrongs++;
}

void req_wrong_at(struct req *r, const char *field, int i, const char *text, const char *id, ...)
{
	(void)i;
	(void)text;
	req_wrong(r, field, id, NULL);
}

static void close_files(struct raws *l)
{
	for (struct raw *w = l->first; w; w = w->next)
		if (w->file && w->file->fd >= 0)
			close(w->file->fd);
}

static enum err decode(struct raws *l, const uint8_t *p, size_t n, size_t step)
{
	struct multipart *m;
	enum err e = multipart_new(l, "multipart/form-data; boundary=X", &m);
	for (size_t at = 0; !e && at < n; at += step)
		e = multipart_feed(m, p + at, n - at < step ? n - at : step);
	if (!e)
		e = multipart_end(m);
	multipart_free(m);
	return e;
}

static void judge(struct arena *a, const struct conf *c, const struct raws *l)
{
	struct req r = { .arena = a, .conf = c };
	r.wrongs_end = &r.wrongs;
	input_judge(&r, l, inputs, true);
	for (size_t i = 0; i < r.values_n; i++) {
		const char *s = r.values[i].text;
		if (!s || !str_is_xml_text(s, strlen(s)) ||
		    (r.values[i].input->type == INPUT_MAIL && !wrongs && strpbrk(s, "\r\n ,")))
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct conf c = { .var = "/tmp/teiketsu-fuzz", .max_file = 64, .max_files = 3 };
	struct raws one, two;
	if (n < 2)
		return 0;
	mkdir(c.var, 0700);
	mkdir("/tmp/teiketsu-fuzz/incoming", 0700);
	wrongs = 0;
	struct arena *a = arena_new(0);
	raws_init(&one, a, &c, inputs);
	if (data[0] & 1) {
		if (!urlenc_parse(&one, (const char *)data + 2, n - 2))
			judge(a, &c, &one);
		arena_free(a);
		return 0;
	}
	raws_init(&two, a, &c, inputs);
	enum err e = decode(&one, data + 2, n - 2, n), f = decode(&two, data + 2, n - 2, data[1] + 1u);
	if (e != f)
		abort();
	const struct raw *x = one.first, *y = two.first;
	for (; !e && x && y; x = x->next, y = y->next)
		if (strcmp(x->name, y->name) || x->n != y->n || memcmp(x->text, y->text, x->n) ||
		    !x->file != !y->file ||
		    (x->file && (x->file->size != y->file->size ||
				 (x->file->fd >= 0 && memcmp(x->file->sha256, y->file->sha256, 32)))))
			abort();
	if (!e && (x || y))
		abort();
	if (!e)
		judge(a, &c, &one);
	close_files(&one);
	close_files(&two);
	arena_free(a);
	return 0;
}
