/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Files by their hash. Knows no contract and no PDF. */
#include "office/vault.h"

#include "base/file.h"
#include "base/hex.h"
#include "base/rand.h"
#include "port/digest.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void path_of(const struct conf *c, const char *folder, const unsigned char sha[32],
		    const char *tail, char out[PATH_MAX])
{
	char hex[65];
	hex_encode(sha, 32, hex);
	snprintf(out, PATH_MAX, "%s/%s/%.2s/%s%s", c->var, folder, hex, hex, tail);
}

/* The folder a path lies in, made when missing. */
static enum err folder_for(const char *path, bool make, char out[PATH_MAX])
{
	snprintf(out, PATH_MAX, "%s", path);
	*strrchr(out, '/') = 0;
	if (!make)
		return OK;
	enum err e = file_mkdir(AT_FDCWD, out, 0700);
	if (e)
		return e;
	char up[PATH_MAX];
	snprintf(up, sizeof up, "%s", out);
	*strrchr(up, '/') = 0;
	return file_sync_dir(AT_FDCWD, up);
}

/* Gives a scratch file its name. False: it must be copied (it has another name,
 * or lies on another file system). */
static bool name_scratch(int fd, const char *path, enum err *e_r)
{
	char from[64], tmp[PATH_MAX], unique[17], folder[PATH_MAX];
	unsigned char r[8];
	struct stat st;
	if (fstat(fd, &st) || st.st_nlink)
		return false;
	rand_bytes(r, sizeof r);
	hex_encode(r, sizeof r, unique);
	snprintf(from, sizeof from, "/proc/self/fd/%d", fd);
	if (snprintf(tmp, sizeof tmp, "%s.%s~", path, unique) >= (int)sizeof tmp ||
	    (*e_r = folder_for(path, true, folder)) ||
	    linkat(AT_FDCWD, from, AT_FDCWD, tmp, AT_SYMLINK_FOLLOW))
		return false;
	if (fsync(fd) || rename(tmp, path)) {
		unlink(tmp);
		*e_r = BROKEN;
	} else {
		*e_r = file_sync_dir(AT_FDCWD, folder);
	}
	return true;
}

/* Copies bytes [at, at+n) of fd under path, durably. */
static enum err store_bytes(const char *path, int fd, int64_t at, int64_t n, const char *head,
			    bool durable)
{
	char folder[PATH_MAX], tmp[PATH_MAX], unique[17];
	unsigned char r[8], chunk[65536];
	int out = -1;
	enum err e = folder_for(path, true, folder);
	if (e)
		return e;
	rand_bytes(r, sizeof r);
	hex_encode(r, sizeof r, unique);
	if (snprintf(tmp, sizeof tmp, "%s.%s~", path, unique) >= (int)sizeof tmp)
		return BROKEN;
	e = file_open(AT_FDCWD, tmp, O_WRONLY | O_CREAT | O_EXCL, 0600, &out);
	if (e)
		return e;
	e = file_write_all(out, head, strlen(head));
	for (int64_t done = 0; !e && done < n;) {
		size_t want = n - done < (int64_t)sizeof chunk ? (size_t)(n - done) : sizeof chunk;
		ssize_t got = pread(fd, chunk, want, (off_t)(at + done));
		e = got > 0 ? file_write_all(out, chunk, (size_t)got) : BROKEN;
		done += got > 0 ? got : 0;
	}
	if (!e && durable && fsync(out))
		e = BROKEN;
	if (close(out) && !e)
		e = BROKEN;
	if (!e && rename(tmp, path))
		e = BROKEN;
	if (e) {
		unlink(tmp);
		return e;
	}
	return durable ? file_sync_dir(AT_FDCWD, folder) : OK;
}

enum err vault_name(int fd, unsigned char sha_r[32])
{
	int64_t n = file_size(fd);
	return n < 0 ? BROKEN : digest_file(fd, n, sha_r);
}

