/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Calls that fail instead of processes that die: the n-th one, once or from
 * then on, by EIO and ENOSPC; a failed sync; a full disk; a stopped holder of a
 * lock; a rotten image. Never a false success, and never "nothing was changed"
 * about something that was. */
#include "fake_calls.h"
#include "store_scene.h"
#include "tap.h"

#include <signal.h>
#include <sys/resource.h>

static char base[128], work[128];
static struct arena *a;

static char *dump(void)
{
	struct store *s;
	enum err e;
	scene_need(!scene_open(work, 1 << 20, &s), "open");
	char *d = scene_dump(s, a, &e);
	store_close(s);
	return d;
}

static void fresh(void)
{
	fake.mode = FAKE_COUNT;
	fake.kinds = 0;
	fake_boot("boot one");
	scene_copy(base, work);
}

struct kind {
	const char *name;
	enum err (*fill)(struct txn *); /* NULL: a checkpoint */
	uint64_t segment;
	bool other_boot;
};

static const struct kind kinds[] = {
	{ "replace", fill_replace, 1 << 20, false },
	{ "new key", fill_new, 1 << 20, false },
	{ "act", fill_act, 1 << 20, false },
	{ "new segment", fill_new, 512, false },
	{ "recovery and a commit", fill_new, 1 << 20, true },
	{ "checkpoint", NULL, 1 << 20, false },
};

static enum err run(const struct kind *k, bool *unknown_r)
{
	struct store *s;
	*unknown_r = false;
	enum err e = scene_open(work, k->segment, &s);
	if (e)
		return e;
	e = k->fill ? scene_commit(s, k->fill) : store_checkpoint(s, true);
	*unknown_r = store_unknown(s);
	store_close(s);
	return e;
}

/* Runs with the fault in a child, so that nothing of it stays in memory. */
static enum err faulty(const struct kind *k, enum fake_mode mode, long at, int error,
		       bool *unknown_r, bool *last_r)
{
	pid_t pid = fork();
	int status;
	if (!pid) {
		bool unknown;
		fake.n = 0;
		fake.at = at;
		fake.error = error;
		fake.mode = mode;
		enum err e = run(k, &unknown);
		_exit((int)e | (unknown ? 16 : 0) | (fake.n < at ? 32 : 0));
	}
	waitpid(pid, &status, 0);
	scene_need(WIFEXITED(status), "a child died");
	*unknown_r = WEXITSTATUS(status) & 16;
	*last_r = WEXITSTATUS(status) & 32;
	return (enum err)(WEXITSTATUS(status) & 15);
}

/* Afterwards the disk is good again. NULL or what is wrong. */
static const char *judge(enum err e, bool unknown, const char *before, const char *after)
{
	static char why[400];
	struct store *s;
	struct store_report r;
	const char *bad = NULL;
	if (scene_open(work, 1 << 20, &s))
		return "cannot be opened";
	if (store_read_only(s) && store_make_writable(s))
		bad = "cannot be made writable";
	store_close(s);
	char *got = bad ? NULL : dump();
	if (!bad && !got)
		bad = "cannot be read";
	else if (!bad && strcmp(got, before) && strcmp(got, after))
		bad = "neither before nor after";
	else if (!bad && e == OK && strcmp(got, after))
		bad = "false success";
	else if (!bad && e != OK && !unknown && strcmp(got, before))
		bad = "it said that nothing was recorded";
	if (bad || scene_open(work, 1 << 20, &s))
		return bad;
	if (scene_commit(s, fill_after))
		bad = "cannot be written";
	if (!bad && store_check(s, &r)) {
		snprintf(why, sizeof why, "check: %s %s", r.why, r.key);
		bad = why;
	}
	store_close(s);
	return bad;
}

static void sweep(const struct kind *k, enum fake_mode mode, int error)
{
	const char *bad = NULL;
	bool unknown, last = false;
	long n = 0, said[BROKEN + 1] = { 0 };
	enum err e = OK;
	fresh();
	char *before = dump();
	fake.n = 0;
	scene_need(run(k, &unknown) == OK, k->name);
	char *after = dump();
	long step = fake.n > 60 ? fake.n / 30 : 1;
	for (n = 1; !bad && !last; n += step) {
		fresh();
		if (k->other_boot)
			fake_boot("boot two");
		e = faulty(k, mode, n, error, &unknown, &last);
		said[e]++;
		bad = judge(e, unknown, before, after);
	}
	ok(!bad && said[OK] < n, "%s, %s %s: %ld OK, %ld RETRY, %ld BROKEN%s%s", k->name,
	   mode == FAKE_FAIL ? "once" : "from then on", error == EIO ? "EIO" : "ENOSPC", said[OK],
	   said[RETRY], said[BROKEN], bad ? ": " : "", bad ? bad : "");
	if (bad)
		printf("#   at point %ld, which said %s\n", n - step, err_word(e));
}

