/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Compares two lists: hashes in the records, files in the folders. */
#include "office/sweep.h"

#include "core/catalog.h"
#include "core/ledger.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/hex.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BATCH 200

struct names { /* 32-byte hashes, sorted before they are looked up */
	struct buf b;
};

static int compare(const void *a, const void *b)
{
	return memcmp(a, b, 32);
}

static bool known(const struct names *n, const char *hex)
{
	unsigned char sha[32];
	char head[65];
	snprintf(head, sizeof head, "%.64s", hex);
	if (hex_decode(head, sha, sizeof sha))
		return false;
	return bsearch(sha, n->b.p, n->b.n / 32, 32, compare) != NULL;
}

static enum err collect(const struct conf *conf, struct names *n)
{
	const char *after = NULL, **ids;
	char last[40] = "";
	size_t got = BATCH;
	enum err e = OK;
	while (!e && got == BATCH) {
		struct arena *a = arena_new(0);
		e = catalog_all(conf, a, after, BATCH, &ids, &got);
		for (size_t i = 0; !e && i < got; i++) {
			struct contract *c;
			e = ledger_load(conf, a, ids[i], &c);
			for (size_t k = 0; !e && k < c->n_papers; k++) {
				buf_add(&n->b, c->papers[k].clean, 32);
				buf_add(&n->b, c->papers[k].base, 32);
				buf_add(&n->b, c->papers[k].revision, 32);
				buf_add(&n->b, c->papers[k].stage.sealed, 32);
				buf_add(&n->b, c->papers[k].stage.stored, 32);
			}
			if (e == MISSING) /* a draft that was thrown away meanwhile */
				e = OK;
			snprintf(last, sizeof last, "%s", ids[i]);
		}
		after = last;
		arena_free(a);
	}
	if (!e && n->b.over)
		e = RETRY;
	if (!e && n->b.n)
		qsort(n->b.p, n->b.n / 32, 32, compare);
	return e;
}

/* One folder of two hexadecimal digits. */
static int sweep_folder(int top, const char *name, const struct names *n, int64_t before)
{
	int fd, gone = 0;
	struct dirent *d;
	struct stat st;
	if (file_open(top, name, O_RDONLY | O_DIRECTORY, 0, &fd))
		return 0;
	DIR *dir = fdopendir(fd);
	while (dir && (d = readdir(dir))) {
		size_t len = strlen(d->d_name);
		bool torn = len && d->d_name[len - 1] == '~';
		if (len < 64 || (!torn && known(n, d->d_name)) ||
		    fstatat(fd, d->d_name, &st, AT_SYMLINK_NOFOLLOW) || !S_ISREG(st.st_mode) ||
		    (int64_t)st.st_mtim.tv_sec * SECOND > before)
			continue;
		gone += !unlinkat(fd, d->d_name, 0);
	}
	if (dir)
		closedir(dir);
	return gone;
}

static int sweep_tree(const struct conf *conf, const char *tree, const struct names *n,
		      int64_t before)
{
	char path[4096], name[3];
	int top, gone = 0;
	snprintf(path, sizeof path, "%s/%s", conf->var, tree);
	if (file_open(AT_FDCWD, path, O_RDONLY | O_DIRECTORY, 0, &top))
		return 0;
	for (int i = 0; i < 256; i++) {
		snprintf(name, sizeof name, "%02x", (unsigned)i);
		gone += sweep_folder(top, name, n, before);
	}
	close(top);
	return gone;
}

enum err sweep_now(const struct conf *conf, int64_t age, int *gone_r)
{
	struct names n;
	int64_t before = clock_now() - age;
	*gone_r = 0;
	buf_init(&n.b, (size_t)256 << 20);
	enum err e = collect(conf, &n);
	if (!e)
		*gone_r = sweep_tree(conf, "doc", &n, before) +
			  sweep_tree(conf, "picture", &n, before);
	buf_clear(&n.b);
	return e;
}

enum err sweep_run(const struct conf *conf, int *gone_r)
{
	char path[4096];
	struct stat st;
	*gone_r = 0;
	snprintf(path, sizeof path, "%s/swept", conf->var);
	if (!lstat(path, &st) && clock_now() - (int64_t)st.st_mtim.tv_sec * SECOND < DAY)
		return OK;
	enum err e = sweep_now(conf, DAY, gone_r);
	return e ? e : file_replace(AT_FDCWD, path, "", 0, 0600);
}
