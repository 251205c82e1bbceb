/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reads dated texts. Knows no page and no acceptance. */
#include "office/terms.h"

#include "base/file.h"
#include "base/hex.h"
#include "base/str.h"
#include "port/digest.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define TERMS_MAX (256 << 10)
#define KEPT 8

/* "2026-11-01": the only form that may become part of a file name. */
static bool is_date(const char *s)
{
	for (int i = 0; i < 10; i++)
		if (i == 4 || i == 7 ? s[i] != '-' : s[i] < '0' || s[i] > '9')
			return false;
	return !s[10];
}

/* A worker shows the same texts again and again: what was read stays until the
 * file is another one. */
static struct kept {
	char *path;
	struct stat st;
	struct terms terms; /* version unset; text owned */
} kept[KEPT];

static bool same_file(const struct stat *x, const struct stat *y)
{
	return x->st_dev == y->st_dev && x->st_ino == y->st_ino && x->st_size == y->st_size &&
	       x->st_mtim.tv_sec == y->st_mtim.tv_sec && x->st_mtim.tv_nsec == y->st_mtim.tv_nsec &&
	       x->st_ctim.tv_sec == y->st_ctim.tv_sec && x->st_ctim.tv_nsec == y->st_ctim.tv_nsec;
}

static enum err load(const char *path, struct terms *r)
{
	struct buf b;
	unsigned char hash[SHA256_SIZE];
	buf_init(&b, TERMS_MAX);
	enum err e = file_read(AT_FDCWD, path, &b);
	if (!e && !str_is_xml_text(b.p, b.n))
		e = INVALID;
	if (e) {
		buf_clear(&b);
		return e;
	}
	buf_add(&b, "", 0); /* an empty file has a text, too */
	digest_sha256(b.p, b.n, hash);
	hex_encode(hash, sizeof hash, r->sha256);
	r->text = buf_text(&b); /* stays ours */
	r->chars = (int)str_chars(r->text);
	return OK;
}

static struct kept *slot_for(const char *path)
{
	static unsigned turn;
	for (size_t i = 0; i < KEPT; i++)
		if (kept[i].path && str_eq(kept[i].path, path))
			return &kept[i];
	return &kept[turn++ % KEPT];
}

static enum err recall(const char *path, struct terms *r)
{
	struct kept *k = slot_for(path);
	struct stat st;
	if (stat(path, &st))
		return MISSING;
	if (!k->path || !str_eq(k->path, path) || !same_file(&k->st, &st)) {
		struct terms fresh;
		enum err e = load(path, &fresh);
		if (e)
			return e;
		free(k->path);
		free((char *)(uintptr_t)k->terms.text);
		*k = (struct kept){ strdup(path), st, fresh };
	}
	*r = k->terms;
	return OK;
}

enum err terms_get(struct arena *a, const struct conf *c, const char *kind, const char *version,
		   const char *lang, struct terms *r)
{
	bool privacy = str_eq(kind, "privacy");
	if (!privacy && !str_eq(kind, "terms"))
		return INVALID;
	if (!version)
		version = privacy ? c->privacy_version : c->terms_version;
	if (strlen(version) != 10 || !is_date(version) || (!str_eq(lang, "ja") && !str_eq(lang, "en")))
		return INVALID;
	enum err e = recall(arena_printf(a, "%s/%s-%s.%s.txt", c->terms, kind, version, lang), r);
	if (!e) {
		r->version = arena_str(a, version);
		r->text = arena_str(a, r->text);
	}
	return e;
}
