/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * One door for both kinds of web server interface: FastCGI 1.0 on descriptor 0
 * (libfcgi) and CGI/1.1 (RFC 3875). Requests come one at a time. SIGTERM and
 * SIGUSR1 end the loop between requests, never inside one. */
#ifndef PORT_FCGI_H
#define PORT_FCGI_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

struct fcgi;

/* Looks at descriptor 0 and takes over the signals. Once per process. */
struct fcgi *fcgi_open(void);
bool fcgi_is_cgi(const struct fcgi *f);
/* Waits for the next request. False: asked to end, or CGI's only request was
 * served, or the socket failed (logged). */
bool fcgi_accept(struct fcgi *f);
/* A variable of the request ("REQUEST_METHOD"); NULL when absent. Borrowed
 * until fcgi_end. */
const char *fcgi_param(const struct fcgi *f, const char *name);
/* At most n bytes of the request's body; *got_r = 0 at its end. BROKEN. */
enum err fcgi_read(struct fcgi *f, void *p, size_t n, size_t *got_r) MUST_USE;
/* BROKEN: the peer is gone; nothing more needs to be written. */
enum err fcgi_write(struct fcgi *f, const void *p, size_t n) MUST_USE;
/* The answer is whole: sends what is buffered and closes. */
void fcgi_end(struct fcgi *f);

#endif
