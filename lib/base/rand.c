/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/rand.h"

#include "base/log.h"

#include <errno.h>
#include <sys/random.h>

void rand_bytes(void *p, size_t n)
{
	unsigned char *at = p;
	while (n) {
		ssize_t got = getrandom(at, n, 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			log_die("rand.broken", "errno=%d", errno);
		at += got;
		n -= (size_t)got;
	}
}
