/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Verb check --audit: the signer's log against the journal, from the signer's own
 * account. One process reads the journal's bytes, a limited one makes facts of
 * them, this one compares. Differences go to standard output, for cron to mail,
 * and in a letter of their own where that is wanted. */
#include "verbs/verbs.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/hex.h"
#include "base/str.h"
#include "sign/sigaudit.h"
#include "sign/siglog.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define LATE 60 /* minutes */
#define TEXT_MAX ((size_t)1 << 20)

struct job {
	const struct settings *s;
	struct audit_letter letter;
	const char *journal;
	int64_t late;
	bool quiet;
	int pipe[2];
	struct sigaudit *audit;
	struct buf text;
	uint64_t frames, differences;
	int64_t known;            /* the journal's head at the last audit: number … */
	unsigned char sum[32];    /* … and hash */
	bool met, ended;
	int64_t last;             /* the newest frame */
	unsigned char head[32];
	int64_t lines;            /* of the log */
};

static void tell(void *arg, const char *text)
{
	struct job *j = arg;
	buf_printf(&j->text, "BAD  audit: %s\n", text);
	j->differences++;
}

/* --- the journal's bytes ------------------------------------------------------------ */

static int send_file(int dir, const char *name, uint32_t number, int out)
{
	static unsigned char chunk[65536];
	struct buf head;
	int fd = -1;
	enum err e = file_open(dir, name, O_RDONLY, 0, &fd);
	if (e)
		return e == MISSING ? EXIT_WARNED : EXIT_BAD;
	int64_t size = file_size(fd), at = 0;
	buf_init(&head, 12);
	buf_u32(&head, number);
	buf_u64(&head, size < 0 ? 0 : (uint64_t)size);
	e = size < 0 ? BROKEN : file_write_all(out, head.p, head.n);
	while (!e && at < size) {
		size_t want = size - at < (int64_t)sizeof chunk ? (size_t)(size - at) : sizeof chunk;
		ssize_t got = pread(fd, chunk, want, (off_t)at);
		e = got > 0 ? file_write_all(out, chunk, (size_t)got) : BROKEN;
		at += got > 0 ? got : 0;
	}
	buf_clear(&head);
	close(fd);
	return e ? EXIT_BAD : EXIT_GOOD;
}

/* As the web user where root asks, else as the signer, whom the folder's group lets
 * in. Files behind a gap are sent, too, so that the gap shows. */
static int send_journal(void *arg)
{
	struct job *j = arg;
	char name[24];
	int dir = -1, code = EXIT_GOOD;
	uint32_t gap = 0;
	if (file_open(AT_FDCWD, j->journal, O_RDONLY | O_DIRECTORY, 0, &dir))
		return ctl_fail("audit: %s cannot be read: %s", j->journal, strerror(errno));
	for (uint32_t n = 1; code != EXIT_BAD && gap < 100 && n <= 999999; n++) {
		snprintf(name, sizeof name, "journal.%04u", (unsigned)n);
		code = send_file(dir, name, n, j->pipe[1]);
		gap = code == EXIT_WARNED ? gap + 1 : 0;
	}
	close(dir);
	return code == EXIT_BAD ? ctl_fail("audit: %s/%s cannot be read: %s", j->journal, name,
					   strerror(errno)) : EXIT_GOOD;
}

/* --- facts -------------------------------------------------------------------------------- */

