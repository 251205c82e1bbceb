/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reads the key's files. What they mean is port/cms_sign's matter. */
#include "sign/sigkey.h"

#include "base/file.h"
#include "base/str.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum err sigkey_current(const char *dir, char out[16])
{
	char path[1200];
	int64_t n;
	struct buf b;
	buf_init(&b, 15);
	snprintf(path, sizeof path, "%s/current", dir);
	enum err e = file_read(AT_FDCWD, path, &b);
	snprintf(out, 16, "%s", buf_text(&b));
	buf_clear(&b);
	out[strcspn(out, "\n")] = 0;
	if (!e && (out[0] != 'g' || out[1] == '0' || str_to_int(out + 1, 1, 1000000, &n)))
		e = INVALID;
	return e;
}

static enum err read_one(int dir, const char *name, bool secret, struct buf *b)
{
	struct stat st;
	int fd = -1;
	enum err e = file_open(dir, name, O_RDONLY | O_NONBLOCK, 0, &fd);
	if (e)
		return e;
	if (fstat(fd, &st) || (secret && (st.st_uid != geteuid() || (st.st_mode & 077))))
		e = INVALID;
	if (!e)
		e = file_read_fd(fd, b);
	close(fd);
	return e;
}

enum err sigkey_load(const char *dir, struct cms_key **k_r, const char **why_r)
{
	char gen[16], path[1200];
	struct buf key, cert, chain;
	int fd = -1;
	buf_init(&key, 16384);
	buf_init(&cert, 16384);
	buf_init(&chain, SIGKEY_CHAIN);
	*k_r = NULL;
	*why_r = "key_missing";
	enum err e = sigkey_current(dir, gen);
	snprintf(path, sizeof path, "%s/%s", dir, gen);
	if (!e)
		e = file_open(AT_FDCWD, path, O_RDONLY | O_DIRECTORY, 0, &fd);
	if (!e)
		e = read_one(fd, "key.der", true, &key);
	if (!e)
		e = read_one(fd, "cert.der", false, &cert);
	if (!e && read_one(fd, "chain.der", false, &chain) == INVALID)
		e = INVALID;
	if (!e)
		e = cms_key_load(buf_bytes(&key), buf_bytes(&cert), buf_bytes(&chain), k_r, why_r);
	if (fd >= 0)
		close(fd);
	buf_wipe(&key);
	buf_clear(&cert);
	buf_clear(&chain);
	return e;
}
