/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The table's production column; knows the C library and Linux. */
#include "store/calls.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/hex.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

static int call_open(int dir, const char *path, int flags, mode_t mode)
{
	return openat(dir, path, flags | O_CLOEXEC | O_NOFOLLOW, mode);
}

static int call_rename(int dir, const char *from, const char *to)
{
	return renameat(dir, from, dir, to);
}

static int call_unlink(int dir, const char *path)
{
	return unlinkat(dir, path, 0);
}

static int call_clone(int to, int from)
{
	return ioctl(to, FICLONE, from);
}

/* linux/magic.h lacks half of them; the numbers are those of statfs(2). */
static bool is_network(unsigned long type)
{
	static const unsigned long types[] = { 0x6969,     0x517B,     0xFF534D42, 0xFE534D42,
					       0x5346414F, 0x73757245, 0x564C,     0x01021997,
					       0x00C36400, 0x0BD00BD0, 0x6B414653 };
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if ((type & 0xFFFFFFFF) == types[i])
			return true;
	return false;
}

static int call_space(int fd, uint64_t *free_r, bool *network_r)
{
	struct statfs fs;
	if (fstatfs(fd, &fs))
		return -1;
	*free_r = (uint64_t)fs.f_bavail * (uint64_t)fs.f_bsize;
	*network_r = is_network((unsigned long)fs.f_type);
	return 0;
}

/* The boot time from /proc/stat; where a host hides that too, wall clock minus
 * time since boot, rounded so that the clock's slewing rarely changes it (a
 * change by mistake only costs a rebuild of the image). */
static int64_t boot_time(void)
{
	char line[256];
	long long t = 0;
	FILE *f = fopen("/proc/stat", "re");
	while (f && !t && fgets(line, sizeof line, f))
		if (!strncmp(line, "btime ", 6))
			t = strtoll(line + 6, NULL, 10);
	if (f)
		fclose(f);
	if (t)
		return t;
	struct timespec up;
	clock_gettime(CLOCK_BOOTTIME, &up);
	return (clock_now() / SECOND - up.tv_sec) / 64;
}

static void call_boot_id(unsigned char id[16])
{
	char hex[33], text[64] = "";
	size_t n = 0, got = 0;
	int fd = -1;
	if (!file_open(AT_FDCWD, "/proc/sys/kernel/random/boot_id", O_RDONLY, 0, &fd)) {
		if (file_read_all(fd, text, sizeof text - 1, &got))
			got = 0;
		close(fd);
	}
	for (size_t i = 0; i < got && n < 32; i++)
		if (text[i] != '-' && text[i] != '\n')
			hex[n++] = text[i];
	hex[n] = '\0';
	if (n == 32 && !hex_decode(hex, id, 16))
		return;
	int64_t t = boot_time();
	memset(id, 0, 16);
	memcpy(id, &t, sizeof t);
}

const struct store_calls store_libc = {
	.open = call_open,	 .pread = pread,	 .pwrite = pwrite,
	.fdatasync = fdatasync,	 .fsync = fsync,	 .ftruncate = ftruncate,
	.rename = call_rename,	 .unlink = call_unlink,	 .flock = flock,
	.clone = call_clone,	 .space = call_space,	 .now = clock_now,
	.boot_id = call_boot_id,
};
