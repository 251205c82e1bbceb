/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Writing a ZIP archive (APPNOTE 6.3) by minizip, the one that comes with zlib.
 * Entries are stored, not compressed: PDFs would hardly shrink, and the bytes
 * depend on nothing but names, contents and the one date. */
#ifndef PORT_ZIP_H
#define PORT_ZIP_H

#include "base/buf.h"
#include "base/err.h"

#include <stdint.h>

#define ZIP_NAME 100 /* bytes: ASCII, '/' between folders */

struct zip;

/* Into the empty file fd, which stays the caller's. date: of every entry, ns UTC. */
struct zip *zip_new(int fd, int64_t date);
/* RETRY: disk full or the like. INVALID: the name. */
enum err zip_add(struct zip *z, const char *name, struct bytes content) MUST_USE;
/* The whole file from offset 0. */
enum err zip_add_file(struct zip *z, const char *name, int from) MUST_USE;
/* Writes the directory and frees z, also on an error before. */
enum err zip_close(struct zip *z) MUST_USE;

#endif
