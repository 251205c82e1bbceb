/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The inside of a reply, for lib/web alone. */
#ifndef WEB_ANSWER_H
#define WEB_ANSWER_H

#include "port/fcgi.h"
#include "web/reply.h"

struct reply {
	struct req *r;
	int status;
	struct xdoc *doc; /* reply_view */
	const char *view;
	const char *lang; /* of the person asked, or NULL */
	const char *why;  /* reply_error */
	const char *location;
	struct buf headers; /* complete lines */
	struct buf body;    /* reply_text, reply_bytes, drawn views */
	const char *type;
	int fd; /* reply_file, else -1 */
	int64_t at, n;
	const char *save_as;
	int max_age;
	bool file, wake;
};

void reply_init(struct reply *p, struct req *r);
/* Forgets the answer so far (cookies stay), so that an error can take its place. */
void reply_forget(struct reply *p);
/* Draws the view if there is one, writes everything. *bytes_r: of the body. */
enum err reply_send(struct reply *p, struct fcgi *f, bool head, int64_t *bytes_r) MUST_USE;
void reply_clear(struct reply *p);

#endif
