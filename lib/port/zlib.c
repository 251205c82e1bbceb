/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows zlib and the chunks of PNG. BROKEN: zlib failed or out is full. */
#include "port/zlib.h"

#include <zlib.h>

static void chunk(struct buf *out, const char *type, const unsigned char *p, size_t n)
{
	buf_u32(out, (uint32_t)n);
	size_t from = out->n;
	buf_add(out, type, 4);
	buf_add(out, p, n);
	if (!out->over)
		buf_u32(out, (uint32_t)crc32(0, out->p + from, (uInt)(out->n - from)));
}

static void put32(unsigned char *p, int v)
{
	p[0] = (unsigned char)(v >> 24);
	p[1] = (unsigned char)(v >> 16);
	p[2] = (unsigned char)(v >> 8);
	p[3] = (unsigned char)v;
}

static void begin(struct buf *out, int width, int height, unsigned char depth, unsigned char kind)
{
	unsigned char head[13] = { [8] = depth, [9] = kind };
	put32(head, width);
	put32(head + 4, height);
	buf_add(out, "\x89PNG\r\n\x1a\n", 8);
	chunk(out, "IHDR", head, sizeof head);
}

/* rows: height × (1 filter byte + row_size). */
static enum err finish(struct buf *out, struct buf *rows)
{
	uLongf n = compressBound((uLong)rows->n);
	struct buf z;
	buf_init(&z, n);
	unsigned char *p = buf_space(&z, n);
	enum err e = BROKEN;
	if (p && !rows->over && compress2(p, &n, rows->p, (uLong)rows->n, 6) == Z_OK) {
		chunk(out, "IDAT", p, n);
		chunk(out, "IEND", NULL, 0);
		e = out->over ? BROKEN : OK;
	}
	buf_clear(&z);
	buf_clear(rows);
	return e;
}

enum err zlib_png_grey(const unsigned char *levels, int width, int height, struct buf *out)
{
	struct buf rows;
	size_t w = (size_t)width, row = (w + 1) / 2;
	buf_init(&rows, (row + 1) * (size_t)height);
	begin(out, width, height, 4, 0);
	unsigned char *to = buf_space(&rows, (row + 1) * (size_t)height);
	for (size_t y = 0; to && y < (size_t)height; y++) {
		const unsigned char *p = levels + y * w;
		unsigned char *r = to + y * (row + 1) + 1;
		for (size_t x = 0; x < w; x++)
			r[x / 2] |= (unsigned char)(x % 2 ? p[x] & 15 : p[x] << 4);
	}
	return finish(out, &rows);
}

enum err zlib_png_palette(const unsigned char *indices, int width, int height,
			  const unsigned char *palette, int colours, struct buf *out)
{
	struct buf rows;
	size_t w = (size_t)width;
	buf_init(&rows, (w + 1) * (size_t)height);
	begin(out, width, height, 8, 3);
	chunk(out, "PLTE", palette, (size_t)colours * 3);
	for (size_t y = 0; y < (size_t)height; y++) {
		buf_byte(&rows, 0);
		buf_add(&rows, indices + y * w, w);
	}
	return finish(out, &rows);
}

/* Acrobat ends its streams with a flushed block that is not marked as the last
 * one; checksums are wrong or missing in many honest files: neither is a loss. */
bool zlib_whole(struct bytes data)
{
	unsigned char waste[1 << 14];
	z_stream z = { .next_in = (Bytef *)(uintptr_t)data.p, .avail_in = (uInt)data.n };
	bool boundary = false;
	if (data.n < 3 || inflateInit2(&z, -15) != Z_OK)
		return false;
	z.next_in += 2;
	z.avail_in -= 2;
	int rc = Z_OK;
	while (rc == Z_OK) {
		z.next_out = waste;
		z.avail_out = sizeof waste;
		rc = inflate(&z, Z_BLOCK);
		if (rc == Z_OK)
			boundary = z.data_type & 128;
	}
	size_t left = z.avail_in;
	inflateEnd(&z);
	return rc == Z_STREAM_END ? left <= 16 : rc == Z_BUF_ERROR && !left && boundary;
}
