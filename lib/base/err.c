/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows the words of enum err, nothing else. */
#include "base/err.h"

#include <string.h>

static const char *const words[] = { "ok", "invalid", "denied", "missing",
				     "conflict", "retry", "broken" };

const char *err_word(enum err e)
{
	return (unsigned)e < sizeof words / sizeof *words ? words[e] : "broken";
}

enum err err_parse(const char *word)
{
	for (unsigned i = 0; i < sizeof words / sizeof *words; i++)
		if (!strcmp(words[i], word))
			return (enum err)i;
	return BROKEN;
}
