/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Verb check: one plain line per finding; 0 all well, 1 look at it soon, 2 act
 * now. A further part is one more row of the table at the end. */
#include "verbs/verbs.h"

#include "office/alarm.h"
#include "office/verp.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/proc.h"
#include "base/str.h"
#include "office/signer.h"
#include "port/http.h"
#include "sign/siglog.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

static int worst;

__attribute__((format(printf, 2, 3))) static void say(int level, const char *fmt, ...)
{
	static const char *const words[] = { "ok   ", "WARN ", "BAD  " };
	va_list ap;
	va_start(ap, fmt);
	fputs(words[level], stdout);
	vprintf(fmt, ap);
	putchar('\n');
	va_end(ap);
	if (level > worst)
		worst = level;
}

static int64_t number(const struct msg *m, const char *key)
{
	int64_t v = -1;
	return msg_geti(m, key, 0, INT64_MAX, &v) ? -1 : v;
}

static void judge_separation(struct ctl *c, const struct msg *m)
{
	char how[16];
	if (!msg_text(m, "separation", how, sizeof how) && str_eq(how, "none"))
		say(EXIT_WARNED, "signer: pages and signer are one user: no separation is possible, whoever "
				 "captures a page can read the key");
	else if (number(m, "setuid") == 1 && number(m, "euid") != number(m, "owner"))
		say(EXIT_BAD, "signer: its setuid bit has no effect%s",
		    number(m, "no_new_privs") == 1
			    ? ": a parent process set no_new_privs (NoNewPrivileges= in a unit file?)"
			    : ": is its file system mounted nosuid?");
	else if (number(m, "setuid") != 1)
		say(EXIT_BAD, "signer: %s is not setuid", c->site.signer);
	else
		say(EXIT_GOOD, "signer: user %" PRId64 ", called by user %" PRId64, number(m, "euid"),
		    number(m, "ruid"));
}

static void judge_signer(struct ctl *c, const struct msg *m)
{
	char error[16] = "", why[32] = "", name[SETTINGS_NAME + 1];
	judge_separation(c, m);
	if (!msg_text(m, "error", error, sizeof error) && !msg_text(m, "why", why, sizeof why))
		say(str_eq(error, "retry") ? EXIT_WARNED : EXIT_BAD, "signer: would refuse: %s (%s)", why,
		    error);
	if (!msg_text(m, "name", name, sizeof name) && !str_eq(name, c->site.signer_name))
		say(EXIT_BAD, "signer: its name '%s' is not signer_name of site.conf", name);
	if (number(m, "synchronised") == 0)
		say(EXIT_WARNED, "clock: the kernel says that it is not synchronised");
	int64_t end = number(m, "not_after"), left = (end - clock_now()) / DAY;
	if (end >= 0)
		say(left < 7 ? EXIT_BAD : left < 30 ? EXIT_WARNED : EXIT_GOOD,
		    "certificate: ends in %" PRId64 " days", left);
	int64_t cap = number(m, "cap"), used = number(m, "used");
	if (used >= 0)
		say(used >= cap ? EXIT_BAD : used * 10 > cap * 8 ? EXIT_WARNED : EXIT_GOOD,
		    "signer: %" PRId64 " of %" PRId64 " signatures of today are used", used, cap);
}

/* As the web user: exactly what a page would be answered. */
static int ask_signer(void *arg)
{
	struct ctl *c = arg;
	struct proc p = { .path = c->site.signer, .fd = { -1 }, .wait = 25 * SECOND };
	struct msg ask, answer;
	worst = EXIT_GOOD;
	msg_init(&ask, 16);
	msg_init(&answer, 65536);
	if (proc_ask(&p, &ask, &answer, NULL))
		say(EXIT_BAD, "signer: %s does not answer user %u", c->site.signer,
		    (unsigned)c->web.uid);
	else
		judge_signer(c, &answer);
	msg_clear(&answer);
	return worst;
}

/* The same question through the web server: an ancestor of the pages with
 * no_new_privs, a nosuid mount or CageFS shows only there (rules.md 2.5). */
