/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * bounce: a mail that came to our return address, on standard input, from
 * .forward, a pipe or an alias, as the web user. The mark in that address
 * (office/verp) says whose letter came back; it is looked for in the argument
 * and in the mail's own header. A child without rights reads the mail; this
 * process checks the mark and records it. 0: done, also when the mail is none
 * of ours. 75 (EX_TEMPFAIL): the records could not be written; deliver it again. */
#include "core/secret.h"
#include "office/bounce.h"
#include "office/dsn.h"
#include "office/wake.h"

#include "base/log.h"
#include "base/msg.h"
#include "base/str.h"
#include "port/jail.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAIL_MAX ((size_t)256 << 10) /* what is read of it; the rest is let through */
#define MAIL_END ((size_t)64 << 20)
#define WAIT (INT64_C(60) * 1000000000)
#define AGAIN 75

/* The child: from now on nothing but descriptors 0 and 1. */
static int parse(int answer)
{
	static const struct jail jail = { .memory = 64 * JAIL_MB, .cpu = 10, .output = 1 << 20,
					  .fds = 3 };
	static unsigned char mail[MAIL_MAX], rest[65536];
	static struct dsn d;
	struct msg m;
	size_t n = 0;
	ssize_t got = 1;
	dup2(answer, 1);
	jail_enter(&jail);
	while (n < sizeof mail && (got = read(0, mail + n, sizeof mail - n)) > 0)
		n += (size_t)got;
	/* whoever closes the pipe early makes the mail server try again for days */
	for (size_t all = n; got > 0 && all < MAIL_END; all += got > 0 ? (size_t)got : 0)
		got = read(0, rest, sizeof rest);
	dsn_read((struct bytes){ mail, n }, &d);
	msg_init(&m, 16384);
	msg_puti(&m, "failed", d.failed);
	msg_puts(&m, "why", d.why);
	msg_puts(&m, "status", d.status);
	for (int i = 0; i < d.n; i++)
		msg_puts(&m, "name", d.names[i]);
	return msg_write(1, &m) ? 70 : 0;
}

static enum err ask(struct msg *m)
{
	int fds[2], status;
	if (pipe(fds))
		return RETRY;
	pid_t child = fork();
	if (child == 0)
		_exit(parse(fds[1]));
	close(fds[1]);
	enum err e = child > 0 ? msg_read(fds[0], m, WAIT) : RETRY;
	close(fds[0]);
	if (child > 0 && e == RETRY)
		kill(child, SIGKILL);
	while (child > 0 && waitpid(child, &status, 0) < 0)
		continue;
	return e;
}

/* One of the five words, whatever the child says. */
static const char *known(const char *why)
{
	static const char *const words[] = { "unknown", "full", "size", "away" };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq(why, words[i]))
			return words[i];
	return "refused";
}

static enum err find(const struct msg *m, const char *argument, struct verp *v)
{
	struct bytes key, value;
	char text[DSN_NAME + 1];
	enum err e = argument ? verp_find(argument, v) : MISSING;
	for (size_t at = 0; e && msg_next(m, &at, &key, &value);) {
		if (key.n != 4 || memcmp(key.p, "name", 4) || value.n >= sizeof text)
			continue;
		memcpy(text, value.p, value.n);
		text[value.n] = 0;
		e = verp_find(text, v);
	}
	return e;
}

static int record(const struct conf *conf, const struct msg *m, const char *argument)
{
	struct verp v;
	int64_t failed = 0;
	char why[16] = "";
	bool told = !msg_geti(m, "failed", 0, 1, &failed) && !msg_text(m, "why", why, sizeof why);
	if (!told || !failed || find(m, argument, &v)) {
		log_line("bounce.ignored", "failed=%lld", (long long)failed);
		return 0;
	}
	enum err e = bounce_mark(conf, &v, known(why));
	log_line("bounce", "contract=%s slot=%lld why=%s kept=%s", v.contract, (long long)v.slot,
		 known(why), err_word(e));
	if (!e)
		wake_clerk(conf);
	return e == RETRY || e == BROKEN ? AGAIN : 0;
}

int main(int argc, char **argv)
{
	struct msg m;
	log_open("bounce");
	signal(SIGPIPE, SIG_IGN);
	umask(077);
	if (argc > 2) {
		dprintf(2, "usage: bounce [ADDRESS] < MAIL\n");
		return 64;
	}
	msg_init(&m, 16384);
	enum err e = ask(&m); /* before anything of ours is open */
	const struct conf *conf = conf_site();
	int code = e == RETRY ? AGAIN : 0;
	if (e)
		log_line("bounce.unread", "error=%s", err_word(e));
	else if (secret_open(conf))
		log_die("bounce.secret", "file=%s", conf->secret);
	else
		code = record(conf, &m, argc == 2 ? argv[1] : NULL);
	msg_clear(&m);
	return code;
}
