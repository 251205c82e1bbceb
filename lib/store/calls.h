/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Every system call by which the store touches files, clocks and the machine's
 * identity, in one table, so that tests can let the n-th one fail or be the
 * last. The meaning is that of the C library's function of that name: -1 and
 * errno on failure. store_libc is what the product uses. */
#ifndef STORE_CALLS_H
#define STORE_CALLS_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct store_calls {
	int (*open)(int dir, const char *path, int flags, mode_t mode);
	ssize_t (*pread)(int fd, void *p, size_t n, off_t at);
	ssize_t (*pwrite)(int fd, const void *p, size_t n, off_t at);
	int (*fdatasync)(int fd);
	int (*fsync)(int fd);
	int (*ftruncate)(int fd, off_t size);
	int (*rename)(int dir, const char *from, const char *to);
	int (*unlink)(int dir, const char *path);
	int (*flock)(int fd, int operation);
	int (*clone)(int to, int from); /* FICLONE; -1 where the file system has none */
	/* Bytes free for an ordinary user; and whether the file system is a
	 * network's. */
	int (*space)(int fd, uint64_t *free_r, bool *network_r);
	int64_t (*now)(void);
	/* 16 bytes that differ after every start of the machine. */
	void (*boot_id)(unsigned char id[16]);
};

extern const struct store_calls store_libc;

#endif
