/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What store.h promises, asked of every backend in the same words. */
#include "store/calls.h"
#include "store/store.h"
#include "tap.h"

#include <unistd.h>

static int64_t the_time = 1000 * SECOND;

static int64_t fake_now(void)
{
	return the_time;
}

static struct arena *a;
static const char *backend;

#define says(what) "%s: " what, backend

static struct txn *begin(struct store *s, enum store_mode mode)
{
	struct txn *t = NULL;
	enum err e = store_begin(s, mode, &t);
	if (e) {
		printf("# %s: begin: %s %s\n", backend, err_word(e), store_why(s));
		exit(1);
	}
	return t;
}

static const char *value(struct txn *t, const char *key)
{
	struct bytes v;
	enum err e = txn_get(t, key, a, &v);
	return e ? err_word(e) : (const char *)v.p;
}

static void put(struct store *s, const char *key, const char *v)
{
	struct txn *t = begin(s, STORE_WRITE);
	is_int(txn_puts(t, key, v), OK, says("put %s"), key);
	is_int(txn_commit(t), OK, says("commit %s"), key);
}

/* The names of a listing, joined, with their values when asked. */
static const char *names(struct txn *t, const char *dir, const char *after, bool reverse,
			 size_t limit)
{
	struct store_item *v;
	size_t n;
	enum err e = txn_list(t, dir, after, reverse, limit, a, &v, &n);
	char *all = arena_str(a, e ? err_word(e) : "");
	for (size_t i = 0; !e && i < n; i++)
		all = arena_printf(a, "%s%s%s=%s", all, i ? " " : "", v[i].key,
				   (const char *)v[i].value.p);
	return all;
}

static void simple(struct store *s)
{
	struct txn *t = begin(s, STORE_READ);
	struct bytes v;
	is_int(txn_seq(t), 0, says("an empty store is at 0"));
	is_int(txn_get(t, "contract/1", a, &v), MISSING, says("nothing there"));
	is_str(names(t, "", NULL, false, 10), "", says("an empty listing is no error"));
	is_int(txn_puts(t, "x", "y"), DENIED, says("a reader cannot put"));
	is_int(txn_del(t, "x"), DENIED, says("nor delete"));
	txn_abort(t);
	put(s, "contract/1", "eins");
	t = begin(s, STORE_WRITE);
	is_int(txn_seq(t), 2, says("the next number"));
	is_str(value(t, "contract/1"), "eins", says("committed before"));
	is_int(txn_puts(t, "contract/1", "zwei"), OK, says("replace"));
	is_int(txn_puts(t, "contract/2", "neu"), OK, says("add"));
	is_str(value(t, "contract/1"), "zwei", says("reads its own change"));
	is_str(value(t, "contract/2"), "neu", says("and its own key"));
	is_int(txn_del(t, "contract/1"), OK, says("delete"));
	is_str(value(t, "contract/1"), "missing", says("and sees that"));
	txn_abort(t);
	t = begin(s, STORE_READ);
	is_str(value(t, "contract/1"), "eins", says("abort changed nothing"));
	is_str(value(t, "contract/2"), "missing", says("nor added"));
	is_int(txn_seq(t), 1, says("nor counted"));
	txn_abort(t);
	t = begin(s, STORE_WRITE);
	is_int(txn_commit(t), OK, says("an empty commit is OK"));
	is_int(store_seq(s), 1, says("and is no frame"));
	t = begin(s, STORE_WRITE);
	is_int(txn_del(t, "contract/1"), OK, says("delete"));
	is_int(txn_del(t, "never/there"), OK, says("delete what is not there"));
	is_int(txn_put(t, "empty", "", 0), OK, says("an empty value"));
	is_int(txn_commit(t), OK, says("commit"));
	t = begin(s, STORE_READ);
	is_str(value(t, "contract/1"), "missing", says("gone"));
	is_int(txn_get(t, "empty", a, &v), OK, says("the empty value is there"));
	is_int(v.n, 0, says("and empty"));
	txn_abort(t);
}

