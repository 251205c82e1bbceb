/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The clerk: finishes what a request began. Three lanes (sign, stamp, mail),
 * each with one lock, each repeatable at any point. `clerk` works once through
 * what is due and ends (cron each minute is the guarantee); `clerk --resident`
 * stays and is woken by var/wake. Parses no PDF, no CMS, speaks no SMTP. */
#include "core/account.h"
#include "core/ledger.h"
#include "office/alarm.h"
#include "office/mailing.h"
#include "core/outbox.h"
#include "office/proof.h"
#include "office/reminding.h"
#include "office/renewal.h"
#include "core/secret.h"
#include "office/signing.h"
#include "office/sweep.h"
#include "core/visit.h"
#include "office/witness.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/str.h"
#include "port/view.h"
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define BATCH 50
#define IDLE (20 * 1000)     /* ms between two looks without a wake */
#define FIRST (2 * 1000)     /* ms: the pause after a first failure */
#define TROUBLE (300 * 1000) /* ms: the longest pause while something fails */
#define BUSY 200             /* ms before the mark that a busy lane is to see */

/* What a lane's run tells. */
enum { DID = 1, FAILED = 2 };

static volatile sig_atomic_t stopping;

static void on_stop(int sig)
{
	(void)sig;
	stopping = 1;
}

static void var_path(const struct conf *conf, const char *name, char out[4096])
{
	snprintf(out, 4096, "%s/%s", conf->var, name);
}

/* The mark that makes a resident lane look again. */
static void wake(const struct conf *conf)
{
	char path[4096];
	int fd;
	var_path(conf, "wake", path);
	if (file_open(AT_FDCWD, path, O_WRONLY | O_CREAT, 0600, &fd) == OK) {
		futimens(fd, NULL);
		close(fd);
	}
}

static unsigned run_signs(const struct conf *conf, enum signing_part part)
{
	struct arena *a = arena_new(0);
	struct outbox_sign *all;
	const char *after = NULL;
	size_t n = BATCH;
	int did;
	unsigned told = 0;
	bool away = false; /* the TSA is: do not ask it again for each document */
	while (!stopping && !away && n == BATCH &&
	       outbox_signs(conf, a, after, BATCH, &all, &n) == OK) {
		for (size_t i = 0; i < n && !stopping && !away; i++) {
			if (all[i].next > clock_now())
				continue;
			enum err e = signing_run(conf, all[i].id, part, &did);
			if (e == CONFLICT)
				e = OK; /* who holds the document, or signs, will wake us */
			if (e)
				log_line("sign.pending", "contract=%s error=%s", all[i].id, err_word(e));
			if (e && e != RETRY) /* this document rests, not the lane */
				e = outbox_sign_refused(conf, a, all[i].id);
			away = e == RETRY && part == SIGNING_FINAL;
			told |= (did ? DID : 0u) | (e ? FAILED : 0u);
		}
		if (n)
			after = arena_printf(a, "outbox/sign/%s", all[n - 1].id);
	}
	arena_free(a);
	return told;
}

static unsigned lane_sign(const struct conf *conf)
{
	return run_signs(conf, SIGNING_ACTS);
}

static unsigned lane_stamp(const struct conf *conf)
{
	unsigned told = run_signs(conf, SIGNING_FINAL);
	int did = 0;
	if (!stopping && !(told & FAILED) && (witness_run(conf) || renewal_all(conf, &did)))
		told |= FAILED;
	return told | (did ? DID : 0u);
}

static struct {
	int64_t due; /* when the next postponed letter may be tried; 0 = none waits */
	bool away;   /* the last letter that was tried could not be handed over */
} relay;

static void postponed(int64_t next)
{
	if (!relay.due || next < relay.due)
		relay.due = next;
}

/* One pass. True: the relay is back, so that the postponed need not wait. */
static bool send_mails(const struct conf *conf, bool all)
{
	struct arena *a = arena_new(0);
	struct outbox_mail *mails;
	const char *after = NULL;
	size_t n;
	bool more = true, waits, back = false;
	relay.due = 0;
	while (more && !stopping && outbox_mails(conf, a, after, BATCH, &mails, &n, &more) == OK) {
		for (size_t i = 0; i < n && !stopping; i++) {
			int64_t now = clock_now();
			after = mails[i].key;
			if (mails[i].notice.next > now && !all) {
				postponed(mails[i].notice.next);
				continue;
			}
			enum err e = mailing_run(conf, &mails[i], now, &waits);
			if (waits)
				continue;
			back |= !e && relay.away;
			relay.away = e == RETRY;
		}
	}
	arena_free(a);
	return back;
}

static unsigned lane_mail(const struct conf *conf)
{
	if (reminding_run(conf))
		log_line("clerk.look", "put off");
	if (send_mails(conf, false))
		(void)send_mails(conf, true);
	return 0; /* a letter makes no work for other lanes; each keeps its own pause */
}

/* ms until a postponed letter is due, IDLE at most. */
static int mail_pause(void)
{
	int64_t left = (relay.due - clock_now()) / (SECOND / 1000) + 1;
	if (!relay.due || left > IDLE)
		return IDLE;
	return left > 100 ? (int)left : 100;
}

static const struct lane {
	const char *name;
	unsigned (*run)(const struct conf *conf);
} lanes[] = { { "sign", lane_sign }, { "stamp", lane_stamp }, { "mail", lane_mail } };
#define LANES (sizeof lanes / sizeof *lanes)

