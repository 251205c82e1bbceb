/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The process dies at every point of everything that changes a store: before
 * the call, in the middle of a write, and by a power cut that takes along
 * whatever was not synced. Afterwards: what was acknowledged is there, a
 * transaction is whole or absent, the store can be written, and its check is
 * clean. With the argument "long" every point in every way; else a part. */
#include "fake_calls.h"
#include "store_scene.h"
#include "tap.h"

static bool is_long;
static long tried;
static char *before; /* dump of the store as the scene begins */
static char *without_tail; /* and before its last frame */

struct kind {
	const char *name;
	enum err (*fill)(struct txn *); /* NULL: run */
	enum err (*run)(struct store *);
	uint64_t segment;
	enum { AS_IS, OTHER_BOOT, NO_STATE, OLD_STATE, TORN_TAIL, ROTTEN_IMAGE } start;
};

static enum err run_checkpoint(struct store *s)
{
	return store_checkpoint(s, true);
}

static enum err run_read(struct store *s)
{
	struct txn *t;
	enum err e = store_begin(s, STORE_READ, &t);
	if (!e)
		txn_abort(t);
	return e;
}

static enum err run_write(struct store *s)
{
	struct txn *t;
	enum err e = store_begin(s, STORE_WRITE, &t);
	if (!e)
		txn_abort(t);
	return e;
}

static const struct kind kinds[] = {
	{ "replace", fill_replace, NULL, 1 << 20, AS_IS },
	{ "new key", fill_new, NULL, 1 << 20, AS_IS },
	{ "act", fill_act, NULL, 1 << 20, AS_IS },
	{ "delete", fill_delete, NULL, 1 << 20, AS_IS },
	{ "large", fill_large, NULL, 1 << 20, AS_IS },
	{ "new segment", fill_replace, NULL, 512, AS_IS },
	{ "checkpoint", NULL, run_checkpoint, 1 << 20, AS_IS },
	{ "rebuild", NULL, store_rebuild, 1 << 20, AS_IS },
	{ "recovery after a boot", NULL, run_read, 1 << 20, OTHER_BOOT },
	{ "recovery without state", NULL, run_read, 1 << 20, NO_STATE },
	{ "recovery of a torn tail", NULL, run_read, 1 << 20, TORN_TAIL },
	{ "recovery of a rotten image", fill_new, NULL, 1 << 20, ROTTEN_IMAGE },
	{ "a dead writer's tail", NULL, run_write, 1 << 20, OLD_STATE },
	{ "a dead writer's tail and a commit", fill_act, NULL, 1 << 20, OLD_STATE },
};

static void path_of(char *out, size_t n, const char *name)
{
	snprintf(out, n, "%s/%s", scene_root, name);
}

static void spoil(const char *path, const char *name, bool append, off_t at)
{
	char file[256], junk[700];
	snprintf(file, sizeof file, "%s/%s", path, name);
	int fd = open(file, O_WRONLY | O_CLOEXEC | (append ? O_APPEND : 0));
	memset(junk, 'j', sizeof junk);
	scene_need(fd >= 0 && (append ? syscall(SYS_write, fd, junk, sizeof junk)
				      : syscall(SYS_pwrite64, fd, junk, sizeof junk, at)) > 0,
		   "spoil");
	close(fd);
}

/* root/work as this kind wants it. */
static void prepare(const struct kind *k, const char *work)
{
	char base[128], file[256], old[256];
	path_of(base, sizeof base, "base");
	fake_boot("boot one");
	fake.mode = FAKE_COUNT;
	scene_copy(base, work);
	snprintf(file, sizeof file, "%s/state", work);
	if (k->start == OTHER_BOOT)
		fake_boot("boot two");
	if (k->start == NO_STATE)
		unlink(file);
	if (k->start == TORN_TAIL) {
		spoil(work, "journal.0002", true, 0);
		unlink(file);
	}
	if (k->start == ROTTEN_IMAGE) {
		/* As a process leaves it that died while it changed the image. */
		spoil(work, "image.gdbm", false, 4096);
		unlink(file);
	}
	if (k->start == OLD_STATE) {
		/* Image and state of before the last frame: its writer died. */
		char command[400];
		path_of(old, sizeof old, "older");
		scene_copy(old, work);
		snprintf(command, sizeof command, "cp %s/journal.* %s", base, work);
		scene_need(!system(command), "cp");
	}
}

