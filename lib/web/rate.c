/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Counts in a hashed file of fixed size (rules.md 3.5): four slots a bucket,
 * read and written without a lock. What a race or damage costs is one bucket. */
#include "web/session.h"

#include "base/file.h"
#include "base/log.h"
#include "core/secret.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define BUCKETS 8192
#define WAYS 4

struct slot {
	uint64_t tag;
	uint32_t ends; /* seconds since the epoch: when its window is over */
	uint32_t count;
};

static int open_counters(const struct conf *c)
{
	static int fd = -1;
	char path[4096];
	if (fd >= 0)
		return fd;
	snprintf(path, sizeof path, "%s/rate", c->var);
	if (file_open(AT_FDCWD, path, O_RDWR | O_CREAT, 0600, &fd)) {
		log_line("rate.closed", "file=%s", path);
		fd = -1;
	}
	return fd;
}

static struct slot *choose(struct slot *s, uint64_t tag, uint32_t now)
{
	struct slot *least = &s[0];
	for (int i = 0; i < WAYS; i++)
		if (s[i].tag == tag && s[i].ends > now)
			return &s[i];
	for (int i = 0; i < WAYS; i++) {
		if (s[i].ends <= now) {
			least = &s[i];
			break;
		}
		if (s[i].count < least->count)
			least = &s[i];
	}
	*least = (struct slot){ .tag = tag };
	return least;
}

bool rate_allow(const struct req *r, const char *what, const char *key, int limit, int64_t window)
{
	struct slot s[WAYS] = { 0 };
	struct buf b;
	unsigned char mac[32];
	uint32_t now = (uint32_t)(r->now / SECOND);
	int fd = open_counters(r->conf);
	if (fd < 0)
		return true; /* a limit is a courtesy to the machine, never a lock on the door */
	buf_init(&b, 4096);
	buf_printf(&b, "rate %s %s", what, key);
	secret_mac(SECRET_SESSION, buf_bytes(&b), mac);
	buf_clear(&b);
	off_t at = (off_t)(bytes_u32(mac) % BUCKETS * sizeof s);
	if (pread(fd, s, sizeof s, at) < 0)
		return true;
	struct slot *hit = choose(s, bytes_u64(mac + 4), now);
	if (!hit->count)
		hit->ends = now + (uint32_t)(window / SECOND);
	if (hit->count < UINT32_MAX)
		hit->count++;
	if (pwrite(fd, s, sizeof s, at) < 0)
		log_line("rate.write", "what=%s", what);
	return hit->count <= (uint32_t)limit;
}
