/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Marks and their HMAC. Knows no mail and no store. */
#include "office/verp.h"

#include "core/secret.h"

#include "base/hex.h"
#include "base/str.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define MAC 12  /* token characters */
#define MARK 64 /* bytes of a mark with its NUL */
#define LOCAL 64 /* octets before '@', RFC 5321 §4.5.3.1.1 */

static void make(const struct verp *v, char out[MARK])
{
	unsigned char mac[32];
	char sum[MAC + 1];
	int n = snprintf(out, MARK, "%s-%lld-%lld", v->contract, (long long)v->slot,
			 (long long)v->generation);
	secret_mac(SECRET_VERP, (struct bytes){ (unsigned char *)out, (size_t)n }, mac);
	token_encode(mac, MAC, sum);
	snprintf(out + n, MARK - (size_t)n, "-%s", sum);
}

enum err verp_pattern(const struct conf *conf)
{
	const char *hole = strchr(conf->bounce, '%'), *at = strchr(conf->bounce, '@');
	/* slot and generation: four digits each at the very most */
	size_t mark = CONTRACT_ID + 1 + 4 + 1 + 4 + 1 + MAC;
	if (!hole || !at || hole > at || strchr(hole + 1, '%') || strchr(at + 1, '@') || !at[1])
		return INVALID;
	return (size_t)(at - conf->bounce) - 1 + mark <= LOCAL ? OK : INVALID;
}

void verp_address(const struct conf *conf, const struct verp *v, char out[VERP_MAIL])
{
	char mark[MARK];
	if (!*v->contract || v->slot > 9999 || v->generation > 9999 || verp_pattern(conf)) {
		snprintf(out, VERP_MAIL, "%s", conf->from);
		return;
	}
	make(v, mark);
	snprintf(out, VERP_MAIL, "%.*s%s%s", (int)strcspn(conf->bounce, "%"), conf->bounce, mark,
		 strchr(conf->bounce, '%') + 1);
}

static bool letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '2' && c <= '9');
}

/* Digits and the hyphen behind them; NULL: something else stands there. */
static const char *number(const char *s, int64_t *r)
{
	size_t n = strspn(s, "0123456789");
	char text[8];
	if (!n || n > 4 || s[n] != '-')
		return NULL;
	snprintf(text, sizeof text, "%.*s", (int)n, s);
	return str_to_int(text, 0, 9999, r) ? NULL : s + n + 1;
}

/* s begins with 16 characters of a contract's id and a hyphen. */
static bool is_ours(const char *s, struct verp *v)
{
	char mark[MARK];
	snprintf(v->contract, sizeof v->contract, "%s", s);
	const char *t = number(s + CONTRACT_ID + 1, &v->slot);
	t = t ? number(t, &v->generation) : NULL;
	if (!t || strnlen(t, MAC) < MAC)
		return false;
	make(v, mark);
	return !strncmp(mark, s, strlen(mark)) && !letter(s[strlen(mark)]);
}

enum err verp_find(const char *text, struct verp *v)
{
	char low[1024];
	snprintf(low, sizeof low, "%s", text);
	str_lower_ascii(low);
	size_t run = 0;
	for (const char *s = low; *s; s++) {
		if (*s == '-' && run >= CONTRACT_ID && is_ours(s - CONTRACT_ID, v))
			return OK;
		run = letter(*s) ? run + 1 : 0;
	}
	return MISSING;
}
