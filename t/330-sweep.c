/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What no record names goes, what one names stays, also the newest unnamed. */
#include "core/codec.h"
#include "core/ledger.h"
#include "office/sweep.h"
#include "office/vault.h"

#include "base/clock.h"
#include "base/file.h"
#include "store/store.h"

#include <fcntl.h>
#include <unistd.h>

#include "tap.h"

static struct conf conf;
static struct arena *a;

static void put(const char *text, unsigned char sha[32])
{
	int fd;
	int64_t n;
	if (file_scratch(conf.var, &fd) || file_write_all(fd, text, strlen(text)) ||
	    vault_put(&conf, fd, -1, sha, &n))
		abort();
	close(fd);
}

static bool there(const unsigned char sha[32])
{
	int fd;
	if (vault_open(&conf, sha, &fd))
		return false;
	close(fd);
	return true;
}

static enum err draft(struct contract *c, int64_t now, struct change *ch, struct arena *ar, void *ctx)
{
	(void)now;
	(void)ch;
	c->title = "t";
	memcpy(codec_add_paper(c, ar)->clean, ctx, 32);
	return OK;
}

int main(void)
{
	char dir[] = "/tmp/teiketsu-sweep-XXXXXX", path[100];
	static const char *const folders[] = { "store", "doc", "picture", "work" };
	unsigned char named[32], lost[32];
	struct store *s;
	struct store_options create = { .create = true };
	struct contract *c;
	int gone;
	a = arena_new(0);
	if (!mkdtemp(dir))
		abort();
	conf.var = dir;
	for (size_t i = 0; i < 4; i++) {
		snprintf(path, sizeof path, "%s/%s", dir, folders[i]);
		ok(!file_mkdir(AT_FDCWD, path, 0700), "%s", folders[i]);
	}
	snprintf(path, sizeof path, "%s/store", dir);
	ok(!store_open(path, &create, &s), "a store");
	store_close(s);
	put("named", named);
	put("lost", lost);
	ok(!ledger_create(&conf, a, "owner234567abcde", draft, named, &c), "a draft names one of them");
	is_int(sweep_now(&conf, HOUR, &gone), OK, "swept with an hour's grace");
	ok(gone == 0 && there(named) && there(lost), "nothing is old enough");
	is_int(sweep_now(&conf, -2 * SECOND, &gone), OK, "swept without grace");
	is_int(gone, 1, "one file went");
	ok(there(named) && !there(lost), "the one that no record names");
	is_int(sweep_run(&conf, &gone), OK, "by the clerk");
	is_int(sweep_run(&conf, &gone), OK, "who does it once a day");
	ok(there(named), "and leaves what is named");
	arena_free(a);
	int bad = done();
	if (!bad) /* its own exit status is 0, too */
		execl("/bin/rm", "rm", "-rf", dir, (char *)0);
	return bad;
}
