/* SPDX-License-Identifier: AGPL-3.0-or-later
 * RFC 4648 and the token alphabet. */
#include "base/hex.h"

#include <string.h>

static const char digits[] = "0123456789abcdef";
static const char b64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char tok[] = "23456789abcdefghijkmnpqrstuvwxyz";

void hex_encode(const void *ptr, size_t n, char *out)
{
	const unsigned char *p = ptr;
	for (size_t i = 0; i < n; i++) {
		*out++ = digits[p[i] >> 4];
		*out++ = digits[p[i] & 15];
	}
	*out = 0;
}

static int nibble(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
	       : c >= 'A' && c <= 'F' ? c - 'A' + 10
				      : -1;
}

enum err hex_decode(const char *s, void *out, size_t n)
{
	unsigned char *o = out;
	if (!s || strlen(s) != 2 * n)
		return INVALID;
	for (size_t i = 0; i < n; i++) {
		int h = nibble(s[2 * i]), l = nibble(s[2 * i + 1]);
		if (h < 0 || l < 0)
			return INVALID;
		o[i] = (unsigned char)(h << 4 | l);
	}
	return OK;
}

void hex_add(struct buf *b, const void *ptr, size_t n)
{
	const unsigned char *p = ptr;
	for (size_t i = 0; i < n; i++) {
		buf_byte(b, (unsigned char)digits[p[i] >> 4]);
		buf_byte(b, (unsigned char)digits[p[i] & 15]);
	}
}

void base64_add(struct buf *b, const void *ptr, size_t n)
{
	const unsigned char *p = ptr;
	for (size_t i = 0; i < n; i += 3) {
		uint32_t v = (uint32_t)p[i] << 16;
		v |= i + 1 < n ? (uint32_t)p[i + 1] << 8 : 0;
		v |= i + 2 < n ? p[i + 2] : 0;
		char c[4] = { b64[v >> 18], b64[v >> 12 & 63], i + 1 < n ? b64[v >> 6 & 63] : '=',
			      i + 2 < n ? b64[v & 63] : '=' };
		buf_add(b, c, 4);
	}
}

void base64_add_lines(struct buf *b, const void *ptr, size_t n)
{
	const unsigned char *p = ptr;
	for (size_t i = 0; i < n; i += 57) {
		base64_add(b, p + i, n - i < 57 ? n - i : 57);
		buf_str(b, "\r\n");
	}
}

enum err base64_decode(const char *s, struct buf *out)
{
	size_t n = strlen(s);
	if (n % 4)
		return INVALID;
	for (size_t i = 0; i < n; i += 4) {
		uint32_t v = 0;
		unsigned pad = 0;
		for (size_t k = 0; k < 4; k++) {
			char c = s[i + k];
			const char *at = c && c != '=' ? strchr(b64, c) : NULL;
			bool last = i + 4 == n && k >= 2;
			if (!at && !(c == '=' && last))
				return INVALID;
			if (at && pad)
				return INVALID;
			pad += !at;
			v = v << 6 | (at ? (uint32_t)(at - b64) : 0);
		}
		unsigned char o[3] = { (unsigned char)(v >> 16), (unsigned char)(v >> 8),
				       (unsigned char)v };
		buf_add(out, o, 3 - pad);
	}
	return out->over ? INVALID : OK;
}

void token_encode(const void *ptr, size_t chars, char *out)
{
	const unsigned char *p = ptr;
	for (size_t i = 0; i < chars; i++) {
		unsigned v = 0;
		for (size_t bit = i * 5; bit < i * 5 + 5; bit++)
			v = v << 1 | (p[bit / 8] >> (7 - bit % 8) & 1u);
		out[i] = tok[v];
	}
	out[chars] = 0;
}

bool token_valid(const char *s, size_t chars)
{
	return s && strlen(s) == chars && strspn(s, tok) == chars;
}
