/* SPDX-License-Identifier: AGPL-3.0-or-later
 * application/x-www-form-urlencoded (WHATWG URL §5.1). */
#include "web/body.h"

#include <string.h>

static int digit(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
	       : c >= 'A' && c <= 'F' ? c - 'A' + 10
				      : -1;
}

char *urlenc_decode(struct arena *a, const char *p, size_t n, bool plus, size_t *n_r)
{
	char *out = arena_alloc(a, n + 1);
	size_t k = 0;
	for (size_t i = 0; i < n; i++) {
		char c = p[i];
		if (c == '%' && i + 2 < n && digit(p[i + 1]) >= 0 && digit(p[i + 2]) >= 0) {
			c = (char)(digit(p[i + 1]) * 16 + digit(p[i + 2]));
			i += 2;
		} else if (c == '+' && plus) {
			c = ' ';
		}
		if (c)
			out[k++] = c;
	}
	out[k] = 0;
	if (n_r)
		*n_r = k;
	return out;
}

enum err urlenc_parse(struct raws *l, const char *p, size_t n)
{
	const char *end = p + n;
	while (p < end) {
		const char *amp = memchr(p, '&', (size_t)(end - p));
		size_t pair = (size_t)((amp ? amp : end) - p);
		const char *eq = memchr(p, '=', pair);
		size_t name_n = eq ? (size_t)(eq - p) : pair, value_n = 0;
		if (name_n && name_n <= FORM_NAME) {
			const char *name = urlenc_decode(l->arena, p, name_n, true, NULL);
			const char *value = "";
			if (eq)
				value = urlenc_decode(l->arena, eq + 1, pair - name_n - 1, true,
						      &value_n);
			bool cut = value_n > FORM_VALUE;
			if (raws_add(l, name, value, cut ? FORM_VALUE : value_n, cut, NULL))
				return INVALID;
		} else if (pair && ++l->parts > FORM_PARTS) {
			return INVALID;
		}
		p += pair + (amp != NULL);
	}
	return OK;
}
