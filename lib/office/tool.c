/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Questions to the limited children and to the signer. */
#include "office/tool.h"

#include "office/compose.h"
#include "office/plan.h"

#include "office/pins.h"
#include "office/signer.h"
#include "office/vault.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/proc.h"
#include "base/str.h"
#include "port/digest.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define ANSWER ((size_t)1 << 20)

static enum err ask(const char *path, int64_t wait, int fd3, int fd4, int fd5,
		    const struct msg *question, struct msg *answer)
{
	struct proc p = { .path = path, .fd = { fd3, fd4, fd5, -1 }, .wait = wait };
	return proc_ask(&p, question, answer, NULL);
}

enum err tool_ask(const struct conf *c, struct arena *a, const char *tool, int64_t wait,
			 int fd3, int fd4, const struct msg *q, struct msg *r)
{
	return ask(arena_printf(a, "%s/%s", c->libexec, tool), wait, fd3, fd4, -1, q, r);
}

/* A word or line of the answer, copied; "" when absent. */
const char *tool_word(struct arena *a, const struct msg *m, const char *key)
{
	char s[1000];
	return msg_text(m, key, s, sizeof s) ? "" : arena_str(a, s);
}

/* All values of a repeated key, blank-separated. */
static const char *words(struct arena *a, const struct msg *m, const char *key)
{
	struct bytes k, v;
	struct buf all;
	buf_init(&all, 1000); /* what a child says beyond that is dropped */
	for (size_t at = 0; msg_next(m, &at, &k, &v) && !all.over;)
		if (k.n == strlen(key) && !memcmp(k.p, key, k.n) && str_is_xml_text(v.p, v.n) &&
		    all.n + v.n + 1 < all.max) {
			if (all.n)
				buf_byte(&all, ' ');
			buf_add(&all, v.p, v.n);
		}
	const char *text = arena_str(a, buf_text(&all));
	buf_clear(&all);
	return text;
}

enum err tool_judge(const struct conf *c, struct arena *a, int in, int out, bool flatten,
		    struct intake *r)
{
	struct msg q, m;
	msg_init(&q, 1024);
	msg_init(&m, ANSWER);
	memset(r, 0, sizeof *r);
	msg_puts(&q, "op", "judge");
	msg_puti(&q, "max_pages", c->max_pages);
	msg_puti(&q, "flatten", flatten);
	enum err e = tool_ask(c, a, "intake", TOOL_WAIT, in, out, &q, &m);
	r->reason = "too_complex";
	r->removed = "";
	if (e == RETRY)
		r->reason = "too_slow";
	if (!e) {
		const char *verdict = tool_word(a, &m, "verdict");
		r->repaired = str_eq(verdict, "repaired");
		r->accepted = r->repaired || str_eq(verdict, "accept");
		r->reason = tool_word(a, &m, "reason");
		r->removed = words(a, &m, "removed");
		if (r->accepted && msg_geti(&m, "pages", 1, c->max_pages, &r->pages))
			e = BROKEN;
	}
	msg_clear(&q);
	msg_clear(&m);
	/* a file that kills or stalls its child is a verdict about the file */
	return e == BROKEN || e == RETRY || e == INVALID ? OK : e;
}

enum err tool_settle(const struct conf *c, int in, int out)
{
	struct arena *a = arena_new(0);
	struct msg q, m;
	msg_init(&q, 1024);
	msg_init(&m, ANSWER);
	msg_puts(&q, "op", "settle");
	enum err e = tool_ask(c, a, "intake", TOOL_WAIT, in, out, &q, &m);
	if (!e && *tool_word(a, &m, "error"))
		e = BROKEN;
	msg_clear(&q);
	msg_clear(&m);
	arena_free(a);
	return e;
}

enum err tool_sign(const struct conf *c, struct arena *a, int candidate, const struct contract *of,
		   size_t paper, const struct act *act, int attempt, const struct candidate *k,
		   struct buf *cms_r, struct sign_log *log_r, const char **why_r)
{
	struct msg q, m;
	struct bytes cms;
	msg_init(&q, ACT_WIRE + 1024 + FIELDS * 32);
	msg_init(&m, ANSWER);
	act_put(&q, act);
	msg_puti(&q, "attempt", attempt);
	msg_puti(&q, "dict_off", k->dict_off);
	msg_puti(&q, "reserve", k->reserve);
	msg_puti(&q, "catalog", k->catalog);
	plan_locks(&q, of, paper, plan_slot(of, act->version));
	enum err e = signer_ask(c, candidate, &q, &m, why_r);
	if (!e)
		*why_r = tool_word(a, &m, "why");
	const char *error = e ? "" : tool_word(a, &m, "error");
	if (*error)
		e = err_parse(error);
	if (!e && (msg_get(&m, "cms", &cms) || !cms.n ||
		   msg_geti(&m, "seq", 1, INT64_MAX, &log_r->seq) ||
		   msg_text(&m, "head", log_r->head, sizeof log_r->head) ||
		   strspn(log_r->head, "0123456789abcdef") != 64))
		e = BROKEN;
	if (!e)
		buf_add(cms_r, cms.p, cms.n);
	msg_clear(&q);
	msg_clear(&m);
	return e;
}

