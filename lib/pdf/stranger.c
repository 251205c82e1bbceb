/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Looks for traces in bytes. Knows no structure of a PDF. */
#include "pdf/stranger.h"

#include "base/clock.h"
#include "pdf/foreign.h"

#include <string.h>

#define SCAN_MAX 64 /* signatures looked at */

/* A signature by one of our certificates anywhere in the bytes: then it is no
 * stranger's file, but one of ours that somebody damaged. */
static bool holds_ours(struct arena *a, struct bytes file, const struct cms_roots *roots)
{
	static const char mark[] = "/Contents <30";
	static const unsigned char none[32];
	size_t at = 0;
	for (int tries = 0; tries < SCAN_MAX && at < file.n; tries++) {
		const unsigned char *p = memmem(file.p + at, file.n - at, mark, sizeof mark - 1);
		if (!p)
			return false;
		p += sizeof "/Contents " - 1; /* on '<' */
		size_t n = 1, left = file.n - (size_t)(p - file.p);
		while (n < left && n < 2 * CMS_CHECK_MAX && lex_hex_digit(p[n]) >= 0)
			n++;
		struct cms_report r;
		const char *why;
		struct bytes gap = version_gap(a, (struct bytes){ p, (n - 1) / 2 * 2 + 2 });
		enum err e = cms_check(gap, none, roots, clock_now(), &r, &why);
		if (e && r.trusted)
			return true;
		at = (size_t)(p - file.p) + n;
	}
	return false;
}

enum verdict_word stranger_judge(struct arena *a, struct bytes file, const struct cms_roots *roots)
{
	if (!file.n || !memmem(file.p, file.n < 1024 ? file.n : 1024, "%PDF-", 5))
		return VERDICT_UNREADABLE;
	if (!memmem(file.p, file.n, "/ByteRange", 10))
		return VERDICT_UNSIGNED;
	if (holds_ours(a, file, roots))
		return VERDICT_BROKEN;
	return foreign_any(a, file) ? VERDICT_FOREIGN : VERDICT_UNSIGNED;
}