enum err vault_put(const struct conf *c, int fd, int64_t n, unsigned char sha_r[32],
		   int64_t *bytes_r)
{
	char path[PATH_MAX], folder[PATH_MAX];
	int have = -1;
	if (n < 0)
		n = file_size(fd);
	if (n < 0)
		return BROKEN;
	enum err e = digest_file(fd, n, sha_r);
	if (e)
		return e;
	*bytes_r = n;
	path_of(c, "doc", sha_r, "", path);
	if (file_open(AT_FDCWD, path, O_RDONLY, 0, &have) == OK) {
		/* perhaps of somebody who died before the last of these steps */
		bool whole = file_size(have) == n && !fsync(have) &&
			     !folder_for(path, false, folder) && !file_sync_dir(AT_FDCWD, folder);
		close(have);
		if (whole)
			return OK;
	}
	if (n == file_size(fd) && name_scratch(fd, path, &e))
		return e;
	return store_bytes(path, fd, 0, n, "", true);
}

enum err vault_open(const struct conf *c, const unsigned char sha[32], int *fd_r)
{
	char path[PATH_MAX];
	path_of(c, "doc", sha, "", path);
	return file_open(AT_FDCWD, path, O_RDONLY, 0, fd_r);
}

enum err vault_scratch(const struct conf *c, int *fd_r)
{
	char path[PATH_MAX];
	snprintf(path, sizeof path, "%s/work", c->var);
	return file_scratch(path, fd_r);
}

static void picture_path(const struct conf *c, const unsigned char sha[32], int page, int width,
			 char out[PATH_MAX])
{
	char tail[40];
	snprintf(tail, sizeof tail, "-%d-%d", page, width);
	path_of(c, "picture", sha, tail, out);
}

enum err vault_picture_open(const struct conf *c, const unsigned char sha[32], int page, int width,
			    int *fd_r)
{
	char path[PATH_MAX];
	picture_path(c, sha, page, width, path);
	return file_open(AT_FDCWD, path, O_RDONLY, 0, fd_r);
}

enum err vault_picture_put(const struct conf *c, const unsigned char sha[32], int page, int width,
			   int fd, int64_t at, int64_t n, char kind)
{
	char path[PATH_MAX], head[2] = { kind, 0 };
	picture_path(c, sha, page, width, path);
	return store_bytes(path, fd, at, n, head, false);
}

enum err vault_picture_refuse(const struct conf *c, const unsigned char sha[32], int page,
			      int width, const char *why)
{
	char path[PATH_MAX], folder[PATH_MAX], note[64];
	picture_path(c, sha, page, width, path);
	snprintf(note, sizeof note, "x%s", why);
	enum err e = folder_for(path, true, folder);
	return e ? e : file_replace(AT_FDCWD, path, note, strlen(note), 0600);
}

enum err vault_filled_open(const struct conf *c, const unsigned char name[32], int *fd_r)
{
	char path[PATH_MAX];
	path_of(c, "picture", name, "-filled", path);
	return file_open(AT_FDCWD, path, O_RDONLY, 0, fd_r);
}

enum err vault_filled_put(const struct conf *c, const unsigned char name[32], int fd, int64_t n)
{
	char path[PATH_MAX];
	path_of(c, "picture", name, "-filled", path);
	return store_bytes(path, fd, 0, n, "", false);
}

static enum err note_read(const struct conf *c, const unsigned char sha[32], const char *what,
			  struct buf *out)
{
	char path[PATH_MAX];
	path_of(c, "picture", sha, what, path);
	return file_read(AT_FDCWD, path, out);
}

static enum err note_put(const struct conf *c, const unsigned char sha[32], const char *what,
			 struct bytes note)
{
	char path[PATH_MAX], folder[PATH_MAX];
	path_of(c, "picture", sha, what, path);
	enum err e = folder_for(path, true, folder);
	return e ? e : file_replace(AT_FDCWD, path, note.p, note.n, 0600);
}

enum err vault_facts_read(const struct conf *c, const unsigned char sha[32], struct buf *out)
{
	return note_read(c, sha, "-facts", out);
}

enum err vault_facts_put(const struct conf *c, const unsigned char sha[32], struct bytes facts)
{
	return note_put(c, sha, "-facts", facts);
}

enum err vault_blanks_read(const struct conf *c, const unsigned char sha[32], struct buf *out)
{
	return note_read(c, sha, "-blanks", out);
}

enum err vault_blanks_put(const struct conf *c, const unsigned char sha[32], struct bytes blanks)
{
	return note_put(c, sha, "-blanks", blanks);
}
