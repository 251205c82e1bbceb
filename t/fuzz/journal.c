/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Fuzz target: the reader of journal frames, once with the bytes as they come
 * and once with head and sum made right around them, so that the payload is
 * reached. What is accepted must be exactly what the writer would write. Build
 *   clang -fsanitize=fuzzer,address,undefined -std=c11 -D_GNU_SOURCE -Ilib
 *     t/fuzz/journal.c lib/store/{frame,key}.c lib/base/{buf,log,clock}.c
 *     lib/port/digest.c -lcrypto */
#include "port/digest.h"
#include "store/frame.h"
#include "store/key.h"
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void need(bool good)
{
	if (!good)
		abort();
}

static void accepted(struct bytes src, const struct frame *f)
{
	static struct change changes[65536];
	struct change c;
	struct buf again;
	size_t at = 0, n = 0;
	while (n < 65536 && frame_next(f, &at, &c)) {
		need(key_valid(c.key, c.key_n) && c.value.n <= STORE_VALUE);
		need((const unsigned char *)c.key >= src.p &&
		     (const unsigned char *)c.key + c.key_n <= src.p + src.n);
		need(!c.value.n || (c.value.p >= src.p && c.value.p + c.value.n <= src.p + src.n));
		changes[n++] = c;
	}
	need(at == f->payload.n && n);
	struct place last = { .seq = f->seq - 1 };
	memcpy(last.chain, f->chain, sizeof last.chain);
	buf_init(&again, FRAME_MAX);
	frame_build(&again, &last, f->time, changes, n);
	need(bytes_eq(buf_bytes(&again), src));
	buf_clear(&again);
}

static void as_it_is(struct bytes src)
{
	struct frame f;
	size_t size;
	if (src.n >= FRAME_HEAD && !frame_size(src.p, &size))
		need(size % FRAME_ALIGN == 0 && size <= FRAME_MAX);
	if (!frame_parse(src, &f))
		accepted(src, &f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct buf b;
	struct frame f;
	as_it_is((struct bytes){ data, n });
	if (!n || n > 1 << 20)
		return 0;
	buf_init(&b, FRAME_MAX);
	buf_u32(&b, 0x544B4A31);
	buf_u32(&b, (uint32_t)n);
	buf_u64(&b, 1 + data[0]);
	buf_u64(&b, data[0]);
	buf_space(&b, 32);
	buf_add(&b, data, n);
	buf_space(&b, (FRAME_ALIGN - (b.n + FRAME_SUM) % FRAME_ALIGN) % FRAME_ALIGN);
	unsigned char sum[SHA256_SIZE];
	digest_sha256(b.p, b.n, sum);
	buf_add(&b, sum, sizeof sum);
	if (!frame_parse(buf_bytes(&b), &f))
		accepted(buf_bytes(&b), &f);
	buf_clear(&b);
	return 0;
}
