/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Verb init: folders, the site's secret, the signer's log. May be repeated:
 * what is there already is left alone. */
#include "verbs/verbs.h"

#include "base/file.h"
#include "base/clock.h"
#include "base/rand.h"
#include "base/str.h"
#include "sign/siglog.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int make_here(void *arg)
{
	const struct mode_line *m = arg;
	struct stat st;
	if (!lstat(m->path, &st))
		return S_ISDIR(st.st_mode) && st.st_uid == geteuid()
			       ? EXIT_GOOD
			       : ctl_fail("%s is not a folder of user %u", m->path, (unsigned)geteuid());
	/* A set-group-ID bit comes from the folder above: who is not in that group
	 * cannot set it, but would take it away. */
	mode_t was = umask(0);
	int bad = mkdir(m->path, m->mode & 0777);
	umask(was);
	if (bad || lstat(m->path, &st) || (st.st_gid != m->group && lchown(m->path, (uid_t)-1, m->group) &&
					   geteuid() == 0))
		return ctl_fail("%s cannot be made: %s", m->path, strerror(errno));
	if ((st.st_mode & 07777) != m->mode && chmod(m->path, m->mode))
		return ctl_fail("%s cannot be made: %s", m->path, strerror(errno));
	printf("made %s\n", m->path);
	return EXIT_GOOD;
}

static bool owns_parent(const char *path, const struct user *u)
{
	char copy[1024];
	struct stat st;
	snprintf(copy, sizeof copy, "%s", path);
	return !lstat(dirname(copy), &st) && st.st_uid == u->uid;
}

/* Inside a folder of its owner the owner makes it; elsewhere root does, in a
 * folder of root's where nobody else can put a link. */
static int make_folder(const struct mode_line *m)
{
	struct stat st;
	if (geteuid() || owns_parent(m->path, &m->owner))
		return ctl_as(&m->owner, make_here, (void *)(uintptr_t)m);
	if (!lstat(m->path, &st))
		return S_ISDIR(st.st_mode) && st.st_uid == m->owner.uid
			       ? EXIT_GOOD
			       : ctl_fail("%s is not a folder of user %u", m->path,
					  (unsigned)m->owner.uid);
	if (mkdir(m->path, 0700) || lchown(m->path, m->owner.uid, (gid_t)m->group) ||
	    chmod(m->path, m->mode))
		return ctl_fail("%s cannot be made: %s", m->path, strerror(errno));
	printf("made %s\n", m->path);
	return EXIT_GOOD;
}

static int write_secret(const char *path, const struct mode_line *m)
{
	unsigned char r[64];
	int fd = -1;
	rand_bytes(r, sizeof r);
	enum err e = file_open(AT_FDCWD, path, O_WRONLY | O_CREAT | O_EXCL, 0600, &fd);
	if (e == CONFLICT)
		return EXIT_GOOD;
	if (!e && (file_write_all(fd, r, sizeof r) || fchmod(fd, m->mode) || fsync(fd)))
		e = BROKEN;
	if (!e && !geteuid() && fchown(fd, m->owner.uid, (gid_t)m->group))
		e = BROKEN;
	explicit_bzero(r, sizeof r);
	if (fd >= 0)
		close(fd);
	if (e && fd >= 0)
		unlink(path);
	if (e)
		return ctl_fail("%s cannot be made: %s", path, strerror(errno));
	printf("made %s\n", path);
	return EXIT_GOOD;
}

static int secret_here(void *arg)
{
	const struct mode_line *m = arg;
	return write_secret(m->path, m);
}

static int create_log(void *arg)
{
	const struct settings *s = arg;
	struct keys_pair p;
	struct keys_report r;
	struct siglog l;
	const char *why = "";
	if (!siglog_peek(s->log, &l, &why))
		return EXIT_GOOD;
	keys_pair_init(&p);
	int code = EXIT_WARNED;
	if (keystore_load(s, &p))
		printf("no log yet: first `ctl keygen` or `ctl import`, then `ctl init` again\n");
	else if (keys_check(&p, clock_now(), &r, &why))
		code = ctl_fail("no log: %s", why);
	else if (siglog_create(s->log, r.print, &why))
		code = ctl_fail("no log: %s", why);
	else
		code = EXIT_GOOD;
	keys_pair_wipe(&p);
	if (!code)
		printf("made %s/log\n", s->log);
	return code;
}

int ctl_init(struct ctl *c, int n, char **args)
{
	(void)args;
	struct mode_line m;
	int code = EXIT_GOOD;
	if (n)
		return EXIT_USAGE;
	for (const char *at = NULL; !code && ctl_mode(c, &at, &m);) {
		bool ours = m.owner.uid == c->web.uid || m.owner.uid == c->signer.uid;
		if (!*m.path || !ours)
			continue;
		if (m.kind == 'd')
			code = make_folder(&m);
		else if (m.kind == 's')
			code = geteuid() || owns_parent(m.path, &m.owner)
				       ? ctl_as(&m.owner, secret_here, &m)
				       : write_secret(m.path, &m);
	}
	if (!code)
		code = records_create(c);
	if (!code)
		code = ctl_as(&c->signer, create_log, &c->sign);
	return code ? code : pins_update(c);
}
