/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reads dated texts. Knows no page and no acceptance. */
#include "core/terms.h"

#include "base/file.h"
#include "base/hex.h"
#include "base/str.h"
#include "port/digest.h"

#include <fcntl.h>
#include <string.h>

#define TERMS_MAX (256 << 10)

/* "2026-11-01": the only form that may become part of a file name. */
static bool is_date(const char *s)
{
	for (int i = 0; i < 10; i++)
		if (i == 4 || i == 7 ? s[i] != '-' : s[i] < '0' || s[i] > '9')
			return false;
	return !s[10];
}

enum err terms_get(struct arena *a, const struct conf *c, const char *kind, const char *version,
		   const char *lang, struct terms *r)
{
	struct buf b;
	unsigned char hash[SHA256_SIZE];
	bool privacy = str_eq(kind, "privacy");
	if (!privacy && !str_eq(kind, "terms"))
		return INVALID;
	if (!version)
		version = privacy ? c->privacy_version : c->terms_version;
	if (strlen(version) != 10 || !is_date(version) || (!str_eq(lang, "ja") && !str_eq(lang, "en")))
		return INVALID;
	buf_init(&b, TERMS_MAX);
	const char *path = arena_printf(a, "%s/%s-%s.%s.txt", c->terms, kind, version, lang);
	enum err e = file_read(AT_FDCWD, path, &b);
	if (!e && !str_is_xml_text(b.p, b.n))
		e = INVALID;
	if (!e) {
		digest_sha256(b.p, b.n, hash);
		hex_encode(hash, sizeof hash, r->sha256);
		r->version = arena_str(a, version);
		r->text = arena_strn(a, b.p, b.n);
		r->chars = (int)str_chars(r->text);
	}
	buf_clear(&b);
	return e;
}