static bool fact(struct job *j, const char *line)
{
	char chain[ACT_CHAIN + 1], hex[65], word[16];
	unsigned char hash[32];
	int version;
	int64_t n;
	int end = -1;
	if (sscanf(line, "act %24s %d %64s %" SCNd64 "%n", chain, &version, hex, &n, &end) == 4 &&
	    !line[end] && !hex_decode(hex, hash, 32))
		sigaudit_act(j->audit, chain, version, hash, n);
	else if (sscanf(line, "signed %24s %d %" SCNd64 " %64s%n", chain, &version, &n, hex, &end) == 4 &&
		 !line[end] && !hex_decode(hex, hash, 32))
		sigaudit_signed(j->audit, chain, version, n, hash);
	else if (sscanf(line, "holder %24s %d %64s%n", chain, &version, hex, &end) == 3 && !line[end] &&
		 !hex_decode(hex, hash, 32))
		sigaudit_holder(j->audit, chain, version, hash);
	else if (sscanf(line, "frame %" SCNd64 " %64s%n", &n, hex, &end) == 2 && !line[end] &&
		 !hex_decode(hex, j->head, 32)) {
		j->frames++;
		j->last = n;
		j->met |= n == j->known && !memcmp(j->head, j->sum, 32);
	} else if (sscanf(line, "end %" SCNd64 " %15s%n", &n, word, &end) == 2 && !line[end]) {
		j->ended = true;
		if (str_eq(word, "missing"))
			tell(j, "journal: a file of it is missing");
		else if (str_eq(word, "damaged"))
			tell(j, "journal: what stands behind its last good frame does not follow");
	} else {
		return false;
	}
	return true;
}

static int start_recount(const struct job *j, pid_t *pid_r)
{
	char path[1100];
	int out[2];
	ssize_t n = readlink("/proc/self/exe", path, sizeof path - 20);
	if (n <= 0 || pipe2(out, O_CLOEXEC))
		return -1;
	path[n] = 0;
	snprintf(strrchr(path, '/'), 20, "/recount");
	*pid_r = fork();
	if (*pid_r == 0) {
		char *const args[] = { path, NULL }, *const env[] = { NULL };
		if (dup2(j->pipe[0], 0) == 0 && dup2(out[1], 1) == 1)
			execve(path, args, env);
		_exit(127);
	}
	close(out[1]);
	if (*pid_r < 0)
		close(out[0]);
	return *pid_r < 0 ? -1 : out[0];
}

static bool read_facts(struct job *j)
{
	pid_t pid;
	int status = 0, fd = start_recount(j, &pid);
	char line[300];
	close(j->pipe[0]);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "r");
	bool good = f != NULL;
	while (good && fgets(line, sizeof line, f)) {
		size_t n = strcspn(line, "\n");
		good = line[n] == '\n';
		line[n] = 0;
		good = good && fact(j, line);
	}
	if (f)
		fclose(f);
	while (fd >= 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	return good && j->ended && WIFEXITED(status) && !WEXITSTATUS(status);
}

/* --- what the last audit saw ----------------------------------------------------------------- */

/* LOG/audited: "TKA1 FRAME HASH LINE LF": a witness of the signer's own. */
static void recall(struct job *j, int64_t *line_r)
{
	char path[1200], hex[65];
	struct buf b;
	snprintf(path, sizeof path, "%s/audited", j->s->log);
	buf_init(&b, 200);
	*line_r = 0;
	if (file_read(AT_FDCWD, path, &b) ||
	    sscanf(buf_text(&b), "TKA1 %" SCNd64 " %64s %" SCNd64, &j->known, hex, line_r) != 3 ||
	    hex_decode(hex, j->sum, 32))
		j->known = *line_r = 0;
	buf_clear(&b);
}

static void remember(const struct job *j)
{
	char path[1200], hex[65], text[200];
	hex_encode(j->head, 32, hex);
	snprintf(path, sizeof path, "%s/audited", j->s->log);
	snprintf(text, sizeof text, "TKA1 %" PRId64 " %s %" PRId64 "\n", j->last, hex, j->lines);
	if (file_replace(AT_FDCWD, path, text, strlen(text), 0600))
		(void)ctl_fail("audit: %s cannot be written", path);
}

/* --- comparing ------------------------------------------------------------------------------------ */

static void see(const struct sigrecord *r, void *arg)
{
	struct job *j = arg;
	j->lines = r->seq;
	sigaudit_line(j->audit, r);
}

