/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The site's secret and the keys made of it. The secret itself is wiped. */
#include "core/secret.h"

#include "base/file.h"
#include "base/log.h"
#include "port/digest.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define SECRET_LEAST 32 /* bytes */

static unsigned char keys[SECRET_COUNT][32];
static bool open_;

static const char *const labels[SECRET_COUNT] = {
	[SECRET_LINK] = "teiketsu link 1",	 [SECRET_CSRF] = "teiketsu csrf 1",
	[SECRET_TICKET] = "teiketsu ticket 1", [SECRET_SESSION] = "teiketsu session 1",
	[SECRET_VERP] = "teiketsu verp 1",
};

enum err secret_open(const struct conf *c)
{
	struct buf b;
	struct stat st;
	int fd;
	if (open_)
		return OK;
	enum err e = file_open(AT_FDCWD, c->secret, O_RDONLY, 0, &fd);
	if (e)
		return e;
	buf_init(&b, 4096);
	e = fstat(fd, &st) ? BROKEN : st.st_mode & 077 ? INVALID : file_read_fd(fd, &b);
	if (!e && b.n < SECRET_LEAST)
		e = INVALID;
	for (int i = 0; !e && i < SECRET_COUNT; i++)
		digest_hkdf(buf_bytes(&b), labels[i], keys[i], sizeof keys[i]);
	open_ = !e;
	buf_wipe(&b);
	close(fd);
	return e;
}

struct bytes secret_key(enum secret s)
{
	if (!open_)
		log_die("secret.closed", "secret_open was not called");
	return (struct bytes){ keys[s], sizeof keys[s] };
}

void secret_mac(enum secret s, struct bytes data, unsigned char out[32])
{
	digest_hmac(secret_key(s), data, out);
}
