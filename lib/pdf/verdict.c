/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Puts form and cryptography together. Knows no file descriptors, no network
 * and nothing of the writing side. */
#include "pdf/verdict.h"

#include "base/clock.h"
#include "base/str.h"
#include "port/digest.h"
#include "port/tsp_cms.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_MAX 16384
#define STAMP_SLACK (5 * SECOND) /* a TSA's clock may be behind ours, as the signer allows */
#define SCAN_MAX 64		 /* signatures looked at in a file that is not of our form */

const char *verdict_text(enum verdict_word w)
{
	static const char *const words[] = { "good",	 "changed", "broken",
					     "unsigned", "foreign", "unreadable" };
	return words[w];
}

/* --- strings ------------------------------------------------------------------------- */

/* A text string (ISO 32000-1 §7.9.2.2) of ours: ASCII or UTF-16BE. What cannot
 * be read, or XML could not carry, becomes U+FFFD. */
static char *text_of(struct arena *a, const struct value *v)
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

/* The bytes between < and >, whose digits were checked. */
static struct bytes gap_bytes(struct arena *a, struct bytes hex)
{
	size_t n = (hex.n - 2) / 2;
	unsigned char *p = arena_alloc(a, n + 1);
	for (size_t i = 0; i < n; i++)
		p[i] = (unsigned char)(lex_hex_digit(hex.p[1 + 2 * i]) << 4 |
				       lex_hex_digit(hex.p[2 + 2 * i]));
	return (struct bytes){ p, n };
}

/* --- one version ------------------------------------------------------------------------ */

static bool all_zero(struct bytes b)
{
	for (size_t i = 0; i < b.n; i++)
		if (b.p[i])
			return false;
	return true;
}

