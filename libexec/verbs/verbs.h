/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What the verbs of ctl share: configuration, the users involved, and running
 * a step as one of them. Texts are English lines for administrators. */
#ifndef VERBS_H
#define VERBS_H

#include "base/conf.h"
#include "port/keys.h"
#include "sign/settings.h"

#include <sys/types.h>

enum { EXIT_GOOD = 0, EXIT_WARNED = 1, EXIT_BAD = 2, EXIT_USAGE = 64 };

struct user {
	uid_t uid;
	gid_t gid;
};

struct ctl {
	const char *site_path, *sign_path;
	struct conf site;
	bool have_site;      /* verbs that only touch keys do without it */
	const char *site_why;
	struct settings sign;
	struct user web, signer;
};

/* A line on standard error; always gives EXIT_BAD. */
int ctl_fail(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Runs step in a child that is `who` for good, or here when we are that user
 * already; the step's value is the exit status. Neither possible: EXIT_BAD. */
int ctl_as(const struct user *who, int (*step)(void *arg), void *arg);
/* A new file that must not exist: 0 or EXIT_BAD with a line. */
int ctl_write(const char *path, struct bytes b, mode_t mode);
/* A secret typed on the terminal without echo, or the first line of standard
 * input. False when there is none or it has size bytes or more. */
bool ctl_secret(const char *prompt, char *out, size_t size);

/* The verbs: arguments after the verb's name; the exit status. */
int ctl_init(struct ctl *c, int n, char **args);
int ctl_keygen(struct ctl *c, int n, char **args);
int ctl_import(struct ctl *c, int n, char **args);
int ctl_crl(struct ctl *c, int n, char **args);
int ctl_check(struct ctl *c, int n, char **args);
int ctl_sign_pull(struct ctl *c, int n, char **args);
int ctl_log(struct ctl *c, int n, char **args);
int ctl_store(struct ctl *c, int n, char **args);
int ctl_retry(struct ctl *c, int n, char **args);
int ctl_user(struct ctl *c, int n, char **args);
int ctl_verify(struct ctl *c, int n, char **args);

/* verbs/audit.c: check --audit; arguments behind it. */
int check_audit(struct ctl *c, int n, char **args);
struct audit_letter {
	const char *to;    /* NULL = none */
	const char *relay; /* HOST or HOST:PORT */
	const char *name, *from;
};
/* verbs/audit_mail.c: 0 when the relay took it. */
int audit_mail(const struct audit_letter *l, struct bytes text, uint64_t differences);

/* verbs/batch.c: verify --since, and for check: prints its lines. */
int verify_period(struct ctl *c, int n, char **args);
int risk_look(struct ctl *c);

/* verbs/history.c: verify --history; arguments behind it. */
int verify_history(struct ctl *c, int n, char **args);

/* verbs/records.c, for init and check. */
int records_create(struct ctl *c);
int records_check(struct ctl *c);

/* verbs/rollover.c. May a key be installed now (rules.md 10.1)? 0, or EXIT_BAD
 * with lines. */
int rollover_allowed(struct ctl *c);
/* Writes the certificates of all generations into own_certs. */
int pins_update(struct ctl *c);
int keys_look(struct ctl *c); /* for check: prints its lines */

/* verbs/adopt.c: log adopt; arguments behind it. */
int log_adopt(struct ctl *c, int n, char **args);

/* verbs/modes.c: one line of `modes`, {…} replaced. False at the end. */
struct mode_line {
	char kind;        /* d f s */
	char path[1024];  /* "" when a value it needs is not set */
	struct user owner;
	uid_t group;      /* as a gid */
	mode_t mode;
};
bool ctl_mode(const struct ctl *c, const char **at, struct mode_line *m);

/* verbs/keystore.c: the key folder; run these as the signer. */
int keystore_install(const struct settings *s, const struct keys_pair *p);
enum err keystore_load(const struct settings *s, struct keys_pair *p);

#endif
