/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What durability costs: a commit of the store against a naked GDBM store and
 * close (which syncs too), a read against a naked GDBM open, fetch and close.
 * Both sides hold the same records; rounds alternate, medians are compared.
 * Prints "name ratio goal" lines; more is better. */
#include "base/clock.h"
#include "base/file.h"
#include "port/gdbm.h"
#include "store/store.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define RECORDS 10000
#define ROUNDS 9
#define SIZE 600

static char dir[] = "/var/tmp/teiketsu-bench-XXXXXX";
static char value[SIZE];
static struct store *store;

static void need(bool good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "bench/commit: %s failed: %s\n", what, store ? store_why(store) : "");
	exit(1);
}

static void key_of(char *key, size_t n, unsigned i)
{
	snprintf(key, n, "contract/%05u", i % RECORDS);
}

static struct bytes text(const char *s)
{
	return (struct bytes){ (const unsigned char *)s, strlen(s) };
}

static struct db *naked_open(enum db_mode mode)
{
	char path[64];
	struct db *db;
	snprintf(path, sizeof path, "%s/naked.gdbm", dir);
	int fd = open(path, (mode == DB_READ ? O_RDONLY : O_RDWR) | O_CREAT | O_CLOEXEC, 0600);
	need(fd >= 0 && !db_open(fd, mode, &db), "naked open");
	return db;
}

static void fill(void)
{
	char key[32];
	struct txn *t = NULL;
	struct db *db = naked_open(DB_NEW);
	for (unsigned i = 0; i < RECORDS; i++) {
		key_of(key, sizeof key, i);
		need(!db_put(db, text(key), (struct bytes){ (unsigned char *)value, SIZE }),
		     "naked put");
		if (i % 500 == 0)
			need((!t || !txn_commit(t)) && !store_begin(store, STORE_WRITE, &t),
			     "commit");
		need(!txn_put(t, key, value, SIZE), "put");
	}
	need(!txn_commit(t) && !db_close(db), "fill");
}

static unsigned turn;

static void naked_store(void)
{
	char key[32];
	struct db *db = naked_open(DB_WRITE);
	key_of(key, sizeof key, turn += 7919);
	need(!db_put(db, text(key), (struct bytes){ (unsigned char *)value, SIZE }) &&
		     !db_close(db),
	     "naked store");
}

static void naked_fetch(void)
{
	char key[32];
	struct bytes v;
	struct db *db = naked_open(DB_READ);
	key_of(key, sizeof key, turn += 7919);
	need(!db_get(db, text(key), &v), "naked fetch");
	db_drop(v);
	need(!db_close(db), "naked close");
}

static void commit_one(void)
{
	char key[32];
	struct txn *t;
	key_of(key, sizeof key, turn += 7919);
	need(!store_begin(store, STORE_WRITE, &t) && !txn_put(t, key, value, SIZE) &&
		     !txn_commit(t),
	     "commit");
}

/* As a page does it: read, decide, change the record and add two keys. */
static void commit_act(void)
{
	static unsigned n;
	char key[32], event[48], sent[48];
	struct txn *t;
	struct bytes v;
	struct arena *a = arena_new(0);
	key_of(key, sizeof key, turn += 7919);
	snprintf(event, sizeof event, "event/%u/%09u", turn % 97, n);
	snprintf(sent, sizeof sent, "outbox/%09u", n++);
	need(!store_begin(store, STORE_WRITE, &t) && !txn_get(t, key, a, &v) &&
		     !txn_put(t, key, value, SIZE) && !txn_put(t, event, value, 200) &&
		     !txn_put(t, sent, value, 80) && !txn_commit(t),
	     "act");
	arena_free(a);
}

static void read_one(void)
{
	char key[32];
	struct txn *t;
	struct bytes v;
	static struct arena *a;
	if (!a)
		a = arena_new(0);
	key_of(key, sizeof key, turn += 7919);
	need(!store_begin(store, STORE_READ, &t) && !txn_get(t, key, a, &v), "read");
	txn_abort(t);
	arena_reset(a);
}

static void list_20(void)
{
	char key[32];
	struct txn *t;
	struct store_item *v;
	size_t n;
	static struct arena *a;
	if (!a)
		a = arena_new(0);
	key_of(key, sizeof key, (turn += 7919) % (RECORDS / 2));
	need(!store_begin(store, STORE_READ, &t) &&
		     !txn_list(t, "contract/", key, false, 20, a, &v, &n) && n == 20,
	     "list");
	txn_abort(t);
	arena_reset(a);
}

static double micros(void (*fn)(void), int times)
{
	int64_t start = clock_mono();
	for (int i = 0; i < times; i++)
		fn();
	return (double)(clock_mono() - start) / times / 1000;
}

static int rising(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double median(double *v)
{
	qsort(v, ROUNDS, sizeof *v, rising);
	return v[ROUNDS / 2];
}

static void compare(const char *name, const char *goal, void (*yard)(void), void (*fn)(void),
		    int times)
{
	double y[ROUNDS], f[ROUNDS], r[ROUNDS];
	for (int i = 0; i < ROUNDS; i++) {
		y[i] = micros(yard, times);
		f[i] = micros(fn, times);
		r[i] = y[i] / f[i];
	}
	double ratio = median(r);
	fprintf(stderr, "# %s: yardstick %.1f us, ours %.1f us\n", name, median(y), median(f));
	printf("%s %.2f %s\n", name, ratio, goal);
	fflush(stdout);
}

int main(void)
{
	char command[64];
	struct store_options opt = { .create = true };
	need(mkdtemp(dir) && !store_open(dir, &opt, &store), "store_open");
	memset(value, 'v', SIZE);
	fill();
	compare("commit/naked-gdbm", "0.45", naked_store, commit_one, 100);
	compare("commit-act/naked-gdbm", "-", naked_store, commit_act, 100);
	compare("read/naked-gdbm", "0.50", naked_fetch, read_one, 5000);
	compare("list20/naked-gdbm", "-", naked_fetch, list_20, 1000);
	store_close(store);
	snprintf(command, sizeof command, "rm -r %s", dir);
	return system(command) != 0;
}
