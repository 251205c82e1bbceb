/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Knows libseccomp and setrlimit. The lists are what the libraries were seen to
 * call plus what glibc may call on its own when memory or time get short; a
 * call that is missing here shows itself as SIGSYS in the tests. */
#include "port/jail.h"

#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

struct words {
	const char *p;
	size_t n;
};

static bool locked;
static struct words late_words, abort_words;

static void limit(int what, rlim_t soft, rlim_t hard)
{
	struct rlimit now, want = { soft, hard };
	if (getrlimit(what, &now))
		log_die("jail", "getrlimit=%d errno=%d", what, errno);
	if (now.rlim_max < want.rlim_max)
		want.rlim_max = now.rlim_max;
	if (want.rlim_cur > want.rlim_max)
		want.rlim_cur = want.rlim_max;
	if (setrlimit(what, &want))
		log_die("jail", "setrlimit=%d errno=%d", what, errno);
}

static void close_from(int first)
{
	if (syscall(SYS_close_range, first, ~0U, 0) == 0)
		return;
	for (int fd = first; fd < 4096; fd++) /* kernels before 5.9 */
		close(fd);
}

/* Only system calls: the heap may be half changed or exhausted. */
static void say_and_end(int sig)
{
	const struct words *w = sig == SIGABRT ? &abort_words : &late_words;
	const char *p = w->p;
	for (size_t n = w->n; n;) {
		ssize_t put = write(1, p, n);
		if (put <= 0)
			break;
		p += put;
		n -= (size_t)put;
	}
	_exit(w->n ? 0 : 70);
}

/* Before the filter, which lets nobody set a handler. */
static void catch_the_end(void)
{
	static const int signals[] = { SIGALRM, SIGXCPU, SIGABRT };
	struct sigaction sa = { .sa_handler = say_and_end };
	sigfillset(&sa.sa_mask);
	for (size_t i = 0; i < 3; i++)
		sigaction(signals[i], &sa, NULL);
}

static void say_later(struct words *w, const void *frame, size_t n)
{
	sigset_t all, old;
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &old);
	w->p = frame;
	w->n = n;
	sigprocmask(SIG_SETMASK, &old, NULL);
}

void jail_last_words(const void *frame, size_t n, unsigned wall)
{
	say_later(&late_words, frame, n);
	if (wall)
		alarm(wall);
}

void jail_abort_words(const void *frame, size_t n)
{
	say_later(&abort_words, frame, n);
}

void jail_limit(const struct jail *j)
{
	close_from(j->fds);
	if (prctl(PR_SET_DUMPABLE, 0))
		log_die("jail", "dumpable errno=%d", errno);
	/* The helper's parent may be gone at the deadline: nobody else would end us. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGXFSZ, SIG_IGN);
	catch_the_end();
	if (j->network)
		signal(SIGPIPE, SIG_IGN);
	limit(RLIMIT_CORE, 0, 0);
	limit(RLIMIT_AS, j->memory, j->memory);
	limit(RLIMIT_CPU, (rlim_t)j->cpu, (rlim_t)j->cpu + 1);
	limit(RLIMIT_FSIZE, (rlim_t)j->output, (rlim_t)j->output);
	limit(RLIMIT_NOFILE, j->network ? 64 : 16, j->network ? 64 : 16);
	if (!j->network && !j->fonts) /* counted per user, so only "none at all" makes sense */
		limit(RLIMIT_NPROC, 0, 0);
}

/* --- opening by name without opening --------------------------------------- */

/* "/dev/fd/N" with one digit, else -1. */
static int named_fd(const char *path)
{
	if (strncmp(path, "/dev/fd/", 8) || path[8] < '3' || path[8] > '9' || path[9])
		return -1;
	return path[8] - '0';
}

/* The answer a trapped open(at) gets: a descriptor or -errno. */
static long answer_open(const char *path)
{
	int saved = errno, fd = named_fd(path);
	long r = fd < 0 ? -1 : dup(fd);
	if (r >= 0)
		lseek((int)r, 0, SEEK_SET);
	errno = saved;
	return r < 0 ? -ENOENT : r;
}

#if defined(__x86_64__)
static void trapped(int sig, siginfo_t *si, void *ctx)
{
	greg_t *r = ((ucontext_t *)ctx)->uc_mcontext.gregs;
	(void)sig;
	bool at = si->si_syscall == SYS_openat;
	r[REG_RAX] = answer_open((const char *)r[at ? REG_RSI : REG_RDI]);
}
#elif defined(__aarch64__)
static void trapped(int sig, siginfo_t *si, void *ctx)
{
	(void)sig;
	(void)si;
	mcontext_t *m = &((ucontext_t *)ctx)->uc_mcontext;
	m->regs[0] = (unsigned long long)answer_open((const char *)m->regs[1]);
}
#else
#error "jail: say how a trapped open gets its answer on this machine"
#endif

