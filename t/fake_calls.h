/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A double for the store's file calls, included by one test program each. Every
 * call that changes something is a point; points are counted, and at one of
 * them the process can die (before the call, or in the middle of a write), or
 * the call can fail, once or from then on. GDBM's own calls are caught as well:
 * this program's write, fsync and ftruncate come before the C library's.
 * Nothing is really synced; what would be lost is done by fake_power_cut. */
#ifndef FAKE_CALLS_H
#define FAKE_CALLS_H

#include "base/clock.h"
#include "store/calls.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum fake_mode { FAKE_COUNT, FAKE_DIE, FAKE_DIE_TORN, FAKE_DIE_POWER, FAKE_FAIL, FAKE_FAIL_ON };

#define FAKE_DEAD 77 /* exit status of a process that died at its point */
#define FAKE_NAMES 64

static struct fake {
	enum fake_mode mode;
	long at, n; /* the point that is meant; points so far */
	int error;
	unsigned kinds; /* 0 = all, else bits of enum fake_kind */
	unsigned char boot[16];
	uint64_t room;
	int64_t time;
	unsigned seed;
	/* for power cuts: the journal's synced lengths, by segment */
	int dir;
	uint64_t synced[FAKE_NAMES];
	bool named[FAKE_NAMES]; /* its name is synced */
	long journal_syncs;
} fake = { .boot = "boot one", .room = UINT64_MAX / 2, .dir = -1 };

enum fake_kind { FAKE_WRITE = 1, FAKE_SYNC = 2, FAKE_NAME = 4, FAKE_CUT = 8, FAKE_LOCK = 16 };

/* The machine was started; it calls itself so. */
__attribute__((unused)) static void fake_boot(const char *name)
{
	memset(fake.boot, 0, sizeof fake.boot);
	memcpy(fake.boot, name, strlen(name));
}

static unsigned fake_random(void)
{
	fake.seed = fake.seed * 1664525u + 1013904223u;
	return fake.seed >> 8;
}

/* The number of a journal's segment, 0 when the descriptor is something else. */
static unsigned fake_segment(int fd)
{
	char link[64], path[512];
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	ssize_t n = readlink(link, path, sizeof path - 1);
	path[n > 0 ? n : 0] = '\0';
	const char *dot = strstr(path, "/journal.0");
	unsigned segment = dot ? (unsigned)strtoul(dot + 9, NULL, 10) : 0;
	return segment < FAKE_NAMES ? segment : 0;
}

static void fake_garble(const char *name, uint64_t from)
{
	unsigned char junk[512];
	struct stat st;
	int fd = openat(fake.dir, name, O_RDWR | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st))
		return;
	for (uint64_t at = from; at < (uint64_t)st.st_size; at += sizeof junk) {
		unsigned what = fake_random() % 4;
		for (size_t i = 0; i < sizeof junk; i++)
			junk[i] = what == 1 ? 0 : (unsigned char)fake_random();
		if (what < 2)
			syscall(SYS_pwrite64, fd, junk, sizeof junk, at);
	}
	if (fake_random() % 3 == 0)
		syscall(SYS_ftruncate, fd,
			from + (fake_random() % ((uint64_t)st.st_size - from + 1)) / 512 * 512);
	close(fd);
}

/* What a power cut leaves: synced bytes of the journal; everything else as
 * chance has it. */
static void fake_power_cut(void)
{
	char name[24];
	for (unsigned i = 1; i < FAKE_NAMES; i++) {
		struct stat st;
		snprintf(name, sizeof name, "journal.%04u", i);
		if (fstatat(fake.dir, name, &st, 0))
			break;
		if (!fake.named[i] && fake_random() % 2)
			unlinkat(fake.dir, name, 0);
		else if ((uint64_t)st.st_size > fake.synced[i])
			fake_garble(name, fake.synced[i]);
	}
	fake_garble("image.gdbm", 0);
	fake_garble("image.new", 0);
	if (fake_random() % 2)
		fake_garble("state", 0);
	else if (fake_random() % 2)
		unlinkat(fake.dir, "state", 0);
}

/* Before a run with FAKE_DIE_POWER: all that is there is on the disk. */
__attribute__((unused)) static void fake_power_start(const char *path)
{
	char name[24];
	struct stat st;
	fake.dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	for (unsigned i = 1; i < FAKE_NAMES; i++) {
		snprintf(name, sizeof name, "journal.%04u", i);
		fake.named[i] = !fstatat(fake.dir, name, &st, 0);
		fake.synced[i] = fake.named[i] ? (uint64_t)st.st_size : 0;
	}
}