static void judge_stamp(struct version *v, struct bytes cms, const struct tsp_roots *tsa)
{
	struct buf token;
	unsigned char digest[32];
	buf_init(&token, TSP_TOKEN);
	enum err e = tsp_cms_extract(cms, &token);
	v->stamp_why = "";
	if (e == MISSING) {
		buf_clear(&token);
		return;
	}
	v->stamped = true;
	v->stamp_why = "bad_token";
	if (!e && !tsp_cms_digest(cms, digest)) {
		if (tsa) {
			e = tsp_check(buf_bytes(&token), digest, tsa, &v->stamp, &v->stamp_why);
			v->stamp_valid = !e;
		} else {
			v->stamp_why = "no_roots";
		}
	}
	if (v->stamp_valid && v->stamp.time < v->time - STAMP_SLACK) {
		v->stamp_valid = false;
		v->stamp_why = "early";
	}
	buf_clear(&token);
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

static enum err judge_version(struct arena *a, struct version *v, const unsigned char digest[32],
			      const struct cms_roots *roots, const struct tsp_roots *tsa)
{
	struct bytes gap = gap_bytes(a, v->step.contents.src);
	v->time = time_of(&v->step.m);
	v->reason = text_of(a, &v->step.reason);
	v->name = text_of(a, &v->step.name);
	v->stamp_why = "";
	v->why = "empty";
	if (all_zero(gap))
		return INVALID;
	v->why = "time";
	if (!v->time)
		return INVALID;
	enum err e = cms_check(gap, digest, roots, v->time, &v->cert, &v->why);
	v->valid = !e;
	judge_stamp(v, der_of(gap), tsa);
	return e;
}

/* --- all versions ---------------------------------------------------------------------- */

/* The digests share their beginnings: one pass over the file. */
static void judge_versions(struct arena *a, const struct history *h, struct verdict *v,
			   const struct cms_roots *roots, const struct tsp_roots *tsa,
			   size_t *strange_r, size_t *bad_r)
{
	struct digest *all = digest_new();
	size_t at = 0;
	*strange_r = *bad_r = 0;
	for (size_t i = 0; i < v->count; i++) {
		struct version *one = &v->versions[i];
		unsigned char sum[SHA256_SIZE];
		struct bytes gap = one->step.contents.src;
		size_t from = (size_t)(gap.p - h->file.p), end = h->revisions[i + 1].end;
		one->end = end;
		digest_add(all, h->file.p + at, from - at);
		at = from;
		struct digest *own = digest_copy(all);
		digest_add(own, gap.p + gap.n, end - from - gap.n);
		digest_get(own, sum);
		digest_free(own);
		enum err e = judge_version(a, one, sum, roots, tsa);
		*strange_r += e == MISSING;
		*bad_r += (e && e != MISSING) || (one->stamped && !one->stamp_valid && tsa);
	}
	digest_free(all);
}

static const char *first_fault(const struct verdict *v)
{
	for (size_t i = 0; i < v->count; i++) {
		const struct version *one = &v->versions[i];
		if (!one->valid)
			return one->why;
		if (one->stamped && !one->stamp_valid)
			return "stamp";
	}
	return "";
}

/* --- files that are not of our form ------------------------------------------------------- */

/* A signature by one of our certificates anywhere in the bytes: then it is no
 * stranger's file, but one of ours that somebody damaged. */
static bool holds_ours(struct arena *a, struct bytes file, const struct cms_roots *roots)
{
	static const char mark[] = "/Contents <30";
	static const unsigned char none[32];
	size_t at = 0;
	for (int tries = 0; tries < SCAN_MAX && at < file.n; tries++) {
		const unsigned char *p = memmem(file.p + at, file.n - at, mark, sizeof mark - 1);
		if (!p)
			return false;
		p += sizeof "/Contents " - 1; /* on '<' */
		size_t n = 1, left = file.n - (size_t)(p - file.p);
		while (n < left && n < 2 * CMS_CHECK_MAX && lex_hex_digit(p[n]) >= 0)
			n++;
		struct cms_report r;
		const char *why;
		struct bytes gap = gap_bytes(a, (struct bytes){ p, (n - 1) / 2 * 2 + 2 });
		enum err e = cms_check(gap, none, roots, clock_now(), &r, &why);
		if (e && r.trusted)
			return true;
		at = (size_t)(p - file.p) + n;
	}
	return false;
}

static void judge_stranger(struct arena *a, struct bytes file, const struct cms_roots *roots,
			   struct verdict *v, const char *why)
{
	v->why = why;
	if (!memmem(file.p, file.n < 1024 ? file.n : 1024, "%PDF-", 5))
		v->word = VERDICT_UNREADABLE;
	else if (!memmem(file.p, file.n, "/ByteRange", 10))
		v->word = VERDICT_UNSIGNED;
	else
		v->word = holds_ours(a, file, roots) ? VERDICT_BROKEN : VERDICT_FOREIGN;
}

void verdict_judge(struct arena *a, struct bytes file, const struct cms_roots *roots,
		   const struct tsp_roots *tsa, struct verdict *v)
{
	struct history h;
	struct slot_table slots = { .count = 0 };
	const char *why = "";
	size_t strange, bad;
	memset(v, 0, sizeof *v);
	v->why = "";
	if (history_read(a, file, &h)) {
		judge_stranger(a, file, roots, v, h.why);
		return;
	}
	if (!changes_slots(&h, &slots, &why)) {
		v->slots = slots.count;
		v->versions = arena_new_array(a, struct version, slots.count);
		why = h.why;
		for (size_t i = 1; i < h.count; i++) {
			if (changes_step(&h, &slots, i, &v->versions[v->count].step, &why))
				break;
			why = h.why;
			v->count++;
		}
	}
	if (!v->count) {
		judge_stranger(a, file, roots, v, why ? why : "");
		return;
	}
	v->end = h.revisions[v->count].end;
	judge_versions(a, &h, v, roots, tsa, &strange, &bad);
	if (bad || (strange && strange < v->count)) {
		v->word = VERDICT_BROKEN;
		v->why = first_fault(v);
	} else if (strange) {
		v->word = VERDICT_FOREIGN;
		v->why = "not_trusted";
	} else if (v->end != file.n) {
		v->word = VERDICT_CHANGED;
		v->why = why ? why : "junk";
	}
}
