/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The act's wire form and its sentence. Knows no PDF and no key. */
#include "base/act.h"

#include "base/clock.h"
#include "base/hex.h"
#include "base/str.h"

#include <stdio.h>
#include <string.h>

static const char *const kinds[] = { NULL, "fix", "send", "agree", "conclude" };

void act_put(struct msg *m, const struct act *a)
{
	msg_puts(m, "kind", kinds[a->kind]);
	msg_puts(m, "chain", a->chain);
	msg_puti(m, "version", a->version);
	msg_puti(m, "time", a->time);
	switch (a->kind) {
	case ACT_FIX:
		msg_puts(m, "title", a->title);
		msg_puti(m, "pages", a->pages);
		msg_put(m, "upload", a->upload, 32);
		msg_put(m, "base", a->base, 32);
		msg_put(m, "roster", a->roster, 32 * ((size_t)a->parties + 1));
		break;
	case ACT_SEND:
	case ACT_AGREE:
		msg_puti(m, "slot", a->slot);
		msg_puts(m, "name", a->name);
		msg_puts(m, "mail", a->mail);
		msg_puti(m, "methods", a->methods);
		msg_put(m, "binds", a->binds, 32);
		break;
	case ACT_CONCLUDE:
		msg_puti(m, "parties", a->parties);
		break;
	}
}

void act_bytes(const struct act *a, struct buf *out)
{
	struct msg m;
	msg_init(&m, ACT_WIRE);
	act_put(&m, a);
	buf_add(out, m.b.p, m.b.n);
	msg_clear(&m);
}

/* Takes the next field, which must have this key. */
static bool take(const struct msg *m, size_t *at, const char *key, struct bytes *v)
{
	struct bytes k;
	return msg_next(m, at, &k, v) && k.n == strlen(key) && !memcmp(k.p, key, k.n);
}

static bool take_text(const struct msg *m, size_t *at, const char *key, char *out, size_t max)
{
	struct bytes v;
	if (!take(m, at, key, &v) || !v.n || v.n > max || !str_is_xml_text(v.p, v.n))
		return false;
	for (size_t i = 0; i < v.n; i++)
		if (v.p[i] < 0x20 || v.p[i] == 0x7F)
			return false;
	memcpy(out, v.p, v.n);
	out[v.n] = 0;
	return true;
}

static bool take_int(const struct msg *m, size_t *at, const char *key, int64_t min, int64_t max,
		     int64_t *r)
{
	char s[24], again[24];
	return take_text(m, at, key, s, sizeof s - 1) && !str_to_int(s, min, max, r) &&
	       snprintf(again, sizeof again, "%lld", (long long)*r) > 0 && !strcmp(s, again);
}

static bool take_fixed(const struct msg *m, size_t *at, const char *key, unsigned char out[32])
{
	struct bytes v;
	if (!take(m, at, key, &v) || v.n != 32)
		return false;
	memcpy(out, v.p, 32);
	return true;
}

static bool chain_ok(const char *s)
{
	int64_t file;
	char id[17];
	if (strlen(s) < 18 || s[16] != '-')
		return false;
	memcpy(id, s, 16);
	id[16] = 0;
	return token_valid(id, 16) && s[17] != '0' && !str_to_int(s + 17, 1, 999, &file);
}

static bool take_fix(const struct msg *m, size_t *at, struct act *a)
{
	struct bytes v;
	int64_t pages = 0;
	if (!take_text(m, at, "title", a->title, ACT_TITLE) ||
	    !take_int(m, at, "pages", 1, 100000, &pages) ||
	    !take_fixed(m, at, "upload", a->upload) || !take_fixed(m, at, "base", a->base) ||
	    !take(m, at, "roster", &v) || v.n % 32 || v.n < 32 || v.n > sizeof a->roster)
		return false;
	a->pages = (int)pages;
	a->parties = (int)(v.n / 32) - 1;
	memcpy(a->roster, v.p, v.n);
	return a->version == 1;
}

static bool take_person(const struct msg *m, size_t *at, struct act *a)
{
	int64_t slot = 0, methods = 0;
	if (!take_int(m, at, "slot", 0, ACT_SLOTS, &slot) ||
	    !take_text(m, at, "name", a->name, ACT_NAME) ||
	    !take_text(m, at, "mail", a->mail, ACT_MAIL) ||
	    !take_int(m, at, "methods", 1, 7, &methods) || !take_fixed(m, at, "binds", a->binds))
		return false;
	a->slot = (int)slot;
	a->methods = (unsigned)methods;
	return (methods & ACT_BY_MAIL) && a->version == a->slot + 2 &&
	       (a->kind == ACT_SEND) == (a->slot == 0);
}

enum err act_parse(const struct msg *m, struct act *a, size_t *at_r)
{
	size_t at = 0;
	char kind[12];
	int64_t version = 0, parties = 0;
	memset(a, 0, sizeof *a);
	if (!take_text(m, &at, "kind", kind, sizeof kind - 1))
		return INVALID;
	for (int k = ACT_FIX; k <= ACT_CONCLUDE; k++)
		if (!strcmp(kinds[k], kind))
			a->kind = (enum act_kind)k;
	if (!a->kind || !take_text(m, &at, "chain", a->chain, ACT_CHAIN) || !chain_ok(a->chain) ||
	    !take_int(m, &at, "version", 1, ACT_SLOTS + 3, &version) ||
	    !take_int(m, &at, "time", 0, INT64_MAX, &a->time))
		return INVALID;
	a->version = (int)version;
	bool good = a->kind == ACT_FIX	      ? take_fix(m, &at, a)
		    : a->kind != ACT_CONCLUDE ? take_person(m, &at, a)
					      : take_int(m, &at, "parties", 0, ACT_SLOTS, &parties) &&
							version == parties + 3;
	if (a->kind == ACT_CONCLUDE)
		a->parties = (int)parties;
	if (at_r)
		*at_r = at;
	return good ? OK : INVALID;
}

void act_reason(const struct act *a, struct buf *out)
{
	char t[CLOCK_TEXT];
	clock_reason(a->time, t);
	switch (a->kind) {
	case ACT_FIX:
		buf_printf(out, "「%s」（書類ID %s、%dページ、SHA-256 ", a->title, a->chain, a->pages);
		hex_add(out, a->upload, 32);
		buf_printf(out, "）の内容が%sに確定されました。", t);
		break;
	case ACT_SEND:
	case ACT_AGREE:
		buf_printf(out, "%s(%s)によって%sに%sされました。認証方法：メール認証%s%s", a->name,
			   a->mail, t, a->kind == ACT_SEND ? "作成" : "承認",
			   a->methods & ACT_BY_CODE ? "、アクセスコード" : "",
			   a->methods & ACT_BY_ONE_TIME ? "、ワンタイムコード" : "");
		break;
	case ACT_CONCLUDE:
		buf_printf(out, "全%d名の同意がそろい%sに締結されました。", a->parties, t);
		break;
	}
}
