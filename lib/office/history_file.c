/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A file of the vault against its name and its length. */
#include "office/history_inside.h"

#include "office/vault.h"

#include "base/file.h"
#include "base/hex.h"
#include "port/digest.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool any_below(const char *path)
{
	DIR *d = opendir(path);
	bool any = false;
	for (struct dirent *e; d && !any && (e = readdir(d));)
		any = strlen(e->d_name) == 64;
	if (d)
		closedir(d);
	return any;
}

bool history_any_file(const struct history *h)
{
	char path[4096];
	bool any = false;
	for (unsigned i = 0; !any && i < 256; i++) {
		snprintf(path, sizeof path, "%s/doc/%02x", h->conf->var, i);
		any = any_below(path);
	}
	return any;
}

bool history_file(struct history *h, const char *where, const unsigned char sha[32], int64_t bytes)
{
	unsigned char is[32];
	char hex[65];
	int fd = -1;
	hex_encode(sha, 32, hex);
	enum err e = vault_open(h->conf, sha, &fd);
	int64_t size = e ? -1 : file_size(fd);
	uint64_t before = h->sum->bad;
	if (e == MISSING)
		history_say(h, HISTORY_BAD, "file", where, "doc/%.2s/%s is missing", hex, hex);
	else if (!e && bytes >= 0 && size != bytes)
		history_say(h, HISTORY_BAD, "file", where, "doc/%.2s/%s has %lld bytes instead of %lld",
			    hex, hex, (long long)size, (long long)bytes);
	else if (e || digest_file(fd, -1, is))
		history_say(h, HISTORY_BAD, "file", where, "doc/%.2s/%s cannot be read", hex, hex);
	else if (memcmp(is, sha, 32))
		history_say(h, HISTORY_BAD, "file", where, "doc/%.2s/%s was changed", hex, hex);
	if (fd >= 0)
		close(fd);
	h->sum->files++;
	return h->sum->bad == before;
}
