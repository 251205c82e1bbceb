/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Terms of use and the privacy notice: dated text files in conf->terms,
 * "terms-2026-11-01.ja.txt". What a person accepts is recorded as version and
 * SHA-256 of the file's bytes. */
#ifndef OFFICE_TERMS_H
#define OFFICE_TERMS_H

#include "base/arena.h"
#include "base/conf.h"
#include "base/err.h"

struct terms {
	const char *version; /* "2026-11-01" */
	const char *text;    /* whole file, UTF-8; "# " starts a heading, blank lines part paragraphs */
	char sha256[65];     /* hex of the file's bytes */
	int chars;
};

/* kind "terms" or "privacy"; lang "ja" or "en". version NULL = the current one
 * (conf). MISSING when there is no such file; INVALID when it is not clean text
 * or over 256 KiB. */
enum err terms_get(struct arena *a, const struct conf *c, const char *kind, const char *version,
		   const char *lang, struct terms *r) MUST_USE;

#endif
