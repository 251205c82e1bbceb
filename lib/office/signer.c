/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Starts it, or leaves a question lying. Knows nothing of what is asked. */
#include "office/signer.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/hex.h"
#include "base/log.h"
#include "base/proc.h"
#include "port/digest.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ASK_MAX ((size_t)64 << 10)
#define ANSWER ((size_t)1 << 20)

static enum err direct(const struct conf *c, int candidate, const struct msg *q, struct msg *m,
		       const char **why_r)
{
	struct proc p = { .path = c->signer, .fd = { candidate, -1 }, .wait = 25 * SECOND };
	*why_r = "no_answer";
	return proc_ask(&p, q, m, NULL);
}

/* --- pull ---------------------------------------------------------------------------------- */

static void path_of(const struct conf *c, const char *name, const char *tail, char out[PATH_MAX])
{
	snprintf(out, PATH_MAX, "%s/pull/%s%s", c->var, name, tail);
}

static enum err name_of(const struct buf *frame, int candidate, char name[33])
{
	unsigned char sum[32] = { 0 };
	struct digest *d = digest_new();
	enum err e = candidate < 0 ? OK : digest_file(candidate, -1, sum);
	digest_add(d, frame->p, frame->n);
	digest_add(d, sum, sizeof sum);
	digest_get(d, sum);
	digest_free(d);
	hex_encode(sum, 16, name);
	return e;
}

/* The second account reads it through the folder's group. */
static enum err put_file(const char *path, int from)
{
	char tmp[PATH_MAX + 2];
	int fd = -1;
	snprintf(tmp, sizeof tmp, "%s~", path);
	unlink(tmp);
	enum err e = file_open(AT_FDCWD, tmp, O_WRONLY | O_CREAT | O_EXCL, 0600, &fd);
	if (e)
		return e;
	e = file_copy(from, fd, file_size(from));
	if (!e && (fchmod(fd, 0640) || fsync(fd)))
		e = BROKEN;
	close(fd);
	if (!e && rename(tmp, path))
		e = BROKEN;
	return e;
}

static enum err leave(const struct conf *c, const char *name, int candidate, const struct buf *frame)
{
	char path[PATH_MAX];
	struct stat st;
	path_of(c, name, ".ask", path);
	if (!lstat(path, &st))
		return OK; /* it lies there already */
	enum err e = OK;
	path_of(c, name, ".pdf", path);
	if (candidate >= 0)
		e = put_file(path, candidate);
	path_of(c, name, ".ask", path);
	if (!e)
		e = file_replace(AT_FDCWD, path, frame->p, frame->n, 0640);
	if (!e && chmod(path, 0640))
		e = BROKEN;
	return e;
}

static void clear(const struct conf *c, const char *name)
{
	static const char *const tails[] = { ".ask", ".pdf", ".told" };
	char path[PATH_MAX];
	for (size_t i = 0; i < 3; i++) {
		path_of(c, name, tails[i], path);
		unlink(path);
	}
}

static enum err pull(const struct conf *c, int candidate, const struct msg *q, struct msg *m,
		     const char **why_r)
{
	char name[33], path[PATH_MAX];
	struct buf frame, told;
	buf_init(&frame, ASK_MAX);
	buf_init(&told, ANSWER);
	msg_frame(q, &frame);
	*why_r = "no_answer";
	enum err e = frame.over ? BROKEN : name_of(&frame, candidate, name);
	if (!e) {
		path_of(c, name, ".told", path);
		e = file_read(AT_FDCWD, path, &told);
	}
	if (!e) {
		e = msg_parse(m, buf_bytes(&told));
		clear(c, name); /* also an answer that is none: asked again */
	} else if (e == MISSING) {
		e = leave(c, name, candidate, &frame);
		if (!e) {
			*why_r = "waiting";
			e = RETRY;
		}
	}
	if (e && e != RETRY)
		log_line("signer.pull", "name=%s error=%s", name, err_word(e));
	buf_clear(&frame);
	buf_clear(&told);
	return e;
}

enum err signer_ask(const struct conf *c, int candidate, const struct msg *q, struct msg *m,
		    const char **why_r)
{
	return c->signing == CONF_SIGNING_PULL ? pull(c, candidate, q, m, why_r)
					       : direct(c, candidate, q, m, why_r);
}

static const char *seen(const struct conf *c)
{
	char path[PATH_MAX];
	struct stat st;
	path_of(c, "seen", "", path);
	if (lstat(path, &st))
		return "nobody_pulls";
	int64_t age = clock_now() - (int64_t)st.st_mtim.tv_sec * SECOND;
	return age > SIGNER_IDLE ? "nobody_pulls" : "ok";
}

const char *signer_state(const struct conf *c)
{
	static char word[40];
	struct msg q, m;
	const char *why;
	char error[20];
	if (c->signing == CONF_SIGNING_PULL)
		return seen(c);
	msg_init(&q, 16);
	msg_init(&m, ANSWER);
	enum err e = direct(c, -1, &q, &m, &why);
	if (e || msg_text(&m, "error", error, sizeof error) ||
	    msg_text(&m, "why", word, sizeof word))
		snprintf(word, sizeof word, "%s", e ? "no_answer" : "ok");
	msg_clear(&q);
	msg_clear(&m);
	return word;
}

int64_t signer_end(const struct conf *c)
{
	struct msg q, m;
	const char *why;
	int64_t end = 0;
	if (c->signing == CONF_SIGNING_PULL)
		return 0;
	msg_init(&q, 16);
	msg_init(&m, ANSWER);
	if (direct(c, -1, &q, &m, &why) || msg_geti(&m, "not_after", 0, INT64_MAX, &end))
		end = 0;
	msg_clear(&q);
	msg_clear(&m);
	return end;
}

bool signer_waiting(const struct conf *c, int64_t *n_r, int64_t *oldest_r)
{
	char path[PATH_MAX];
	struct stat st;
	int64_t now = clock_now();
	path_of(c, "", "", path);
	DIR *d = opendir(path);
	*n_r = *oldest_r = 0;
	for (struct dirent *e; d && (e = readdir(d));) {
		size_t n = strlen(e->d_name);
		if (n < 4 || strcmp(e->d_name + n - 4, ".ask") ||
		    fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW))
			continue;
		int64_t age = now - (int64_t)st.st_mtim.tv_sec * SECOND;
		++*n_r;
		*oldest_r = age > *oldest_r ? age : *oldest_r;
	}
	if (!d)
		return false;
	closedir(d);
	return true;
}
