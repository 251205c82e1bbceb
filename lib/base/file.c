/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows POSIX files; nothing of what they mean. */
#include "base/file.h"

#include "base/clock.h"
#include "base/hex.h"
#include "base/rand.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static enum err from_errno(void)
{
	switch (errno) {
	case ENOENT:
	case ENOTDIR:
		return MISSING;
	case ELOOP:
		return INVALID;
	case ENOSPC:
	case EDQUOT:
	case EMFILE:
	case ENFILE:
		return RETRY;
	case EACCES:
	case EPERM:
		return DENIED;
	case EEXIST:
		return CONFLICT;
	default:
		return BROKEN;
	}
}

enum err file_open(int dir, const char *path, int flags, mode_t mode, int *fd_r)
{
	int fd;
	do
		fd = openat(dir, path, flags | O_CLOEXEC | O_NOFOLLOW, mode);
	while (fd < 0 && errno == EINTR);
	if (fd < 0)
		return from_errno();
	*fd_r = fd;
	return OK;
}

int64_t file_size(int fd)
{
	struct stat st;
	return fstat(fd, &st) || !S_ISREG(st.st_mode) ? -1 : (int64_t)st.st_size;
}

enum err file_read_fd(int fd, struct buf *b)
{
	int64_t size = file_size(fd);
	if (size < 0 || (uint64_t)size > b->max - b->n)
		return INVALID;
	size_t at = 0, want = (size_t)size;
	unsigned char *p = buf_room(b, want);
	if (!p)
		return INVALID;
	while (at < want) {
		ssize_t got = pread(fd, p + at, want - at, (off_t)at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return BROKEN;
		at += (size_t)got;
	}
	return OK;
}

enum err file_empty(int fd)
{
	return ftruncate(fd, 0) || lseek(fd, 0, SEEK_SET) < 0 ? BROKEN : OK;
}

enum err file_map(int fd, size_t max, struct bytes *r)
{
	int64_t n = file_size(fd);
	*r = (struct bytes){ (const void *)"", 0 };
	if (n < 0 || (uint64_t)n > max)
		return INVALID;
	if (!n)
		return OK;
	void *p = mmap(NULL, (size_t)n, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED)
		return BROKEN;
	*r = (struct bytes){ p, (size_t)n };
	return OK;
}

enum err file_read(int dir, const char *path, struct buf *b)
{
	int fd = -1;
	enum err e = file_open(dir, path, O_RDONLY | O_NONBLOCK, 0, &fd);
	if (e)
		return e;
	e = file_read_fd(fd, b);
	close(fd);
	return e;
}

enum err file_write_all(int fd, const void *ptr, size_t n)
{
	const unsigned char *p = ptr;
	while (n) {
		ssize_t put = write(fd, p, n);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return from_errno();
		p += put;
		n -= (size_t)put;
	}
	return OK;
}

enum err file_write_at(int fd, const void *ptr, size_t n, int64_t at)
{
	const unsigned char *p = ptr;
	while (n) {
		ssize_t put = pwrite(fd, p, n, (off_t)at);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return from_errno();
		p += put;
		at += put;
		n -= (size_t)put;
	}
	return OK;
}

enum err file_read_all(int fd, void *ptr, size_t n, size_t *got_r)
{
	unsigned char *p = ptr;
	size_t at = 0;
	while (at < n) {
		ssize_t got = read(fd, p + at, n - at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return BROKEN;
		if (!got)
			break;
		at += (size_t)got;
	}
	*got_r = at;
	return OK;
}

enum err file_sync_dir(int dir, const char *path)
{
	int fd = -1;
	enum err e = file_open(dir, path, O_RDONLY | O_DIRECTORY, 0, &fd);
	if (e)
		return e;
	e = fsync(fd) ? BROKEN : OK;
	close(fd);
	return e;
}

enum err file_mkdir(int dir, const char *path, mode_t mode)
{
	return mkdirat(dir, path, mode) && errno != EEXIST ? from_errno() : OK;
}

enum err file_replace(int dir, const char *path, const void *p, size_t n, mode_t mode)
{
	char tmp[PATH_MAX], folder[PATH_MAX], unique[17];
	unsigned char r[8];
	rand_bytes(r, sizeof r);
	hex_encode(r, sizeof r, unique);
	if (snprintf(tmp, sizeof tmp, "%s.%s~", path, unique) >= (int)sizeof tmp)
		return INVALID;
	const char *slash = strrchr(path, '/');
	snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - path) : 1, slash ? path : ".");
	int fd = -1;
	enum err e = file_open(dir, tmp, O_WRONLY | O_CREAT | O_EXCL, mode, &fd);
	if (e)
		return e;
	e = fchmod(fd, mode) ? from_errno() : file_write_all(fd, p, n);
	if (!e && fsync(fd))
		e = BROKEN;
	if (close(fd) && !e)
		e = BROKEN;
	if (!e && renameat(dir, tmp, dir, path))
		e = from_errno();
	if (e) {
		unlinkat(dir, tmp, 0);
		return e;
	}
	return file_sync_dir(dir, *folder ? folder : "/");
}

enum err file_scratch(const char *dir, int *fd_r)
{
	int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd < 0) {
		char path[PATH_MAX], unique[17];
		unsigned char r[8];
		rand_bytes(r, sizeof r);
		hex_encode(r, sizeof r, unique);
		if (snprintf(path, sizeof path, "%s/.scratch-%s", dir, unique) >= (int)sizeof path)
			return INVALID;
		enum err e = file_open(AT_FDCWD, path, O_RDWR | O_CREAT | O_EXCL, 0600, &fd);
		if (e)
			return e;
		unlink(path);
	}
	*fd_r = fd;
	return OK;
}

enum err file_copy(int from, int to, int64_t n)
{
	unsigned char chunk[65536];
	for (int64_t at = 0; at < n;) {
		size_t want = n - at < (int64_t)sizeof chunk ? (size_t)(n - at) : sizeof chunk;
		ssize_t got = pread(from, chunk, want, (off_t)at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return BROKEN;
		for (ssize_t done = 0; done < got;) {
			ssize_t put = pwrite(to, chunk + done, (size_t)(got - done), (off_t)(at + done));
			if (put < 0 && errno == EINTR)
				continue;
			if (put <= 0)
				return from_errno();
			done += put;
		}
		at += got;
	}
	return OK;
}

enum err file_lock(int fd, bool shared, int64_t wait)
{
	int64_t until = clock_mono() + wait;
	int op = (shared ? LOCK_SH : LOCK_EX) | LOCK_NB;
	struct timespec pause = { 0, 500000 };
	while (flock(fd, op)) {
		if (errno == EINTR)
			continue;
		if (errno != EWOULDBLOCK)
			return BROKEN;
		if (clock_mono() >= until)
			return RETRY;
		nanosleep(&pause, NULL);
		if (pause.tv_nsec < 10000000)
			pause.tv_nsec *= 2;
	}
	return OK;
}