static void failed_sync(void)
{
	struct store *s = NULL, *other = NULL;
	struct txn *t;
	char path[160];
	fresh();
	char *before = dump();
	scene_need(!scene_open(work, 1 << 20, &s) && !scene_open(work, 1 << 20, &other), "open");
	fake.n = fake.journal_syncs = 0;
	fake.kinds = FAKE_SYNC;
	fake.at = 1;
	fake.error = EIO;
	fake.mode = FAKE_FAIL;
	is_int(scene_commit(s, fill_new), BROKEN, "a failed sync is no success");
	is_str(store_why(s), "sync_failed", "says why");
	ok(store_unknown(s), "and that the outcome is unknown");
	is_int(fake.journal_syncs, 1, "the sync is not tried again");
	ok(store_read_only(s) && store_read_only(other), "read-only for everybody");
	is_int(scene_commit(other, fill_new), BROKEN, "no other commit");
	is_str(store_why(other), "read_only", "says why");
	ok(!store_unknown(other), "whose outcome is known");
	is_int(fake.journal_syncs, 1, "and which touched nothing");
	is_str(dump(), before, "reading goes on, without the doubtful change");
	snprintf(path, sizeof path, "%s/read-only", work);
	ok(!access(path, F_OK), "a file says so");
	scene_need(!unlink(path), "unlink");
	is_int(store_begin(other, STORE_WRITE, &t), BROKEN, "removing the file is not enough");
	is_int(store_make_writable(other), OK, "the operator decides");
	is_int(scene_commit(s, fill_after), OK, "and it goes on");
	snprintf(path, sizeof path, "%s/read-only", work);
	int fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
	close(fd);
	is_int(store_begin(s, STORE_WRITE, &t), BROKEN, "the file alone is enough, too");
	is_int(store_make_writable(s), OK, "writable");
	store_close(s);
	store_close(other);
	fake.kinds = 0;
}

static void full_disk(void)
{
	struct store *s;
	struct rlimit old = { 0 }, limit;
	struct stat st;
	char path[160];
	fresh();
	char *before = dump();
	scene_need(!scene_open(work, 1 << 20, &s), "open");
	fake.room = 1000000;
	is_int(scene_commit(s, fill_new), RETRY, "little room: refused");
	is_str(store_why(s), "no_space", "says why");
	fake.room = UINT64_MAX / 2;
	is_str(dump(), before, "nothing was changed");
	/* A write that really ends in the middle. */
	snprintf(path, sizeof path, "%s/journal.0002", work);
	scene_need(!stat(path, &st) && !getrlimit(RLIMIT_FSIZE, &old), "limit");
	signal(SIGXFSZ, SIG_IGN);
	limit = old;
	limit.rlim_cur = (rlim_t)st.st_size + 300;
	scene_need(!setrlimit(RLIMIT_FSIZE, &limit), "limit");
	enum err e = scene_commit(s, fill_new);
	scene_need(!setrlimit(RLIMIT_FSIZE, &old), "limit");
	is_int(e, RETRY, "a write that stops in the middle");
	off_t size = st.st_size;
	ok(!stat(path, &st) && st.st_size == size, "was taken back");
	ok(!store_read_only(s), "and is no reason to stop");
	is_str(dump(), before, "nothing was changed");
	is_int(scene_commit(s, fill_new), OK, "with room it goes on");
	store_close(s);
}

