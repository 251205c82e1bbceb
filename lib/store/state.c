/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The 128 bytes; knows nothing of who may write them when. */
#include "store/state.h"

#include "port/digest.h"

#include <string.h>

static const unsigned char magic[8] = "TKSTATE1";

static unsigned char *put32(unsigned char *p, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (unsigned char)(v >> (24 - 8 * i));
	return p + 4;
}

static unsigned char *put64(unsigned char *p, uint64_t v)
{
	return put32(put32(p, (uint32_t)(v >> 32)), (uint32_t)v);
}

void state_format(const struct state *s, unsigned char out[STATE_SUMMED])
{
	memcpy(out, magic, sizeof magic);
	unsigned char *p = put64(out + 8, s->place.seq);
	p = put32(p, s->place.segment);
	p = put32(p, s->dirty);
	p = put64(p, s->place.offset);
	p = put64(p, s->place.total);
	p = put64(p, (uint64_t)s->place.time);
	memcpy(p, s->place.chain, 32);
	memcpy(p + 32, s->boot, 16);
}

enum err state_parse(const unsigned char in[STATE_SUMMED], struct state *s)
{
	if (memcmp(in, magic, sizeof magic) || !bytes_u32(in + 16))
		return INVALID;
	s->place.seq = bytes_u64(in + 8);
	s->place.segment = bytes_u32(in + 16);
	s->dirty = bytes_u32(in + 20) != 0;
	s->place.offset = bytes_u64(in + 24);
	s->place.total = bytes_u64(in + 32);
	s->place.time = (int64_t)bytes_u64(in + 40);
	memcpy(s->place.chain, in + 48, 32);
	memcpy(s->boot, in + 80, 16);
	return OK;
}

enum err state_load(const struct store_calls *c, int fd, struct state *s)
{
	unsigned char b[STATE_SIZE], sum[SHA256_SIZE];
	if (c->pread(fd, b, sizeof b, 0) != (ssize_t)sizeof b)
		return INVALID;
	digest_sha256(b, STATE_SUMMED, sum);
	return memcmp(sum, b + STATE_SUMMED, sizeof sum) ? INVALID : state_parse(b, s);
}

enum err state_save(const struct store_calls *c, int fd, const struct state *s)
{
	unsigned char b[STATE_SIZE];
	state_format(s, b);
	digest_sha256(b, STATE_SUMMED, b + STATE_SUMMED);
	return c->pwrite(fd, b, sizeof b, 0) == (ssize_t)sizeof b ? OK : BROKEN;
}
