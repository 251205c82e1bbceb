/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Immutable files under their own SHA-256: var/doc/aa/<64 hex>. Written to a
 * temporary name, synced, renamed, folder synced – before any record names
 * them (rules.md 4.1). Pictures of pages are a cache beside it:
 * var/picture/aa/<64 hex>-<page>-<width>, may be deleted at any time. */
#ifndef OFFICE_VAULT_H
#define OFFICE_VAULT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"

#include <stdint.h>

/* Takes the first n bytes of fd (n < 0: all) into the vault. Existing content
 * is left as it is. RETRY: disk full; BROKEN. */
enum err vault_put(const struct conf *c, int fd, int64_t n, unsigned char sha_r[32],
		   int64_t *bytes_r) MUST_USE;
/* The name under which vault_put would keep the file. BROKEN. */
enum err vault_name(int fd, unsigned char sha_r[32]) MUST_USE;
/* Opens for reading. MISSING. */
enum err vault_open(const struct conf *c, const unsigned char sha[32], int *fd_r) MUST_USE;
/* A scratch file without a name in var/work, gone when closed. */
enum err vault_scratch(const struct conf *c, int *fd_r) MUST_USE;

/* Page pictures. The first byte of the file is 'p' (PNG) or 'j' (JPEG), then
 * the picture. */
enum err vault_picture_open(const struct conf *c, const unsigned char sha[32], int page, int width,
			    int *fd_r) MUST_USE;
enum err vault_picture_put(const struct conf *c, const unsigned char sha[32], int page, int width,
			   int fd, int64_t at, int64_t n, char kind) MUST_USE;
/* Puts a note in place of a picture that cannot be drawn: byte 'x', then why. */
enum err vault_picture_refuse(const struct conf *c, const unsigned char sha[32], int page,
			      int width, const char *why) MUST_USE;
/* A file as it is filled in now (office/filled), by a name over base and values. */
enum err vault_filled_open(const struct conf *c, const unsigned char name[32], int *fd_r) MUST_USE;
enum err vault_filled_put(const struct conf *c, const unsigned char name[32], int fd,
			  int64_t n) MUST_USE;
/* Page sizes and texts of a file, as the picture child told them (a msg frame). */
enum err vault_facts_read(const struct conf *c, const unsigned char sha[32], struct buf *out) MUST_USE;
enum err vault_facts_put(const struct conf *c, const unsigned char sha[32], struct bytes facts) MUST_USE;
/* The same for places to be filled in (office/blanks). */
enum err vault_blanks_read(const struct conf *c, const unsigned char sha[32], struct buf *out) MUST_USE;
enum err vault_blanks_put(const struct conf *c, const unsigned char sha[32], struct bytes blanks) MUST_USE;

#endif
