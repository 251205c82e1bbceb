/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reads what one version says and asks the ports whether it holds. Knows no
 * other version, no file and no network. */
#include "pdf/version.h"

#include "base/clock.h"
#include "base/str.h"
#include "port/tsp_cms.h"

#include <string.h>

#define TEXT_MAX 16384
#define STAMP_SLACK (5 * SECOND) /* a TSA's clock may be behind ours, as the signer allows */

/* --- strings ------------------------------------------------------------------------- */

/* ASCII or UTF-16BE. */
char *version_text(struct arena *a, const struct value *v)
{
	struct buf raw, out;
	char u[4];
	buf_init(&raw, TEXT_MAX);
	buf_init(&out, 2 * TEXT_MAX);
	if (value_string(v, &raw))
		raw.n = 0;
	bool wide = raw.n >= 2 && raw.p[0] == 0xFE && raw.p[1] == 0xFF;
	for (size_t i = wide ? 2 : 0; i + wide < raw.n; i += 1 + wide) {
		uint32_t c = wide ? (uint32_t)(raw.p[i] << 8 | raw.p[i + 1]) : raw.p[i];
		if (wide && c >= 0xD800 && c < 0xDC00 && i + 3 < raw.n) {
			c = 0x10000 + ((c & 0x3FF) << 10) +
			    ((uint32_t)(raw.p[i + 2] << 8 | raw.p[i + 3]) & 0x3FF);
			i += 2;
		}
		size_t n = str_utf8_put(c, u);
		if (!n || (!wide && c > 0x7E) || !str_is_xml_text(u, n))
			n = str_utf8_put(0xFFFD, u);
		buf_add(&out, u, n);
	}
	char *s = arena_strn(a, out.n ? (const void *)out.p : "", out.n);
	buf_clear(&raw);
	buf_clear(&out);
	return s;
}

static int two(const char *p)
{
	return p[0] >= '0' && p[0] <= '9' && p[1] >= '0' && p[1] <= '9'
		   ? (p[0] - '0') * 10 + p[1] - '0'
		   : -1;
}

/* "D:YYYYMMDDHHmmSS+09'00'" and back again the same, else 0. */
static int64_t time_of(const struct value *m)
{
	char again[CLOCK_TEXT];
	struct buf b;
	int64_t t = 0;
	buf_init(&b, 64);
	if (!value_string(m, &b) && b.n == 23) {
		const char *p = buf_text(&b) + 2;
		struct civil c = { .year = two(p) * 100 + two(p + 2),
				   .month = two(p + 4),
				   .day = two(p + 6),
				   .hour = two(p + 8),
				   .minute = two(p + 10),
				   .second = two(p + 12) };
		if (c.year >= 1970 && c.year < 2262 && c.month >= 1 && c.month <= 12 &&
		    c.day >= 1 && c.day <= 31 && c.hour >= 0 && c.hour < 24 && c.minute >= 0 &&
		    c.second >= 0) {
			t = clock_from_jst(&c);
			clock_pdf(t, again);
			if (strcmp(again, buf_text(&b)))
				t = 0;
		}
	}
	buf_clear(&b);
	return t;
}

static bool matches(const char *text, size_t n, const char *form)
{
	for (size_t i = 0; i < n; i++)
		if (form[i] == '9' ? text[i] < '0' || text[i] > '9' : text[i] != form[i])
			return false;
	return true;
}

/* The instant in a Reason, as clock_reason prints it. Names and titles stand in
 * front of it: the last one counts. 0 unless it lies in the second of /M. */
static int64_t instant_of(const char *reason, int64_t m)
{
	static const char form[] = "9999-99-99 99:99:99.999999999 +0900 JST";
	char text[CLOCK_TEXT];
	int64_t nano = 0;
	for (size_t at = strlen(reason) + 1; at-- >= sizeof form;) {
		const char *p = reason + at - (sizeof form - 1);
		if (!matches(p, sizeof form - 1, form))
			continue;
		for (const char *d = strchr(p, '.') + 1; *d != ' '; d++)
			nano = nano * 10 + (*d - '0');
		clock_reason(m + nano, text);
		return memcmp(text, p, sizeof form - 1) ? 0 : m + nano;
	}
	return 0;
}

struct bytes version_gap(struct arena *a, struct bytes hex)
{
	size_t n = (hex.n - 2) / 2;
	unsigned char *p = arena_alloc(a, n + 1);
	for (size_t i = 0; i < n; i++)
		p[i] = (unsigned char)(lex_hex_digit(hex.p[1 + 2 * i]) << 4 |
				       lex_hex_digit(hex.p[2 + 2 * i]));
	return (struct bytes){ p, n };
}

/* --- stamps --------------------------------------------------------------------------- */

static bool all_zero(struct bytes b)
{
	for (size_t i = 0; i < b.n; i++)
		if (b.p[i])
			return false;
	return true;
}

