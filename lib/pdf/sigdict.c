/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Prints the signature dictionary. Knows acts and PDF spelling (ISO 32000-1
 * §7.3, §12.8); must not know files, keys or how to parse. */
#include "pdf/sigdict.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/str.h"

#include <stdio.h>
#include <string.h>

#define RANGE_WIDTH 48 /* "[0 N N N]" with numbers below 10^14 */
#define NO_TEXT 0xFFFDu

static bool plain(struct bytes s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < 0x20 || s.p[i] > 0x7E)
			return false;
	return true;
}

static void put_literal(struct buf *out, struct bytes s)
{
	buf_byte(out, '(');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '(' || s.p[i] == ')' || s.p[i] == '\\')
			buf_byte(out, '\\');
		buf_byte(out, s.p[i]);
	}
	buf_byte(out, ')');
}

/* §7.9.2.2: UTF-16BE after its byte order mark. */
static void put_utf16(struct buf *out, struct bytes s)
{
	buf_str(out, "<FEFF");
	while (s.n) {
		uint32_t c = NO_TEXT;
		size_t len = str_utf8_next(s.p, s.n, &c);
		if (!len)
			len = 1;
		if (c >= 0x10000)
			buf_printf(out, "%04X%04X", 0xD800u + ((c - 0x10000) >> 10),
				   0xDC00u + ((c - 0x10000) & 0x3FF));
		else
			buf_printf(out, "%04X", (unsigned)c);
		s.p += len;
		s.n -= len;
	}
	buf_byte(out, '>');
}

static void put_string(struct buf *out, const char *key, struct bytes s)
{
	buf_str(out, key);
	if (plain(s))
		put_literal(out, s);
	else
		put_utf16(out, s);
	buf_byte(out, '\n');
}

static void put_lock(struct buf *out, const char *name)
{
	size_t n = strlen(name);
	bool good = n >= 1 && n <= SIGDICT_LOCK_NAME;
	for (size_t i = 0; i < n; i++)
		good = good &&
		       ((name[i] >= '0' && name[i] <= '9') || (name[i] >= 'A' && name[i] <= 'Z') ||
			(name[i] >= 'a' && name[i] <= 'z'));
	if (!good)
		log_die("sigdict.lock", "length=%zu", n);
	buf_printf(out, "(%s)", name);
}

/* Never both transforms in one signature (pades.md 3.2). */
static void put_reference(const struct sigdict *s, struct buf *out)
{
	if (s->act->kind == ACT_FIX) {
		buf_str(out, "/Reference [<</Type /SigRef /TransformMethod /DocMDP "
			     "/TransformParams <</Type /TransformParams /P 2 /V /1.2>>>>]\n");
		return;
	}
	if (s->act->kind == ACT_CONCLUDE || !s->lock || !s->locks)
		return;
	buf_printf(out,
		   "/Reference [<</Type /SigRef /TransformMethod /FieldMDP /Data %lu 0 R "
		   "/TransformParams <</Type /TransformParams /Action /Include /Fields [",
		   (unsigned long)s->catalog);
	for (size_t i = 0; i < s->locks; i++)
		put_lock(out, s->lock[i]);
	buf_str(out, "] /V /1.2>>>>]\n");
}

void sigdict_print(const struct sigdict *s, int64_t dict_off, int64_t file_len, struct buf *out,
		   size_t *gap_r)
{
	static const char open[] = "\n/Contents ";
	size_t start = out->n, digits = 2 * s->reserve;
	char time[CLOCK_TEXT], range[RANGE_WIDTH + 48];
	struct buf reason;

	buf_init(&reason, SIGDICT_MAX);
	act_reason(s->act, &reason);
	clock_pdf(s->act->time, time);
	buf_str(out, "<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached\n");
	buf_printf(out, "/M (%s)\n", time);
	put_string(out, "/Name ",
		   (struct bytes){ (const unsigned char *)s->name, strlen(s->name) });
	put_string(out, "/Reason ", buf_bytes(&reason));
	buf_clear(&reason);
	put_reference(s, out);
	buf_str(out, "/ByteRange ");
	int64_t gap = dict_off + (int64_t)(out->n - start) + RANGE_WIDTH + (int64_t)sizeof open - 1;
	int64_t after = gap + (int64_t)digits + 2;
	snprintf(range, sizeof range, "[0 %lld %lld %lld]", (long long)gap, (long long)after,
		 (long long)(file_len - after));
	buf_printf(out, "%-*s%s", RANGE_WIDTH, range, open);
	*gap_r = (size_t)(gap - dict_off);
	buf_byte(out, '<');
	unsigned char *zeros = buf_space(out, digits);
	if (zeros)
		memset(zeros, '0', digits);
	buf_str(out, ">\n>>");
}
