/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Files, safely: nothing follows a link in its last component, everything is
 * close-on-exec, and "written" means that it survives a power cut. Errors:
 * MISSING (ENOENT), INVALID (over max, not a regular file), RETRY (no space,
 * no descriptors, lock busy), BROKEN (anything else; errno is kept). */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/buf.h"
#include "base/err.h"

#include <stdint.h>
#include <sys/types.h>

enum err file_open(int dir, const char *path, int flags, mode_t mode, int *fd_r) MUST_USE;
/* Appends the whole file to b (whose max limits it). */
enum err file_read(int dir, const char *path, struct buf *b) MUST_USE;
enum err file_read_fd(int fd, struct buf *b) MUST_USE; /* from offset 0, by pread */
/* All bytes or an error; retries EINTR and short writes. */
enum err file_write_all(int fd, const void *p, size_t n) MUST_USE;
enum err file_read_all(int fd, void *p, size_t n, size_t *got_r) MUST_USE; /* until n or EOF */
/* New content under `path` by temporary name + fsync + rename + fsync of the
 * folder. The old content stays on any error. */
enum err file_replace(int dir, const char *path, const void *p, size_t n, mode_t mode) MUST_USE;
/* An anonymous temporary file (O_TMPFILE, else created and unlinked) in dir,
 * open for reading and writing. */
enum err file_scratch(const char *dir, int *fd_r) MUST_USE;
enum err file_copy(int from, int to, int64_t n) MUST_USE; /* n bytes from offset 0 to to's offset 0 */
/* The whole of a file for reading, without a copy: for short-lived children, which a file cut
 * meanwhile may end (SIGBUS). INVALID: no regular file, or more than max bytes. An empty file
 * has none. Stays until the process ends. */
enum err file_map(int fd, size_t max, struct bytes *r) MUST_USE;
/* n bytes to this offset; the file's own offset stays. */
enum err file_write_at(int fd, const void *p, size_t n, int64_t at) MUST_USE;
enum err file_empty(int fd) MUST_USE; /* of no byte, its offset at 0 */
int64_t file_size(int fd);                                /* -1 unless a regular file */
enum err file_sync_dir(int dir, const char *path) MUST_USE; /* fsync of a folder */
enum err file_mkdir(int dir, const char *path, mode_t mode) MUST_USE; /* existing is OK */

/* flock(2) exclusive/shared with a deadline (ns to wait; 0 = try once). RETRY
 * when somebody else holds it. Unlock by closing. */
enum err file_lock(int fd, bool shared, int64_t wait) MUST_USE;

#endif
