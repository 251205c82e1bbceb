/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows processes and limits of Linux; nothing of signing. */
#include "sign/startup.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void descriptors(void)
{
	/* An answer or a log line must never land in a file opened later. */
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) != fd)
			_exit(71);
	if (syscall(SYS_close_range, 4, ~0U, 0)) /* kernels before 5.9 */
		for (int fd = 4; fd < 65536; fd++)
			close(fd);
}

static bool binary(struct startup *s)
{
	struct stat st;
	ssize_t n = readlink("/proc/self/exe", s->binary, sizeof s->binary - 1);
	if (n <= 0 || n >= (ssize_t)sizeof s->binary - 1)
		return false;
	s->binary[n] = 0;
	if (stat("/proc/self/exe", &st))
		return false;
	s->owner = st.st_uid;
	s->setuid = st.st_mode & S_ISUID;
	return true;
}

/* Raises each soft limit to its hard one; a hard limit that could break a log
 * record or a hash in the middle is a reason to refuse. */
static bool limits(void)
{
	static const struct {
		int what;
		rlim_t least;
	} need[] = { { RLIMIT_FSIZE, (rlim_t)1 << 32 }, { RLIMIT_CPU, STARTUP_DEADLINE },
		     { RLIMIT_AS, (rlim_t)128 << 20 },  { RLIMIT_DATA, (rlim_t)64 << 20 },
		     { RLIMIT_STACK, (rlim_t)1 << 20 }, { RLIMIT_NOFILE, 32 } };
	struct rlimit none = { 0, 0 };
	bool good = !setrlimit(RLIMIT_CORE, &none);
	for (size_t i = 0; i < sizeof need / sizeof *need; i++) {
		struct rlimit r;
		if (getrlimit(need[i].what, &r) || r.rlim_max < need[i].least) {
			good = false;
			continue;
		}
		if (need[i].what == RLIMIT_STACK)
			continue;
		r.rlim_cur = r.rlim_max;
		good = !setrlimit(need[i].what, &r) && good;
	}
	return good;
}

static void signals(void)
{
	struct itimerval no = { { 0, 0 }, { 0, 0 } };
	sigset_t none;
	for (int i = 1; i < NSIG; i++)
		signal(i, SIG_DFL); /* refused for SIGKILL and SIGSTOP, which is right */
	signal(SIGXFSZ, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	setitimer(ITIMER_REAL, &no, NULL);
	setitimer(ITIMER_VIRTUAL, &no, NULL);
	setitimer(ITIMER_PROF, &no, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static void wait_for(pid_t child)
{
	int status;
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			_exit(71);
	_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 70);
}

const char *startup_begin(struct startup *s)
{
	*s = (struct startup){ .ruid = getuid(), .euid = geteuid() };
	descriptors();
	clearenv();
	gid_t g = getegid();
	if (setresgid(g, g, g) || setresuid(s->euid, s->euid, s->euid))
		_exit(71);
	prctl(PR_SET_DUMPABLE, 0);
	prctl(PR_SET_PDEATHSIG, 0);
	signals();
	umask(077);
	s->no_new_privs = prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1;
	bool known = binary(s), wide = limits();
	pid_t child = fork();
	if (child > 0)
		wait_for(child);
	if (child == 0)
		setsid(); /* no terminal and no process group of the caller reaches it */
	alarm(STARTUP_DEADLINE);
	return child < 0 ? "fork" : !wide ? "limits" : !known ? "binary" : NULL;
}

static bool safe(const char *path, uid_t owner)
{
	struct stat st;
	if (lstat(path, &st) || S_ISLNK(st.st_mode))
		return false;
	if (st.st_uid != 0 && st.st_uid != owner)
		return false;
	return !(st.st_mode & (S_IWGRP | S_IWOTH)) ||
	       (S_ISDIR(st.st_mode) && st.st_uid == 0 && (st.st_mode & S_ISVTX));
}

bool startup_safe_path(const char *path, uid_t owner)
{
	char part[PATH_MAX];
	size_t n = strlen(path);
	if (path[0] != '/' || n >= sizeof part || strstr(path, "/../") || strstr(path, "/./"))
		return false;
	memcpy(part, path, n + 1);
	if (!safe("/", owner))
		return false;
	for (size_t i = 1; i <= n; i++)
		if (part[i] == '/' || !part[i]) {
			char was = part[i];
			part[i] = 0;
			if (!safe(part, owner))
				return false;
			part[i] = was;
		}
	return true;
}
