/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows minizip. Everything is written through our descriptor. */
#include "port/zip.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"

#include <minizip/zip.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct zip {
	zipFile file;
	int fd;
	uLong date;
	bool failed;
};

static voidpf start(voidpf z, const void *name, int mode)
{
	(void)name;
	(void)mode;
	return z;
}

static uLong put(voidpf z, voidpf stream, const void *p, uLong n)
{
	struct zip *own = stream;
	(void)z;
	own->failed = own->failed || file_write_all(own->fd, p, n);
	return own->failed ? 0 : n;
}

static uLong get(voidpf z, voidpf stream, void *p, uLong n)
{
	size_t got = 0;
	struct zip *own = stream;
	(void)z;
	return file_read_all(own->fd, p, n, &got) ? 0 : got;
}

static ZPOS64_T tell(voidpf z, voidpf stream)
{
	(void)z;
	return (ZPOS64_T)lseek(((struct zip *)stream)->fd, 0, SEEK_CUR);
}

static long seek(voidpf z, voidpf stream, ZPOS64_T to, int origin)
{
	const int whence[] = { [ZLIB_FILEFUNC_SEEK_SET] = SEEK_SET,
			       [ZLIB_FILEFUNC_SEEK_CUR] = SEEK_CUR,
			       [ZLIB_FILEFUNC_SEEK_END] = SEEK_END };
	(void)z;
	return lseek(((struct zip *)stream)->fd, (off_t)to, whence[origin]) < 0 ? -1 : 0;
}

static int none(voidpf z, voidpf stream)
{
	(void)z;
	(void)stream;
	return 0;
}

/* MS-DOS date and time (APPNOTE 4.4.6): two seconds are its grain. */
static uLong dos_date(int64_t t)
{
	struct civil c = clock_jst(t);
	int year = c.year < 1980 ? 0 : c.year > 2107 ? 127 : c.year - 1980;
	return (uLong)year << 25 | (uLong)c.month << 21 | (uLong)c.day << 16 |
	       (uLong)c.hour << 11 | (uLong)c.minute << 5 | (uLong)c.second >> 1;
}

struct zip *zip_new(int fd, int64_t date)
{
	struct zip *z = calloc(1, sizeof *z);
	if (!z)
		log_die("memory", "zip");
	z->fd = fd;
	z->date = dos_date(date);
	zlib_filefunc64_def how = { start, get, put, tell, seek, none, none, z };
	z->file = zipOpen2_64("", APPEND_STATUS_CREATE, NULL, &how);
	if (!z->file)
		log_die("memory", "zip");
	return z;
}

static bool name_ok(const char *name)
{
	size_t n = strlen(name);
	for (size_t i = 0; i < n; i++)
		if (name[i] <= ' ' || name[i] > '~' || name[i] == '\\')
			return false;
	return n > 0 && n <= ZIP_NAME && name[0] != '/' && !strstr(name, "..");
}

static enum err begin(struct zip *z, const char *name)
{
	zip_fileinfo info = { .dosDate = z->date };
	if (!name_ok(name))
		return INVALID;
	return zipOpenNewFileInZip4_64(z->file, name, &info, NULL, 0, NULL, 0, NULL, 0, 0, 0,
				       -MAX_WBITS, DEF_MEM_LEVEL, Z_DEFAULT_STRATEGY, NULL, 0, 0, 0,
				       0)
		       ? RETRY
		       : OK;
}

static enum err end(struct zip *z, enum err e)
{
	return zipCloseFileInZip(z->file) || z->failed ? RETRY : e;
}

enum err zip_add(struct zip *z, const char *name, struct bytes content)
{
	enum err e = begin(z, name);
	if (e)
		return e;
	if (content.n && zipWriteInFileInZip(z->file, content.p, (unsigned)content.n))
		e = RETRY;
	return end(z, e);
}

enum err zip_add_file(struct zip *z, const char *name, int from)
{
	static unsigned char piece[1 << 16];
	enum err e = begin(z, name);
	if (e)
		return e;
	for (off_t at = 0; !e;) {
		ssize_t n = pread(from, piece, sizeof piece, at);
		if (n < 0)
			e = RETRY;
		if (n <= 0)
			break;
		if (zipWriteInFileInZip(z->file, piece, (unsigned)n))
			e = RETRY;
		at += n;
	}
	return end(z, e);
}

enum err zip_close(struct zip *z)
{
	int rc = zipClose(z->file, NULL);
	enum err e = rc || z->failed ? RETRY : OK;
	free(z);
	return e;
}
