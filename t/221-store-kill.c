/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Four writers, two readers and somebody who makes checkpoints are killed with
 * SIGKILL at random moments, over and over, on one store. Each writer's commit
 * changes three keys; readers must never see half of that; what a writer
 * reported before he died must be there. Argument: rounds (20). */
#include "base/clock.h"
#include "base/rand.h"
#include "base/str.h"
#include "store/store.h"
#include "tap.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WRITERS 4
#define READERS 2
#define ALL (WRITERS + READERS + 1)

static char dir[64];
static struct store_options opt = { .create = true, .segment = 100000, .reserve = 1 << 20 };
static long acknowledged;

static unsigned dice(unsigned sides)
{
	uint32_t r;
	rand_bytes(&r, sizeof r);
	return r % sides;
}

static void pause_us(long us)
{
	struct timespec ts = { us / 1000000, us % 1000000 * 1000 };
	nanosleep(&ts, NULL);
}

static int64_t number(struct txn *t, struct arena *a, const char *key, enum err *e_r)
{
	struct bytes v;
	int64_t n = 0;
	*e_r = txn_get(t, key, a, &v);
	if (!*e_r && str_to_int((const char *)v.p, 0, INT64_MAX, &n))
		*e_r = BROKEN;
	if (*e_r == MISSING)
		*e_r = OK;
	return n;
}

static enum err step(struct store *s, int who, struct arena *a, int64_t *n_r)
{
	struct txn *t;
	char key[3][64], text[32];
	enum err e = store_begin(s, STORE_WRITE, &t);
	if (e)
		return e;
	snprintf(key[0], sizeof key[0], "pair/%d/a", who);
	snprintf(key[1], sizeof key[1], "pair/%d/b", who);
	*n_r = number(t, a, key[0], &e) + 1;
	snprintf(key[2], sizeof key[2], "event/%d/%08lld", who, (long long)*n_r);
	snprintf(text, sizeof text, "%lld", (long long)*n_r);
	for (int i = 0; i < 3 && !e; i++)
		e = txn_puts(t, key[i], text);
	snprintf(key[2], sizeof key[2], "event/%d/%08lld", who, (long long)*n_r - 300);
	if (!e && *n_r > 300)
		e = txn_del(t, key[2]);
	if (!e)
		return txn_commit(t);
	txn_abort(t);
	return e;
}

static void writer(int who, int report)
{
	struct store *s;
	struct arena *a = arena_new(0);
	if (store_open(dir, &opt, &s))
		_exit(90);
	for (;;) {
		int64_t n;
		enum err e = step(s, who, a, &n);
		if (e && e != RETRY)
			_exit(91);
		if (!e && write(report, &n, sizeof n) != (ssize_t)sizeof n)
			_exit(92);
		arena_reset(a);
		pause_us(dice(300));
	}
}

/* The pair is equal, and the newest event is of the same number. */
static int pair_good(struct txn *t, int who, struct arena *a, int64_t *n_r)
{
	char key[64], events[32];
	enum err e, f;
	struct store_item *v;
	size_t n;
	snprintf(key, sizeof key, "pair/%d/a", who);
	*n_r = number(t, a, key, &e);
	snprintf(key, sizeof key, "pair/%d/b", who);
	int64_t b = number(t, a, key, &f);
	if (e || f)
		return -1;
	snprintf(events, sizeof events, "event/%d/", who);
	e = txn_list(t, events, NULL, true, 1, a, &v, &n);
	if (e)
		return -1;
	snprintf(key, sizeof key, "event/%d/%08lld", who, (long long)*n_r);
	return *n_r == b && (n ? !strcmp(v[0].key, key) : !b);
}

