/* SPDX-License-Identifier: AGPL-3.0-or-later
 * utf8proc behind three questions. */
#include "port/unicode.h"

#include "base/log.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

static enum err map(const char *s, int options, struct buf *out)
{
	utf8proc_uint8_t *r = NULL;
	utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)s, 0, &r,
					  (utf8proc_option_t)(UTF8PROC_NULLTERM | UTF8PROC_STABLE |
							      options));
	if (n == UTF8PROC_ERROR_NOMEM)
		log_die("memory.out", "where=unicode");
	if (n < 0)
		return INVALID;
	buf_add(out, r, (size_t)n);
	free(r);
	return out->over ? INVALID : OK;
}

enum err unicode_nfc(const char *s, struct buf *out)
{
	return map(s, UTF8PROC_COMPOSE, out);
}

enum err unicode_fold(const char *s, struct buf *out)
{
	return map(s,
		   UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE |
			   UTF8PROC_STRIPCC,
		   out);
}

/* Variation selectors are category Mn and stay: 葛 + U+E0100 is a name. */
static bool invisible(uint32_t cp)
{
	switch (utf8proc_category((utf8proc_int32_t)cp)) {
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_CN:
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return true;
	default:
		/* Hangul fillers, Khmer inherent vowels, combining grapheme joiner: drawn as nothing */
		return cp == 0x034F || cp == 0x115F || cp == 0x1160 || cp == 0x17B4 ||
		       cp == 0x17B5 || cp == 0x3164 || cp == 0xFFA0 || !str_utf8_put(cp, (char[4]){ 0 });
	}
}

static bool blank(uint32_t cp)
{
	return cp == ' ' || cp == '\t' || cp == '\n' || cp == '\r' ||
	       utf8proc_category((utf8proc_int32_t)cp) == UTF8PROC_CATEGORY_ZS;
}

static void clean_line(const char *p, size_t n, struct buf *out)
{
	bool gap = false, any = false;
	while (n) {
		uint32_t cp;
		size_t step = str_utf8_next(p, n, &cp);
		if (blank(cp)) {
			gap = any;
		} else if (!invisible(cp)) {
			if (gap)
				buf_byte(out, ' ');
			gap = false;
			any = true;
			buf_add(out, p, step);
		}
		p += step;
		n -= step;
	}
}

static void clean_lines(const char *p, size_t n, struct buf *out)
{
	while (n) {
		uint32_t cp;
		size_t step = str_utf8_next(p, n, &cp);
		if (cp == '\r') {
			buf_byte(out, '\n');
			step += n > 1 && p[1] == '\n';
		} else if (cp == '\n' || cp == '\t' || !invisible(cp)) {
			buf_add(out, p, step);
		}
		p += step;
		n -= step;
	}
}

enum err unicode_clean(const char *s, int lines, struct buf *out)
{
	struct buf nfc;
	buf_init(&nfc, out->max);
	enum err e = unicode_nfc(s, &nfc);
	if (!e && lines)
		clean_lines(buf_text(&nfc), nfc.n, out);
	else if (!e)
		clean_line(buf_text(&nfc), nfc.n, out);
	buf_clear(&nfc);
	return e ? e : out->over ? INVALID : OK;
}
