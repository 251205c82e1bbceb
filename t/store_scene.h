/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What the store's fault tests share: a small store that has seen some life, a
 * dozen things that can be done to it, and a dump to compare. Included after
 * fake_calls.h by one test program each. */
#ifndef STORE_SCENE_H
#define STORE_SCENE_H

#include "base/arena.h"
#include "base/file.h"
#include "store/store.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/wait.h>

static char scene_root[64];
static struct store_calls scene_calls;

static void scene_need(bool good, const char *what)
{
	if (good)
		return;
	printf("Bail out! %s (errno %d)\n", what, errno);
	exit(1);
}

static void scene_begin(void)
{
	/* Memory if there is some: nothing here depends on the disk's speed. */
	snprintf(scene_root, sizeof scene_root, "%s/teiketsu-store-XXXXXX",
		 access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm");
	scene_need(mkdtemp(scene_root) != NULL, "mkdtemp");
	scene_calls = fake_calls();
}

static void scene_remove(const char *path)
{
	char file[512];
	DIR *d = opendir(path);
	for (struct dirent *e; d && (e = readdir(d));) {
		snprintf(file, sizeof file, "%s/%s", path, e->d_name);
		if (e->d_name[0] != '.')
			unlink(file);
	}
	if (d)
		closedir(d);
	rmdir(path);
}

__attribute__((unused)) static void scene_copy(const char *from, const char *to)
{
	char file[512];
	scene_remove(to);
	scene_need(!mkdir(to, 0700), "mkdir");
	DIR *d = opendir(from);
	scene_need(d != NULL, "opendir");
	for (struct dirent *e; (e = readdir(d));) {
		static char bytes[1 << 20];
		if (e->d_name[0] == '.')
			continue;
		snprintf(file, sizeof file, "%s/%s", from, e->d_name);
		int in = open(file, O_RDONLY | O_CLOEXEC);
		snprintf(file, sizeof file, "%s/%s", to, e->d_name);
		int out = open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
		for (ssize_t n; (n = read(in, bytes, sizeof bytes)) > 0;)
			scene_need(syscall(SYS_write, out, bytes, n) == n, "copy");
		close(in);
		close(out);
	}
	closedir(d);
}

static enum err scene_open(const char *path, uint64_t segment, struct store **s_r)
{
	struct store_options opt = { .create = true, .segment = segment, .calls = &scene_calls,
				     .lock_wait = 2 * SECOND };
	return store_open(path, &opt, s_r);
}

static enum err scene_commit(struct store *s, enum err (*fill)(struct txn *))
{
	struct txn *t;
	enum err e = store_begin(s, STORE_WRITE, &t);
	if (e)
		return e;
	e = fill(t);
	if (e) {
		txn_abort(t);
		return e;
	}
	return txn_commit(t);
}

/* All records as text, with every listing read both ways. NULL on error. */
__attribute__((unused)) static char *scene_dump(struct store *s, struct arena *a, enum err *e_r)
{
	static const char *const dirs[] = { "", "contract/", "big/", "o/1/sent/", "o/1/todo/" };
	struct txn *t;
	char *out = arena_str(a, "");
	*e_r = store_begin(s, STORE_READ, &t);
	if (*e_r)
		return NULL;
	for (size_t d = 0; d < sizeof dirs / sizeof *dirs && !*e_r; d++) {
		struct store_item *v, *w;
		size_t n, m;
		uint64_t count;
		*e_r = txn_list(t, dirs[d], NULL, false, 1000, a, &v, &n);
		if (!*e_r)
			*e_r = txn_list(t, dirs[d], NULL, true, 1000, a, &w, &m);
		if (!*e_r)
			*e_r = txn_count(t, dirs[d], &count);
		if (!*e_r && (n != m || n != count))
			*e_r = CONFLICT;
		struct buf b;
		buf_init(&b, 64u << 20);
		for (size_t i = 0; i < n && !*e_r; i++) {
			if (strcmp(v[i].key, w[n - 1 - i].key))
				*e_r = CONFLICT;
			buf_printf(&b, "%s=%zu:%.16s\n", v[i].key, v[i].value.n,
				   (const char *)v[i].value.p);
		}
		if (!*e_r)
			out = arena_printf(a, "%s%s", out, buf_text(&b));
		buf_clear(&b);
	}
	txn_abort(t);
	return *e_r ? NULL : out;
}

/* ---- what can be done ---- */

__attribute__((unused)) static enum err fill_replace(struct txn *t)
{
	return txn_puts(t, "contract/003", "replaced");
}

__attribute__((unused)) static enum err fill_new(struct txn *t)
{
	return txn_puts(t, "contract/new", "new");
}

/* As an agreement: record, event, index keys, outbox; a chunk splits. */
__attribute__((unused)) static enum err fill_act(struct txn *t)
{
	char key[64];
	enum err e = txn_puts(t, "contract/001", "agreed, and a good deal longer than before");
	for (int i = 0; i < 40 && !e; i++) {
		snprintf(key, sizeof key, "big/%03d-between-the-old-names", i * 5);
		e = txn_puts(t, key, "between");
	}
	if (!e)
		e = txn_del(t, "o/1/todo/000001");
	if (!e)
		e = txn_puts(t, "o/1/sent/000001", "moved");
	return e;
}

__attribute__((unused)) static enum err fill_delete(struct txn *t)
{
	char key[64];
	enum err e = txn_del(t, "contract/002");
	for (int i = 0; i < 150 && !e; i++) {
		snprintf(key, sizeof key, "big/%03d-a-name-of-some-length", i);
		e = txn_del(t, key);
	}
	return e;
}

__attribute__((unused)) static enum err fill_large(struct txn *t)
{
	static char large[200000];
	memset(large, 'L', sizeof large);
	return txn_put(t, "contract/large", large, sizeof large);
}

__attribute__((unused)) static enum err fill_start(struct txn *t)
{
	char key[64];
	enum err e = OK;
	for (int i = 0; i < 8 && !e; i++) {
		snprintf(key, sizeof key, "contract/%03d", i);
		e = txn_puts(t, key, "first");
		snprintf(key, sizeof key, "o/1/todo/%06d", i);
		if (!e)
			e = txn_puts(t, key, "");
	}
	return e;
}

__attribute__((unused)) static enum err fill_big(struct txn *t)
{
	char key[64];
	enum err e = OK;
	for (int i = 0; i < 200 && !e; i++) {
		snprintf(key, sizeof key, "big/%03d-a-name-of-some-length", i);
		e = txn_puts(t, key, "many");
	}
	return e;
}

__attribute__((unused)) static enum err fill_last(struct txn *t)
{
	return txn_puts(t, "contract/000", "the last before trouble");
}

__attribute__((unused)) static enum err fill_tail(struct txn *t)
{
	return txn_puts(t, "contract/tail", "its writer died after the sync");
}

__attribute__((unused)) static enum err fill_after(struct txn *t)
{
	return txn_puts(t, "after", "wards");
}

/* root/base: a store with two checkpoints and some frames behind them. */
__attribute__((unused)) static void scene_make(void)
{
	char path[128];
	struct store *s = NULL;
	snprintf(path, sizeof path, "%s/base", scene_root);
	scene_need(!mkdir(path, 0700) && !scene_open(path, 8192, &s), "open");
	scene_need(!scene_commit(s, fill_start) && !store_checkpoint(s, true) &&
			   !scene_commit(s, fill_big) && !store_checkpoint(s, true) &&
			   !scene_commit(s, fill_last),
		   "fill");
	store_close(s);
}

#endif