/* True when this call has to fail. */
static bool fake_point(enum fake_kind kind)
{
	if (fake.kinds && !(fake.kinds & kind))
		return false;
	fake.n++;
	if (fake.mode == FAKE_DIE_POWER && fake.n == fake.at)
		fake_power_cut();
	if ((fake.mode == FAKE_DIE || fake.mode == FAKE_DIE_POWER ||
	     (fake.mode == FAKE_DIE_TORN && kind != FAKE_WRITE)) &&
	    fake.n == fake.at)
		_exit(FAKE_DEAD);
	bool fails = (fake.mode == FAKE_FAIL && fake.n == fake.at) ||
		     (fake.mode == FAKE_FAIL_ON && fake.n >= fake.at);
	if (fails)
		errno = fake.error;
	return fails;
}

static size_t fake_part(size_t n)
{
	return fake.mode == FAKE_DIE_TORN && fake.n == fake.at ? n / 2 : n;
}

static void fake_torn(void)
{
	if (fake.mode == FAKE_DIE_TORN && fake.n == fake.at)
		_exit(FAKE_DEAD);
}

static ssize_t fake_pwrite(int fd, const void *p, size_t n, off_t at)
{
	if (fake_point(FAKE_WRITE))
		return -1;
	ssize_t put = syscall(SYS_pwrite64, fd, p, fake_part(n), at);
	fake_torn();
	return put;
}

static int fake_fdatasync(int fd)
{
	unsigned segment = fake_segment(fd);
	struct stat st;
	fake.journal_syncs += segment != 0;
	if (fake_point(FAKE_SYNC))
		return -1;
	if (segment && !fstat(fd, &st))
		fake.synced[segment] = (uint64_t)st.st_size;
	return 0;
}

static int fake_fsync(int fd)
{
	struct stat st;
	if (fake_point(FAKE_SYNC))
		return -1;
	if (!fstat(fd, &st) && S_ISDIR(st.st_mode))
		for (unsigned i = 0; i < FAKE_NAMES; i++)
			fake.named[i] = true;
	return 0;
}

static int fake_ftruncate(int fd, off_t size)
{
	return fake_point(FAKE_CUT) ? -1 : (int)syscall(SYS_ftruncate, fd, size);
}

/* What libgdbm calls. */
ssize_t write(int fd, const void *p, size_t n)
{
	if (fd > 2 && fake_point(FAKE_WRITE))
		return -1;
	ssize_t put = syscall(SYS_write, fd, p, fd > 2 ? fake_part(n) : n);
	if (fd > 2)
		fake_torn();
	return put;
}

int fsync(int fd)
{
	(void)fd;
	return fake_point(FAKE_SYNC) ? -1 : 0;
}

int ftruncate(int fd, off_t size)
{
	return fake_ftruncate(fd, size);
}

static int fake_open(int dir, const char *path, int flags, mode_t mode)
{
	if ((flags & O_CREAT) && fake_point(FAKE_NAME))
		return -1;
	return store_libc.open(dir, path, flags, mode);
}

static int fake_rename(int dir, const char *from, const char *to)
{
	return fake_point(FAKE_NAME) ? -1 : store_libc.rename(dir, from, to);
}

static int fake_unlink(int dir, const char *path)
{
	return fake_point(FAKE_NAME) ? -1 : store_libc.unlink(dir, path);
}

static int fake_flock(int fd, int operation)
{
	return fake_point(FAKE_LOCK) ? -1 : store_libc.flock(fd, operation);
}

static int fake_space(int fd, uint64_t *free_r, bool *network_r)
{
	(void)fd;
	*free_r = fake.room;
	*network_r = false;
	return 0;
}

static int64_t fake_now(void)
{
	return fake.time ? fake.time : clock_now();
}

static void fake_boot_id(unsigned char id[16])
{
	memcpy(id, fake.boot, 16);
}

static struct store_calls fake_calls(void)
{
	struct store_calls c = store_libc;
	c.open = fake_open;
	c.pwrite = fake_pwrite;
	c.fdatasync = fake_fdatasync;
	c.fsync = fake_fsync;
	c.ftruncate = fake_ftruncate;
	c.rename = fake_rename;
	c.unlink = fake_unlink;
	c.flock = fake_flock;
	c.space = fake_space;
	c.now = fake_now;
	c.boot_id = fake_boot_id;
	return c;
}

#endif