static void keys(struct store *s)
{
	char longest[STORE_KEY + 2];
	static const char *const bad[] = { "", "/a", "a/", "a b", "a\n", "a\x7f", "\x01", NULL };
	struct txn *t = begin(s, STORE_WRITE);
	struct bytes v;
	for (int i = 0; bad[i]; i++) {
		is_int(txn_puts(t, bad[i], "v"), INVALID, says("bad key %d put"), i);
		is_int(txn_get(t, bad[i], a, &v), INVALID, says("bad key %d get"), i);
	}
	memset(longest, 'k', sizeof longest);
	longest[STORE_KEY + 1] = '\0';
	is_int(txn_puts(t, longest, "v"), INVALID, says("241 bytes are too many"));
	longest[STORE_KEY] = '\0';
	is_int(txn_puts(t, longest, "v"), OK, says("240 bytes are a key"));
	is_int(txn_puts(t, "名/鈴木", "日本"), OK, says("UTF-8 is a key"));
	is_int(txn_commit(t), OK, says("commit"));
	t = begin(s, STORE_READ);
	is_str(value(t, longest), "v", says("longest key"));
	is_str(names(t, "名/", NULL, false, 3), "名/鈴木=日本", says("UTF-8 listing"));
	is_str(names(t, "名", NULL, false, 3), "invalid", says("a directory ends with /"));
	is_str(names(t, "名/", "other/x", false, 3), "invalid", says("after is of the directory"));
	is_str(names(t, "名/", NULL, false, 0), "invalid", says("limit 0"));
	txn_abort(t);
}

static void limits(struct store *s)
{
	unsigned char *big = arena_alloc(a, STORE_VALUE + 1);
	char key[32];
	struct bytes v;
	for (size_t i = 0; i <= STORE_VALUE; i++)
		big[i] = (unsigned char)(i * 7 + i / 251);
	struct txn *t = begin(s, STORE_WRITE);
	is_int(txn_put(t, "big/1", big, STORE_VALUE + 1), INVALID, says("1 MiB + 1"));
	is_int(txn_put(t, "big/1", big, STORE_VALUE), OK, says("1 MiB"));
	is_int(txn_commit(t), OK, says("commit 1 MiB"));
	t = begin(s, STORE_WRITE);
	is_int(txn_get(t, "big/1", a, &v), OK, says("get 1 MiB"));
	ok(v.n == STORE_VALUE && !memcmp(v.p, big, v.n), says("every byte"));
	int fit = 0;
	enum err e = OK;
	for (int i = 0; i < 20 && !e; i++, fit += !e) {
		snprintf(key, sizeof key, "fill/%02d", i);
		e = txn_put(t, key, big, STORE_VALUE);
	}
	is_int(e, INVALID, says("16 MiB are the limit"));
	is_int(fit, 15, says("15 values of 1 MiB fit"));
	is_int(txn_put(t, "fill/00", "", 0), OK, says("smaller again makes room"));
	is_int(txn_put(t, "fill/15", big, STORE_VALUE), OK, says("for another"));
	is_int(txn_commit(t), OK, says("a frame near 16 MiB"));
	t = begin(s, STORE_WRITE);
	is_int(txn_get(t, "fill/15", a, &v), OK, says("there"));
	ok(v.n == STORE_VALUE && !memcmp(v.p, big, v.n), says("every byte of it"));
	uint64_t n = 0;
	is_int(txn_count(t, "fill/", &n), OK, says("count"));
	is_int(n, 16, says("of 16"));
	for (int i = 0; i < 16; i++) {
		snprintf(key, sizeof key, "fill/%02d", i);
		is_int(txn_del(t, key), OK, says("delete %s"), key);
	}
	is_int(txn_commit(t), OK, says("all gone"));
}

