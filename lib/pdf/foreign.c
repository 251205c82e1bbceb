/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Finds and reads leniently. Knows no PDF object. */
#include "pdf/foreign.h"

#include "pdf/lexer.h"

#include <string.h>

static const char mark[] = "/ByteRange";

static bool blank(unsigned char c)
{
	return c == ' ' || (c >= 9 && c <= 13) || !c;
}

/* Up to four numbers in brackets; gives how many. */
static int read_range(struct bytes file, size_t at, size_t v[4])
{
	int n = 0;
	while (at < file.n && blank(file.p[at]))
		at++;
	if (at >= file.n || file.p[at++] != '[')
		return 0;
	for (;;) {
		while (at < file.n && blank(file.p[at]))
			at++;
		if (at >= file.n || file.p[at] < '0' || file.p[at] > '9')
			return at < file.n && file.p[at] == ']' ? n : 0;
		size_t x = 0;
		for (; at < file.n && file.p[at] >= '0' && file.p[at] <= '9'; at++)
			x = x > file.n ? x : x * 10 + (size_t)(file.p[at] - '0');
		if (n < 4)
			v[n] = x;
		n++;
	}
}

/* The bytes of a hexadecimal string between < and >; n = 0 when it is none. */
static struct bytes unhex(struct arena *a, struct bytes s)
{
	if (s.n < 4 || s.n > 2 * CMS_PEEK_MAX || s.p[0] != '<' || s.p[s.n - 1] != '>')
		return (struct bytes){ NULL, 0 };
	unsigned char *out = arena_alloc(a, s.n / 2);
	size_t n = (s.n - 2) / 2;
	for (size_t i = 0; i < n; i++) {
		int high = lex_hex_digit(s.p[1 + 2 * i]), low = lex_hex_digit(s.p[2 + 2 * i]);
		if (high < 0 || low < 0)
			return (struct bytes){ NULL, 0 };
		out[i] = (unsigned char)(high << 4 | low);
	}
	return (struct bytes){ out, n };
}

static bool all_zero(struct bytes b)
{
	for (size_t i = 0; i < b.n; i++)
		if (b.p[i])
			return false;
	return true;
}

/* The hexadecimal string of the /Contents next to a range that says nothing of use. */
static struct bytes near(struct bytes file, size_t at)
{
	static const char word[] = "/Contents";
	size_t from = at > (1 << 18) ? at - (1 << 18) : 0, to = at + (1 << 18);
	struct bytes best = { NULL, 0 };
	to = to < file.n ? to : file.n;
	for (size_t i = from; i + sizeof word < to;) {
		const unsigned char *p = memmem(file.p + i, to - i, word, sizeof word - 1);
		if (!p)
			break;
		size_t s = (size_t)(p - file.p) + sizeof word - 1, e;
		while (s < to && blank(file.p[s]))
			s++;
		for (e = s; e < to && file.p[e] != '>'; e++)
			continue;
		if (s < to && e < to && file.p[s] == '<' && file.p[s + 1] != '<')
			best = (struct bytes){ file.p + s, e + 1 - s };
		if (best.p && s > at)
			break;
		i = s;
	}
	return best;
}

/* A range, and the DER in the gap that it leaves or, where it leaves none, near it. */
struct place {
	size_t v[4];
	bool fits;
	struct bytes der; /* n 0 or all zero: only a placeholder */
	struct bytes gap; /* the part of it that the range leaves; n 0 = none */
};

static struct place find(struct arena *a, struct bytes file, size_t at)
{
	struct place p = { .fits = read_range(file, at, p.v) == 4 };
	const size_t *v = p.v;
	p.fits = p.fits && v[0] <= file.n && v[1] <= file.n - v[0] && v[2] <= file.n &&
		 v[3] <= file.n - v[2] && v[2] >= v[0] + v[1];
	if (p.fits)
		p.gap = unhex(a, (struct bytes){ file.p + v[0] + v[1], v[2] - v[0] - v[1] });
	p.der = p.gap.n ? p.gap : unhex(a, near(file, at));
	return p;
}

/* False: only a placeholder. */
static bool read_one(struct arena *a, struct bytes file, size_t at, size_t *hashed,
		     struct foreign *f)
{
	struct place p = find(a, file, at);
	const size_t *v = p.v;
	memset(f, 0, sizeof *f);
	if (all_zero(p.der))
		return false;
	if (p.fits)
		f->covers = v[2] + v[3];
	f->form = p.gap.n && v[0] == 0;
	struct bytes over[2] = { { file.p, 0 }, { file.p, 0 } };
	if (p.fits && v[1] + v[3] <= FOREIGN_HASHED - *hashed) {
		over[0] = (struct bytes){ file.p + v[0], v[1] };
		over[1] = (struct bytes){ file.p + v[2], v[3] };
		*hashed += v[1] + v[3];
	}
	if (cms_peek(p.der, over, &f->cms))
		f->cms.holds = CMS_HOLDS_NO;
	if (!f->form)
		f->cms.holds = CMS_HOLDS_NO;
	return true;
}

/* Behind the next mark; 0 = there is none. */
static size_t next_mark(struct bytes file, size_t at)
{
	const unsigned char *p =
		at < file.n ? memmem(file.p + at, file.n - at, mark, sizeof mark - 1) : NULL;
	return p ? (size_t)(p - file.p) + sizeof mark - 1 : 0;
}

bool foreign_any(struct arena *a, struct bytes file)
{
	for (size_t at = 0; (at = next_mark(file, at)) > 0;)
		if (!all_zero(find(a, file, at).der))
			return true;
	return false;
}

struct foreign *foreign_list(struct arena *a, struct bytes file, size_t *n_r)
{
	struct foreign *all = arena_new_array(a, struct foreign, FOREIGN_MAX);
	size_t n = 0, at = 0, hashed = 0;
	while (n < FOREIGN_MAX && (at = next_mark(file, at)) > 0)
		n += read_one(a, file, at, &hashed, &all[n]);
	*n_r = n;
	return all;
}