static enum err run(const struct kind *k, const char *work)
{
	struct store *s;
	enum err e = scene_open(work, k->segment, &s);
	if (e)
		return e;
	e = k->fill ? scene_commit(s, k->fill) : k->run(s);
	store_close(s);
	return e;
}

/* In a child; its exit status: FAKE_DEAD, or the error. */
static int attempt(const struct kind *k, const char *work, enum fake_mode mode, long at)
{
	pid_t pid = fork();
	scene_need(pid >= 0, "fork");
	if (!pid) {
		fake.n = 0;
		fake.at = at;
		fake.seed = (unsigned)(at * 2654435761u) + (unsigned)mode;
		if (mode == FAKE_DIE_POWER)
			fake_power_start(work);
		fake.mode = mode;
		_exit(run(k, work));
	}
	int status;
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

/* Says what is wrong, or NULL. */
static const char *judge(const char *work, const char *want, const char *or, const char *older)
{
	static char why[400];
	struct store *s;
	struct store_report r;
	enum err e;
	struct arena *a = arena_new(0);
	const char *bad = NULL;
	if (scene_open(work, 1 << 20, &s))
		return "cannot be opened";
	char *got = scene_dump(s, a, &e);
	if (!got) {
		snprintf(why, sizeof why, "cannot be read: %s %s", err_word(e), store_why(s));
		bad = why;
	} else if (strcmp(got, want) && strcmp(got, or) && strcmp(got, older)) {
		bad = "neither before nor after";
	}
	if (!bad && (e = scene_commit(s, fill_after))) {
		snprintf(why, sizeof why, "cannot be written: %s %s", err_word(e), store_why(s));
		bad = why;
	}
	/* A reader may not see yet what its writer could not acknowledge; a
	 * writer must. */
	got = bad ? NULL : scene_dump(s, a, &e);
	if (!bad && (!got || (*older && !strstr(got, "contract/tail"))))
		bad = "the synced tail is lost";
	if (!bad && store_check(s, &r)) {
		snprintf(why, sizeof why, "check: %s %s", r.why, r.key);
		bad = why;
	}
	store_close(s);
	arena_free(a);
	return bad;
}

static char *dump_of(const char *work, struct arena *a)
{
	struct store *s;
	enum err e;
	scene_need(!scene_open(work, 1 << 20, &s), "open");
	char *d = scene_dump(s, a, &e);
	scene_need(d != NULL, "dump");
	store_close(s);
	return d;
}

static void next_boot(enum fake_mode mode)
{
	if (mode == FAKE_DIE_POWER)
		fake_boot("boot three");
}

static enum err run_write_at(const char *work)
{
	static const struct kind write = { "write", NULL, run_write, 1 << 20, AS_IS };
	return run(&write, work);
}

/* Dies at `at`; the second time at `again` points of what recovers it. */
static const char *one(const struct kind *k, const char *work, enum fake_mode mode, long at,
		       long again, const char *after, int *status_r)
{
	static const struct kind recovery = { "recovery", NULL, run_write, 1 << 20, AS_IS };
	prepare(k, work);
	*status_r = attempt(k, work, mode, at);
	tried++;
	if (*status_r != FAKE_DEAD && *status_r != OK)
		return "died of something else";
	next_boot(mode);
	if (again) {
		int status = attempt(&recovery, work, FAKE_DIE, again);
		tried++;
		if (status != FAKE_DEAD && status != OK)
			return "the recovery died of something else";
	}
	bool died = *status_r != OK;
	return judge(work, after, died ? before : after,
		     !died ? after : k->start == OLD_STATE ? without_tail : before);
}

/* Short form: every point where there are few, else some two dozen of them. */
static void sweep(const struct kind *k, enum fake_mode mode, const char *what, int again)
{
	char work[128];
	const char *bad = NULL;
	int status = FAKE_DEAD;
	struct arena *a = arena_new(0);
	path_of(work, sizeof work, "work");
	prepare(k, work);
	fake.n = 0;
	scene_need(run(k, work) == OK, k->name);
	long step = is_long ? 1 : fake.n / 24 + 1;
	const char *after = dump_of(work, a);
	long n = 1 + tried % step, first = tried;
	for (; status == FAKE_DEAD && !bad; n += step)
		bad = one(k, work, mode, n, again ? 1 + n * 7 % again : 0, after, &status);
	ok(!bad && tried > first, "%s, %s: %ld runs%s%s", k->name, what, tried - first,
	   bad ? ": " : "", bad ? bad : "");
	if (bad)
		printf("#   at point %ld\n", n - step);
	arena_free(a);
}

/* The first commit of all. */
static void creation(void)
{
	static const struct kind make = { "creation", fill_after, NULL, 1 << 20, AS_IS };
	char work[128];
	const char *bad = NULL;
	int status = FAKE_DEAD;
	path_of(work, sizeof work, "work");
	long first = tried;
	for (long n = 1; status == FAKE_DEAD && !bad; n++, tried++) {
		scene_remove(work);
		scene_need(!mkdir(work, 0700), "mkdir");
		fake.mode = FAKE_COUNT;
		status = attempt(&make, work, FAKE_DIE, n);
		bad = judge(work, "after=5:wards\n", status == OK ? "after=5:wards\n" : "", "");
	}
	ok(!bad, "creation: %ld points%s%s", tried - first, bad ? ": " : "", bad ? bad : "");
}

/* A writer dies between his write and his sync; somebody else shows the frame
 * to a reader; then the power fails. What was shown must be there (rules.md
 * 3.1). */
static void shown_is_durable(unsigned seed)
{
	static const struct kind unsynced = { "unsynced", fill_new, NULL, 1 << 20, AS_IS };
	char work[128];
	struct arena *a = arena_new(0);
	path_of(work, sizeof work, "work");
	prepare(&unsynced, work);
	fake_power_start(work); /* before the frame */
	fake.kinds = FAKE_SYNC;
	int status = attempt(&unsynced, work, FAKE_DIE, 1);
	fake.kinds = 0;
	pid_t pid = fork();
	if (!pid) {
		fake.seed = seed;
		enum err e = run_write_at(work);
		fake_power_cut();
		_exit(e);
	}
	int shown;
	waitpid(pid, &shown, 0);
	close(fake.dir);
	next_boot(FAKE_DIE_POWER);
	tried++;
	char *d = dump_of(work, a);
	ok(status == FAKE_DEAD && !shown && strstr(d, "contract/new=3:new"),
	   "what was shown survives a power cut (%u)", seed);
	arena_free(a);
}

int main(int argc, char **argv)
{
	char base[128], older[128];
	struct store *s;
	struct arena *a = arena_new(0);
	is_long = argc > 1 && !strcmp(argv[1], "long");
	if (!freopen("/dev/null", "w", stderr))
		return 1;
	scene_begin();
	scene_make();
	path_of(base, sizeof base, "base");
	path_of(older, sizeof older, "older");
	scene_copy(base, older);
	/* base = older + one frame in the next segment */
	scene_need(!scene_open(base, 8192, &s) && !scene_commit(s, fill_tail), "more");
	store_close(s);
	before = dump_of(base, a);
	without_tail = dump_of(older, a);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		const struct kind *k = &kinds[i];
		sweep(k, FAKE_DIE, "dies before a call", 0);
		sweep(k, FAKE_DIE_TORN, "dies in a write", 0);
		sweep(k, FAKE_DIE_POWER, "power cut", 0);
		sweep(k, FAKE_DIE, "and again in the recovery", 60);
	}
	for (unsigned seed = 1; seed <= (is_long ? 50 : 5); seed++)
		shown_is_durable(seed);
	creation();
	printf("# %ld runs\n", tried);
	if (is_long)
		ok(tried >= 1000, "at least 1,000 crash points");
	char command[100];
	snprintf(command, sizeof command, "rm -r %s", scene_root);
	is_int(system(command), 0, "removed");
	arena_free(a);
	return done();
}
