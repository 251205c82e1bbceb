/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Causes as words of the catalogues. Knows no field. */
#include "web/unfit.h"

#include "office/coverage.h"

#include "base/str.h"

static void say(struct req *r, const char *to, const char *field, enum unfit_why why,
		const char *glyph, const char *twin, int64_t n)
{
	static const char *const words[UNFITS] = {
		[UNFIT_GLYPH] = "glyph", [UNFIT_ALIKE] = "alike", [UNFIT_UNREAD] = "unread",
		[UNFIT_LINE] = "oneline", [UNFIT_SIZE] = "much",
	};
	req_wrong(r, field, arena_printf(r->arena, "%s.%s", to, words[why]), "char", glyph, "twin",
		  twin, "n", arena_printf(r->arena, "%lld", (long long)n), (char *)0);
}

void unfit_say(struct req *r, const char *to, const char *field, const struct unfit *u, int64_t n)
{
	say(r, to, field, u->why, u->glyph, u->twin, n);
}

bool unfit_name(struct req *r, const char *field)
{
	const char *bad = coverage_missing(r->arena, req_text(r, field));
	if (bad)
		req_wrong(r, field, "err.glyph.name", "char", bad, (char *)0);
	return !bad;
}

bool unfit_text(struct req *r, const char *to, const char *field, const char *value)
{
	const char *twin = "", *bad = coverage_missing(r->arena, value);
	enum unfit_why why = bad ? UNFIT_GLYPH : UNFIT_ALIKE;
	if (!bad && !coverage_alike(r->arena, value, &twin, &bad))
		return true;
	say(r, to, field, why, bad, twin, (int64_t)str_chars(value));
	return false;
}
