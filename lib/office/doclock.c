/* SPDX-License-Identifier: AGPL-3.0-or-later
 * fcntl's open file description locks; knows nothing of contracts. */
#include "office/doclock.h"

#include "base/buf.h"
#include "base/file.h"
#include "port/digest.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum err doclock_take(const struct conf *conf, const char *contract, int *fd_r)
{
	char path[4096];
	unsigned char sum[SHA256_SIZE];
	*fd_r = -1;
	snprintf(path, sizeof path, "%s/document.lock", conf->var);
	enum err e = file_open(AT_FDCWD, path, O_RDWR | O_CREAT, 0600, fd_r);
	if (e)
		return e;
	digest_sha256(contract, strlen(contract), sum);
	struct flock l = { .l_type = F_WRLCK, .l_whence = SEEK_SET,
			   .l_start = (off_t)(bytes_u32(sum) & 0x7FFFFFFF), .l_len = 1 };
	if (fcntl(*fd_r, F_OFD_SETLK, &l)) {
		close(*fd_r);
		*fd_r = -1;
		return CONFLICT;
	}
	return OK;
}
