/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What stays of a checked file for a few minutes: var/work/proof/<ticket>.pdf
 * (only when there are versions to show), .told (a frame), -<version>-<page>-
 * <width> (pictures). All go with the age of .told. */
#include "office/proof_keep.h"

#include "office/tool.h"
#include "office/vault.h"

#include "base/file.h"
#include "base/hex.h"
#include "base/rand.h"
#include "base/str.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FIRST_WIDTH 320

static void path_of(const struct conf *c, const char *ticket, const char *tail, char out[PATH_MAX])
{
	snprintf(out, PATH_MAX, "%s/work/proof%s%s%s", c->var, *ticket ? "/" : "", ticket, tail);
}

static int64_t instant(const struct timespec *t)
{
	return (int64_t)t->tv_sec * SECOND + t->tv_nsec;
}

/* --- sweeping ------------------------------------------------------------------------------- */

int64_t proof_sweep(const struct conf *c)
{
	char path[PATH_MAX];
	struct stat st;
	int64_t stays = 0, now = clock_now();
	path_of(c, "", "", path);
	DIR *d = opendir(path);
	for (struct dirent *e; d && (e = readdir(d));) {
		if (e->d_name[0] == '.' ||
		    fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW))
			continue;
		/* also what a clock that was set back left in the future */
		int64_t age = now - instant(&st.st_mtim);
		if (age > PROOF_LIFE || age < -PROOF_LIFE)
			unlinkat(dirfd(d), e->d_name, 0);
		else
			stays += st.st_size;
	}
	if (d)
		closedir(d);
	return stays;
}

/* --- keeping --------------------------------------------------------------------------------- */

/* A file, whole or not at all, that bears the instant of the check: it goes when
 * the rest goes. */
static enum err put(const char *path, int from, int64_t at, int64_t n, const char *head,
		    int64_t checked)
{
	unsigned char chunk[65536], r[8];
	char tmp[PATH_MAX + 20], unique[17];
	int fd = -1;
	rand_bytes(r, sizeof r);
	hex_encode(r, sizeof r, unique);
	snprintf(tmp, sizeof tmp, "%s.%s", path, unique);
	enum err e = file_open(AT_FDCWD, tmp, O_WRONLY | O_CREAT | O_EXCL, 0600, &fd);
	if (e)
		return e;
	e = file_write_all(fd, head, strlen(head));
	for (int64_t done = 0; !e && done < n;) {
		size_t want = n - done < (int64_t)sizeof chunk ? (size_t)(n - done) : sizeof chunk;
		ssize_t got = pread(from, chunk, want, (off_t)(at + done));
		e = got > 0 ? file_write_all(fd, chunk, (size_t)got) : BROKEN;
		done += got > 0 ? got : 0;
	}
	struct timespec t = { .tv_sec = (time_t)(checked / SECOND), .tv_nsec = checked % SECOND };
	struct timespec both[2] = { t, t };
	if (!e && futimens(fd, both))
		e = BROKEN;
	if (close(fd) && !e)
		e = BROKEN;
	if (!e && rename(tmp, path))
		e = BROKEN;
	if (e)
		unlink(tmp);
	return e;
}

static enum err keep_told(const struct conf *c, const char *ticket, const struct proof *p,
			  const struct msg *answer)
{
	char path[PATH_MAX];
	struct msg m;
	struct buf frame;
	msg_init(&m, PROOF_ANSWER + 4096);
	buf_init(&frame, PROOF_ANSWER + 8192);
	msg_puts(&m, "file", p->name);
	msg_puti(&m, "size", p->size);
	msg_put(&m, "sha", p->sha, sizeof p->sha);
	msg_puts(&m, "document", p->same ? p->document : NULL);
	msg_puti(&m, "checked", p->checked);
	msg_puti(&m, "pages", p->pages);
	buf_add(&m.b, answer->b.p, answer->b.n);
	msg_frame(&m, &frame);
	path_of(c, ticket, ".told", path);
	enum err e = m.b.over || frame.over ? BROKEN
					    : file_replace(AT_FDCWD, path, frame.p, frame.n, 0600);
	buf_clear(&frame);
	msg_clear(&m);
	return e;
}

/* The picture child reads a whole file: a version gets one of its own. */
static enum err version_file(const struct conf *c, const char *ticket, const struct proof *p,
			     int64_t n, int *fd_r)
{
	int64_t bytes;
	int whole = -1;
	enum err e = proof_bytes(c, ticket, p, n, &whole, &bytes);
	if (e || bytes == p->size) {
		*fd_r = whole;
		return e;
	}
	e = vault_scratch(c, fd_r);
	if (!e)
		e = file_copy(whole, *fd_r, bytes);
	close(whole);
	return e;
}

static enum err draw(const struct conf *c, struct arena *a, const char *ticket,
		     const struct proof *p, int64_t n, int64_t page, int width, const char *path,
		     int64_t *pages_r)
{
	int in = -1, out = -1;
	struct sketch s = { 0 };
	enum err e = version_file(c, ticket, p, n, &in);
	if (!e)
		e = vault_scratch(c, &out);
	if (!e)
		e = tool_sketch(c, a, in, page, width, out, &s);
	if (!e) {
		char head[2] = { s.kind, 0 };
		*pages_r = s.pages;
		e = put(path, out, s.at, s.n, head, p->checked);
	}
	if (in >= 0)
		close(in);
	if (out >= 0)
		close(out);
	return e;
}