enum err tool_reassign(const struct conf *c, struct arena *a, const struct act *act,
		       const char *reason, int64_t time, const char **why_r)
{
	struct msg q, m;
	unsigned char to[SHA256_SIZE];
	digest_sha256(act->mail, strlen(act->mail), to);
	msg_init(&q, 1024);
	msg_init(&m, ANSWER);
	msg_puts(&q, "op", "reassign");
	msg_puts(&q, "chain", act->chain);
	msg_puti(&q, "slot", act->slot);
	msg_put(&q, "to", to, sizeof to);
	msg_puts(&q, "reason", reason);
	msg_puti(&q, "time", time);
	enum err e = signer_ask(c, -1, &q, &m, why_r);
	if (!e)
		*why_r = tool_word(a, &m, "why");
	const char *error = e ? "" : tool_word(a, &m, "error");
	if (*error)
		e = err_parse(error);
	msg_clear(&q);
	msg_clear(&m);
	return e;
}

const char *tool_signer(const struct conf *c, struct arena *a)
{
	return arena_str(a, signer_state(c));
}

static enum err open_pem(const char *path, int *fd_r)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	*fd_r = fd < 0 ? open("/dev/null", O_RDONLY | O_CLOEXEC) : fd;
	return *fd_r < 0 ? RETRY : OK;
}

enum err tool_examine(const struct conf *c, struct arena *a, int fd, struct msg *answer)
{
	struct msg q;
	int roots = -1, tsa = -1;
	enum err e = open_pem(c->trust, &roots);
	if (!e)
		e = open_pem(c->tsa_trust, &tsa);
	msg_init(&q, 16384);
	msg_puts(&q, "op", "judge");
	if (!e && pins_put(c, &q)) { /* like roots that cannot be read: nothing is judged */
		msg_puts(answer, "error", err_word(BROKEN));
		msg_puts(answer, "why", "pins");
	} else if (!e) {
		e = ask(arena_printf(a, "%s/inspect", c->libexec), TOOL_WAIT, fd, roots, tsa, &q,
			answer);
	}
	if (roots >= 0)
		close(roots);
	if (tsa >= 0)
		close(tsa);
	msg_clear(&q);
	return e;
}

enum err tool_inspect(const struct conf *c, struct arena *a, int fd, int64_t versions,
		      const char **why_r)
{
	struct msg m;
	int64_t n = 0;
	msg_init(&m, ANSWER);
	enum err e = tool_examine(c, a, fd, &m);
	*why_r = e ? "no_answer" : tool_word(a, &m, "why");
	if (!e && (!str_eq(tool_word(a, &m, "verdict"), "good") ||
		   msg_geti(&m, "versions", 0, 1000, &n) || n != versions))
		e = DENIED;
	msg_clear(&m);
	return e;
}

/* "PAGE WIDTH HEIGHT png OFFSET LENGTH" */
bool tool_read_picture(struct bytes v, int *page, int *width, struct sketch *s)
{
	char text[100], kind[8];
	int height, end = -1;
	long long off, len;
	if (v.n >= sizeof text)
		return false;
	memcpy(text, v.p, v.n);
	text[v.n] = 0;
	if (sscanf(text, "%d %d %d %7s %lld %lld%n", page, width, &height, kind, &off, &len,
		   &end) != 6 ||
	    end != (int)v.n || *page < 1 || *width < 1 || off < 0 || len < 1 || len > (64 << 20))
		return false;
	s->at = off;
	s->n = len;
	s->kind = str_eq(kind, "jpeg") ? 'j' : 'p';
	return true;
}

/* Into the cache. */
static enum err keep_picture(const struct conf *c, const unsigned char sha[32], int fd,
			     struct bytes v, int first, int last)
{
	int page, width;
	struct sketch s;
	if (!tool_read_picture(v, &page, &width, &s) || page < first || page > last || width > 4096)
		return BROKEN;
	return vault_picture_put(c, sha, page, width, fd, s.at, s.n, s.kind);
}

