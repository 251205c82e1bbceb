/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * ctl: the administrator's hand. A table of verbs; each group of verbs is one
 * file beside this one. As root it makes folders and sets modes only; whatever
 * lies under var/ is touched as the web user, key and log as the signer. */
#include "verbs/verbs.h"

#include "base/file.h"
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

static const struct verb {
	const char *name, *usage;
	int (*run)(struct ctl *c, int n, char **args);
	bool site; /* cannot do without site.conf */
} verbs[] = {
	{ "init", "", ctl_init, true },
	{ "keygen", "demo FOLDER [NAME [CRL-ADDRESS [OCSP-ADDRESS]]] | csr FILE [COUNTRY]", ctl_keygen, false },
	{ "import", "FILE.p12 | FILE.pem", ctl_import, false },
	{ "crl", "FOLDER [DAYS]", ctl_crl, false },
	{ "check",
	  "[--audit [--quiet] [--late MINUTES] [--mail ADDRESS] [--relay HOST[:PORT]]]", ctl_check, false },
	{ "store", "check | rebuild | writable", ctl_store, true },
	{ "user", "add MAIL NAME [operator] | password MAIL", ctl_user, true },
	{ "retry", "[ID...]", ctl_retry, true },
	{ "verify",
	  "FILE | --since DATE --until DATE [--csv] | --history [--csv] [--head SEQUENCE:HASH]",
	  ctl_verify, true },
	{ "sign-pull", "[--watch]", ctl_sign_pull, false },
	{ "log", "verify | show | allow HOURS | adopt FILE...", ctl_log, false },
};
#define VERBS (sizeof verbs / sizeof *verbs)

int ctl_fail(const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	fputs("ctl: ", stderr);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	return EXIT_BAD;
}

int ctl_as(const struct user *who, int (*step)(void *arg), void *arg)
{
	int status;
	fflush(NULL);
	if (geteuid() == who->uid)
		return step(arg);
	if (geteuid())
		return ctl_fail("this needs user %u (or root)", (unsigned)who->uid);
	pid_t child = fork();
	if (child == 0) {
		if (setgroups(0, NULL) || setresgid(who->gid, who->gid, who->gid) ||
		    setresuid(who->uid, who->uid, who->uid))
			_exit(EXIT_BAD);
		umask(077);
		int code = step(arg);
		fflush(NULL);
		_exit(code);
	}
	while (child > 0 && waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return EXIT_BAD;
	return child > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_BAD;
}

int ctl_write(const char *path, struct bytes b, mode_t mode)
{
	int fd = -1;
	enum err e = file_open(AT_FDCWD, path, O_WRONLY | O_CREAT | O_EXCL, mode, &fd);
	if (e)
		return ctl_fail("%s cannot be written (%s)", path,
				e == CONFLICT ? "it exists already" : strerror(errno));
	if (fchmod(fd, mode) || file_write_all(fd, b.p, b.n) || fsync(fd))
		e = BROKEN;
	close(fd);
	if (e)
		unlink(path);
	return e ? ctl_fail("%s cannot be written", path) : EXIT_GOOD;
}

bool ctl_secret(const char *prompt, char *out, size_t size)
{
	struct termios was, quiet;
	bool terminal = isatty(0) && !tcgetattr(0, &was);
	if (terminal) {
		fprintf(stderr, "%s: ", prompt);
		quiet = was;
		quiet.c_lflag &= ~(tcflag_t)ECHO;
		tcsetattr(0, TCSAFLUSH, &quiet);
	}
	bool good = fgets(out, (int)size, stdin) && (strchr(out, '\n') || feof(stdin));
	if (terminal) {
		tcsetattr(0, TCSAFLUSH, &was);
		fputc('\n', stderr);
	}
	if (good)
		out[strcspn(out, "\r\n")] = 0;
	return good;
}

static int usage(void)
{
	fputs("usage: ctl [-c SITE.CONF] [-s SIGN.CONF] VERB …\n", stderr);
	for (size_t i = 0; i < VERBS; i++)
		fprintf(stderr, "  %-7s %s\n", verbs[i].name, verbs[i].usage);
	return EXIT_USAGE;
}

/* With its primary group; a uid without a name has a group of the same number. */
static struct user user_of(uid_t uid)
{
	const struct passwd *p = getpwuid(uid);
	return (struct user){ uid, p ? p->pw_gid : (gid_t)uid };
}

/* The signer is whoever owns the key folder, else the installed helper. */
static void find_users(struct ctl *c)
{
	struct stat st;
	c->web = user_of(*c->sign.pull ? c->sign.pages : c->sign.caller);
	c->signer = user_of(geteuid());
	if (c->have_site && !stat(c->site.signer, &st)) {
		if (st.st_mode & S_ISUID)
			c->signer = user_of(st.st_uid);
		if ((st.st_mode & 07777) == 04710)
			c->web.gid = st.st_gid;
	}
	if (!lstat(c->sign.key, &st) && S_ISDIR(st.st_mode))
		c->signer = user_of(st.st_uid);
	if (!c->sign.separate && !*c->sign.pull)
		c->signer = c->web;
}

static int load(struct ctl *c, const struct verb *v)
{
	int line;
	enum err e = settings_load(c->sign_path, &c->sign, &line);
	if (e)
		return ctl_fail("%s: %s (line %d)", c->sign_path,
				e == INVALID ? "not understood, or a key is missing" : err_word(e), line);
	c->have_site = !conf_load(c->site_path, &c->site, &c->site_why);
	if (v->site && !c->have_site)
		return ctl_fail("%s", c->site_why);
	find_users(c);
	return EXIT_GOOD;
}

int main(int argc, char **argv)
{
	static struct ctl c = { .site_path = CONF_PATH, .sign_path = SIGN_CONF };
	int option;
	log_open("ctl");
	umask(022);
	while ((option = getopt(argc, argv, "+c:s:")) != -1) {
		if (option == 'c')
			c.site_path = optarg;
		else if (option == 's')
			c.sign_path = optarg;
		else
			return usage();
	}
	for (size_t i = 0; optind < argc && i < VERBS; i++)
		if (!strcmp(verbs[i].name, argv[optind])) {
			int bad = load(&c, &verbs[i]);
			int code = bad ? bad : verbs[i].run(&c, argc - optind - 1, argv + optind + 1);
			return code == EXIT_USAGE ? usage() : code;
		}
	return usage();
}