/* One lane until the journal stands still. Busy: the other one sees our mark. */
static unsigned work(const struct conf *conf, const struct lane *l)
{
	char path[4096], name[40];
	int fd = -1;
	unsigned told = 0;
	uint64_t before, after;
	snprintf(name, sizeof name, "lane-%s.lock", l->name);
	var_path(conf, name, path);
	if (file_open(AT_FDCWD, path, O_RDWR | O_CREAT, 0600, &fd) || file_lock(fd, false, 0)) {
		if (fd >= 0)
			close(fd);
		poll(NULL, 0, BUSY);
		wake(conf);
		return 0;
	}
	do {
		before = ledger_seq(conf);
		told |= l->run(conf);
		after = ledger_seq(conf);
	} while (!stopping && after != before);
	close(fd);
	if (told & DID)
		wake(conf);
	return told;
}

/* The journal's copy is made when enough was written (store.h decides); old
 * sign-ins go. */
static void tidy(const struct conf *conf)
{
	struct store *s = ledger_store(conf);
	if (s && store_checkpoint(s, false))
		log_line("clerk.checkpoint", "why=%s", store_why(s));
	struct arena *a = arena_new(0);
	if (s && (visit_sweep(conf, a, SESSION_LIFE) || account_sweep(conf, a)))
		log_line("clerk.sweep", "why=%s", store_why(s));
	arena_free(a);
	if (s && alarm_run(conf))
		log_line("clerk.alarm", "why=%s", store_why(s));
	(void)proof_sweep(conf);
	int gone = 0;
	if (s && sweep_run(conf, &gone))
		log_line("clerk.sweep", "files=failed");
	if (gone)
		log_line("clerk.sweep", "files=%d", gone);
}

/* Looks when woken, and from time to time; while something fails, the looks
 * without a wake come at growing distances. */
static void resident_lane(const struct conf *conf, const struct lane *l, pid_t parent)
{
	char path[4096], events[4096];
	int pause = 0;
	bool mails = l == &lanes[LANES - 1];
	var_path(conf, "wake", path);
	wake(conf);
	int in = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	if (in < 0 || inotify_add_watch(in, path, IN_ATTRIB | IN_MODIFY | IN_CLOSE_WRITE) < 0)
		log_die("clerk.inotify", "errno=%d", errno);
	var_path(conf, "pull", path); /* answers of ctl sign-pull */
	if (conf->signing == CONF_SIGNING_PULL && inotify_add_watch(in, path, IN_MOVED_TO) < 0)
		log_line("clerk.inotify", "%s errno=%d", path, errno);
	while (!stopping && getppid() == parent) {
		while (read(in, events, sizeof events) > 0)
			continue;
		bool failed = work(conf, l) & FAILED;
		pause = !failed ? 0 : !pause ? FIRST : pause < TROUBLE / 2 ? pause * 2 : TROUBLE;
		if (mails)
			tidy(conf);
		struct pollfd p = { .fd = in, .events = POLLIN };
		if (!stopping)
			poll(&p, 1, failed ? pause : mails ? mail_pause() : IDLE);
	}
}

static pid_t start_lane(const struct conf *conf, const struct lane *l)
{
	pid_t parent = getpid(), pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		resident_lane(conf, l, parent);
		_exit(0);
	}
	return pid;
}

static int resident(const struct conf *conf)
{
	char path[4096];
	int fd = -1;
	pid_t pids[LANES];
	var_path(conf, "clerk.lock", path);
	if (file_open(AT_FDCWD, path, O_RDWR | O_CREAT, 0600, &fd) || file_lock(fd, false, 0)) {
		log_line("clerk.busy", "another resident clerk holds %s", path);
		return 75; /* EX_TEMPFAIL */
	}
	for (size_t i = 0; i < LANES; i++)
		pids[i] = start_lane(conf, &lanes[i]);
	while (!stopping) {
		int status;
		pid_t ended = waitpid(-1, &status, 0);
		for (size_t i = 0; i < LANES && !stopping; i++)
			if (ended > 0 && pids[i] == ended) {
				log_line("clerk.lane", "lane=%s ended status=%d", lanes[i].name, status);
				sleep(1);
				pids[i] = start_lane(conf, &lanes[i]);
			}
	}
	for (size_t i = 0; i < LANES; i++)
		kill(pids[i], SIGTERM);
	while (waitpid(-1, NULL, 0) > 0)
		continue;
	return 0;
}

int main(int argc, char **argv)
{
	log_open("clerk");
	const struct conf *conf = conf_site();
	struct sigaction sa = { .sa_handler = on_stop };
	sigaction(SIGTERM, &sa, NULL);
	sigaction(SIGINT, &sa, NULL);
	signal(SIGPIPE, SIG_IGN);
	umask(077);
	if (argc > 2 || (argc == 2 && !str_eq(argv[1], "--resident"))) {
		dprintf(2, "usage: clerk [--resident]\n");
		return 64;
	}
	if (secret_open(conf))
		log_die("clerk.secret", "file=%s", conf->secret);
	view_open(conf->xsl);
	if (argc == 2)
		return resident(conf);
	for (bool again = true; again && !stopping;) {
		again = false;
		for (size_t i = 0; i < LANES; i++)
			again |= (work(conf, &lanes[i]) & DID) != 0;
	}
	tidy(conf);
	return ledger_store(conf) ? 0 : 75;
}
