/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Folding, hashing and making of access codes. Knows no contract. */
#include "core/code.h"

#include "base/buf.h"
#include "base/hex.h"
#include "base/rand.h"
#include "port/digest.h"
#include "port/unicode.h"

#include <string.h>

#define FOLDED 4096

enum err code_hash(const char *typed, const unsigned char salt[32], unsigned char out[32])
{
	struct buf b, kept;
	buf_init(&b, FOLDED);
	buf_init(&kept, FOLDED);
	enum err e = unicode_fold(typed, &b);
	for (size_t i = 0; !e && i < b.n; i++)
		if (!strchr(" \t-", b.p[i]))
			buf_byte(&kept, b.p[i]);
	if (!e && (b.over || !kept.n))
		e = INVALID;
	if (!e)
		digest_scrypt(buf_bytes(&kept), (struct bytes){ salt, 32 }, out);
	buf_wipe(&b);
	buf_wipe(&kept);
	return e;
}

void code_make(char out[CODE_CHARS + 1])
{
	unsigned char r[CODE_CHARS];
	rand_bytes(r, sizeof r);
	token_encode(r, CODE_CHARS, out);
}
