/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The one main() of all pages: FastCGI, or CGI when started as such. Each page
 * brings its constant `page`. */
#include "web/run.h"

#include "base/log.h"
#include "core/secret.h"
#include "port/view.h"

#include <sys/stat.h>

#define REQUESTS 10000 /* then a fresh process: what leaks somewhere stays small */

int main(void)
{
	log_open(page.name);
	umask(077);
	const struct conf *c = conf_site();
	enum err e = secret_open(c);
	if (e)
		log_die("secret.bad", "file=%s error=%s", c->secret, err_word(e));
	view_open(c->xsl);
	struct fcgi *f = fcgi_open();
	struct arena *a = arena_new(0);
	for (int i = 0; i < REQUESTS && fcgi_accept(f); i++) {
		run_request(f, a, c, &page);
		arena_reset(a);
	}
	arena_free(a);
	return 0;
}
