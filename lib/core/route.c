/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Makes and recognises addresses from route.def. Knows no page. */
#include "core/route.h"

#include "base/buf.h"
#include "base/hex.h"
#include "base/log.h"
#include "base/str.h"

#include <stdarg.h>
#include <string.h>

static const struct {
	const char *name, *path;
} rows[] = {
#define ROUTE(c, name, path) { name, path },
#include "core/route.def"
#undef ROUTE
};

const char *route_name(enum place p)
{
	return rows[p].name;
}

const char *route_pattern(enum place p)
{
	return rows[p].path;
}

const char *route_base_path(const struct conf *c)
{
	const char *host = strstr(c->base, "://");
	const char *path = host ? strchr(host + 3, '/') : NULL;
	return path ? path : "";
}

static bool is_word(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789._-");
	return n && n <= 64 && !s[n] && s[0] != '.';
}

static bool is_number(const char *s)
{
	size_t n = strspn(s, "0123456789");
	return n && n <= 9 && !s[n] && (s[0] != '0' || n == 1);
}

/* Whether the n-byte key's parameter may be s. */
static bool fits(const char *key, const char *s)
{
	if (!strcmp(key, "t"))
		return token_valid(s, ROUTE_TOKEN);
	if (!strcmp(key, "id"))
		return token_valid(s, ROUTE_ID);
	return !strcmp(key, "n") ? is_number(s) : is_word(s);
}

/* The key of a pattern's segment, or NULL when it is literal. */
static const char *key_of(const char *segment, size_t n)
{
	static const char *const keys[] = { "t", "id", "n", "w" };
	for (size_t i = 0; i < 4; i++)
		if (n == strlen(keys[i]) + 2 && segment[0] == '{' &&
		    !memcmp(segment + 1, keys[i], n - 2))
			return keys[i];
	return NULL;
}

char *route_url_(struct arena *a, const char *base, enum place place, ...)
{
	struct buf b;
	va_list ap;
	buf_init(&b, 4096);
	buf_str(&b, base);
	va_start(ap, place);
	for (const char *p = rows[place].path; *p;) {
		size_t n = strcspn(p + 1, "/");
		const char *key = key_of(p + 1, n), *v = NULL;
		buf_byte(&b, '/');
		if (key) {
			v = va_arg(ap, const char *);
			if (!v || !fits(key, v))
				log_die("route.bad", "place=%s key=%s", rows[place].name, key);
			buf_str(&b, v);
		} else {
			buf_add(&b, p + 1, n);
		}
		p += 1 + n;
	}
	if (va_arg(ap, const char *))
		log_die("route.bad", "place=%s too many arguments", rows[place].name);
	va_end(ap);
	char *r = arena_strn(a, b.p, b.n);
	buf_clear(&b);
	return r;
}

bool route_match(struct arena *a, enum place place, const char *path, struct route_parts *r)
{
	const char *p = rows[place].path;
	memset(r, 0, sizeof *r);
	while (*p == '/' && *path == '/') {
		size_t n = strcspn(p + 1, "/"), m = strcspn(path + 1, "/");
		const char *key = key_of(p + 1, n);
		if (key) {
			char *v = arena_strn(a, path + 1, m);
			if (r->n == ROUTE_PARTS || !fits(key, v))
				return false;
			r->key[r->n] = key;
			r->value[r->n++] = v;
		} else if (n != m || memcmp(p + 1, path + 1, n)) {
			return false;
		}
		p += 1 + n;
		path += 1 + m;
	}
	return !*p && !*path;
}
