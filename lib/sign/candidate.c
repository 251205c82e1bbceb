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
	struct digest *digest, *prev, *base;
	size_t matched;    /* characters of mark seen at the end of the bytes so far */
	int64_t base_upto; /* base has the bytes before this offset */
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

static void find_base(struct candidate *c, struct pass *p, struct bytes chunk, int64_t at)
{
	struct bytes b = part(chunk, at, 0, c->dict_off);
	for (size_t i = 0; i < b.n; i++) {
		char x = (char)b.p[i];
		if (x == mark[p->matched])
			p->matched++;
		else
			p->matched = x != '%' ? 0 : p->matched == 2 ? 2 : 1;
		if (!mark[p->matched]) {
			int64_t end = at + (int64_t)i + 1;
			add(p->base, chunk, at, p->base_upto, end);
			p->base_upto = end;
			digest_get(p->base, c->base);
			c->has_base = true;
			p->matched = 0;
		}
	}
	int64_t end = at + (int64_t)chunk.n;
	add(p->base, chunk, at, p->base_upto, end);
	p->base_upto = end;
}

static const char *take(struct candidate *c, struct pass *p, struct bytes chunk, int64_t at)
{
	add(p->digest, chunk, at, 0, c->gap);
	add(p->digest, chunk, at, c->gap + c->gap_len, c->length);
	if (!same_dict(c, chunk, at))
		return "dictionary";
	if (!c->prev_len) {
		find_base(c, p, chunk, at);
		return NULL;
	}
	add(p->prev, chunk, at, 0, c->prev_gap);
	add(p->prev, chunk, at, c->prev_gap + c->prev_gap_len, c->prev_len);
	return good_gap(c, chunk, at) ? NULL : "gap";
}

enum err candidate_read(int fd, struct candidate *c, const char **why_r)
{
	static unsigned char chunk[CHUNK];
	struct pass p = { digest_new(), digest_new(), digest_new(), 0, 0 };
	*why_r = NULL;
	for (int64_t at = 0; at < c->length && !*why_r;) {
		size_t want = c->length - at < CHUNK ? (size_t)(c->length - at) : CHUNK;
		ssize_t got = pread(fd, chunk, want, (off_t)at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			*why_r = "file_read";
		else
			*why_r = take(c, &p, (struct bytes){ chunk, (size_t)got }, at);
		at += got > 0 ? got : 0;
	}
	digest_get(p.digest, c->digest);
	digest_get(p.prev, c->prev);
	digest_free(p.digest);
	digest_free(p.prev);
	digest_free(p.base);
	return !*why_r ? OK : !strcmp(*why_r, "file_read") ? BROKEN : INVALID;
}
