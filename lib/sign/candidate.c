/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One pass of pread, memcmp and SHA-256. Must not parse PDF. */
#include "sign/candidate.h"

#include "base/file.h"
#include "port/digest.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define CHUNK 262144
static const char mark[] = "%%EOF\n";

struct pass {
	struct digest *digest, *prev; /* prev: NULL while both have the same bytes */
	size_t matched; /* characters of mark seen at the end of the bytes so far */
	int64_t fed;    /* digest has the bytes before this offset */
};

enum err candidate_open(int fd, int64_t *length_r, const char **why_r)
{
	int flags = fcntl(fd, F_GETFL);
	*length_r = file_size(fd);
	*why_r = "file";
	if (flags < 0 || (flags & O_ACCMODE) == O_WRONLY || (flags & O_PATH) || *length_r < 0)
		return INVALID;
	*why_r = "file_size";
	return *length_r > 0 && *length_r <= CANDIDATE_MAX ? OK : INVALID;
}

/* The part of chunk (which begins at `at`) inside [from, to). */
static struct bytes part(struct bytes chunk, int64_t at, int64_t from, int64_t to)
{
	int64_t end = at + (int64_t)chunk.n;
	from = from < at ? at : from;
	to = to > end ? end : to;
	if (from >= to)
		return (struct bytes){ chunk.p, 0 };
	return (struct bytes){ chunk.p + (from - at), (size_t)(to - from) };
}

static void add(struct digest *d, struct bytes chunk, int64_t at, int64_t from, int64_t to)
{
	struct bytes b = part(chunk, at, from, to);
	if (b.n)
		digest_add(d, b.p, b.n);
}

static bool same_dict(const struct candidate *c, struct bytes chunk, int64_t at)
{
	struct bytes b = part(chunk, at, c->dict_off, c->dict_off + (int64_t)c->dict.n);
	return !b.n || !memcmp(b.p, c->dict.p + (at + (b.p - chunk.p) - c->dict_off), b.n);
}

/* Nothing but one hexadecimal string may hide in a gap that no digest covers. */
static bool good_gap(const struct candidate *c, struct bytes chunk, int64_t at)
{
	int64_t last = c->prev_gap + c->prev_gap_len - 1;
	struct bytes b = part(chunk, at, c->prev_gap, last + 1);
	int64_t off = at + (b.p - chunk.p);
	for (size_t i = 0; i < b.n; i++, off++) {
		unsigned char x = b.p[i];
		bool hex = (x >= '0' && x <= '9') || (x >= 'a' && x <= 'f') || (x >= 'A' && x <= 'F');
		if (off == c->prev_gap ? x != '<' : off == last ? x != '>' : !hex)
			return false;
	}
	return true;
}

/* Up to that offset into the new version's digest, but for its gap. */
static void feed(const struct candidate *c, struct pass *p, struct bytes chunk, int64_t at,
		 int64_t to)
{
	int64_t after = c->gap + c->gap_len;
	add(p->digest, chunk, at, p->fed, to < c->gap ? to : c->gap);
	add(p->digest, chunk, at, p->fed > after ? p->fed : after, to);
	p->fed = to;
}

/* The base ends with the last mark before the dictionary; the new version's digest
 * has seen exactly that much when it is met. */
static void find_base(struct candidate *c, struct pass *p, struct bytes chunk, int64_t at)
{
	struct bytes b = part(chunk, at, 0, c->dict_off);
	for (size_t i = 0; i < b.n; i++) {
		if (!p->matched) {
			const unsigned char *next = memchr(b.p + i, mark[0], b.n - i);
			if (!next)
				break;
			i = (size_t)(next - b.p);
		}
		char x = (char)b.p[i];
		if (x == mark[p->matched])
			p->matched++;
		else
			p->matched = x != '%' ? 0 : p->matched == 2 ? 2 : 1;
		if (!mark[p->matched]) {
			feed(c, p, chunk, at, at + (int64_t)i + 1);
			digest_get(p->digest, c->base);
			c->has_base = true;
			p->matched = 0;
		}
	}
}

static const char *take(struct candidate *c, struct pass *p, struct bytes chunk, int64_t at)
{
	if (!same_dict(c, chunk, at))
		return "dictionary";
	if (!c->prev_len)
		find_base(c, p, chunk, at);
	feed(c, p, chunk, at, at + (int64_t)chunk.n);
	if (!c->prev_len)
		return NULL;
	if (at >= c->prev_gap)
		add(p->prev, chunk, at, c->prev_gap + c->prev_gap_len, c->prev_len);
	return good_gap(c, chunk, at) ? NULL : "gap";
}

/* How much to read next: to the gap of the version before in one go, because until
 * there both digests are the same and one of them is counted. */
static size_t step(const struct candidate *c, int64_t at)
{
	int64_t to = c->prev_len && at < c->prev_gap ? c->prev_gap : c->length;
	return to - at < CHUNK ? (size_t)(to - at) : CHUNK;
}

enum err candidate_read(int fd, struct candidate *c, const char **why_r)
{
	static unsigned char chunk[CHUNK];
	struct pass p = { .digest = digest_new() };
	*why_r = NULL;
	for (int64_t at = 0; at < c->length && !*why_r;) {
		if (c->prev_len && !p.prev && at >= c->prev_gap)
			p.prev = digest_copy(p.digest);
		ssize_t got = pread(fd, chunk, step(c, at), (off_t)at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			*why_r = "file_read";
		else
			*why_r = take(c, &p, (struct bytes){ chunk, (size_t)got }, at);
		at += got > 0 ? got : 0;
	}
	digest_get(p.digest, c->digest);
	if (p.prev)
		digest_get(p.prev, c->prev);
	digest_free(p.digest);
	digest_free(p.prev);
	return !*why_r ? OK : !strcmp(*why_r, "file_read") ? BROKEN : INVALID;
}
