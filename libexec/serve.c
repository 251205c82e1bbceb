/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * serve SOCKET WORKERS PROGRAM: keeps WORKERS processes of a page on one unix
 * socket (mode 0660), for web servers that do not manage processes themselves.
 * A worker that ends is replaced at once; one that died within a second after its
 * start is replaced with a pause that grows to 30 s, so that a broken
 * installation neither spins nor gives up. SIGTERM: no new workers, the present
 * ones finish their request; after 30 s they are killed. Knows no FastCGI: the
 * workers accept on descriptor 0. */
#include "base/clock.h"
#include "base/log.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WORKERS 64
#define BACKLOG 511
#define QUICK SECOND        /* younger than this = it died at once */
#define PAUSE_MAX (30 * SECOND)
#define DRAIN (30 * SECOND)

struct worker {
	pid_t pid;
	int64_t started, due; /* clock_mono; due: when it may be started again */
	int64_t pause;
};

static struct worker workers[WORKERS];
static int wanted;

static int listen_on(const char *path)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	struct stat st;
	if (strlen(path) >= sizeof a.sun_path)
		log_die("serve.socket", "path too long: %s", path);
	memcpy(a.sun_path, path, strlen(path) + 1);
	if (!lstat(path, &st) && (!S_ISSOCK(st.st_mode) || unlink(path)))
		log_die("serve.socket", "path=%s is in the way", path);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	mode_t old = umask(0117);
	if (fd < 0 || bind(fd, (struct sockaddr *)&a, sizeof a) || listen(fd, BACKLOG))
		log_die("serve.socket", "path=%s errno=%d", path, errno);
	umask(old);
	return fd;
}

static void start(struct worker *w, const char *program, int socket_fd)
{
	pid_t parent = getpid();
	w->started = clock_mono();
	w->pid = fork();
	if (w->pid > 0)
		return;
	if (w->pid < 0) {
		log_line("serve.fork", "errno=%d", errno);
		w->pid = 0;
		w->due = w->started + SECOND;
		return;
	}
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	prctl(PR_SET_PDEATHSIG, SIGTERM); /* never outlive a killed parent */
	if (getppid() != parent || dup2(socket_fd, 0) < 0)
		_exit(71);
	char *args[] = { (char *)program, NULL };
	execv(program, args);
	log_line("serve.exec", "program=%s errno=%d", program, errno);
	_exit(72);
}

static void reap(void)
{
	int status;
	pid_t pid;
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		for (int i = 0; i < wanted; i++) {
			struct worker *w = &workers[i];
			if (w->pid != pid)
				continue;
			int64_t now = clock_mono();
			bool quick = now - w->started < QUICK;
			w->pid = 0;
			w->pause = !quick ? 0 : w->pause ? w->pause * 2 : SECOND / 2;
			if (w->pause > PAUSE_MAX)
				w->pause = PAUSE_MAX;
			w->due = now + w->pause;
			if (quick || !WIFEXITED(status) || WEXITSTATUS(status))
				log_line("serve.ended", "worker=%d pid=%d status=%d pause_ms=%lld", i,
					 (int)pid, status, (long long)(w->pause / 1000000));
		}
}

/* The next signal, or none after `wait` ns. */
static int next_signal(const sigset_t *set, int64_t wait)
{
	struct timespec t = { wait / SECOND, wait % SECOND };
	int sig = sigtimedwait(set, NULL, &t);
	return sig < 0 ? 0 : sig;
}

static int send_all(int sig)
{
	int n = 0;
	for (int i = 0; i < wanted; i++)
		if (workers[i].pid) {
			kill(workers[i].pid, sig);
			n++;
		}
	return n;
}

static void drain(const sigset_t *set)
{
	int64_t end = clock_mono() + DRAIN;
	while (send_all(clock_mono() < end ? SIGTERM : SIGKILL)) {
		next_signal(set, SECOND / 5);
		reap();
	}
}

static void keep(const char *program, int socket_fd, const sigset_t *set)
{
	for (;;) {
		int64_t now = clock_mono(), wait = PAUSE_MAX;
		for (int i = 0; i < wanted; i++) {
			struct worker *w = &workers[i];
			if (!w->pid && w->due <= now)
				start(w, program, socket_fd);
			if (!w->pid && w->due - now < wait)
				wait = w->due > now ? w->due - now : 1;
		}
		int sig = next_signal(set, wait);
		reap();
		if (sig == SIGTERM || sig == SIGINT)
			return;
		if (sig == SIGHUP) /* new configuration: fresh workers, one by one */
			send_all(SIGTERM);
	}
}

int main(int argc, char **argv)
{
	int64_t n;
	sigset_t set;
	log_open("serve");
	if (argc != 4 || argv[3][0] != '/' || str_to_int(argv[2], 1, WORKERS, &n)) {
		fputs("usage: serve SOCKET WORKERS PROGRAM (an absolute path)\n", stderr);
		return 64;
	}
	wanted = (int)n;
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
	int fd = listen_on(argv[1]);
	keep(argv[3], fd, &set);
	unlink(argv[1]); /* the web server sees at once that nobody is here */
	close(fd);
	drain(&set);
	return 0;
}
