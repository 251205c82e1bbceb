/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Lines to hashes. Knows nothing of certificates. */
#include "office/pins.h"

#include "base/file.h"
#include "base/hex.h"

#include <fcntl.h>
#include <string.h>

#define FILE_MAX ((size_t)256 << 10)

static bool line(const char *p, size_t n, struct buf *out)
{
	unsigned char sha[32];
	char hex[65];
	while (n && strchr(" \t\r", p[n - 1]))
		n--;
	if (!n || *p == '#')
		return true;
	if (n < 64 || (n > 64 && p[64] != ' '))
		return false;
	memcpy(hex, p, 64);
	hex[64] = 0;
	if (hex_decode(hex, sha, 32))
		return false;
	buf_add(out, sha, 32);
	return true;
}

enum err pins_read(const char *path, struct buf *out)
{
	struct buf text;
	buf_init(&text, FILE_MAX);
	enum err e = file_read(AT_FDCWD, path, &text);
	const char *p = buf_text(&text), *end = p + text.n;
	while (!e && p < end) {
		const char *nl = memchr(p, '\n', (size_t)(end - p));
		size_t n = (size_t)((nl ? nl : end) - p);
		if (!line(p, n, out) || out->over || out->n > PINS * 32)
			e = INVALID;
		p += n + 1;
	}
	buf_clear(&text);
	return e;
}

enum err pins_put(const struct conf *c, struct msg *q)
{
	struct buf b;
	buf_init(&b, (PINS + 1) * 32);
	enum err e = *c->own_certs ? pins_read(c->own_certs, &b) : MISSING;
	for (size_t i = 0; !e && i < b.n; i += 32)
		msg_put(q, "pin", b.p + i, 32);
	buf_clear(&b);
	return e == MISSING ? OK : e ? BROKEN : OK;
}
