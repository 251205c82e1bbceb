/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Looks for one file. */
#include "web/maintenance.h"

#include "base/clock.h"
#include "base/file.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool maintenance_now(const struct conf *c, int64_t *until_r)
{
	char path[4096], text[40] = "";
	int fd;
	*until_r = 0;
	snprintf(path, sizeof path, "%s/maintenance", c->var);
	if (file_open(AT_FDCWD, path, O_RDONLY, 0, &fd))
		return false;
	ssize_t n = pread(fd, text, sizeof text - 1, 0);
	close(fd);
	text[n > 0 ? n : 0] = 0;
	text[strcspn(text, "\r\n ")] = 0;
	if (clock_parse_iso(text, until_r))
		*until_r = 0;
	return true;
}
