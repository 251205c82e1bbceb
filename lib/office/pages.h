/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The pages of a contract's files: sizes, texts and pictures, made on demand by
 * the picture child and kept in the vault's cache. Pages are numbered over all
 * files of a contract, from 1: file 1 has pages 1…p1, file 2 goes on with p1+1.
 *
 * An address of a picture (core/route.def) is …/page/{n}/{w} with n such a
 * number and w one of PAGES_WIDTHS and ".png": "/fetch/{t}/page/7/640.png". The
 * Content-Type tells what it really is (image/png or image/jpeg). */
#ifndef OFFICE_PAGES_H
#define OFFICE_PAGES_H

#include "core/contract.h"
#include "port/xdoc.h"

#include "base/arena.h"
#include "base/conf.h"
#include "base/err.h"

#define PAGES_WIDTHS { 320, 640, 1280 }
#define PAGES_SHOWN 640 /* the width an <img> without srcset takes */

/* The file whose pages people see: the cleaned upload of a draft, afterwards
 * the base file that is signed (signatures are invisible, so it stays true). */
const unsigned char *pages_hash(const struct contract *c, const struct paper *f);
int64_t pages_count(const struct contract *c); /* over all files */
/* Where page n (from 1) lies. MISSING: there is no such page. */
enum err pages_find(const struct contract *c, int64_t n, size_t *paper_r, int64_t *page_r) MUST_USE;
/* "640.png" or "640-1a2b3c4d.png" → 640; INVALID: another width or another form. */
enum err pages_width(const char *w, int *width_r) MUST_USE;

/* One page as its file tells it. */
struct page_fact {
	double width, height; /* points, 1…20000; A4 when nothing is known */
	const char *text;     /* UTF-8, one paragraph a line; "" = no text */
};
/* facts[0…f->pages-1] of one file, in the arena. Never fails: a file that
 * cannot be drawn has pages of A4 without text (*known_r false). */
struct page_fact *pages_facts(const struct conf *conf, struct arena *a, const struct contract *c,
			      const struct paper *f, bool *known_r);

/* Opens the picture of a page; draws it, with its neighbours, when it is not in
 * the cache. The picture is bytes 1… of *fd_r (the caller's), *type_r its media
 * type. MISSING: no such page, or its file is gone. INVALID: the page cannot be
 * drawn at this width, which is remembered. RETRY: others draw from this file;
 * nothing was tried. BROKEN. */
enum err pages_picture(const struct conf *conf, struct arena *a, const struct contract *c,
		       int64_t n, int width, int *fd_r, const char **type_r) MUST_USE;

/* For office/filled: a picture out of the cache, as pages_picture gives it.
 * INVALID: it is known that it cannot be drawn. */
enum err pages_cached(const struct conf *conf, const unsigned char sha[32], int64_t page,
		      int width, int *fd_r, const char **type_r) MUST_USE;
/* The turn of those who draw from this file; it ends with close. RETRY. */
enum err pages_turn(const struct conf *conf, const unsigned char sha[32], int64_t wait,
		    int *turn_r) MUST_USE;

/* Adds the pages first…last (over all files) below parent:
 *   <leaf n file i begins? width height scan?><l>one paragraph</l>*</leaf>
 * n: over all files; file: number of the file; i: within it; begins: the first
 * page of its file; width, height: px of the shown picture; scan: no text could
 * be taken from it. Returns the bytes of their texts. */
int64_t pages_present(struct xnode *parent, const struct conf *conf, struct arena *a,
		   const struct contract *c, int64_t first, int64_t last);

#endif
