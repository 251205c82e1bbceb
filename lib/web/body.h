/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A request's fields as they were sent, before anybody judges them. Decoders
 * are fed chunk by chunk; where the chunks are cut changes nothing. */
#ifndef WEB_BODY_H
#define WEB_BODY_H

#include "port/fcgi.h"
#include "web/form.h"
#include "web/req.h"

struct raw {
	const char *name;
	const char *text; /* bytes without NUL, not checked for UTF-8 */
	size_t n;
	bool cut;         /* longer than FORM_VALUE: only the beginning is here */
	struct upload *file; /* INPUT_FILE; size may be over its limit, fd is -1 then */
	struct raw *next;
};

struct raws {
	struct arena *arena;
	const struct conf *conf;
	const struct input *inputs; /* only these names are kept */
	struct raw *first, **end;
	size_t parts, text; /* fields so far, and bytes of their texts */
	int64_t body; /* bytes of the body */
};

void raws_init(struct raws *l, struct arena *a, const struct conf *c, const struct input *inputs);
/* The declared input of that name that a sent field may be for, or NULL. */
const struct input *raws_declared(const struct raws *l, const char *name);
/* Adds one; INVALID over FORM_PARTS. */
enum err raws_add(struct raws *l, const char *name, const void *p, size_t n, bool cut,
		  struct upload *file) MUST_USE;
/* Closes the scratch files that are still open. */
void raws_clear(struct raws *l);

/* application/x-www-form-urlencoded, whole. INVALID: too many fields. */
enum err urlenc_parse(struct raws *l, const char *p, size_t n) MUST_USE;
/* Percent-decodes one component ('+' = blank when plus) into the arena, NULs dropped. */
char *urlenc_decode(struct arena *a, const char *p, size_t n, bool plus, size_t *n_r);

/* multipart/form-data. */
struct multipart;
/* content_type: the whole header value. INVALID: no good boundary. */
enum err multipart_new(struct raws *l, const char *content_type, struct multipart **m_r) MUST_USE;
/* INVALID: broken. RETRY: no room for a file. BROKEN. */
enum err multipart_feed(struct multipart *m, const void *p, size_t n) MUST_USE;
enum err multipart_end(struct multipart *m) MUST_USE; /* INVALID: it stops in the middle */
void multipart_free(struct multipart *m); /* NULL-safe */

/* Reads the request's body into l. INVALID: broken or of another type. DENIED:
 * over `limit` bytes (what is over is read and dropped, up to a bound). */
enum err body_read(struct fcgi *f, int64_t limit, struct raws *l) MUST_USE;

#endif