static void stopped_holder(void)
{
	struct store *s;
	struct txn *t;
	int up[2], status;
	char c;
	fresh();
	scene_need(!pipe(up), "pipe");
	pid_t pid = fork();
	if (!pid) {
		struct store *mine;
		if (scene_open(work, 1 << 20, &mine) || store_begin(mine, STORE_WRITE, &t) ||
		    syscall(SYS_write, up[1], "x", 1) != 1)
			_exit(1);
		raise(SIGSTOP);
		_exit(txn_puts(t, "held", "on") || txn_commit(t));
	}
	scene_need(read(up[0], &c, 1) == 1, "child");
	waitpid(pid, &status, WUNTRACED);
	scene_need(!scene_open(work, 1 << 20, &s), "open");
	int64_t start = clock_mono();
	is_int(store_begin(s, STORE_WRITE, &t), RETRY, "somebody holds the lock and sleeps");
	is_str(store_why(s), "lock_busy", "says why");
	int64_t waited = clock_mono() - start;
	ok(waited >= 2 * SECOND && waited < 3 * SECOND, "after its two seconds");
	is_int(store_begin(s, STORE_READ, &t), OK, "reading goes on");
	txn_abort(t);
	kill(pid, SIGCONT);
	waitpid(pid, &status, 0);
	ok(WIFEXITED(status) && !WEXITSTATUS(status), "the holder wakes and commits");
	struct bytes v;
	is_int(store_begin(s, STORE_WRITE, &t), OK, "and the next one can");
	is_int(txn_get(t, "held", a, &v), OK, "see it");
	txn_abort(t);
	store_close(s);
}

/* A reader sleeps with the image in his hands: the commit stands, and nobody
 * reads the old image afterwards. */
static void stopped_reader(void)
{
	struct store *s;
	struct txn *t;
	int up[2], status;
	char c;
	fresh();
	scene_need(!pipe(up), "pipe");
	pid_t pid = fork();
	if (!pid) {
		struct store *mine;
		if (scene_open(work, 1 << 20, &mine) || store_begin(mine, STORE_READ, &t) ||
		    syscall(SYS_write, up[1], "x", 1) != 1)
			_exit(1);
		raise(SIGSTOP);
		_exit(0);
	}
	scene_need(read(up[0], &c, 1) == 1, "child");
	waitpid(pid, &status, WUNTRACED);
	scene_need(!scene_open(work, 1 << 20, &s), "open");
	is_int(scene_commit(s, fill_after), OK, "a commit while a reader sleeps is durable");
	is_int(store_begin(s, STORE_READ, &t), RETRY, "but nobody gets to see the old state");
	kill(pid, SIGCONT);
	waitpid(pid, &status, 0);
	is_int(store_begin(s, STORE_READ, &t), OK, "then reading goes on");
	struct bytes v;
	is_int(txn_get(t, "after", a, &v), OK, "with the commit");
	txn_abort(t);
	store_close(s);
}

static void rotten_image(void)
{
	char path[160];
	unsigned char junk[256];
	enum err e;
	struct store *s;
	fresh();
	char *before = dump();
	bool good = true;
	int read = 0, checked = 0;
	off_t at_last = 0;
	memset(junk, 0xA5, sizeof junk);
	snprintf(path, sizeof path, "%s/image.gdbm", work);
	for (off_t at = 0; good && at < 440000; at += 4096 - 256) {
		fresh();
		scene_need(!scene_open(work, 1 << 20, &s), "open");
		int fd = open(path, O_WRONLY | O_CLOEXEC);
		scene_need(syscall(SYS_pwrite64, fd, junk, sizeof junk, at) > 0, "spoil");
		close(fd);
		/* GDBM answers "not found" out of a rotten bucket, which only the
		 * check can notice; wrong bytes are noticed at once. */
		char *d = scene_dump(s, a, &e);
		read += !d;
		struct store_report r;
		e = store_check(s, &r);
		checked += e == BROKEN;
		store_close(s);
		scene_need(!scene_open(work, 1 << 20, &s), "open");
		d = scene_dump(s, a, &e);
		good = d && !strcmp(d, before);
		store_close(s);
		at_last = at;
	}
	ok(good && read + checked > 5, "a rotten image is noticed (%d by reading, %d by the check)"
	   " and built again by another process", read, checked);
	if (!good)
		printf("#   at %ld: %s\n", (long)at_last, err_word(e));
}

int main(void)
{
	char command[100];
	struct store *s;
	a = arena_new((size_t)1 << 30);
	if (!freopen("/dev/null", "w", stderr))
		return 1;
	scene_begin();
	scene_make();
	snprintf(base, sizeof base, "%s/base", scene_root);
	snprintf(work, sizeof work, "%s/work", scene_root);
	scene_need(!scene_open(base, 8192, &s) && !scene_commit(s, fill_tail), "more");
	store_close(s);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		for (int m = 0; m < 4; m++)
			sweep(&kinds[i], m & 1 ? FAKE_FAIL_ON : FAKE_FAIL, m & 2 ? EIO : ENOSPC);
	failed_sync();
	full_disk();
	stopped_holder();
	stopped_reader();
	rotten_image();
	snprintf(command, sizeof command, "rm -r %s", scene_root);
	is_int(system(command), 0, "removed");
	arena_free(a);
	return done();
}
