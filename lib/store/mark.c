/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Read-only is said twice: by the file "read-only" (which a person sees) and by
 * the first byte of journal.lock (which every writer has open anyway and which
 * does not need a name or space). Either one is enough. */
#include "store/disk.h"

#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define MARK "read-only"

bool mark_is_set(struct disk *d)
{
	char c = 0;
	ssize_t n = d->c->pread(d->locks.fd[LOCK_JOURNAL], &c, 1, 0);
	return n < 0 || (n == 1 && c == 'R') || !faccessat(d->dir, MARK, F_OK, 0) ||
	       errno != ENOENT;
}

void mark_set(struct disk *d, const char *why)
{
	int fd, lock = d->locks.fd[LOCK_JOURNAL];
	log_line("store.read_only", "why=%s segment=%u offset=%llu", why,
		 (unsigned)d->state.place.segment, (unsigned long long)d->state.place.offset);
	if (d->c->pwrite(lock, "R", 1, 0) != 1 || d->c->fsync(lock))
		log_line("store.mark", "lock byte: errno=%d", errno);
	fd = d->c->open(d->dir, MARK, O_WRONLY | O_CREAT, 0600);
	if (fd < 0 || d->c->pwrite(fd, why, strlen(why), 0) < 0 || d->c->fsync(fd) ||
	    d->c->fsync(d->dir))
		log_line("store.mark", "file: errno=%d", errno);
	if (fd >= 0)
		close(fd);
}

enum err mark_remove(struct disk *d)
{
	int lock = d->locks.fd[LOCK_JOURNAL];
	if ((d->c->unlink(d->dir, MARK) && errno != ENOENT) || d->c->ftruncate(lock, 0) ||
	    d->c->fsync(lock) || d->c->fsync(d->dir))
		return disk_failed(d, BROKEN, "io");
	log_line("store.writable", "by the operator");
	return OK;
}
