/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a second look at addresses finds: mailboxes of many people, slips of the
 * keyboard. Knows no form. */
#include "web/recipients.h"

#include "core/account.h"
#include "core/catalog.h"
#include "core/ledger.h"

#include "base/str.h"

#include <string.h>
#include <strings.h>

#define EARLIER 40 /* contracts of each folder that are looked at */
#define KNOWN 400  /* addresses that are remembered of them */

/* Mailboxes that usually have many readers (RFC 2142 and everyday use). */
static bool looks_shared(const char *mail)
{
	static const char *const names[] = { "info",	"ml",	   "list",    "all",	 "office",
					     "contact", "support", "sales",   "soumu",	 "keiri",
					     "jinji",	"eigyo",   "inquiry", "staff",	 "team",
					     "webmaster", "postmaster", "admin", "mail", "toiawase" };
	size_t n = strcspn(mail, "@");
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strlen(names[i]) == n && !strncasecmp(mail, names[i], n))
			return true;
	return (n > 3 && !strncasecmp(mail + n - 3, "-ml", 3)) || !strncasecmp(mail, "ml-", 3);
}

struct known {
	const char *mail[KNOWN];
	size_t n;
};

static bool has(const struct known *k, const char *s, bool domain)
{
	for (size_t i = 0; i < k->n; i++) {
		const char *other = domain ? strrchr(k->mail[i], '@') : k->mail[i];
		if (other && !strcasecmp(other, s))
			return true;
	}
	return false;
}

static void remember(struct known *k, const char *mail)
{
	if (k->n < KNOWN && *mail && !has(k, mail, false))
		k->mail[k->n++] = mail;
}

static void remember_folder(struct req *r, const struct contract *now, enum folder f,
			    struct known *k)
{
	struct listing l;
	if (catalog_list(r->conf, r->arena, r->user, f, NULL, EARLIER, &l))
		return;
	for (size_t i = 0; i < l.n; i++) {
		struct contract *c;
		if (str_eq(l.rows[i].id, now->id) ||
		    ledger_load(r->conf, r->arena, l.rows[i].id, &c))
			continue;
		for (size_t p = 0; p < c->n_parties; p++)
			remember(k, c->parties[p].mail);
	}
}

/* One character more, less, another, or two that changed places. */
static bool one_apart(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b), i = 0, from_end = 0;
	if (n > m + 1 || m > n + 1 || !strcasecmp(a, b))
		return false;
	while (i < n && i < m && !strncasecmp(a + i, b + i, 1))
		i++;
	while (from_end < n - i && from_end < m - i &&
	       !strncasecmp(a + n - 1 - from_end, b + m - 1 - from_end, 1))
		from_end++;
	size_t x = n - i - from_end, y = m - i - from_end;
	if (x == 2 && y == 2)
		return !strncasecmp(a + i, b + i + 1, 1) && !strncasecmp(a + i + 1, b + i, 1);
	return x <= 1 && y <= 1;
}

static void compare(struct xnode *n, const struct known *k, const char *mail)
{
	const char *at = strrchr(mail, '@');
	if (!at || has(k, mail, false))
		return;
	bool new_domain = !has(k, at, true);
	for (size_t i = 0; i < k->n; i++) {
		const char *other = strrchr(k->mail[i], '@');
		bool domain = new_domain && other && one_apart(at, other);
		if (!domain && !one_apart(mail, k->mail[i]))
			continue;
		struct xnode *x = xdoc_add(n, "similar");
		xdoc_attr(x, "a", domain ? at + 1 : mail);
		xdoc_attr(x, "b", domain ? other + 1 : k->mail[i]);
		return;
	}
}

void recipients_warn(struct req *r, struct xnode *n, const struct contract *c)
{
	static const enum folder folders[] = { FOLDER_SENT, FOLDER_DONE, FOLDER_TODO,
					       FOLDER_REJECTED };
	struct known *k = arena_alloc(r->arena, sizeof *k);
	remember(k, c->mail);
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		remember_folder(r, c, folders[i], k);
	for (size_t i = 0; i < c->n_parties; i++) {
		const struct party *p = &c->parties[i];
		struct xnode *x = xdoc_add(n, "asked");
		xdoc_attr_int(x, "slot", (int64_t)i + 1);
		xdoc_attr_flag(x, "authority", p->authority);
		xdoc_attr_flag(x, "once", p->one_time);
		if (looks_shared(p->mail))
			xdoc_add_text(n, "shared", p->mail);
		compare(n, k, p->mail);
	}
	for (size_t i = 0; i < c->n_viewers; i++)
		compare(n, k, c->viewers[i].mail);
}
