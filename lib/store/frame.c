/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reads and writes frames in memory. Hostile bytes may come in here. */
#include "store/frame.h"

#include "port/digest.h"
#include "store/key.h"
#include "store/store.h"

#include <string.h>

#define MAGIC UINT32_C(0x544B4A31) /* "TKJ1" */

enum { PUT = 1, DELETE = 2 };

static size_t padded(size_t payload)
{
	size_t n = FRAME_HEAD + payload + FRAME_SUM;
	return (n + FRAME_ALIGN - 1) / FRAME_ALIGN * FRAME_ALIGN;
}

static void add_change(struct buf *out, const struct change *c)
{
	buf_byte(out, c->del ? DELETE : PUT);
	buf_byte(out, (unsigned char)(c->key_n >> 8));
	buf_byte(out, (unsigned char)c->key_n);
	buf_add(out, c->key, c->key_n);
	if (c->del)
		return;
	buf_u32(out, (uint32_t)c->value.n);
	buf_add(out, c->value.p, c->value.n);
}

void frame_build(struct buf *out, const struct place *last, int64_t time,
		 const struct change *changes, size_t n)
{
	size_t start = out->n, payload = 0;
	for (size_t i = 0; i < n; i++)
		payload += 3 + changes[i].key_n + (changes[i].del ? 0 : 4 + changes[i].value.n);
	size_t size = padded(payload);
	if (size > FRAME_MAX) {
		out->over = true;
		return;
	}
	buf_u32(out, MAGIC);
	buf_u32(out, (uint32_t)payload);
	buf_u64(out, last->seq + 1);
	buf_u64(out, (uint64_t)time);
	buf_add(out, last->chain, sizeof last->chain);
	for (size_t i = 0; i < n; i++)
		add_change(out, &changes[i]);
	buf_space(out, size - FRAME_SUM - FRAME_HEAD - payload);
	unsigned char sum[SHA256_SIZE];
	if (out->over)
		return;
	digest_sha256(out->p + start, size - FRAME_SUM, sum);
	buf_add(out, sum, sizeof sum);
}

enum err frame_size(const unsigned char *head, size_t *size_r)
{
	uint32_t payload = bytes_u32(head + 4);
	if (bytes_u32(head) != MAGIC || !payload || payload > FRAME_MAX)
		return INVALID;
	*size_r = padded(payload);
	return *size_r > FRAME_MAX ? INVALID : OK;
}

/* One change at *at; false when the bytes are not one. */
static bool take(struct bytes p, size_t *at, struct change *c)
{
	size_t left = p.n - *at;
	const unsigned char *q = p.p + *at;
	if (left < 3 || (q[0] != PUT && q[0] != DELETE))
		return false;
	size_t n = (size_t)q[1] << 8 | q[2];
	if (left - 3 < n || !key_valid(q + 3, n))
		return false;
	*c = (struct change){ .key = (const char *)q + 3, .key_n = n, .del = q[0] == DELETE };
	*at += 3 + n;
	if (c->del)
		return true;
	left -= 3 + n;
	q += 3 + n;
	if (left < 4 || bytes_u32(q) > left - 4 || bytes_u32(q) > STORE_VALUE)
		return false;
	c->value = (struct bytes){ q + 4, bytes_u32(q) };
	*at += 4 + c->value.n;
	return true;
}

static bool rises(const struct change *a, const struct change *b)
{
	size_t n = a->key_n < b->key_n ? a->key_n : b->key_n;
	int d = memcmp(a->key, b->key, n);
	return d < 0 || (!d && a->key_n < b->key_n);
}

static bool payload_good(struct bytes p)
{
	struct change c = { 0 }, before = { 0 };
	for (size_t at = 0; at < p.n; before = c)
		if (!take(p, &at, &c) || (before.key && !rises(&before, &c)))
			return false;
	return true;
}

enum err frame_parse(struct bytes src, struct frame *f)
{
	unsigned char sum[SHA256_SIZE];
	size_t size;
	if (src.n < FRAME_ALIGN || frame_size(src.p, &size) || size != src.n)
		return INVALID;
	digest_sha256(src.p, size - FRAME_SUM, sum);
	if (memcmp(sum, src.p + size - FRAME_SUM, sizeof sum))
		return INVALID;
	f->seq = bytes_u64(src.p + 8);
	f->time = (int64_t)bytes_u64(src.p + 16);
	memcpy(f->chain, src.p + 24, sizeof f->chain);
	memcpy(f->sum, sum, sizeof sum);
	f->payload = (struct bytes){ src.p + FRAME_HEAD, bytes_u32(src.p + 4) };
	f->size = size;
	for (size_t i = FRAME_HEAD + f->payload.n; i < size - FRAME_SUM; i++)
		if (src.p[i])
			return INVALID;
	return f->seq && payload_good(f->payload) ? OK : INVALID;
}

bool frame_follows(const struct frame *f, const struct place *last)
{
	return f->seq == last->seq + 1 && !memcmp(f->chain, last->chain, sizeof f->chain) &&
	       (f->time > last->time || f->seq == 1);
}

void frame_step(const struct frame *f, struct place *last)
{
	last->seq = f->seq;
	last->offset += f->size;
	last->total += f->size;
	last->time = f->time;
	memcpy(last->chain, f->sum, sizeof f->sum);
}

bool frame_next(const struct frame *f, size_t *at, struct change *c_r)
{
	return *at < f->payload.n && take(f->payload, at, c_r);
}