static void reader(void)
{
	struct store *s;
	struct arena *a = arena_new(0);
	int64_t last[WRITERS] = { 0 };
	if (store_open(dir, &opt, &s))
		_exit(90);
	for (;; arena_reset(a), pause_us(dice(200))) {
		struct txn *t;
		enum err e = store_begin(s, STORE_READ, &t);
		if (e == RETRY)
			continue;
		if (e)
			_exit(91);
		for (int i = 0; i < WRITERS; i++) {
			int64_t n;
			if (pair_good(t, i, a, &n) != 1 || n < last[i])
				_exit(99);
			last[i] = n;
		}
		txn_abort(t);
	}
}

static void keeper(void)
{
	struct store *s;
	if (store_open(dir, &opt, &s))
		_exit(90);
	for (;; pause_us(20000 + dice(50000))) {
		enum err e = store_checkpoint(s, true);
		if (e && e != RETRY)
			_exit(91);
	}
}

static int drain(int fd, int64_t *last)
{
	int64_t n;
	int count = 0;
	for (; read(fd, &n, sizeof n) == (ssize_t)sizeof n; count++)
		*last = n;
	close(fd);
	return count;
}

/* NULL or what is wrong. whole: the journal from its first frame on as well,
 * which takes longer with every round. */
static const char *judge(const int64_t *last, bool whole)
{
	struct store *s;
	struct store_report r;
	struct txn *t;
	const char *bad = NULL;
	struct arena *a = arena_new(0);
	if (store_open(dir, &opt, &s) || store_begin(s, STORE_WRITE, &t))
		return "cannot be written";
	for (int i = 0; i < WRITERS && !bad; i++) {
		int64_t n;
		if (pair_good(t, i, a, &n) != 1)
			bad = "half a transaction";
		else if (n < last[i])
			bad = "an acknowledged commit is lost";
		else if (n > last[i] + 1)
			bad = "more than was ever asked";
	}
	txn_abort(t);
	if (!bad && whole && store_check(s, &r))
		bad = r.why;
	store_close(s);
	arena_free(a);
	return bad;
}

static void round_run(int round, int64_t *last)
{
	pid_t pid[ALL];
	int report[WRITERS][2], odd = 0, acks = 0;
	for (int i = 0; i < ALL; i++) {
		if (i < WRITERS && pipe(report[i]))
			exit(1);
		pid[i] = fork();
		if (!pid[i] && i < WRITERS)
			writer(i, report[i][1]);
		else if (!pid[i] && i < WRITERS + READERS)
			reader();
		else if (!pid[i])
			keeper();
		if (i < WRITERS)
			close(report[i][1]);
	}
	/* One after another, the others going on; then the rest at once. */
	for (int i = 0; i < ALL; i++) {
		int victim = (i + round) % ALL, status;
		pause_us(10000 + dice(round % 3 ? 60000 : 8000));
		kill(pid[victim], SIGKILL);
		waitpid(pid[victim], &status, 0);
		odd += !WIFSIGNALED(status);
		if (!WIFSIGNALED(status))
			printf("# process %d ended with %d\n", victim, WEXITSTATUS(status));
		if (victim < WRITERS)
			acks += drain(report[victim][0], &last[victim]);
	}
	const char *bad = judge(last, round < 20 || round % 20 == 19);
	acknowledged += acks;
	ok(!bad && !odd, "round %d: %d acknowledged%s%s", round, acks, bad ? ": " : "",
	   bad ? bad : "");
}

int main(int argc, char **argv)
{
	int64_t rounds = 20, last[WRITERS] = { 0 };
	char command[100];
	struct store *s;
	if (argc > 1 && str_to_int(argv[1], 1, 100000, &rounds))
		return 2;
	snprintf(dir, sizeof dir, "%s/teiketsu-kill-XXXXXX",
		 access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm");
	if (!mkdtemp(dir) || store_open(dir, &opt, &s) || !freopen("/dev/null", "w", stderr))
		return 1;
	store_close(s);
	for (int i = 0; i < (int)rounds; i++)
		round_run(i, last);
	ok(acknowledged > rounds * 10, "%ld commits were acknowledged", acknowledged);
	snprintf(command, sizeof command, "rm -r %s", dir);
	is_int(system(command), 0, "removed");
	return done();
}
