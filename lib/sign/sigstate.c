/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the log says, kept where it is found quickly. Everything here can be
 * removed and is made again from the log. */
#include "sign/sigstate.h"

#include "base/file.h"
#include "base/hex.h"
#include "port/digest.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define APPLIED_MAX 512
#define CHAIN_MAX (4 << 20) /* bytes of one chain's lines */

/* --- applied ------------------------------------------------------------- */

static void put(const struct siglog *l, struct buf *b)
{
	unsigned char sum[32];
	buf_printf(b, "TKS1 %lld %lld %lld %lld %lld %lld ", (long long)l->seq, (long long)l->end,
		   (long long)l->start, (long long)l->day, (long long)l->used, (long long)l->lines);
	hex_add(b, l->head, 32);
	buf_byte(b, ' ');
	hex_add(b, l->key, 32);
	buf_printf(b, " %lld ", (long long)l->until);
	digest_sha256(b->p, b->n, sum);
	hex_add(b, sum, 8);
	buf_byte(b, '\n');
}

bool sigstate_get(struct siglog *l)
{
	struct buf b, again;
	char head[65] = "", key[65] = "";
	long long n[7] = { 0 };
	struct siglog r = *l;
	buf_init(&b, APPLIED_MAX);
	buf_init(&again, APPLIED_MAX);
	bool good = !file_read(l->dir, "applied", &b) && b.n &&
		    sscanf((const char *)b.p, "TKS1 %lld %lld %lld %lld %lld %lld %64s %64s %lld ",
			   &n[0], &n[1], &n[2], &n[3], &n[4], &n[5], head, key, &n[6]) == 9 &&
		    !hex_decode(head, r.head, 32) && !hex_decode(key, r.key, 32);
	r.seq = n[0];
	r.end = n[1];
	r.start = n[2];
	r.day = n[3];
	r.used = n[4];
	r.lines = n[5];
	r.until = n[6];
	if (good) {
		put(&r, &again);
		good = bytes_eq(buf_bytes(&b), buf_bytes(&again)) && r.start >= 0 && r.start < r.end;
	}
	buf_clear(&b);
	buf_clear(&again);
	if (good)
		*l = r;
	return good;
}

bool sigstate_set(const struct siglog *l)
{
	struct buf b;
	int fd = -1;
	buf_init(&b, APPLIED_MAX);
	put(l, &b);
	bool good = !file_open(l->dir, "applied", O_WRONLY | O_CREAT, 0600, &fd) &&
		    pwrite(fd, b.p, b.n, 0) == (ssize_t)b.n && !ftruncate(fd, (off_t)b.n);
	if (fd >= 0)
		close(fd);
	buf_clear(&b);
	return good;
}

/* --- chain files ---------------------------------------------------------- */

static void chain_path(const char *chain, char out[48])
{
	snprintf(out, 48, "chain/%.2s/%.*s", chain, ACT_CHAIN, chain);
}

enum err sigstate_chain(int dir, const char *chain, bool torn, struct sigchain *c, int64_t *seq_r)
{
	char path[48];
	struct buf b;
	struct sigrecord *r = calloc(1, sizeof *r);
	memset(c, 0, sizeof *c);
	*seq_r = 0;
	buf_init(&b, CHAIN_MAX);
	chain_path(chain, path);
	enum err e = r ? file_read(dir, path, &b) : RETRY;
	size_t at = 0;
	while (!e && at < b.n) {
		const unsigned char *nl = memchr(b.p + at, '\n', b.n - at);
		if (!nl) {
			e = torn ? OK : RETRY;
			break;
		}
		struct bytes line = { b.p + at, (size_t)(nl - b.p) - at };
		e = sigrecord_parse(line, NULL, r);
		if (!e && (strcmp(r->chain, chain) || r->seq <= *seq_r))
			e = BROKEN;
		if (!e)
			e = sigchain_apply(c, r);
		*seq_r = r->seq;
		at += line.n + 1;
	}
	buf_clear(&b);
	free(r);
	return e == MISSING ? OK : e == INVALID ? BROKEN : e;
}

/* Cuts what a crash left after the last newline. */
static bool whole_lines(int fd)
{
	struct buf b;
	buf_init(&b, CHAIN_MAX);
	bool good = !file_read_fd(fd, &b);
	size_t n = b.n;
	while (good && n && b.p[n - 1] != '\n')
		n--;
	good = good && (n == b.n || !ftruncate(fd, (off_t)n));
	buf_clear(&b);
	return good;
}

bool sigstate_append(int dir, const char *chain, struct bytes line)
{
	char path[48], folder[16];
	int fd = -1;
	struct stat st;
	chain_path(chain, path);
	snprintf(folder, sizeof folder, "chain/%.2s", chain);
	bool fresh = fstatat(dir, path, &st, AT_SYMLINK_NOFOLLOW) != 0;
	if (fresh && (file_mkdir(dir, "chain", 0700) || file_mkdir(dir, folder, 0700)))
		return false;
	bool good = !file_open(dir, path, O_RDWR | O_CREAT | O_APPEND, 0600, &fd) &&
		    whole_lines(fd) && !file_write_all(fd, line.p, line.n) && !fsync(fd);
	if (fd >= 0)
		close(fd);
	if (good && fresh)
		good = !file_sync_dir(dir, folder) && !file_sync_dir(dir, "chain") && !fsync(dir);
	return good;
}