enum err tool_sketch(const struct conf *c, struct arena *a, int fd, int64_t page, int width,
		     int out, struct sketch *r)
{
	struct msg q, m;
	struct bytes v;
	int p = 0, w = 0;
	msg_init(&q, 1024);
	msg_init(&m, ANSWER);
	msg_puts(&q, "op", "draw");
	msg_puti(&q, "first", page);
	msg_puti(&q, "last", page);
	msg_puti(&q, "width", width);
	msg_puti(&q, "text", 0);
	enum err e = tool_ask(c, a, "picture", TOOL_WAIT, fd, out, &q, &m);
	if (!e && (*tool_word(a, &m, "error") || msg_get(&m, "pic", &v)))
		e = INVALID;
	if (!e && (!tool_read_picture(v, &p, &w, r) || p != page || w != width ||
		   msg_geti(&m, "pages", 1, 1000000, &r->pages)))
		e = BROKEN;
	msg_clear(&q);
	msg_clear(&m);
	return e;
}

/* So that the child itself says too_slow before it is killed without a word. */
static int64_t draw_seconds(int64_t wait)
{
	int64_t n = wait / SECOND - 1;
	return n < 1 ? 1 : n > 17 ? 17 : n;
}

enum err tool_draw(const struct conf *c, struct arena *a, int fd, const unsigned char sha[32],
		   int first, int last, const int *widths, size_t n, bool facts,
		   int64_t wait, const char **why_r)
{
	struct msg q, m;
	struct bytes k, v;
	int out = -1;
	*why_r = "no_answer";
	enum err e = vault_scratch(c, &out);
	if (e)
		return e;
	msg_init(&q, 1024);
	msg_init(&m, (size_t)48 << 20);
	msg_puts(&q, "op", "draw");
	msg_puti(&q, "first", first);
	msg_puti(&q, "last", last);
	for (size_t i = 0; i < n; i++)
		msg_puti(&q, "width", widths[i]);
	msg_puti(&q, "text", facts);
	msg_puti(&q, "seconds", draw_seconds(wait));
	e = tool_ask(c, a, "picture", wait, fd, out, &q, &m);
	if (!e && *tool_word(a, &m, "error")) {
		*why_r = tool_word(a, &m, "why");
		e = INVALID;
	}
	size_t left = (size_t)(last - first + 1) * n; /* pictures that were asked for */
	for (size_t at = 0; !e && msg_next(&m, &at, &k, &v);)
		if (k.n == 3 && !memcmp(k.p, "pic", 3))
			e = left-- ? keep_picture(c, sha, out, v, first, last) : BROKEN;
	if (!e && facts)
		e = vault_facts_put(c, sha, buf_bytes(&m.b));
	close(out);
	msg_clear(&q);
	msg_clear(&m);
	return e;
}

/* The password is read when it is needed and never logged. */
static void put_password(const struct conf *c, struct msg *q)
{
	struct buf b;
	buf_init(&b, 1024);
	if (*c->smtp_password_file && file_read(AT_FDCWD, c->smtp_password_file, &b) == OK) {
		while (b.n && strchr("\r\n", b.p[b.n - 1]))
			b.n--;
		msg_put(q, "password", b.p, b.n);
	}
	buf_wipe(&b);
}

enum err tool_letter(const struct conf *c, struct arena *a, const char *from, const char *to,
		     struct bytes data, const char **text_r)
{
	static const char *const tls[] = { "none", "starttls", "required" };
	struct msg q, m;
	msg_init(&q, (size_t)64 << 20);
	msg_init(&m, ANSWER);
	msg_puts(&q, "host", c->smtp_host);
	msg_puti(&q, "port", c->smtp_port);
	msg_puts(&q, "tls", tls[c->smtp_tls]);
	msg_puts(&q, "ca", c->smtp_ca);
	if (*c->smtp_user) {
		msg_puts(&q, "user", c->smtp_user);
		put_password(c, &q);
	}
	const char *at = strrchr(c->from, '@');
	msg_puts(&q, "helo", at ? at + 1 : "localhost");
	msg_puts(&q, "from", from);
	msg_puts(&q, "rcpt", to);
	msg_put(&q, "data", data.p, data.n);
	msg_puti(&q, "wait_ms", 60000);
	enum err e = tool_ask(c, a, "letter", 90 * SECOND, -1, -1, &q, &m);
	*text_r = e ? "no answer from letter" : tool_word(a, &m, "text");
	if (!e) {
		const char *result = tool_word(a, &m, "result");
		e = str_eq(result, "sent") ? OK : str_eq(result, "refused") ? DENIED : RETRY;
	}
	msg_clear(&q);
	msg_clear(&m);
	return e;
}