static int ask_page(void *arg)
{
	struct ctl *c = arg;
	struct buf url, body;
	int status = 0;
	const char *why = "";
	worst = EXIT_GOOD;
	buf_init(&url, 400);
	buf_init(&body, 4096);
	buf_printf(&url, "%s/help/signer", c->site.base);
	struct http_ask ask = { .url = buf_text(&url), .wait_ms = 30000 };
	http_prepare();
	enum err e = http_run(&ask, &body, &status, &why);
	if (body.n && body.p[body.n - 1] == '\n')
		body.p[body.n - 1] = 0;
	if (e)
		say(EXIT_WARNED, "signer through a page: %s cannot be reached (%s)", ask.url, why);
	else if (status == 429)
		say(EXIT_WARNED, "signer through a page: asked too often; again in a minute");
	else if (status == 200)
		say(EXIT_GOOD, "signer through a page: it works there, too");
	else if (str_eq(buf_text(&body), "no_setuid"))
		say(EXIT_BAD, "signer through a page: its setuid bit has no effect there; an ancestor of"
			      " the pages set no_new_privs, or the file system is nosuid");
	else
		say(EXIT_BAD, "signer through a page: status %d, %s", status, buf_text(&body));
	buf_clear(&url);
	buf_clear(&body);
	return worst;
}

static int verify_log(void *arg)
{
	const struct settings *s = arg;
	int64_t seq;
	const char *why = "";
	worst = EXIT_GOOD;
	enum err e = siglog_verify(s->log, NULL, NULL, &seq, &why);
	say(e ? EXIT_BAD : EXIT_GOOD, "signer's log: %" PRId64 " records are sound%s%s", seq,
	    e ? ", the next one is not: " : "", e ? why : "");
	return worst;
}

static void as(struct ctl *c, const struct user *who, int (*step)(void *), void *arg)
{
	(void)c;
	int before = worst; /* the step counts for itself, in a child or here */
	int code = ctl_as(who, step, arg);
	worst = code > before ? code : before;
}

/* Without a setuid helper: does the second account look, does something lie long? */
static int look_pull(void *arg)
{
	struct ctl *c = arg;
	char path[1100];
	worst = EXIT_GOOD;
	snprintf(path, sizeof path, "%s/pull", c->site.var);
	int64_t waiting = 0, oldest = 0;
	if (!signer_waiting(&c->site, &waiting, &oldest))
		say(EXIT_BAD, "signer: %s cannot be looked at", path);
	else if (!str_eq(signer_state(&c->site), "ok"))
		say(EXIT_BAD, "signer: nobody has run ctl sign-pull for a quarter of an hour");
	else
		say(oldest > SIGNER_IDLE ? EXIT_WARNED : EXIT_GOOD,
		    "signer: ctl sign-pull looks; %" PRId64 " questions wait, the oldest for %" PRId64
		    " minutes", waiting, oldest / MINUTE);
	return worst;
}

static void part_signer(struct ctl *c)
{
	if (c->site.signing == CONF_SIGNING_PULL) {
		as(c, &c->web, look_pull, c);
		return;
	}
	as(c, &c->web, ask_signer, c);
	as(c, &c->web, ask_page, c);
}

static void part_log(struct ctl *c)
{
	as(c, &c->signer, verify_log, &c->sign);
}

static void part_modes(struct ctl *c)
{
	struct mode_line m;
	struct stat st;
	int wrong = 0;
	for (const char *at = NULL; ctl_mode(c, &at, &m);) {
		if (!*m.path || (lstat(m.path, &st) && m.kind == 'f'))
			continue; /* what is not installed is missed by its users */
		if (lstat(m.path, &st)) {
			say(EXIT_BAD, "modes: %s is missing", m.path);
			wrong++;
			continue;
		}
		bool own = !c->sign.separate || (st.st_uid == m.owner.uid && st.st_gid == m.group);
		mode_t mode = st.st_mode & 07777;
		if (!c->sign.separate && str_eq(m.path, c->site.signer))
			continue;
		if (!own || (mode & ~m.mode)) {
			say(EXIT_BAD, "modes: %s is %u:%u %04o, should be %u:%u %04o", m.path,
			    (unsigned)st.st_uid, (unsigned)st.st_gid, (unsigned)mode,
			    (unsigned)m.owner.uid, (unsigned)m.group, (unsigned)m.mode);
			wrong++;
		}
	}
	if (!wrong)
		say(EXIT_GOOD, "modes: owners and modes are as installed");
}

/* The roots that our own signatures, and the TSA's, must lead to: without them
 * nothing is released. As the web user, who has to read them. */