/* --- the filter -------------------------------------------------------------- */

static const int everybody[] = {
	SCMP_SYS(read),
	SCMP_SYS(write),
	SCMP_SYS(readv),
	SCMP_SYS(writev),
	SCMP_SYS(pread64),
	SCMP_SYS(pwrite64),
	SCMP_SYS(lseek),
	SCMP_SYS(fstat),
	SCMP_SYS(newfstatat),
	SCMP_SYS(close),
	SCMP_SYS(ftruncate),
	SCMP_SYS(dup),
	SCMP_SYS(munmap),
	SCMP_SYS(mremap),
	SCMP_SYS(brk),
	SCMP_SYS(madvise),
	SCMP_SYS(exit),
	SCMP_SYS(exit_group),
	SCMP_SYS(rt_sigreturn),
	SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(futex),
	SCMP_SYS(clock_gettime),
	SCMP_SYS(gettimeofday),
	SCMP_SYS(time),
	SCMP_SYS(getrandom),
	SCMP_SYS(sysinfo),
	SCMP_SYS(getpid),
	SCMP_SYS(gettid),
	SCMP_SYS(getrusage),
	SCMP_SYS(sched_yield),
	SCMP_SYS(sched_getaffinity),
	SCMP_SYS(alarm),
	SCMP_SYS(setitimer),
	SCMP_SYS(restart_syscall),
	SCMP_SYS(nanosleep),
	SCMP_SYS(clock_nanosleep),
	SCMP_SYS(poll),
	SCMP_SYS(ppoll),
};

static const int networking[] = {
	SCMP_SYS(connect),	   SCMP_SYS(bind),	   SCMP_SYS(shutdown),
	SCMP_SYS(sendto),	   SCMP_SYS(recvfrom),	   SCMP_SYS(sendmsg),
	SCMP_SYS(sendmmsg),	   SCMP_SYS(recvmsg),	   SCMP_SYS(getsockopt),
	SCMP_SYS(setsockopt),	   SCMP_SYS(getsockname),  SCMP_SYS(getpeername),
	SCMP_SYS(select),	   SCMP_SYS(pselect6),	   SCMP_SYS(epoll_create1),
	SCMP_SYS(epoll_ctl),	   SCMP_SYS(epoll_wait),   SCMP_SYS(epoll_pwait),
	SCMP_SYS(eventfd2),	   SCMP_SYS(pipe2),	   SCMP_SYS(fcntl),
	SCMP_SYS(uname),	   SCMP_SYS(getuid),	   SCMP_SYS(geteuid),
	SCMP_SYS(getgid),	   SCMP_SYS(getegid),	   SCMP_SYS(stat),
	SCMP_SYS(lstat),	   SCMP_SYS(access),	   SCMP_SYS(readlink),
	SCMP_SYS(getdents64),	   SCMP_SYS(rt_sigaction), SCMP_SYS(sigaltstack),
	SCMP_SYS(statx),	   SCMP_SYS(getcwd),
};

/* Asked for by libraries that go on without. */
static const struct refusal {
	int call, answer;
} refused[] = {
	{ SCMP_SYS(ioctl), ENOTTY },	{ SCMP_SYS(prlimit64), EPERM },
	{ SCMP_SYS(clone3), ENOSYS },	{ SCMP_SYS(sigaltstack), EPERM },
	{ SCMP_SYS(access), ENOENT },	{ SCMP_SYS(faccessat), ENOENT },
	{ SCMP_SYS(readlink), ENOENT }, { SCMP_SYS(readlinkat), ENOENT },
	{ SCMP_SYS(stat), ENOENT },	{ SCMP_SYS(lstat), ENOENT },
	{ SCMP_SYS(statx), ENOSYS },	{ SCMP_SYS(rt_sigaction), EPERM },
	{ SCMP_SYS(prctl), EPERM },	{ SCMP_SYS(sched_setaffinity), EPERM },
};

#define ARG(n, op, a, b) ((struct scmp_arg_cmp){ n, op, a, b })

static void rule(scmp_filter_ctx f, uint32_t action, int call)
{
	int rc = seccomp_rule_add(f, action, call, 0);
	if (rc && rc != -EEXIST && rc != -EDOM) /* EDOM: not a call of this machine */
		log_die("jail", "rule=%d error=%d", call, -rc);
}

static void rule1(scmp_filter_ctx f, uint32_t action, int call, struct scmp_arg_cmp when)
{
	int rc = seccomp_rule_add(f, action, call, 1, when);
	if (rc && rc != -EEXIST && rc != -EDOM)
		log_die("jail", "rule=%d error=%d", call, -rc);
}

