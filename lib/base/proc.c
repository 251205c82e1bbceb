/* SPDX-License-Identifier: AGPL-3.0-or-later
 * fork, exec, wait: the one place where a child is made for a job. */
#include "base/proc.h"

#include "base/clock.h"
#include "base/conf.h"
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* TEIKETSU_CONF goes on to our own programs; the signer drops it. */
static char conf_name[4200];
static char *const clean_env[] = { "PATH=/usr/bin:/bin", "LANG=C.UTF-8", "TZ=UTC", conf_name, NULL };

static void name_conf(void)
{
	const char *path = conf_named();
	snprintf(conf_name, sizeof conf_name, "TEIKETSU_CONF%s%s", path ? "=" : "", path ? path : "");
}

static void exec_child(const struct proc *p, int in, int out)
{
	/* Two steps so that no wanted descriptor is overwritten before it moved. */
	int moved[PROC_FDS + 2], n = 0;
	moved[n++] = fcntl(in, F_DUPFD, 64);
	moved[n++] = fcntl(out, F_DUPFD, 64);
	for (int i = 0; i < PROC_FDS && p->fd[i] >= 0; i++)
		moved[n++] = fcntl(p->fd[i], F_DUPFD, 64);
	for (int i = 0; i < n; i++)
		if (moved[i] < 0 || dup2(moved[i], i < 2 ? i : i + 1) < 0)
			_exit(71);
	if (syscall(SYS_close_range, n + 1, ~0U, 0)) /* kernels before 5.9 */
		for (int fd = n + 1; fd < 1024; fd++)
			close(fd);
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	name_conf();
	const char *argv[18] = { strrchr(p->path, '/') ? strrchr(p->path, '/') + 1 : p->path };
	for (int i = 0; p->args && p->args[i] && i < 16; i++)
		argv[i + 1] = p->args[i];
	execve(p->path, (char *const *)argv, clean_env);
	_exit(71);
}

/* Writes the request without blocking for ever on a child that does not read. */
static enum err feed(int fd, struct bytes b, int64_t until)
{
	fcntl(fd, F_SETFL, O_NONBLOCK);
	while (b.n) {
		int64_t left = until - clock_mono();
		struct pollfd pf = { .fd = fd, .events = POLLOUT };
		if (left <= 0 || poll(&pf, 1, (int)(left / 1000000) + 1) == 0)
			return RETRY;
		ssize_t put = write(fd, b.p, b.n);
		if (put < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (put < 0)
			return BROKEN; /* the child closed its end: its status tells why */
		b.p += put;
		b.n -= (size_t)put;
	}
	return OK;
}

/* Waits until the deadline, then kills. A setuid child cannot be killed: it
 * has its own deadline, and is left to init after a moment. */
static enum err reap(pid_t pid, int64_t until, int *status_r)
{
	struct timespec pause = { 0, 300000 };
	for (bool killed = false;;) {
		pid_t got = waitpid(pid, status_r, WNOHANG);
		if (got == pid)
			return killed ? RETRY : OK;
		if (got < 0 && errno != EINTR)
			return BROKEN;
		if (clock_mono() >= until) {
			if (killed)
				return RETRY;
			kill(pid, SIGKILL);
			killed = true;
			until = clock_mono() + SECOND;
		}
		nanosleep(&pause, NULL);
		if (pause.tv_nsec < 4000000)
			pause.tv_nsec *= 2;
	}
}

enum err proc_ask(const struct proc *p, const struct msg *ask, struct msg *answer, int *status_r)
{
	int in[2], out[2], status = -1;
	struct buf frame;
	if (ask->b.over)
		return INVALID;
	if (pipe2(in, O_CLOEXEC))
		return RETRY;
	if (pipe2(out, O_CLOEXEC)) {
		close(in[0]);
		close(in[1]);
		return RETRY;
	}
	int64_t until = clock_mono() + p->wait;
	pid_t pid = fork();
	if (pid == 0)
		exec_child(p, in[0], out[1]);
	close(in[0]);
	close(out[1]);
	if (pid < 0) {
		close(in[1]);
		close(out[0]);
		return RETRY;
	}
	void (*old)(int) = signal(SIGPIPE, SIG_IGN);
	buf_init(&frame, ask->b.n + 8);
	msg_frame(ask, &frame);
	enum err sent = feed(in[1], buf_bytes(&frame), until);
	close(in[1]);
	buf_wipe(&frame);
	enum err e = msg_read(out[0], answer, until - clock_mono());
	close(out[0]);
	enum err ended = reap(pid, e == RETRY || sent == RETRY ? 0 : until, &status);
	signal(SIGPIPE, old);
	if (status_r)
		*status_r = status;
	if (e == RETRY || sent == RETRY || ended == RETRY)
		return RETRY;
	if (ended || !WIFEXITED(status) || WEXITSTATUS(status)) {
		log_line("proc.failed", "program=%s status=%d", p->path, status);
		return BROKEN;
	}
	return e == MISSING ? INVALID : e;
}

enum err proc_detach(const char *path, const char *const *args)
{
	pid_t pid = fork();
	if (pid < 0)
		return RETRY;
	if (pid == 0) {
		setsid();
		pid_t second = fork();
		if (second)
			_exit(second < 0 ? 71 : 0);
		int null = open("/dev/null", O_RDWR | O_CLOEXEC);
		struct proc p = { .path = path, .args = args, .fd = { -1 } };
		if (null >= 0)
			exec_child(&p, null, null);
		_exit(71);
	}
	int status;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return BROKEN;
	return WIFEXITED(status) && !WEXITSTATUS(status) ? OK : RETRY;
}
