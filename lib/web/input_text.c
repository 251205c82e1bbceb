/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How people write addresses, numbers and dates. Pure functions over text. */
#include "web/input.h"

#include "base/mailbox.h"
#include "base/str.h"
#include "port/domain.h"

#include <string.h>

char *input_narrow(struct arena *a, const char *s)
{
	size_t n = strlen(s), k = 0;
	char *out = arena_alloc(a, n + 1);
	while (n) {
		uint32_t cp;
		size_t step = str_utf8_next(s, n, &cp);
		if (!step)
			break;
		if (cp >= 0xFF01 && cp <= 0xFF5E)
			cp -= 0xFEE0;
		else if (cp == 0xFFE5)
			cp = 0xA5; /* yen */
		else if (cp == 0x3000 || cp == 0xA0)
			cp = ' ';
		else if (cp == 0x2010 || cp == 0x2011 || cp == 0x2012 || cp == 0x2013 || cp == 0x2212)
			cp = '-'; /* what keyboards and word processors make of a hyphen */
		if (cp < 0x80)
			out[k++] = (char)cp;
		else
			k += str_utf8_put(cp, out + k);
		s += step;
		n -= step;
	}
	out[k] = 0;
	return out;
}

/* RFC 5321 §4.1.2 Dot-string; dots may also stand together or at the end, because
 * old addresses of Japanese carriers do. */
enum err input_mail(struct arena *a, const char *s, const char **r)
{
	char domain[254];
	char *t = input_narrow(a, s);
	t += strspn(t, " ");
	for (size_t n = strlen(t); n && t[n - 1] == ' ';)
		t[--n] = 0;
	char *at = strrchr(t, '@');
	if (!at || !mailbox_local_ok(t, (size_t)(at - t)))
		return INVALID;
	*at = 0;
	if (domain_ascii(at + 1, domain, sizeof domain))
		return INVALID;
	*r = arena_printf(a, "%s@%s", t, domain);
	return strlen(*r) <= 254 ? OK : INVALID;
}

/* A run of digits with commas between; returns where it ends. */
static const char *digits(const char *s, int64_t *v, bool *any)
{
	*v = 0;
	*any = false;
	for (; (*s >= '0' && *s <= '9') || (*any && *s == ','); s++)
		if (*s != ',') {
			*any = true;
			if (*v > INT64_C(100000000000000))
				*v = INT64_C(1000000000000000); /* far over every range */
			else
				*v = *v * 10 + (*s - '0');
		}
	return s;
}

/* 1,000,000 · １００万円 · 2億3,000万 · -5 · ¥1000 */
enum err input_int(struct arena *a, const char *s, int64_t *r)
{
	static const struct {
		const char *unit;
		int64_t times;
	} units[] = { { "億", 100000000 }, { "万", 10000 }, { "", 1 } };
	const char *t = input_narrow(a, s);
	int64_t sum = 0, v;
	bool any, some = false;
	t += strspn(t, " ");
	bool minus = *t == '-';
	t += minus;
	if (str_starts(t, "¥"))
		t += strlen("¥");
	else
		t += *t == '\\';
	for (size_t i = 0; i < 3; i++) {
		const char *end = digits(t, &v, &any);
		if (!any)
			break;
		if (!str_starts(end, units[i].unit))
			continue;
		if (v > INT64_C(1000000000000000) / units[i].times)
			return INVALID;
		sum += v * units[i].times;
		t = end + strlen(units[i].unit);
		some = true;
	}
	if (str_starts(t, "円"))
		t += strlen("円");
	t += strspn(t, " ");
	if (!some || *t)
		return INVALID;
	*r = minus ? -sum : sum;
	return OK;
}

static const struct {
	const char *word;
	int before; /* year 1 is this + 1 */
} eras[] = { { "令和", 2018 }, { "㋿", 2018 }, { "平成", 1988 }, { "昭和", 1925 },
	     { "R", 2018 },    { "r", 2018 },  { "H", 1988 },	 { "h", 1988 },
	     { "S", 1925 },    { "s", 1925 } };

/* One number of at most four digits, then one of the separators. */
static const char *part(const char *s, int64_t *v, const char *kanji)
{
	bool any;
	s += strspn(s, " ");
	const char *end = digits(s, v, &any);
	if (!any || end - s > 4 || memchr(s, ',', (size_t)(end - s)))
		return NULL;
	end += strspn(end, " ");
	if (str_starts(end, kanji))
		return end + strlen(kanji);
	return *end == '-' || *end == '/' || *end == '.' ? end + 1 : end;
}

static bool is_day(int64_t y, int64_t m, int64_t d)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	if (y < 1868 || y > 2999 || m < 1 || m > 12 || d < 1)
		return false;
	bool leap = m == 2 && (y % 4 == 0 && (y % 100 != 0 || y % 400 == 0));
	return d <= days[m - 1] + leap;
}

struct day {
	int64_t y, m, d;
	int before; /* of the era it was written in; 0 = none */
};

static enum err read_day(struct arena *a, const char *s, struct day *r)
{
	const char *t = input_narrow(a, s);
	int64_t y, m, d, before = 0;
	t += strspn(t, " ");
	for (size_t i = 0; i < sizeof eras / sizeof *eras; i++)
		if (str_starts(t, eras[i].word)) {
			before = eras[i].before;
			t += strlen(eras[i].word);
			break;
		}
	if (before && str_starts(t, "元年")) {
		y = 1;
		t += strlen("元年");
	} else if (!(t = part(t, &y, "年")) || (!before && y < 100)) {
		return INVALID;
	}
	if (!(t = part(t, &m, "月")) || !(t = part(t, &d, "日")))
		return INVALID;
	t += strspn(t, " ");
	if (*t || !is_day(y + before, m, d))
		return INVALID;
	*r = (struct day){ y + before, m, d, (int)before };
	return OK;
}

enum err input_date(struct arena *a, const char *s, const char **r)
{
	struct day d;
	if (read_day(a, s, &d))
		return INVALID;
	*r = arena_printf(a, "%04d-%02d-%02d", (int)d.y, (int)d.m, (int)d.d);
	return OK;
}

enum err input_date_words(struct arena *a, const char *s, bool en, const char **r)
{
	struct day d;
	const char *era = "";
	if (read_day(a, s, &d))
		return INVALID;
	if (en)
		return input_date(a, s, r);
	for (size_t i = 0; d.before && !*era; i++)
		if (eras[i].before == d.before)
			era = eras[i].word;
	int y = (int)d.y - d.before;
	*r = d.before && y == 1 ? arena_printf(a, "%s元年%d月%d日", era, (int)d.m, (int)d.d)
				: arena_printf(a, "%s%d年%d月%d日", era, y, (int)d.m, (int)d.d);
	return OK;
}
