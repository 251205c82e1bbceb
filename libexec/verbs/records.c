/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Verbs store, retry and user: the records under var/, always as the web user. */
#include "verbs/verbs.h"

#include "core/account.h"
#include "core/ledger.h"
#include "core/outbox.h"
#include "core/visit.h"
#include "office/wake.h"
#include "port/domain.h"
#include "store/store.h"

#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAGE 200 /* entries of a queue that are read at once */

struct job {
	struct ctl *c;
	const char *what, *mail, *name;
	char password[ACCOUNT_PASSWORD_MAX * 4];
	bool operator_;
};

static int create_here(void *arg)
{
	const struct job *j = arg;
	char dir[1100];
	struct store *s = NULL;
	struct store_options opt = { .create = true };
	snprintf(dir, sizeof dir, "%s/store", j->c->site.var);
	if (store_open(dir, NULL, &s) == OK) {
		store_close(s);
		return EXIT_GOOD;
	}
	enum err e = store_open(dir, &opt, &s);
	if (e)
		return ctl_fail("%s: no store can be made there (%s)", dir, err_word(e));
	store_close(s);
	printf("made %s\n", dir);
	return EXIT_GOOD;
}

int records_create(struct ctl *c)
{
	struct job j = { .c = c };
	return ctl_as(&c->web, create_here, &j);
}

static int report(struct store *s)
{
	struct store_report r = { 0 };
	enum err e = store_check(s, &r);
	printf("store: %llu frames, %llu records, %llu bytes of journal: %s\n",
	       (unsigned long long)r.frames, (unsigned long long)r.records,
	       (unsigned long long)r.bytes, e ? "NOT GOOD" : "good");
	if (e)
		printf("store: %s%s%s (segment %u, offset %llu)\n", r.why && *r.why ? r.why : store_why(s),
		       *r.key ? " at " : "", r.key, r.segment, (unsigned long long)r.offset);
	return e ? EXIT_BAD : EXIT_GOOD;
}

static int store_here(void *arg)
{
	const struct job *j = arg;
	struct store *s = ledger_store(&j->c->site);
	enum err e = OK;
	if (!s)
		return ctl_fail("the store cannot be opened");
	if (str_eq(j->what, "check"))
		return report(s);
	e = str_eq(j->what, "rebuild") ? store_rebuild(s) : store_make_writable(s);
	return e ? ctl_fail("%s: %s (%s)", j->what, err_word(e), store_why(s)) : EXIT_GOOD;
}

int records_check(struct ctl *c)
{
	struct job j = { .c = c, .what = "check" };
	return ctl_as(&c->web, store_here, &j);
}

int ctl_store(struct ctl *c, int n, char **args)
{
	static const char *const words[] = { "check", "rebuild", "writable" };
	for (size_t i = 0; n == 1 && i < sizeof words / sizeof *words; i++)
		if (str_eq(args[0], words[i])) {
			struct job j = { .c = c, .what = words[i] };
			return ctl_as(&c->web, store_here, &j);
		}
	return EXIT_USAGE;
}

/* --- retry ------------------------------------------------------------------------ */

struct stuck {
	struct ctl *c;
	int n;
	char **ids;
};

static int again(const struct conf *site, struct arena *a, const char *id)
{
	enum err e = outbox_sign_again(site, a, id);
	if (e)
		return ctl_fail("%s: %s", id, e == MISSING ? "nothing of it waits for a signature"
							   : err_word(e));
	printf("%s will be tried again\n", id);
	return EXIT_GOOD;
}

/* Without names: every document that rests. */
static int retry_here(void *arg)
{
	const struct stuck *s = arg;
	const struct conf *site = &s->c->site;
	struct arena *a = arena_new(0);
	struct outbox_sign *all;
	const char *after = NULL;
	size_t got = PAGE;
	int code = EXIT_GOOD, known = 0;
	for (int i = 0; i < s->n; i++)
		code |= again(site, a, s->ids[i]);
	while (!s->n && got == PAGE && !code) {
		if (outbox_signs(site, a, after, PAGE, &all, &got))
			return ctl_fail("the queue cannot be read");
		for (size_t i = 0; i < got; i++)
			if (all[i].tries && ++known)
				code |= again(site, a, all[i].id);
		after = got ? arena_printf(a, "outbox/sign/%s", all[got - 1].id) : NULL;
	}
	if (!s->n && !known && !code)
		puts("no document rests after a refused signature");
	wake_clerk(site);
	arena_free(a);
	return code;
}

int ctl_retry(struct ctl *c, int n, char **args)
{
	struct stuck s = { c, n, args };
	return ctl_as(&c->web, retry_here, &s);
}

/* --- user ------------------------------------------------------------------------- */

/* Spelled as the register page would store it. */
static bool address(const char *typed, char out[300])
{
	const char *at = strrchr(typed, '@');
	char host[254];
	if (!at || at == typed || at - typed > 64 || domain_ascii(at + 1, host, sizeof host))
		return false;
	return snprintf(out, 300, "%.*s@%s", (int)(at - typed), typed, host) < 300;
}

static int user_here(void *arg)
{
	struct job *j = arg;
	struct arena *a = arena_new(0);
	char mail[300];
	struct account acc = { .name = j->name, .company = "", .lang = "ja", .terms_version = "",
			       .operator_ = j->operator_ };
	if (!address(j->mail, mail))
		return ctl_fail("'%s' is not a mail address", j->mail);
	acc.mail = mail;
	enum err e = *j->name ? account_create(&j->c->site, a, j->password, &acc)
			      : account_set_password(&j->c->site, a, mail, j->password, &acc);
	if (!e && !*j->name)
		e = visit_drop_user(&j->c->site, a, acc.id);
	explicit_bzero(j->password, sizeof j->password);
	if (e)
		return ctl_fail("%s: %s", mail, e == CONFLICT  ? "is registered already"
						: e == MISSING ? "is not registered"
							       : err_word(e));
	printf("%s %s for %s\n", *j->name ? "made account" : "new password of", acc.id, mail);
	arena_free(a);
	return EXIT_GOOD;
}

int ctl_user(struct ctl *c, int n, char **args)
{
	struct job j = { .c = c };
	bool add = n >= 3 && str_eq(args[0], "add"), set = n == 2 && str_eq(args[0], "password");
	if ((!add && !set) || n > 4 || (n == 4 && !str_eq(args[3], "operator")))
		return EXIT_USAGE;
	j.mail = args[1];
	j.name = add ? args[2] : "";
	j.operator_ = n == 4;
	if ((add && !*j.name) || !str_is_xml_text(j.name, strlen(j.name)) || str_chars(j.name) > 60)
		return ctl_fail("the name is empty, too long or not clean text");
	if (!ctl_secret("Password (12 characters or more)", j.password, sizeof j.password) ||
	    !str_is_xml_text(j.password, strlen(j.password)) ||
	    str_chars(j.password) < ACCOUNT_PASSWORD_MIN || account_common(j.password))
		return ctl_fail("the password is too short, too long or too common");
	return ctl_as(&c->web, user_here, &j);
}
