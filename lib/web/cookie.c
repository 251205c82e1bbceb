/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reads the Cookie header, writes Set-Cookie. Knows no cookie's meaning. */
#include "web/cookie.h"

#include "base/str.h"
#include "web/answer.h"

#include <string.h>

#define VALUE_MAX 200

const char *cookie_get(struct req *r, const char *name)
{
	const char *s = r->cookies;
	size_t want = strlen(name);
	while (*s) {
		s += strspn(s, " \t;");
		size_t n = strcspn(s, "=;");
		size_t m = s[n] == '=' ? strcspn(s + n + 1, "; \t") : 0;
		if (s[n] == '=' && n == want && !memcmp(s, name, n) && m && m <= VALUE_MAX &&
		    strspn(s + n + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				      "0123456789-") >= m)
			return arena_strn(r->arena, s + n + 1, m);
		s += n + (s[n] == '=' ? 1 + m : 0);
		s += strcspn(s, ";");
	}
	return NULL;
}

void cookie_set(struct reply *p, const char *name, const char *value, int64_t seconds)
{
	const struct conf *c = p->r->conf;
	const char *path = route_base_path(c);
	buf_printf(&p->headers, "Set-Cookie: %s=%s; Path=%s; HttpOnly; SameSite=Lax%s", name, value,
		   *path ? path : "/", str_starts(c->base, "https://") ? "; Secure" : "");
	if (seconds)
		buf_printf(&p->headers, "; Max-Age=%lld", (long long)(seconds > 0 ? seconds : 0));
	buf_str(&p->headers, "\r\n");
}
