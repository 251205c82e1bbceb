/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Frames and fields; knows nothing of what they say. */
#include "base/msg.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/str.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define HEAD 8u
static const char magic[4] = { 'T', 'K', 'M', '1' };

void msg_init(struct msg *m, size_t max)
{
	buf_init(&m->b, max);
}

void msg_clear(struct msg *m)
{
	buf_wipe(&m->b);
}

static bool key_ok(const unsigned char *k, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!((k[i] >= 'a' && k[i] <= 'z') || (k[i] >= '0' && k[i] <= '9') || k[i] == '_'))
			return false;
	return n >= 1 && n <= 32;
}

void msg_put(struct msg *m, const char *key, const void *p, size_t n)
{
	size_t k = strlen(key);
	if (!key_ok((const unsigned char *)key, k) || n > UINT32_MAX)
		log_die("msg.key", "key=%s", key);
	buf_byte(&m->b, (unsigned char)k);
	buf_add(&m->b, key, k);
	buf_u32(&m->b, (uint32_t)n);
	buf_add(&m->b, p, n);
}

void msg_puts(struct msg *m, const char *key, const char *text)
{
	if (text)
		msg_put(m, key, text, strlen(text));
}

void msg_puti(struct msg *m, const char *key, int64_t v)
{
	char s[24];
	msg_put(m, key, s, (size_t)snprintf(s, sizeof s, "%lld", (long long)v));
}

/* One field at *at; false at the end or when it does not fit. */
static bool field(struct bytes b, size_t *at, struct bytes *key, struct bytes *value)
{
	size_t left = b.n - *at;
	const unsigned char *p = b.p + *at;
	if (left < 6 || left - 5 < p[0] || !key_ok(p + 1, p[0]))
		return false;
	size_t k = p[0], n = bytes_u32(p + 1 + k);
	if (left - 5 - k < n)
		return false;
	*key = (struct bytes){ p + 1, k };
	*value = (struct bytes){ p + 5 + k, n };
	*at += 5 + k + n;
	return true;
}

static enum err check(const struct msg *m)
{
	struct bytes k, v, all = buf_bytes(&m->b);
	size_t at = 0;
	while (at < all.n)
		if (!field(all, &at, &k, &v))
			return INVALID;
	return OK;
}

bool msg_next(const struct msg *m, size_t *at, struct bytes *key_r, struct bytes *value_r)
{
	return *at < m->b.n && field(buf_bytes(&m->b), at, key_r, value_r);
}

enum err msg_get(const struct msg *m, const char *key, struct bytes *r)
{
	struct bytes k, v;
	size_t n = strlen(key);
	for (size_t at = 0; msg_next(m, &at, &k, &v);)
		if (k.n == n && !memcmp(k.p, key, n)) {
			*r = v;
			return OK;
		}
	return MISSING;
}

enum err msg_geti(const struct msg *m, const char *key, int64_t min, int64_t max, int64_t *r)
{
	char s[24];
	enum err e = msg_text(m, key, s, sizeof s);
	return e ? e : str_to_int(s, min, max, r);
}

enum err msg_text(const struct msg *m, const char *key, char *out, size_t size)
{
	struct bytes v;
	out[0] = 0;
	enum err e = msg_get(m, key, &v);
	if (e)
		return e;
	if (v.n >= size || !str_is_xml_text(v.p, v.n))
		return INVALID;
	memcpy(out, v.p, v.n);
	out[v.n] = 0;
	return OK;
}

void msg_frame(const struct msg *m, struct buf *out)
{
	buf_add(out, magic, sizeof magic);
	buf_u32(out, (uint32_t)m->b.n);
	buf_add(out, m->b.p, m->b.n);
}

enum err msg_write(int fd, const struct msg *m)
{
	struct buf f;
	if (m->b.over || m->b.n > UINT32_MAX)
		return INVALID;
	buf_init(&f, m->b.n + HEAD);
	msg_frame(m, &f);
	enum err e = file_write_all(fd, f.p, f.n);
	buf_wipe(&f);
	return e;
}

static enum err read_until(int fd, unsigned char *p, size_t n, int64_t until, size_t *got_r)
{
	size_t at = 0;
	while (at < n) {
		int64_t left = until - clock_mono();
		struct pollfd pf = { .fd = fd, .events = POLLIN };
		int ready = left <= 0 ? 0 : poll(&pf, 1, (int)(left / 1000000) + 1);
		if (ready < 0 && errno == EINTR)
			continue;
		if (ready == 0)
			return RETRY;
		ssize_t got = ready < 0 ? -1 : read(fd, p + at, n - at);
		if (got < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (got < 0)
			return BROKEN;
		if (!got)
			break;
		at += (size_t)got;
	}
	*got_r = at;
	return OK;
}

enum err msg_read(int fd, struct msg *m, int64_t wait)
{
	unsigned char head[HEAD];
	size_t got = 0;
	int64_t until = clock_mono() + wait;
	buf_wipe(&m->b);
	enum err e = read_until(fd, head, HEAD, until, &got);
	if (e)
		return e;
	if (!got)
		return MISSING;
	if (got < HEAD || memcmp(head, magic, sizeof magic))
		return INVALID;
	size_t n = bytes_u32(head + 4);
	unsigned char *p = buf_space(&m->b, n);
	if (!p)
		return INVALID;
	e = read_until(fd, p, n, until, &got);
	return e ? e : got < n ? INVALID : check(m);
}

enum err msg_parse(struct msg *m, struct bytes src)
{
	buf_wipe(&m->b);
	if (src.n < HEAD || memcmp(src.p, magic, sizeof magic) ||
	    bytes_u32(src.p + 4) != src.n - HEAD)
		return INVALID;
	buf_add(&m->b, src.p + HEAD, src.n - HEAD);
	return m->b.over ? INVALID : check(m);
}