static void picture_path(const struct conf *c, const char *ticket, int64_t n, int64_t page,
			 int width, char out[PATH_MAX])
{
	char tail[80];
	snprintf(tail, sizeof tail, "-%lld-%lld-%d", (long long)n, (long long)page, width);
	path_of(c, ticket, tail, out);
}

enum err proof_take(const struct conf *c, struct arena *a, int fd, const char *name,
		    const char **ticket_r)
{
	char path[PATH_MAX], ticket[PROOF_TICKET + 1];
	unsigned char random[(PROOF_TICKET * 5 + 7) / 8];
	struct proof p;
	struct msg answer;
	path_of(c, "", "", path);
	enum err e = file_mkdir(AT_FDCWD, path, 0700);
	if (!e && proof_sweep(c) > PROOF_ROOM)
		e = RETRY;
	if (e)
		return e;
	msg_init(&answer, PROOF_ANSWER);
	rand_bytes(random, sizeof random);
	token_encode(random, PROOF_TICKET, ticket);
	e = proof_ask(c, a, fd, name, &p, &answer);
	if (!e && p.n) {
		path_of(c, ticket, ".pdf", path);
		e = put(path, fd, 0, p.size, "", p.checked);
		/* how many pages there are is known after the first was drawn */
		picture_path(c, ticket, 0, 1, FIRST_WIDTH, path);
		if (!e && draw(c, a, ticket, &p, 0, 1, FIRST_WIDTH, path, &p.pages))
			p.pages = 0;
	}
	if (!e)
		e = keep_told(c, ticket, &p, &answer);
	msg_clear(&answer);
	*ticket_r = arena_str(a, ticket);
	return e;
}

/* --- looking ------------------------------------------------------------------------------- */

enum err proof_open(const struct conf *c, struct arena *a, const char *ticket, struct proof *p)
{
	char path[PATH_MAX], name[1000];
	struct buf raw;
	struct msg m;
	struct bytes sha, document;
	memset(p, 0, sizeof *p);
	if (!token_valid(ticket, PROOF_TICKET))
		return MISSING;
	path_of(c, ticket, ".told", path);
	buf_init(&raw, PROOF_ANSWER + 8192);
	msg_init(&m, PROOF_ANSWER + 4096);
	enum err e = file_read(AT_FDCWD, path, &raw);
	if (!e && (msg_parse(&m, buf_bytes(&raw)) || msg_text(&m, "file", name, sizeof name) ||
		   msg_geti(&m, "size", 0, INT64_MAX, &p->size) ||
		   msg_get(&m, "sha", &sha) || sha.n != sizeof p->sha ||
		   msg_geti(&m, "checked", 0, INT64_MAX, &p->checked) ||
		   msg_geti(&m, "pages", 0, INT32_MAX, &p->pages)))
		e = BROKEN;
	if (!e && clock_now() - p->checked > PROOF_LIFE)
		e = MISSING;
	if (!e) {
		memcpy(p->sha, sha.p, sizeof p->sha);
		p->name = arena_str(a, name);
		p->same = !msg_get(&m, "document", &document);
		p->document = p->same ? arena_strn(a, document.p, document.n) : "";
		p->why = p->level = "";
		e = proof_read(a, &m, p);
	}
	buf_clear(&raw);
	msg_clear(&m);
	return e;
}

const char *proof_version_name(struct arena *a, const struct proof *p, int64_t n)
{
	bool pdf = str_ends(p->name, ".pdf") || str_ends(p->name, ".PDF");
	return arena_printf(a, "%.*s-v%lld.pdf", (int)(strlen(p->name) - (pdf ? 4 : 0)), p->name,
			    (long long)n);
}

enum err proof_bytes(const struct conf *c, const char *ticket, const struct proof *p, int64_t n,
		     int *fd_r, int64_t *bytes_r)
{
	char path[PATH_MAX];
	if (n < 0 || n > (int64_t)p->n || (n && !p->versions[n - 1].valid))
		return MISSING;
	*bytes_r = n ? p->versions[n - 1].length : p->size;
	path_of(c, ticket, ".pdf", path);
	enum err e = file_open(AT_FDCWD, path, O_RDONLY, 0, fd_r);
	if (!e && file_size(*fd_r) != p->size) {
		close(*fd_r);
		e = MISSING;
	}
	return e;
}

enum err proof_picture(const struct conf *c, struct arena *a, const char *ticket,
		       const struct proof *p, int64_t n, int64_t page, int width, int *fd_r,
		       const char **type_r)
{
	char path[PATH_MAX], kind = 'p';
	int64_t pages;
	if (page < 1 || n < 0 || n > (int64_t)p->n)
		return MISSING;
	picture_path(c, ticket, n, page, width, path);
	enum err e = file_open(AT_FDCWD, path, O_RDONLY, 0, fd_r);
	if (e == MISSING) {
		e = draw(c, a, ticket, p, n, page, width, path, &pages);
		if (!e)
			e = file_open(AT_FDCWD, path, O_RDONLY, 0, fd_r);
	}
	if (!e && pread(*fd_r, &kind, 1, 0) != 1) {
		close(*fd_r);
		return MISSING;
	}
	*type_r = kind == 'j' ? "image/jpeg" : "image/png";
	return e == INVALID || e == BROKEN ? MISSING : e;
}
