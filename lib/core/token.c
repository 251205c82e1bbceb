/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Links out of the record and a key; nothing is stored but a hash. */
#include "core/token.h"

#include "core/secret.h"

#include "base/hex.h"
#include "base/str.h"
#include "port/digest.h"

#include <stdio.h>
#include <string.h>

static const char *const kinds[] = { "act", "result", "look" };

/* Random part and generation of a slot. */
static const unsigned char *seed(const struct contract *c, int64_t slot, int64_t *generation_r)
{
	const struct party *p = contract_party(c, slot);
	*generation_r = p ? p->generation : 0;
	if (p)
		return p->random;
	if (slot >= NOTICE_VIEWER && (size_t)(slot - NOTICE_VIEWER) < c->n_viewers)
		return c->viewers[slot - NOTICE_VIEWER].random;
	return c->sender_random;
}

void token_make_at(const struct contract *c, enum token_kind kind, int64_t slot,
		   int64_t generation, char out[TOKEN_CHARS + 1])
{
	struct buf b;
	int64_t now;
	unsigned char mac[32];
	const unsigned char *random = seed(c, slot, &now);
	buf_init(&b, 512);
	buf_printf(&b, "%s %s %lld %lld ", kinds[kind], c->id, (long long)slot,
		   (long long)generation);
	buf_add(&b, random, 32);
	secret_mac(SECRET_LINK, buf_bytes(&b), mac);
	buf_wipe(&b);
	token_encode(mac, TOKEN_CHARS, out);
}

void token_make(const struct contract *c, enum token_kind kind, int64_t slot,
		char out[TOKEN_CHARS + 1])
{
	int64_t generation;
	seed(c, slot, &generation);
	token_make_at(c, kind, slot, generation, out);
}

void token_key(const char *token, char out[TOKEN_KEY])
{
	unsigned char sum[SHA256_SIZE];
	digest_sha256(token, strlen(token), sum);
	memcpy(out, "token/", 6);
	hex_encode(sum, sizeof sum, out + 6);
}

void token_entry_at(const struct contract *c, enum token_kind kind, int64_t slot,
		    int64_t generation, struct buf *out)
{
	buf_printf(out, "%s %s %lld %lld", kinds[kind], c->id, (long long)slot,
		   (long long)generation);
}

void token_entry(const struct contract *c, enum token_kind kind, int64_t slot, struct buf *out)
{
	int64_t generation;
	seed(c, slot, &generation);
	token_entry_at(c, kind, slot, generation, out);
}

enum err token_parse(struct bytes entry, struct token_ref *r)
{
	char text[80], kind[8];
	long long slot, generation;
	int end = -1;
	memset(r, 0, sizeof *r);
	if (entry.n >= sizeof text)
		return BROKEN;
	memcpy(text, entry.p, entry.n);
	text[entry.n] = 0;
	if (sscanf(text, "%7s %16s %lld %lld%n", kind, r->contract, &slot, &generation, &end) != 4 ||
	    end != (int)entry.n)
		return BROKEN;
	r->kind = str_eq(kind, kinds[TOKEN_RESULT]) ? TOKEN_RESULT
		  : str_eq(kind, kinds[TOKEN_LOOK]) ? TOKEN_LOOK
						    : TOKEN_ACT;
	r->slot = slot;
	r->generation = generation;
	return OK;
}

void token_once(const struct contract *c, int64_t slot, char out[7])
{
	struct buf b;
	unsigned char mac[32];
	const struct party *p = contract_party(c, slot);
	buf_init(&b, 512);
	buf_printf(&b, "once %s %lld %lld %lld ", c->id, (long long)slot, (long long)p->generation,
		   (long long)p->once_serial);
	buf_add(&b, p->random, 32);
	secret_mac(SECRET_LINK, buf_bytes(&b), mac);
	buf_wipe(&b);
	snprintf(out, 7, "%06u", (unsigned)(bytes_u64(mac) % 1000000));
}

void token_matching(const char *token, char out[10])
{
	unsigned char sum[SHA256_SIZE];
	char text[9];
	struct buf b;
	buf_init(&b, 128);
	buf_printf(&b, "matching %s", token);
	digest_sha256(b.p, b.n, sum);
	buf_wipe(&b);
	token_encode(sum, 8, text);
	for (char *s = text; *s; s++)
		if (*s >= 'a' && *s <= 'z')
			*s = (char)(*s - 32);
	snprintf(out, 10, "%.4s-%.4s", text, text + 4);
}