static void compare(struct job *j)
{
	int64_t seq, line;
	const char *why = "";
	char text[200];
	recall(j, &line);
	if (!read_facts(j))
		tell(j, "journal: it could not be read to its end");
	if (siglog_verify(j->s->log, see, j, &seq, &why)) {
		snprintf(text, sizeof text, "log: it is not sound behind line %" PRId64 " (%s)", seq, why);
		tell(j, text);
	}
	if (j->known && !j->met) {
		snprintf(text, sizeof text, "journal: frame %" PRId64 ", which the last audit saw, is gone or"
			 " another one", j->known);
		tell(j, text);
	}
	if (j->lines < line) {
		snprintf(text, sizeof text, "log: it ends with line %" PRId64 ", the last audit saw line %"
			 PRId64, j->lines, line);
		tell(j, text);
	}
	(void)sigaudit_end(j->audit, clock_now() - j->late * MINUTE);
}

static int audit_here(void *arg)
{
	struct job *j = arg;
	buf_init(&j->text, TEXT_MAX);
	if (j->pipe[1] >= 0)
		close(j->pipe[1]);
	j->audit = sigaudit_new(tell, j);
	compare(j);
	sigaudit_free(j->audit);
	bool bad = j->differences;
	if (j->text.over)
		fputs("BAD  audit: there are more differences than can be shown\n", stdout);
	fputs(buf_text(&j->text), stdout);
	if (!bad) {
		remember(j);
		if (!j->quiet)
			printf("ok   audit: %" PRIu64 " frames and %" PRId64 " lines of the log agree\n",
			       j->frames, j->lines);
	}
	int code = bad ? EXIT_BAD : EXIT_GOOD;
	if (bad && j->letter.to && audit_mail(&j->letter, buf_bytes(&j->text), j->differences))
		code = ctl_fail("audit: the letter to %s was not taken", j->letter.to);
	buf_clear(&j->text);
	return code;
}

static int run(struct ctl *c, struct job *j)
{
	int status = 0;
	if (pipe2(j->pipe, O_CLOEXEC))
		return ctl_fail("audit: no pipe");
	fflush(NULL);
	pid_t feeder = fork();
	if (feeder == 0) {
		close(j->pipe[0]);
		_exit(geteuid() ? send_journal(j) : ctl_as(&c->web, send_journal, j));
	}
	close(j->pipe[1]);
	j->pipe[1] = -1;
	int code = feeder < 0 ? EXIT_BAD : ctl_as(&c->signer, audit_here, j);
	close(j->pipe[0]);
	while (feeder > 0 && waitpid(feeder, &status, 0) < 0 && errno == EINTR)
		continue;
	return WIFEXITED(status) && !WEXITSTATUS(status) ? code : EXIT_BAD;
}

int check_audit(struct ctl *c, int n, char **args)
{
	static char path[1100];
	struct job j = { .s = &c->sign, .journal = c->sign.journal, .late = LATE };
	j.letter = (struct audit_letter){ .relay = "127.0.0.1", .name = c->sign.name };
	for (int i = 0; i < n; i += 2) {
		if (str_eq(args[i], "--quiet")) {
			j.quiet = true;
			i--;
			continue;
		}
		if (i + 1 == n)
			return EXIT_USAGE;
		if (str_eq(args[i], "--late") && !str_to_int(args[i + 1], 0, 1000000, &j.late))
			continue;
		if (str_eq(args[i], "--mail"))
			j.letter.to = args[i + 1];
		else if (str_eq(args[i], "--relay"))
			j.letter.relay = args[i + 1];
		else
			return EXIT_USAGE;
	}
	if (!*j.journal && c->have_site) {
		snprintf(path, sizeof path, "%s/store", c->site.var);
		j.journal = path;
	}
	if (!*j.journal)
		return ctl_fail("audit: where is the journal? (%s: journal = FOLDER)", c->sign_path);
	return run(c, &j);
}
