/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Wakes the clerk. Every failure is only logged. */
#include "office/wake.h"

#include "base/file.h"
#include "base/log.h"
#include "base/proc.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

void wake_clerk(const struct conf *c)
{
	char path[PATH_MAX];
	int fd, lock;
	snprintf(path, sizeof path, "%s/wake", c->var);
	if (file_open(AT_FDCWD, path, O_WRONLY | O_CREAT, 0600, &fd)) {
		log_line("wake.failed", "what=touch");
		return;
	}
	(void)!futimens(fd, NULL);
	close(fd);
	snprintf(path, sizeof path, "%s/clerk.lock", c->var);
	if (file_open(AT_FDCWD, path, O_RDWR | O_CREAT, 0600, &lock)) {
		log_line("wake.failed", "what=lock");
		return;
	}
	bool idle = file_lock(lock, false, 0) == OK;
	close(lock); /* the clerk takes it itself: two that start at once sort that out */
	snprintf(path, sizeof path, "%s/clerk", c->libexec);
	if (idle && proc_detach(path, NULL))
		log_line("wake.failed", "what=start");
}
