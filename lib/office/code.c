/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Folding, hashing and making of access codes. Knows no contract. */
#include "office/code.h"

#include "base/buf.h"
#include "base/hex.h"
#include "base/rand.h"
#include "base/str.h"
#include "port/digest.h"
#include "port/unicode.h"

#include <string.h>

#define FOLDED 4096

/* Blanks and everything that looks like a hyphen: said on the phone, typed in many
 * ways, so they do not count. */
static bool is_gap(uint32_t cp)
{
	return cp == ' ' || cp == '\t' || cp == '-' || (cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212;
}

enum err code_hash(const char *typed, const unsigned char salt[32], unsigned char out[32])
{
	struct buf b, kept;
	buf_init(&b, FOLDED);
	buf_init(&kept, FOLDED);
	enum err e = unicode_fold(typed, &b);
	uint32_t cp;
	for (size_t i = 0, n; !e && i < b.n; i += n) {
		n = str_utf8_next(b.p + i, b.n - i, &cp);
		if (!n)
			e = INVALID;
		else if (!is_gap(cp))
			buf_add(&kept, b.p + i, n);
	}
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
