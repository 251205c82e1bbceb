/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Verb sign-pull: the second account's half of office/signer.h. Asks the same signer,
 * as itself, whatever lies in the folder, and leaves the answers there. Believes
 * nothing: the signer judges. */
#include "verbs/verbs.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/proc.h"
#include "base/str.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ASK_MAX ((size_t)64 << 10)
#define ANSWER_MAX ((size_t)1 << 20)
#define NAME 32
#define PAUSE 500000 /* us between two looks */

struct job {
	const struct settings *s;
	const char *folder;
	char sign[1100];
	bool watch;
	int dir;
};

static bool read_ask(int dir, const char *name, struct msg *q)
{
	struct buf b;
	int fd = -1;
	buf_init(&b, ASK_MAX);
	bool good = !file_open(dir, name, O_RDONLY | O_NONBLOCK, 0, &fd) && file_size(fd) > 0 &&
		    !file_read_fd(fd, &b) && !msg_parse(q, buf_bytes(&b));
	if (fd >= 0)
		close(fd);
	buf_clear(&b);
	return good;
}

/* name: 32 characters. True: answered. */
static bool answer(struct job *j, const char *name)
{
	char ask[NAME + 8], pdf[NAME + 8], told[NAME + 8];
	struct msg q, m;
	struct buf frame;
	int fd = -1;
	snprintf(ask, sizeof ask, "%s.ask", name);
	snprintf(pdf, sizeof pdf, "%s.pdf", name);
	snprintf(told, sizeof told, "%s.told", name);
	msg_init(&q, ASK_MAX);
	msg_init(&m, ANSWER_MAX);
	buf_init(&frame, ANSWER_MAX + 64);
	bool good = read_ask(j->dir, ask, &q);
	if (good && file_open(j->dir, pdf, O_RDONLY | O_NONBLOCK, 0, &fd))
		fd = -1; /* a reassign has no file */
	struct proc p = { .path = j->sign, .fd = { fd, -1 }, .wait = 25 * SECOND };
	if (good && proc_ask(&p, &q, &m, NULL)) {
		log_line("pull.signer", "name=%s no answer", name);
		good = false;
	}
	char error[20] = "";
	if (good && !msg_text(&m, "error", error, sizeof error) && str_eq(error, "retry"))
		good = false; /* busy, the day's cap, the clock: left for the next look */
	if (good) {
		msg_frame(&m, &frame);
		good = !file_replace(j->dir, told, frame.p, frame.n, 0644) && !fchmodat(j->dir, told, 0644, 0);
	}
	if (fd >= 0)
		close(fd);
	msg_clear(&q);
	msg_clear(&m);
	buf_clear(&frame);
	return good;
}

static void touch(struct job *j)
{
	int fd = -1;
	if (!file_open(j->dir, "seen", O_WRONLY | O_CREAT, 0644, &fd)) {
		(void)futimens(fd, NULL);
		close(fd);
	}
}

static int look(struct job *j)
{
	char name[NAME + 1];
	struct stat st;
	int done = 0;
	int fd = dup(j->dir);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	if (d)
		rewinddir(d);
	int64_t before = clock_now() - 7 * DAY;
	for (struct dirent *e; d && (e = readdir(d));) {
		size_t n = strlen(e->d_name);
		/* questions that were not asked again, answers nobody came for */
		if (n > NAME && !fstatat(j->dir, e->d_name, &st, AT_SYMLINK_NOFOLLOW) &&
		    (int64_t)st.st_mtim.tv_sec * SECOND < before) {
			unlinkat(j->dir, e->d_name, 0);
			continue;
		}
		if (n != NAME + 4 || strcmp(e->d_name + NAME, ".ask") ||
		    strspn(e->d_name, "0123456789abcdef") < NAME)
			continue;
		memcpy(name, e->d_name, NAME);
		name[NAME] = 0;
		char told[NAME + 8];
		snprintf(told, sizeof told, "%s.told", name);
		if (fstatat(j->dir, told, &st, AT_SYMLINK_NOFOLLOW) && answer(j, name))
			done++;
	}
	if (d)
		closedir(d);
	touch(j);
	return done;
}

static int run(void *arg)
{
	struct job *j = arg;
	if (file_open(AT_FDCWD, j->folder, O_RDONLY | O_DIRECTORY, 0, &j->dir))
		return ctl_fail("sign-pull: %s cannot be read: %s", j->folder, strerror(errno));
	int n = look(j);
	while (j->watch) {
		usleep(PAUSE);
		n += look(j);
	}
	close(j->dir);
	printf("%d answered\n", n);
	return EXIT_GOOD;
}

int ctl_sign_pull(struct ctl *c, int n, char **args)
{
	struct job j = { .s = &c->sign, .folder = c->sign.pull, .dir = -1 };
	if (n > 1 || (n == 1 && !str_eq(args[0], "--watch")))
		return EXIT_USAGE;
	j.watch = n == 1;
	if (!*j.folder)
		return ctl_fail("sign-pull: where? (%s: pull = FOLDER)", c->sign_path);
	ssize_t got = readlink("/proc/self/exe", j.sign, sizeof j.sign - 20);
	if (got <= 0)
		return ctl_fail("sign-pull: where the signer lies is not known");
	j.sign[got] = 0;
	snprintf(strrchr(j.sign, '/'), 20, "/sign");
	return ctl_as(&c->signer, run, &j);
}
