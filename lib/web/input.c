/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Judges raw fields by the route's declaration. Knows no encoding and no page. */
#include "web/input.h"

#include "base/str.h"
#include "port/unicode.h"

#include <stdio.h>
#include <string.h>

static const char *number(struct req *r, int64_t n)
{
	return arena_printf(r->arena, "%lld", (long long)n);
}

/* What a keyboard can send into a password field. */
static bool is_typeable(uint32_t cp)
{
	return cp >= 0x20 && cp != 0x7F && cp != 0xFFFE && cp != 0xFFFF;
}

/* Clean text of a raw field; NULL when it is not UTF-8. */
static const char *clean(struct req *r, const struct input *in, const struct raw *raw)
{
	struct buf b;
	const char *text = NULL;
	buf_init(&b, FORM_VALUE * 4); /* NFC may lengthen */
	enum err e = INVALID;
	size_t n = raw->n;
	if (raw->cut && n && ((unsigned char)raw->text[n - 1] & 0x80)) {
		while (n && ((unsigned char)raw->text[n - 1] & 0xC0) == 0x80)
			n--; /* the last character may be a half one: do without it */
		n -= n > 0;
	}
	const char *s = arena_strn(r->arena, raw->text, n);
	for (size_t at = 0, step; at < n; at += step) {
		uint32_t cp;
		if (!(step = str_utf8_next(s + at, n - at, &cp)) ||
		    (in->type == INPUT_SECRET && !is_typeable(cp)))
			return NULL;
	}
	if (in->type == INPUT_SECRET)
		e = unicode_nfc(s, &b);
	else
		e = unicode_clean(s, in->type == INPUT_LINES, &b);
	if (!e)
		text = arena_strn(r->arena, b.p, b.n);
	buf_wipe(&b);
	return text;
}

static void judge_length(struct req *r, const struct input *in, int at, const struct raw *raw,
			 const char *text)
{
	int64_t n = (int64_t)str_chars(text), max = in->max;
	if (!max)
		max = in->type == INPUT_LINES ? 4000 : in->type == INPUT_MAIL ? 254 : 200;
	if (raw->cut)
		n = FORM_VALUE;
	if (n > max)
		req_wrong_at(r, in->name, at, NULL, "err.toolong", "max", number(r, max), "n",
			     number(r, n), NULL);
	else if (n < in->min)
		req_wrong_at(r, in->name, at, NULL, "err.tooshort", "min", number(r, in->min), "n",
			     number(r, n), NULL);
}

static bool is_word(const char *words, const char *s)
{
	size_t n = strlen(s);
	for (const char *w = words; w && *w; w += strcspn(w, "|"), w += *w == '|')
		if (strcspn(w, "|") == n && !memcmp(w, s, n))
			return true;
	return false;
}

static const char *size_text(struct req *r, int64_t bytes)
{
	return arena_printf(r->arena, "%lld.%lld", (long long)(bytes >> 20),
			    (long long)((bytes & 0xFFFFF) * 10 >> 20));
}

static void judge_file(struct req *r, const struct input *in, int at, struct value *v,
		       const struct raw *raw)
{
	struct upload *u = raw->file;
	struct raw name = { .text = u->name, .n = strlen(u->name) };
	struct input line = { .type = INPUT_TEXT };
	const char *told = clean(r, &line, &name);
	int64_t max = in->max ? in->max : r->conf->max_file;
	u->name = told && *told ? told : "file";
	for (size_t n = strlen(u->name), chars = 0, i = 0; i < n; chars++) {
		uint32_t cp;
		if (chars == 200)
			u->name = arena_strn(r->arena, u->name, n = i);
		else
			i += str_utf8_next(u->name + i, n - i, &cp);
	}
	if (u->size > max)
		req_wrong_at(r, in->name, at, NULL, "up.size", "name", u->name, "n",
			     size_text(r, u->size), "m", number(r, max >> 20), NULL);
	else if (!u->size)
		req_wrong_at(r, in->name, at, NULL, "up.empty", "name", u->name, NULL);
	else
		v->file = u;
}

static void judge_text(struct req *r, const struct input *in, int at, struct value *v,
		       const char *text)
{
	enum err e = OK;
	switch (in->type) {
	case INPUT_MAIL:
		if (input_mail(r->arena, text, &v->text))
			req_wrong_at(r, in->name, at, NULL, "err.email", NULL);
		break;
	case INPUT_INT:
		e = input_int(r->arena, text, &v->number);
		if (e)
			req_wrong_at(r, in->name, at, NULL, "err.number", NULL);
		else if (v->number < in->min || (in->max && v->number > in->max))
			req_wrong_at(r, in->name, at, NULL, "err.between", "min",
				     number(r, in->min), "max", number(r, in->max), NULL);
		break;
	case INPUT_DATE:
		if (input_date(r->arena, text, &v->text))
			req_wrong_at(r, in->name, at, NULL, "err.date", NULL);
		break;
	case INPUT_CHOICE:
		if (!is_word(in->words, text))
			req_wrong_at(r, in->name, at, NULL, "err.choice", NULL);
		break;
	default:
		break;
	}
}

static void judge(struct req *r, const struct input *in, int at, struct value *v,
		  const struct raw *raw, bool must)
{
	v->input = in;
	v->text = "";
	if (raw->file) {
		judge_file(r, in, at, v, raw);
		return;
	}
	if (in->type == INPUT_CHECK) {
		v->number = 1;
		v->text = "1";
		return;
	}
	const char *text = clean(r, in, raw);
	if (!text) {
		req_wrong_at(r, in->name, at, NULL, "err.chars", NULL);
		return;
	}
	if (!text[strspn(text, " \n")]) /* an empty textarea, too */
		text = "";
	v->text = text;
	if (!*text) {
		if (must && (in->flags & INPUT_REQUIRED))
			req_wrong_at(r, in->name, at, NULL, "err.required", NULL);
		return;
	}
	struct wrong **before = r->wrongs_end;
	if (in->type != INPUT_INT)
		judge_length(r, in, at, raw, text);
	if (before == r->wrongs_end)
		judge_text(r, in, at, v, text);
}

static const char *absent_id(const struct input *in)
{
	return in->type == INPUT_CHECK ? "err.check"
	       : in->type == INPUT_FILE ? "up.none"
	       : in->type == INPUT_CHOICE ? "err.choose"
					  : "err.required";
}

void input_judge(struct req *r, const struct raws *l, const struct input *inputs, bool must)
{
	size_t n = 0, k = 0;
	for (const struct raw *raw = l->first; raw; raw = raw->next)
		n++;
	r->values = arena_new_array(r->arena, struct value, n + 1);
	for (const struct input *in = inputs; in && in->name; in++) {
		int at = 0;
		for (const struct raw *raw = l->first; raw; raw = raw->next) {
			if (strcmp(raw->name, in->name) || (at && !(in->flags & INPUT_MANY)) ||
			    (in->type == INPUT_FILE) != (raw->file != NULL))
				continue;
			if (raw->file && at == r->conf->max_files && (in->flags & INPUT_MANY)) {
				req_wrong(r, in->name, "up.many", "max",
					  number(r, r->conf->max_files), NULL);
				break;
			}
			judge(r, in, at++, &r->values[k++], raw, must);
		}
		if (!at && must && (in->flags & INPUT_REQUIRED))
			req_wrong(r, in->name, absent_id(in), NULL);
	}
	r->values_n = k;
}