static void listing(struct store *s)
{
	struct txn *t = begin(s, STORE_WRITE);
	is_int(txn_puts(t, "o/1/b", "B"), OK, says("put"));
	is_int(txn_puts(t, "o/1/d", "D"), OK, says("put"));
	is_int(txn_puts(t, "o/1/a/deep", "x"), OK, says("put deeper"));
	is_int(txn_puts(t, "o/1/f", "F"), OK, says("put"));
	is_int(txn_puts(t, "o/10/a", "x"), OK, says("put in a neighbour"));
	is_int(txn_commit(t), OK, says("commit"));
	t = begin(s, STORE_WRITE);
	is_str(names(t, "o/1/", NULL, false, 9), "o/1/b=B o/1/d=D o/1/f=F", says("in order"));
	is_str(names(t, "o/1/", NULL, true, 9), "o/1/f=F o/1/d=D o/1/b=B", says("in reverse"));
	is_str(names(t, "o/1/", NULL, false, 2), "o/1/b=B o/1/d=D", says("limited"));
	is_str(names(t, "o/1/", "o/1/b", false, 9), "o/1/d=D o/1/f=F", says("after b"));
	is_str(names(t, "o/1/", "o/1/c", false, 9), "o/1/d=D o/1/f=F", says("after nothing"));
	is_str(names(t, "o/1/", "o/1/d", true, 9), "o/1/b=B", says("before d"));
	is_str(names(t, "o/1/", "o/1/f", false, 9), "", says("after the last"));
	is_str(names(t, "o/1/", "o/1/A", true, 9), "", says("before the first"));
	is_str(names(t, "o/2/", NULL, false, 9), "", says("nothing there"));
	is_int(txn_puts(t, "o/1/a", "A"), OK, says("own: before"));
	is_int(txn_puts(t, "o/1/e", "E"), OK, says("own: between"));
	is_int(txn_puts(t, "o/1/d", "D2"), OK, says("own: replaced"));
	is_int(txn_del(t, "o/1/b"), OK, says("own: deleted"));
	is_int(txn_puts(t, "o/1/c/x", "x"), OK, says("own: deeper"));
	is_str(names(t, "o/1/", NULL, false, 9), "o/1/a=A o/1/d=D2 o/1/e=E o/1/f=F",
	       says("laid over"));
	is_str(names(t, "o/1/", NULL, true, 9), "o/1/f=F o/1/e=E o/1/d=D2 o/1/a=A",
	       says("in reverse"));
	is_str(names(t, "o/1/", "o/1/a", false, 2), "o/1/d=D2 o/1/e=E", says("paged"));
	is_str(names(t, "o/1/", "o/1/f", true, 2), "o/1/e=E o/1/d=D2", says("paged back"));
	uint64_t n = 0;
	is_int(txn_count(t, "o/1/", &n), OK, says("count"));
	is_int(n, 4, says("counts its own changes"));
	txn_abort(t);
}

/* A directory of thousands, filled in an order of its own, against a plain
 * table; then paged both ways, thinned out and emptied. */
#define MANY 3000

static void many_check(struct store *s, const unsigned char *there, const char *what)
{
	struct txn *t = begin(s, STORE_READ);
	struct store_item *v;
	size_t n, seen = 0, want = 0;
	uint64_t count = 0;
	char after[64];
	const char *from = NULL;
	bool good = true;
	for (int i = 0; i < MANY; i++)
		want += there[i];
	for (int next = 0; good; seen += n) {
		good = !txn_list(t, "many/", from, false, 170, a, &v, &n);
		for (size_t i = 0; good && i < n; i++) {
			char key[64];
			while (next < MANY && !there[next])
				next++;
			snprintf(key, sizeof key, "many/%06d-some-longer-name", next++);
			good = !strcmp(v[i].key, key) && !strcmp((const char *)v[i].value.p, key);
		}
		if (!n || !good)
			break;
		snprintf(after, sizeof after, "%s", v[n - 1].key);
		from = after;
	}
	ok(good && seen == want, says("%s: forward, %zu of %zu"), what, seen, want);
	seen = 0;
	from = NULL;
	for (int next = MANY - 1; good; seen += n) {
		good = !txn_list(t, "many/", from, true, 333, a, &v, &n);
		for (size_t i = 0; good && i < n; i++) {
			char key[64];
			while (next > 0 && !there[next])
				next--;
			snprintf(key, sizeof key, "many/%06d-some-longer-name", next--);
			good = !strcmp(v[i].key, key);
		}
		if (!n || !good)
			break;
		snprintf(after, sizeof after, "%s", v[n - 1].key);
		from = after;
	}
	ok(good && seen == want, says("%s: backward, %zu of %zu"), what, seen, want);
	is_int(txn_count(t, "many/", &count), OK, says("%s: count"), what);
	is_int(count, want, says("%s: counted"), what);
	txn_abort(t);
	arena_reset(a);
}