/* Length of the DER at the start of what a gap holds (X.690 §8.1.3). */
static struct bytes der_of(struct bytes b)
{
	size_t len = b.n > 1 ? b.p[1] : 0, head = 2;
	if (len & 0x80) {
		size_t more = len & 0x7F;
		if (more < 1 || more > 4 || b.n < 2 + more)
			return b;
		for (len = 0; more--;)
			len = len << 8 | b.p[head++];
	}
	return head + len <= b.n ? (struct bytes){ b.p, head + len } : b;
}

/* v->token over this digest. */
static void judge_token(struct version *v, const unsigned char digest[32],
			const struct tsp_roots *tsa, int64_t before)
{
	v->stamped = true;
	v->stamp_why = "no_roots";
	if (!tsa)
		return;
	v->stamp_valid = !tsp_check(v->token, digest, tsa, &v->stamp, &v->stamp_why);
	if (v->stamp_valid && v->stamp.time < before - STAMP_SLACK) {
		v->stamp_valid = false;
		v->stamp_why = "early";
	}
}

static void judge_signature_stamp(struct arena *a, struct version *v, const struct tsp_roots *tsa)
{
	/* id-aa-timeStampToken, 1.2.840.113549.1.9.16.2.14 */
	static const unsigned char oid[] = { 6,	   11,	 0x2A, 0x86, 0x48, 0x86, 0xF7,
					     0x0D, 1,	 9,    16,   2,	   14 };
	struct buf token;
	unsigned char digest[32];
	if (!memmem(v->cms.p, v->cms.n, oid, sizeof oid))
		return; /* saves a second reading of nearly every CMS */
	buf_init(&token, TSP_TOKEN);
	enum err e = tsp_cms_extract(v->cms, &token);
	if (!e && !tsp_cms_digest(v->cms, digest)) {
		v->token = (struct bytes){ arena_dup(a, token.p, token.n), token.n };
		judge_token(v, digest, tsa, v->time);
	} else if (e != MISSING) {
		v->stamped = true;
		v->stamp_why = "bad_token";
	}
	buf_clear(&token);
}

/* --- versions ------------------------------------------------------------------------- */

/* Its gap holds a token and zeros. */
static enum err judge_dts(struct version *v, struct bytes gap, const unsigned char digest[32],
			  const struct tsp_roots *tsa, int64_t before)
{
	v->token = der_of(gap);
	struct bytes rest = { gap.p + v->token.n, gap.n - v->token.n };
	judge_token(v, digest, tsa, before);
	if (!all_zero(rest)) {
		v->stamp_valid = false;
		v->stamp_why = "padding";
	}
	v->time = v->stamp.time;
	v->valid = v->stamp_valid;
	v->why = v->stamp_why;
	v->cert.not_after = v->stamp.not_after;
	v->cert.trusted = v->stamp_valid;
	memcpy(v->cert.subject, v->stamp.subject, sizeof v->stamp.subject);
	return v->valid || !tsa ? OK : INVALID;
}

/* What the signature says of its time; the word is what is wrong, NULL = nothing. */
static const char *judge_time(struct version *v, struct past *past)
{
	v->time = time_of(&v->step.m);
	v->instant = v->time ? instant_of(v->reason, v->time) : 0;
	if (!v->instant)
		return "time";
	if (v->instant < past->act)
		return "backwards";
	past->act = v->instant;
	return NULL;
}

static enum err judge(struct arena *a, struct version *v, const unsigned char digest[32],
		      const struct cms_roots *roots, const struct tsp_roots *tsa, struct past *past)
{
	struct bytes gap = version_gap(a, v->step.contents.src);
	bool dts = v->step.kind == STEP_DTS;
	v->reason = dts ? arena_str(a, "") : version_text(a, &v->step.reason);
	v->name = dts ? arena_str(a, "") : version_text(a, &v->step.name);
	v->stamp_why = "";
	v->why = "empty";
	if (all_zero(gap))
		return INVALID;
	if (dts)
		return judge_dts(v, gap, digest, tsa, past->any);
	const char *wrong = judge_time(v, past);
	if (!v->time) {
		v->why = wrong;
		return INVALID;
	}
	v->cms = der_of(gap);
	enum err e = cms_check(gap, digest, roots, v->time, &v->cert, &v->why);
	if (!e && wrong) {
		v->why = wrong;
		e = INVALID;
	}
	v->valid = !e;
	judge_signature_stamp(a, v, tsa);
	return e;
}

enum err version_judge(struct arena *a, struct version *v, const unsigned char digest[32],
		       const struct cms_roots *roots, const struct tsp_roots *tsa, struct past *past)
{
	enum err e = judge(a, v, digest, roots, tsa, past);
	int64_t last = v->stamp_valid && v->stamp.time > v->time ? v->stamp.time : v->time;
	past->any = last > past->any ? last : past->any;
	return e;
}
