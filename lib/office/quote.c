/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Makes foreign words harmless. Knows no mail. */
#include "office/quote.h"

#include "base/buf.h"
#include "base/str.h"

#include <ctype.h>
#include <string.h>

#define WORDS_MAX ((size_t)1 << 20)

/* One character, and what a mail program may take it for: an ASCII character in
 * lower case (the full-width ones, too), LETTER, or 0 for anything else. */
struct glyph {
	size_t at, n; /* bytes in the text */
	uint32_t cp;
	unsigned char as;
};

#define LETTER 0x80

struct text {
	const char *s;
	struct glyph *g; /* n of them and one of 0 */
	size_t n;
};

/* In front: is found, behind: is written. */
static const struct {
	const char *from, *to;
} schemes[] = {
	{ "https:", "hxxps:" },	     { "http:", "hxxp:" },	       { "www.", "www[.]" },
	{ "mailto:", "mailto[:]" },  { "javascript:", "javascript[:]" }, { "file:", "file[:]" },
	{ "://", "[:]//" },
};
#define SCHEMES (sizeof schemes / sizeof *schemes)

/* Ends of names that mail programs take for a host without any scheme, however
 * they are written, beside the countries' two letters. Others count in lower case
 * only ("evil.example", but not "Mr.Smith"). */
static const char *const ends[] = {
	"com",	"net",	"org",	"info", "biz",	"xyz",	"top", "site",	"online", "shop", "store",
	"app",	"dev",	"link", "click", "club", "live", "icu", "vip",	"work",	  "life", "tokyo",
	"page", "cloud", "tech", "space", "website", "mobi", "pro", "name", "gov", "edu", "zip", "mov",
};
/* Ends of file names that are no ends of hosts. */
static const char *const files[] = { "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "txt",
				     "csv", "jpg", "jpeg", "png", "gif" };

static unsigned char seen_as(uint32_t c)
{
	if (c >= 0xFF01 && c <= 0xFF5E)
		c -= 0xFEE0;
	if (c == 0x3002 || c == 0xFF61) /* dots of hosts, RFC 3490 §3.1 */
		return '.';
	if (c < 0x80)
		return (unsigned char)tolower((int)c);
	return c < 0x2010 || (c >= 0x3041 && c < 0xE000) || c >= 0xF900 ? LETTER : 0;
}

static struct text read_text(struct arena *a, const char *s)
{
	size_t left = strlen(s), at = 0;
	struct text t = { s, arena_new_array(a, struct glyph, left + 1), 0 };
	for (; left; t.n++) {
		struct glyph *g = &t.g[t.n];
		size_t n = str_utf8_next(s + at, left, &g->cp);
		if (!n)
			n = 1; /* texts are UTF-8; what is not stays as it is */
		else
			g->as = seen_as(g->cp);
		g->at = at;
		g->n = n;
		at += n;
		left -= n;
	}
	return t;
}

static bool starts(const struct text *t, size_t i, const char *word)
{
	size_t k = 0;
	while (word[k] && i + k < t->n && t->g[i + k].as == (unsigned char)word[k])
		k++;
	return !word[k];
}

static bool part(const struct text *t, size_t i)
{
	unsigned char c = t->g[i].as;
	return isalnum(c) || c == '-' || c == LETTER;
}

static bool stands_in(const char *const *list, size_t n, const struct text *t, size_t i, size_t len)
{
	for (size_t k = 0; k < n; k++)
		if (strlen(list[k]) == len && starts(t, i, list[k]))
			return true;
	return false;
}

/* Does a host end with the label from i on? sure: only if nobody would write it otherwise. */
static bool is_end(const struct text *t, size_t i, bool sure)
{
	size_t n = 0;
	bool small = true;
	for (; isalpha(t->g[i + n].as); n++)
		small &= t->g[i + n].cp > 0x80 || islower((int)t->g[i + n].cp);
	if (n < 2 || part(t, i + n))
		return false;
	if (n == 2 || stands_in(ends, sizeof ends / sizeof *ends, t, i, n))
		return true;
	return small && !sure && !stands_in(files, sizeof files / sizeof *files, t, i, n);
}

/* 192.0.2.1, whose first dot this is: three numbers follow it. */
static bool is_address(const struct text *t, size_t i)
{
	int numbers = 1;
	for (; t->g[i].as == '.' && isdigit(t->g[i + 1].as); numbers++)
		for (i++; isdigit(t->g[i].as); i++)
			continue;
	return numbers == 4 && !part(t, i) && t->g[i].as != '.';
}

/* The dot at i stands inside a bare host, and not in a mail address. */
static bool in_host(const struct text *t, size_t i)
{
	size_t b = i, d = i, dot;
	if (!i || !part(t, i - 1) || !part(t, i + 1))
		return false;
	while (b && (part(t, b - 1) || t->g[b - 1].as == '.'))
		b--;
	if (b && t->g[b - 1].as == '@')
		return false;
	for (dot = b; t->g[dot].as != '.'; dot++)
		continue;
	if (isdigit(t->g[b].as) && is_address(t, dot))
		return true;
	/* 。 ends sentences, too */
	bool sure = t->g[i].cp != '.' && t->g[i].cp != 0xFF0E;
	if (sure && (t->g[i - 1].as == LETTER || t->g[i + 1].as == LETTER))
		return false;
	while (t->g[d].as == '.') {
		size_t from = ++d;
		while (part(t, d))
			d++;
		if (t->g[d].as != '@' && is_end(t, from, sure))
			return true;
	}
	return false;
}

/* What is written for the characters from i on, and how many they are; NULL: as they are. */
static const char *instead(const struct text *t, size_t i, bool hosts, size_t *n_r)
{
	for (size_t k = 0; k < SCHEMES; k++)
		if (starts(t, i, schemes[k].from)) {
			*n_r = strlen(schemes[k].from);
			return schemes[k].to;
		}
	*n_r = 2;
	if (hosts && starts(t, i, "//") && (!i || t->g[i - 1].as != ':') && isalnum(t->g[i + 2].as))
		return "/[/]";
	if (hosts && starts(t, i, "\\\\") && isalnum(t->g[i + 2].as))
		return "\\[\\]";
	*n_r = 1;
	return hosts && t->g[i].as == '.' && in_host(t, i) ? "[.]" : NULL;
}

static char *harmless(struct arena *a, const char *text, bool hosts)
{
	struct text t = read_text(a, text);
	struct buf b;
	size_t n;
	buf_init(&b, WORDS_MAX);
	for (size_t i = 0; i < t.n; i += n) {
		const char *to = instead(&t, i, hosts, &n);
		if (to)
			buf_str(&b, to);
		else
			buf_add(&b, text + t.g[i].at, t.g[i].n);
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
