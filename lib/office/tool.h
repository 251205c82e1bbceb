/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The programs under conf->libexec as functions: each call is one short-lived
 * child with open descriptors and one framed question (base/msg.h). Nobody
 * here parses a PDF or a CMS: bytes go in, bytes and checked facts come out.
 * Errors of every call: RETRY (child too slow or not startable), BROKEN (it
 * crashed or answered nonsense), and what the call's comment says. */
#ifndef OFFICE_TOOL_H
#define OFFICE_TOOL_H

#define TOOL_WAIT (INT64_C(20) * 1000000000) /* ns: what a child may take at most */

#include "core/contract.h"

#include "base/act.h"
#include "base/arena.h"
#include "base/conf.h"
#include "base/msg.h"

/* One question to one program of conf->libexec; fd3, fd4: -1 = none. For the
 * modules of core that speak longer with a child (core/archive). */
enum err tool_ask(const struct conf *c, struct arena *a, const char *tool, int64_t wait, int fd3,
		  int fd4, const struct msg *q, struct msg *r) MUST_USE;
/* A text of an answer, copied; "" when absent or unclean. */
const char *tool_word(struct arena *a, const struct msg *m, const char *key);

struct intake {
	bool accepted, repaired;
	const char *reason;   /* when not accepted: fixed word, "up.<reason>" in the catalogue */
	const char *removed;  /* blank-separated words */
	int64_t pages;
};
/* Judges and cleans `in` into the scratch file `out`. flatten: signatures are given
 * up, else a signed file is refused. */
enum err tool_judge(const struct conf *c, struct arena *a, int in, int out, bool flatten,
		    struct intake *r) MUST_USE;
/* Rewrites `in` into `out` as one fresh section. */
enum err tool_settle(const struct conf *c, int in, int out) MUST_USE;

struct candidate; /* office/compose.h */
/* Where a signature stands in the signer's log: committed with it, so that log and
 * journal can be compared (rules.md 10.3). */
struct sign_log {
	int64_t seq;
	char head[65]; /* hash of that line, hexadecimal */
};
/* The setuid helper. Its refusals are its own error words (teiketsu-signature(5)),
 * *why_r says which: DENIED never, RETRY later, BROKEN see the operator. */
enum err tool_sign(const struct conf *c, struct arena *a, int candidate, const struct contract *of,
		   size_t paper, const struct act *act, int attempt, const struct candidate *k,
		   struct buf *cms_r, struct sign_log *log_r, const char **why_r) MUST_USE;
/* The slot of the act belongs to the act's address from now on (op=reassign);
 * reason and instant as the record has them. OK when it does already. */
enum err tool_reassign(const struct conf *c, struct arena *a, const struct act *act,
		       const char *reason, int64_t time, const char **why_r) MUST_USE;
/* What the signer says of itself when asked from this process: "ok", or the
 * word for which it would refuse everything (no_setuid under an ancestor with
 * no_new_privs, cert_expired, no_log, …). */
const char *tool_signer(const struct conf *c, struct arena *a);
/* OK only for an entirely good file with `versions` signatures; DENIED and
 * *why_r otherwise. */
enum err tool_inspect(const struct conf *c, struct arena *a, int fd, int64_t versions,
		      const char **why_r) MUST_USE;

/* What inspect says of a stranger's file; answer must be set up by msg_init. */
enum err tool_examine(const struct conf *c, struct arena *a, int fd, struct msg *answer) MUST_USE;

/* Draws one page into the scratch file out, and nothing into any cache. INVALID: it
 * cannot be drawn, or there is no such page. */
struct sketch {
	int64_t at, n; /* in out */
	char kind;     /* 'p' PNG, 'j' JPEG */
	int64_t pages; /* of the whole file */
};
/* "NUMBER WIDTH HEIGHT png|jpeg OFFSET LENGTH" of an answer; false: nonsense. */
bool tool_read_picture(struct bytes v, int *number, int *width, struct sketch *s);
enum err tool_sketch(const struct conf *c, struct arena *a, int fd, int64_t page, int width,
		     int out, struct sketch *r) MUST_USE;

/* Draws pages first…last at the given widths into the picture cache, and keeps
 * sizes and texts as facts when text is wanted (then first…last = all pages).
 * INVALID: a page cannot be drawn (*why_r; too_slow: not in a second less than
 * `wait` ns). RETRY: no answer within `wait`. */
enum err tool_draw(const struct conf *c, struct arena *a, int fd, const unsigned char sha[32],
		   int first, int last, const int *widths, size_t n, bool facts,
		   int64_t wait, const char **why_r) MUST_USE;

/* One SMTP session. OK: every recipient accepted. RETRY: later. DENIED: refused
 * for good. *text_r: the server's words. */
enum err tool_letter(const struct conf *c, struct arena *a, const char *from, const char *to,
		     struct bytes data, const char **text_r) MUST_USE;

#endif