static int read_roots(void *arg)
{
	struct ctl *c = arg;
	const char *paths[] = { c->site.trust, c->site.tsa[0] ? c->site.tsa_trust : NULL };
	worst = EXIT_GOOD;
	for (size_t i = 0; i < 2 && paths[i]; i++) {
		struct buf pem;
		buf_init(&pem, (size_t)1 << 20);
		bool good = !file_read(AT_FDCWD, paths[i], &pem) &&
			    strstr(buf_text(&pem), "-----BEGIN CERTIFICATE-----");
		say(good ? EXIT_GOOD : EXIT_BAD, "roots: %s %s", paths[i],
		    good ? "can be read" : "is missing, unreadable or holds no certificate");
		buf_clear(&pem);
	}
	return worst;
}

static void part_roots(struct ctl *c)
{
	as(c, &c->web, read_roots, c);
}

/* Which level of PAdES the site reaches (ETSI EN 319 142-1). */
static void part_stamps(struct ctl *c)
{
	size_t n = 0;
	while (c->site.tsa[n])
		n++;
	if (n)
		say(EXIT_GOOD, "time stamps: %zu TSA, concluded files are PAdES-B-LTA", n);
	else
		say(EXIT_WARNED, "time stamps: site.conf names no tsa, concluded files are PAdES-B-B:"
				 " their time is this machine's clock");
}

static void part_keys(struct ctl *c)
{
	int code = keys_look(c);
	if (code > worst)
		worst = code;
}

static void part_risk(struct ctl *c)
{
	int code = risk_look(c);
	if (code > worst)
		worst = code;
}

static void part_store(struct ctl *c)
{
	int code = records_check(c);
	if (code > worst)
		worst = code;
}

/* What the operator is mailed about (M28), but the certificate: that is above. */
static int ask_clerk(void *arg)
{
	static const char *const lines[ALARMS] = {
		[ALARM_TSA] = "documents wait for a time stamp for more than an hour",
		[ALARM_SIGN] = "documents wait for a signature, or one was refused",
		[ALARM_MAIL] = "mail waits for more than a day",
	};
	struct ctl *c = arg;
	struct finding f[ALARMS];
	size_t n = 0;
	struct arena *a = arena_new(0);
	worst = EXIT_GOOD;
	if (alarm_find(&c->site, a, clock_now(), false, f, &n))
		say(EXIT_WARNED, "clerk: its queues cannot be read");
	for (size_t i = 0; i < n; i++) {
		char since[CLOCK_TEXT];
		clock_iso(f[i].since, since);
		say(EXIT_BAD, "clerk: %s, since %.19s UTC %s", lines[f[i].kind], since, f[i].detail);
	}
	if (!n)
		say(EXIT_GOOD, "clerk: nothing waits for too long");
	if (!*c->site.alarm)
		say(EXIT_WARNED, "clerk: site.conf names no alarm address, nobody is told of trouble");
	if (!*c->site.bounce)
		say(EXIT_WARNED, "mail: site.conf names no bounce address, returned letters are not seen");
	else if (verp_pattern(&c->site))
		say(EXIT_BAD, "mail: bounce of site.conf must have one %% before the @, and be short");
	arena_free(a);
	return worst;
}

static void part_clerk(struct ctl *c)
{
	as(c, &c->web, ask_clerk, c);
}

static void part_space(struct ctl *c)
{
	struct statvfs v;
	if (statvfs(c->site.var, &v)) {
		say(EXIT_BAD, "space: %s cannot be looked at", c->site.var);
		return;
	}
	uint64_t mb = (uint64_t)v.f_bavail * v.f_frsize >> 20;
	say(mb < 256 ? EXIT_BAD : mb < 2048 ? EXIT_WARNED : EXIT_GOOD,
	    "space: %" PRIu64 " MB are free for %s", mb, c->site.var);
}

int ctl_check(struct ctl *c, int n, char **args)
{
	static void (*const parts[])(struct ctl *) = { part_modes, part_signer, part_roots, part_keys,
						   part_stamps, part_log, part_store, part_risk,
						   part_clerk, part_space };
	if (n && str_eq(args[0], "--audit"))
		return check_audit(c, n - 1, args + 1);
	if (n)
		return EXIT_USAGE;
	if (!c->have_site)
		return ctl_fail("%s", c->site_why);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		parts[i](c);
		fflush(stdout);
	}
	return worst;
}
