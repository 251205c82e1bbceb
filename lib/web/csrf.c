/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Makes and compares form tokens. Knows no route but the request's. */
#include "web/csrf.h"

#include "web/page.h"

#include "base/hex.h"
#include "base/str.h"
#include "core/secret.h"

#include <string.h>

bool csrf_token(const struct req *r, char out[CSRF_CHARS + 1])
{
	struct buf b;
	unsigned char mac[32];
	/* a registration link is the person's who asked for it: it proves no visitor */
	bool link = !str_empty(r->token) && r->route && r->route->who == LINK;
	const char *what = link ? r->token : r->user ? r->session : r->anon;
	out[0] = 0;
	if (str_empty(what))
		return false;
	buf_init(&b, 1024);
	buf_byte(&b, link ? 't' : r->user ? 's' : 'a');
	buf_str(&b, what);
	secret_mac(SECRET_CSRF, buf_bytes(&b), mac);
	buf_wipe(&b);
	token_encode(mac, CSRF_CHARS, out);
	return true;
}

bool csrf_good(const struct req *r, const char *sent)
{
	char want[CSRF_CHARS + 1];
	return csrf_token(r, want) && sent && strlen(sent) == CSRF_CHARS &&
	       bytes_same_secret(want, sent, CSRF_CHARS);
}
