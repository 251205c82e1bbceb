/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows flock and deadlines, nothing of what the locks protect. */
#include "store/lock.h"

#include "base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

static const char *const names[LOCKS] = { "journal.lock", "turn.lock", "data.lock" };

enum err locks_open(struct locks *l, const struct store_calls *c, int dir, bool create)
{
	*l = (struct locks){ .c = c, .fd = { -1, -1, -1 } };
	for (int i = 0; i < LOCKS; i++) {
		/* Only the first says whether there is a store; the others hold
		 * nothing and may be made at any time. */
		int flags = O_RDWR | (create || i ? O_CREAT : 0);
		l->fd[i] = c->open(dir, names[i], flags, 0600);
		if (l->fd[i] < 0) {
			enum err e = errno == ENOENT ? MISSING
				     : errno == EACCES || errno == EPERM ? DENIED
				     : errno == ENOSPC || errno == EMFILE || errno == ENFILE ? RETRY
				     : BROKEN;
			locks_close(l);
			return e;
		}
	}
	return OK;
}

void locks_close(struct locks *l)
{
	for (int i = 0; i < LOCKS; i++) {
		if (l->fd[i] >= 0)
			close(l->fd[i]);
		l->fd[i] = -1;
	}
	l->held = 0;
}

void locks_deadline(struct locks *l, int64_t wait)
{
	l->until = clock_mono() + wait;
}

enum err lock_take(struct locks *l, enum lock_name which, bool shared)
{
	/* Blocking would have no deadline; so ask again soon, then less often. */
	struct timespec pause = { 0, 20000 };
	while (l->c->flock(l->fd[which], (shared ? LOCK_SH : LOCK_EX) | LOCK_NB)) {
		if (errno == EINTR)
			continue;
		if (errno != EWOULDBLOCK)
			return BROKEN;
		if (clock_mono() >= l->until)
			return RETRY;
		nanosleep(&pause, NULL);
		if (pause.tv_nsec < 2000000)
			pause.tv_nsec = pause.tv_nsec * 3 / 2;
	}
	l->held |= 1u << which;
	return OK;
}

void lock_release(struct locks *l, enum lock_name which)
{
	if (l->held & 1u << which)
		l->c->flock(l->fd[which], LOCK_UN);
	l->held &= ~(1u << which);
}

void lock_release_all(struct locks *l)
{
	for (int i = LOCKS - 1; i >= 0; i--)
		lock_release(l, (enum lock_name)i);
}
