/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Makes foreign words harmless. Knows no mail. */
#include "office/quote.h"

#include "base/buf.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define WORDS_MAX ((size_t)1 << 20)

static const struct {
	const char *from, *to;
} schemes[] = {
	{ "https:", "hxxps:" }, { "http:", "hxxp:" },	   { "ftp://", "ftp[:]//" },
	{ "www.", "www[.]" },	{ "mailto:", "mailto[:]" },
};
#define SCHEMES (sizeof schemes / sizeof *schemes)

/* Ends of names that mail programs take for a host without any scheme, beside
 * the countries' two letters. */
static const char *const ends[] = {
	"com",	"net",	"org",	"info", "biz",	"xyz",	"top", "site",	"online", "shop", "store",
	"app",	"dev",	"link", "click", "club", "live", "icu", "vip",	"work",	  "life", "tokyo",
	"page", "cloud", "tech", "space", "website", "mobi", "pro", "name", "gov", "edu",
};

static bool part(char c)
{
	return isalnum((unsigned char)c) || c == '-';
}

/* Does a host name end with the label that begins at s? */
static bool is_end(const char *s)
{
	size_t n = 0;
	while (isalpha((unsigned char)s[n]))
		n++;
	if (part(s[n]) || n < 2)
		return false;
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (strlen(ends[i]) == n && !strncasecmp(s, ends[i], n))
			return true;
	return n == 2;
}

/* The dot at s stands inside a bare host that ends as hosts do. first: where the
 * word began. */
static bool in_host(const char *first, const char *s)
{
	if (s == first || !part(s[-1]) || !part(s[1]))
		return false;
	for (const char *b = s; b > first; b--)
		if (b[-1] == '@')
			return false;
		else if (!part(b[-1]) && b[-1] != '.')
			break;
	for (const char *d = s; *d == '.'; d += 1 + strspn(d + 1, "abcdefghijklmnopqrstuvwxyz"
							       "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"))
		if (is_end(d + 1) && d[1 + strspn(d + 1, "abcdefghijklmnopqrstuvwxyz"
							 "ABCDEFGHIJKLMNOPQRSTUVWXYZ")] != '@')
			return true;
	return false;
}

static char *harmless(struct arena *a, const char *text, bool hosts)
{
	struct buf b;
	buf_init(&b, WORDS_MAX);
	for (const char *s = text; *s;) {
		size_t i = 0;
		while (i < SCHEMES && strncasecmp(s, schemes[i].from, strlen(schemes[i].from)))
			i++;
		if (i < SCHEMES) {
			buf_str(&b, schemes[i].to);
			s += strlen(schemes[i].from);
		} else if (hosts && *s == '.' && in_host(text, s)) {
			buf_str(&b, "[.]");
			s++;
		} else {
			buf_byte(&b, (unsigned char)*s++);
		}
	}
	char *r = arena_strn(a, b.p, b.n);
	buf_clear(&b);
	return r;
}

char *quote_harmless(struct arena *a, const char *text)
{
	return harmless(a, text, false);
}

char *quote_words(struct arena *a, const char *text)
{
	return harmless(a, text, true);
}