static void many_change(struct store *s, unsigned char *there, unsigned step, bool del, int of)
{
	struct txn *t = begin(s, STORE_WRITE);
	bool good = true;
	for (unsigned k = 0, i = 7; k < MANY && good; k++, i = (i + step) % MANY) {
		char key[64];
		if (k % 4 >= (unsigned)of)
			continue;
		snprintf(key, sizeof key, "many/%06u-some-longer-name", i);
		good = !(del ? txn_del(t, key) : txn_puts(t, key, key));
		there[i] = !del;
		if (good && k % 500 == 499) {
			good = !txn_commit(t);
			t = begin(s, STORE_WRITE);
		}
	}
	ok(good, says("%s every %d of 4"), del ? "deleted" : "put", of);
	is_int(txn_commit(t), OK, says("commit"));
}

static void many(struct store *s)
{
	static unsigned char there[MANY];
	memset(there, 0, sizeof there);
	many_change(s, there, 1, false, 1);
	many_check(s, there, "rising");
	many_change(s, there, 1787, false, 4);
	many_check(s, there, "scattered");
	many_change(s, there, 1259, true, 3);
	many_check(s, there, "thinned");
	many_change(s, there, 1, true, 3);
	many_check(s, there, "thinner");
	many_change(s, there, 611, false, 2);
	many_check(s, there, "filled again");
	many_change(s, there, MANY - 1, true, 4);
	many_check(s, there, "emptied");
	put(s, "many/000000-some-longer-name", "many/000000-some-longer-name");
	there[0] = 1;
	many_check(s, there, "one");
}

static void instants(struct store *s)
{
	struct store_head before, after;
	struct txn *t;
	is_int(store_head(s, &before), OK, says("head"));
	the_time += SECOND;
	t = begin(s, STORE_WRITE);
	is_int(txn_time(t), the_time, says("the clock's time"));
	the_time += SECOND;
	is_int(txn_time(t), the_time - SECOND, says("stays what it was"));
	is_int(txn_puts(t, "time", "1"), OK, says("put"));
	is_int(txn_commit(t), OK, says("commit"));
	is_int(store_head(s, &after), OK, says("head"));
	is_int(after.seq, before.seq + 1, says("the next number"));
	is_int(after.time, the_time - SECOND, says("its time"));
	ok(memcmp(before.chain, after.chain, 32), says("another chain"));
	the_time -= 2 * SECOND;
	t = begin(s, STORE_WRITE);
	is_int(txn_time(t), after.time + 1, says("a clock a little behind: just after"));
	txn_abort(t);
	the_time -= 2 * SECOND;
	is_int(store_begin(s, STORE_WRITE, &t), RETRY, says("a clock far behind"));
	is_str(store_why(s), "clock_behind", says("says so"));
	t = begin(s, STORE_READ);
	ok(txn_time(t) > after.time, says("but reading goes on"));
	txn_abort(t);
	the_time += 10 * SECOND;
}

static void misuse(struct store *s)
{
	struct txn *t = begin(s, STORE_READ), *u;
	is_int(store_begin(s, STORE_WRITE, &u), BROKEN, says("two at once"));
	is_str(store_why(s), "nested", says("says so"));
	txn_abort(t);
	txn_abort(NULL);
}

static void whole(const char *name, struct store *s)
{
	struct store_report r;
	struct txn *left;
	backend = name;
	a = arena_new(0);
	simple(s);
	keys(s);
	limits(s);
	listing(s);
	many(s);
	instants(s);
	misuse(s);
	is_int(store_check(s, &r), OK, says("check"));
	is_str(r.why, "", says("no trouble"));
	is_int(r.frames, store_seq(s), says("all frames"));
	ok(!store_read_only(s), says("writable"));
	left = begin(s, STORE_WRITE);
	is_int(txn_puts(left, "left", "open"), OK, says("put"));
	store_close(s);
	arena_free(a);
}

int main(void)
{
	char dir[] = "/tmp/teiketsu-210-XXXXXX", command[64];
	struct store *s;
	struct store_calls calls;
	whole("memory", store_open_memory(fake_now));
	calls = store_libc;
	calls.now = fake_now;
	the_time = 1000 * SECOND;
	struct store_options opt = { .calls = &calls };
	ok(mkdtemp(dir) != NULL, "a folder");
	is_int(store_open(dir, &opt, &s), MISSING, "no store there");
	opt.create = true;
	is_int(store_open(dir, &opt, &s), OK, "made");
	whole("disk", s);
	snprintf(command, sizeof command, "rm -r %s", dir);
	is_int(system(command), 0, "removed");
	return done();
}
