/* SPDX-License-Identifier: AGPL-3.0-or-later
 * port/jail: each act below runs in a child of its own, jailed, and must end
 * as stated. Without the jail every one of them would end with status 0. */
#include "port/jail.h"

#include "tap.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define DONE 0
#define SAID 3 /* the act saw exactly what it should see */

static struct jail quiet = { .memory = 256 * JAIL_MB, .cpu = 2, .output = 1 << 20, .fds = 4 };

/* --- acts: 0 = it could do it, SAID = refused in the stated way ------------------- */

static int open_by_name(void)
{
	int fd = open("/etc/passwd", O_RDONLY);
	return fd < 0 && errno == ENOENT ? SAID : DONE;
}

static int make_socket(void)
{
	return socket(AF_INET, SOCK_STREAM, 0) < 0 ? 9 : DONE;
}

static int make_child(void)
{
	pid_t p = fork();
	if (p == 0)
		_exit(0);
	return p < 0 ? 9 : DONE;
}

static int run_program(void)
{
	char *argv[] = { "true", NULL };
	execv("/bin/true", argv);
	return 9;
}

static int trace_parent(void)
{
	return (int)syscall(SYS_ptrace, 16, getppid(), 0, 0) < 0 ? 9 : DONE;
}

static int kill_parent(void)
{
	kill(getppid(), 0);
	return DONE;
}

static int code_from_data(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return mprotect(p, 4096, PROT_READ | PROT_EXEC) ? SAID : DONE;
}

static int much_memory(void)
{
	for (int i = 0; i < 40; i++)
		if (!malloc(10 << 20))
			return SAID;
	return DONE;
}

static int much_output(void)
{
	static char block[1 << 16];
	for (int i = 0; i < 40; i++)
		if (write(3, block, sizeof block) < 0)
			return errno == EFBIG ? SAID : 9;
	return DONE;
}

static int other_descriptors(void)
{
	return fcntl(10, F_GETFD) < 0 && fcntl(3, F_GETFD) >= 0 ? SAID : DONE;
}

static int endless(void)
{
	for (volatile unsigned i = 1; i; i |= 1)
		;
	return DONE;
}

static int waits(void)
{
	struct timespec t = { 20, 0 };
	nanosleep(&t, NULL);
	return DONE;
}

static int gives_up(void)
{
	abort();
}

static int read_by_number(void)
{
	char c = 0;
	int fd = open("/dev/fd/3", O_RDONLY), other = open("/dev/fd/10", O_RDONLY);
	bool named = open("/etc/passwd", O_RDONLY) < 0 && errno == ENOENT;
	return fd > 3 && read(fd, &c, 1) == 1 && c == 'x' && other < 0 && named ? SAID : DONE;
}

static int raw_socket(void)
{
	return socket(AF_PACKET, SOCK_RAW, 0) < 0 ? 9 : DONE;
}

static int tcp_and_files(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0), file = open("/etc/hostname", O_RDONLY);
	return fd >= 0 && (file >= 0 || errno == ENOENT) ? SAID : DONE;
}

static int write_by_name(void)
{
	return open("/tmp/teiketsu-jail-test", O_WRONLY | O_CREAT, 0600) < 0 ? 9 : DONE;
}

/* --- running them -------------------------------------------------------------------- */

static int status_of(const struct jail *j, int (*act)(void), char *words, size_t size,
		     unsigned wall)
{
	int out[2];
	if (pipe(out))
		exit(99);
	pid_t p = fork();
	if (p == 0) {
		int file = memfd_create("t", 0);
		if (write(file, "x", 1) != 1 || dup2(out[1], 1) < 0 || dup2(file, 3) < 0 ||
		    dup2(file, 10) < 0)
			_exit(98);
		jail_limit(j);
		jail_last_words("late", 4, wall);
		jail_abort_words("full", 4);
		jail_lock(j);
		if (!jail_locked())
			_exit(97);
		_exit(act());
	}
	close(out[1]);
	ssize_t n = read(out[0], words, size - 1);
	words[n > 0 ? n : 0] = 0;
	close(out[0]);
	int status = -1;
	if (waitpid(p, &status, 0) != p)
		exit(99);
	return status;
}

static void killed(const char *what, const struct jail *j, int (*act)(void))
{
	char words[16];
	int s = status_of(j, act, words, sizeof words, 0);
	ok(WIFSIGNALED(s) && WTERMSIG(s) == SIGSYS, "%s: killed by the filter (status %x)", what,
	   s);
}

static void told(const char *what, const struct jail *j, int (*act)(void))
{
	char words[16];
	int s = status_of(j, act, words, sizeof words, 0);
	ok(WIFEXITED(s) && WEXITSTATUS(s) == SAID, "%s (status %x)", what, s);
}

static void last_words(const char *what, int (*act)(void), const char *want, unsigned wall)
{
	char words[16];
	struct jail j = quiet;
	j.cpu = 1;
	int s = status_of(&j, act, words, sizeof words, wall);
	ok(WIFEXITED(s) && WEXITSTATUS(s) == 0 && !strcmp(words, want), "%s: says '%s' and ends",
	   what, words);
}

int main(void)
{
	struct jail named = quiet, network = quiet;
	named.fd_names = true;
	network.network = true;
	told("opening by name answers ENOENT", &quiet, open_by_name);
	killed("a socket", &quiet, make_socket);
	killed("a child", &quiet, make_child);
	killed("another program", &quiet, run_program);
	killed("tracing", &quiet, trace_parent);
	killed("signals to others", &quiet, kill_parent);
	told("no code from data", &quiet, code_from_data);
	told("memory ends", &quiet, much_memory);
	told("output ends with EFBIG, not with a signal", &quiet, much_output);
	told("only the named descriptors stay", &quiet, other_descriptors);
	told("/dev/fd/N is a duplicate, other names are nothing", &named, read_by_number);
	killed("network: a packet socket", &network, raw_socket);
	killed("network: a child", &network, make_child);
	killed("network: another program", &network, run_program);
	killed("network: a file for writing", &network, write_by_name);
	told("network: TCP and reading files", &network, tcp_and_files);
	last_words("endless work", endless, "late", 0);
	last_words("endless waiting", waits, "late", 1);
	last_words("abort", gives_up, "full", 0);
	return done();
}
