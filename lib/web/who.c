/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Address and language of the visitor. */
#include "web/who.h"

#include "base/str.h"
#include "web/cookie.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

#define YEAR (365 * 24 * 3600)

static bool is_address(const char *s)
{
	unsigned char a[16];
	return inet_pton(AF_INET, s, a) == 1 || inet_pton(AF_INET6, s, a) == 1;
}

const char *who_peer(struct arena *a, const char *remote, const char *forwarded)
{
	bool local = str_empty(remote) || str_starts(remote, "127.") || str_eq(remote, "::1") ||
		     str_starts(remote, "unix:");
	if (local && !str_empty(forwarded)) {
		/* the last entry is our proxy's own observation; earlier ones are hearsay */
		const char *last = strrchr(forwarded, ',');
		last = last ? last + 1 : forwarded;
		last += strspn(last, " ");
		char *s = arena_strn(a, last, strcspn(last, " ,"));
		if (is_address(s))
			return s;
	}
	return !str_empty(remote) && is_address(remote) ? arena_str(a, remote) : "-";
}

static const char *known(const char *s)
{
	return str_eq(s, "ja") ? "ja" : str_eq(s, "en") ? "en" : NULL;
}

/* The first of our languages that is named. Weights are not worth reading: browsers
 * send their list in order. Nobody named: Japanese. */
static const char *accepted(const char *s)
{
	for (; s && *s; s += strcspn(s, ","), s += *s == ',') {
		s += strspn(s, " ");
		size_t n = strcspn(s, ",;- ");
		if (n == 2 && (!strncasecmp(s, "ja", 2) || !strncasecmp(s, "en", 2)))
			return strncasecmp(s, "ja", 2) ? "en" : "ja";
	}
	return "ja";
}

void who_lang(struct req *r, struct reply *p, const char *asked, const char *accept)
{
	const char *lang = known(asked);
	if (lang && p)
		cookie_set(p, "lang", lang, YEAR);
	if (!lang)
		lang = known(cookie_get(r, "lang"));
	r->lang_chosen = lang != NULL;
	r->lang = lang ? lang : accepted(accept);
}