static void memory_rules(scmp_filter_ctx f)
{
	const int calls[] = { SCMP_SYS(mmap), SCMP_SYS(mprotect) };
	for (size_t i = 0; i < 2; i++) {
		rule1(f, SCMP_ACT_ALLOW, calls[i], ARG(2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
		rule1(f, SCMP_ACT_ERRNO(EPERM), calls[i],
		      ARG(2, SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC));
	}
}

static void open_rules(scmp_filter_ctx f, const struct jail *j)
{
	const unsigned writing = O_ACCMODE | O_CREAT | O_TRUNC;
	if (j->network) {
		rule1(f, SCMP_ACT_ALLOW, SCMP_SYS(openat), ARG(2, SCMP_CMP_MASKED_EQ, writing, 0));
		rule1(f, SCMP_ACT_ALLOW, SCMP_SYS(open), ARG(1, SCMP_CMP_MASKED_EQ, writing, 0));
		return;
	}
	uint32_t action = j->fd_names ? SCMP_ACT_TRAP : SCMP_ACT_ERRNO(ENOENT);
	rule(f, action, SCMP_SYS(openat));
	rule(f, action, SCMP_SYS(open));
	/* What stdio asks of a descriptor it was given. */
	rule1(f, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), ARG(1, SCMP_CMP_EQ, F_GETFL, 0));
	rule1(f, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), ARG(1, SCMP_CMP_EQ, F_GETFD, 0));
}

/* abort(3) raises its signal by this call. */
static void abort_rule(scmp_filter_ctx f)
{
	const struct scmp_arg_cmp own[] = { ARG(0, SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0),
					    ARG(2, SCMP_CMP_EQ, SIGABRT, 0) };
	int rc = seccomp_rule_add_array(f, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 2, own);
	if (rc)
		log_die("jail", "abort error=%d", -rc);
}

static void network_rules(scmp_filter_ctx f)
{
	const scmp_datum_t families[] = { AF_INET, AF_INET6, AF_UNIX, AF_NETLINK };
	for (size_t i = 0; i < sizeof networking / sizeof *networking; i++)
		rule(f, SCMP_ACT_ALLOW, networking[i]);
	for (size_t i = 0; i < 4; i++)
		rule1(f, SCMP_ACT_ALLOW, SCMP_SYS(socket), ARG(0, SCMP_CMP_EQ, families[i], 0));
	rule1(f, SCMP_ACT_ALLOW, SCMP_SYS(socketpair), ARG(0, SCMP_CMP_EQ, AF_UNIX, 0));
	const scmp_datum_t asks[] = { FIONREAD, FIONBIO, TCGETS };
	for (size_t i = 0; i < 3; i++)
		rule1(f, SCMP_ACT_ALLOW, SCMP_SYS(ioctl), ARG(1, SCMP_CMP_EQ, asks[i], 0));
}

static void thread_rules(scmp_filter_ctx f)
{
	rule1(f, SCMP_ACT_ALLOW, SCMP_SYS(clone),
	      ARG(0, SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD));
	rule(f, SCMP_ACT_ALLOW, SCMP_SYS(set_robust_list));
	rule(f, SCMP_ACT_ALLOW, SCMP_SYS(rseq));
}

static bool also_networking(int call)
{
	for (size_t i = 0; i < sizeof networking / sizeof *networking; i++)
		if (networking[i] == call)
			return true;
	return call == SCMP_SYS(ioctl);
}

void jail_lock(const struct jail *j)
{
	if (j->fd_names) {
		struct sigaction sa = { .sa_flags = SA_SIGINFO };
		sa.sa_sigaction = trapped;
		sigaction(SIGSYS, &sa, NULL);
	}
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_KILL_PROCESS);
	if (!f)
		log_die("jail", "init");
	for (size_t i = 0; i < sizeof everybody / sizeof *everybody; i++)
		rule(f, SCMP_ACT_ALLOW, everybody[i]);
	memory_rules(f);
	abort_rule(f);
	open_rules(f, j);
	if (j->network)
		network_rules(f);
	if (j->network || j->fonts)
		thread_rules(f);
	if (j->fonts)
		rule(f, SCMP_ACT_ALLOW, SCMP_SYS(access));
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		if (!(j->network && also_networking(refused[i].call)) &&
		    !(j->fonts && refused[i].call == SCMP_SYS(access)))
			rule(f, SCMP_ACT_ERRNO((uint32_t)refused[i].answer), refused[i].call);
	int rc = seccomp_load(f);
	if (rc)
		log_die("jail", "load error=%d", -rc);
	seccomp_release(f);
	locked = true;
}

void jail_enter(const struct jail *j)
{
	jail_limit(j);
	jail_lock(j);
}

bool jail_locked(void)
{
	return locked;
}
