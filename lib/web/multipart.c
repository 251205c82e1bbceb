/* SPDX-License-Identifier: AGPL-3.0-or-later
 * multipart/form-data (RFC 7578, RFC 2046 §5.1). Files stream into scratch files
 * while they are hashed; memory stays small whatever comes. Knows no route. */
#include "web/body.h"

#include "base/file.h"
#include "port/digest.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define BOUNDARY_MAX 70 /* RFC 2046 §5.1.1 */
#define HEAD_MAX 8192   /* bytes of one part's header */
#define WINDOW (128 << 10)

enum state { FIRST, AFTER_DELIMITER, HEAD, BODY, EPILOGUE };

struct multipart {
	struct raws *l;
	enum state state;
	char delimiter[BOUNDARY_MAX + 5]; /* CR LF "--" boundary */
	size_t delimiter_n;
	unsigned char window[WINDOW]; /* not yet consumed */
	size_t n;
	/* the part that is being read */
	char name[FORM_NAME + 1]; /* "" = not wanted */
	const struct input *input;
	struct buf value;
	bool cut;
	struct upload *file;
	struct digest *digest;
	int64_t max;
};

/* The value of parameter key in a header line's tail ("; a=b; c=\"d\""), unquoted
 * into out, which always ends with a NUL. Browsers write " as %22 or \". */
static enum found { ABSENT, FOUND, CUT, MALFORMED }
parameter(const char *s, const char *key, char *out, size_t size)
{
	size_t k = strlen(key);
	out[0] = 0;
	while ((s = strchr(s, ';'))) {
		s += 1 + strspn(s + 1, " \t");
		bool mine = !strncasecmp(s, key, k) && s[k] == '=';
		s += strcspn(s, "=;");
		if (*s != '=')
			continue;
		size_t n = 0;
		bool quoted = *++s == '"', fits = true;
		for (s += quoted; *s && (quoted ? *s != '"' : *s != ';'); s++) {
			if (quoted && s[0] == '\\' && s[1] == '"')
				s++;
			if (n + 1 < size)
				out[n++] = *s;
			else
				fits = false;
		}
		out[n] = 0;
		if (quoted && *s != '"')
			return MALFORMED;
		if (mine)
			return fits ? FOUND : CUT;
	}
	out[0] = 0;
	return ABSENT;
}

enum err multipart_new(struct raws *l, const char *content_type, struct multipart **m_r)
{
	char boundary[BOUNDARY_MAX + 1];
	*m_r = NULL;
	if (parameter(content_type, "boundary", boundary, sizeof boundary) != FOUND || !*boundary ||
	    boundary[strlen(boundary) - 1] == ' ')
		return INVALID;
	struct multipart *m = calloc(1, sizeof *m);
	if (!m)
		return RETRY;
	m->l = l;
	memcpy(m->delimiter, "\r\n--", 4);
	memcpy(m->delimiter + 4, boundary, strlen(boundary) + 1);
	m->delimiter_n = strlen(m->delimiter);
	/* the first delimiter may stand at the very beginning: pretend a line end */
	memcpy(m->window, "\r\n", 2);
	m->n = 2;
	buf_init(&m->value, FORM_VALUE);
	*m_r = m;
	return OK;
}

static void drop_part(struct multipart *m)
{
	if (m->file && m->file->fd >= 0)
		close(m->file->fd);
	digest_free(m->digest);
	m->digest = NULL;
	m->file = NULL;
	buf_clear(&m->value);
}

void multipart_free(struct multipart *m)
{
	if (m) {
		drop_part(m);
		free(m);
	}
}

/* Last component, for those who send whole paths. */
static const char *last_component(const char *s)
{
	for (const char *p = s; *p; p++)
		if (*p == '/' || *p == '\\')
			s = p + 1;
	return s;
}

static enum err start_file(struct multipart *m, const char *name)
{
	struct upload *u = arena_alloc(m->l->arena, sizeof *u);
	u->name = arena_str(m->l->arena, last_component(name));
	enum err e = file_scratch(arena_printf(m->l->arena, "%s/incoming", m->l->conf->var), &u->fd);
	if (e)
		return e;
	m->max = m->input->max ? m->input->max : m->l->conf->max_file;
	m->file = u;
	m->digest = digest_new();
	return OK;
}

/* head: NUL-terminated lines of one part's header. */
static enum err start_part(struct multipart *m, char *head)
{
	char filename[1024], type[32];
	bool form = false, is_file = false;
	m->name[0] = 0;
	m->cut = false;
	m->input = NULL;
	for (char *line = head, *next; line && *line; line = next) {
		if ((next = strstr(line, "\r\n"))) {
			*next = 0;
			next += 2;
		}
		size_t n = strcspn(line, ":");
		if (line[n] != ':')
			return INVALID;
		if (n != 19 || strncasecmp(line, "Content-Disposition", n))
			continue;
		char *v = line + n + 1;
		v += strspn(v, " \t");
		size_t t = strcspn(v, "; \t");
		if (form || t >= sizeof type || strncasecmp(v, "form-data", 9) || t != 9)
			return INVALID;
		form = true;
		enum found name = parameter(v, "name", m->name, sizeof m->name);
		enum found file = parameter(v, "filename", filename, sizeof filename);
		if (name == MALFORMED || file == MALFORMED)
			return INVALID;
		if (name != FOUND)
			m->name[0] = 0; /* absent or too long: nobody declared it */
		is_file = file != ABSENT; /* the name itself may be cut */
	}
	if (!form)
		return INVALID;
	m->input = raws_declared(m->l, m->name);
	if (is_file != (m->input && m->input->type == INPUT_FILE)) {
		m->input = NULL;
		m->name[0] = 0; /* a file is no text and a text no file */
	}
	return m->input && is_file ? start_file(m, filename) : OK;
}

static enum err body_bytes(struct multipart *m, const unsigned char *p, size_t n)
{
	if (m->file) {
		m->file->size += (int64_t)n;
		if (m->file->fd < 0)
			return OK;
		if (m->file->size > m->max) { /* counted on, so that the page can say how big */
			close(m->file->fd);
			m->file->fd = -1;
			return OK;
		}
		digest_add(m->digest, p, n);
		return file_write_all(m->file->fd, p, n);
	}
	if (!m->name[0])
		return OK;
	size_t room = FORM_VALUE - m->value.n;
	m->cut |= n > room;
	buf_add(&m->value, p, n > room ? room : n);
	return OK;
}

static enum err end_part(struct multipart *m)
{
	enum err e = OK;
	if (m->file) {
		struct upload *u = m->file;
		digest_get(m->digest, u->sha256);
		if (!*u->name && !u->size) { /* an empty file field */
			m->l->parts++;
			if (u->fd >= 0)
				close(u->fd);
		} else if ((e = raws_add(m->l, m->name, "", 0, false, u)) && u->fd >= 0) {
			close(u->fd);
		}
		m->file = NULL;
	} else {
		e = raws_add(m->l, m->name, buf_text(&m->value), m->value.n, m->cut, NULL);
	}
	drop_part(m);
	return e;
}

static void consume(struct multipart *m, size_t n)
{
	m->n -= n;
	memmove(m->window, m->window + n, m->n);
}

/* One step; *more_r = false when it needs further bytes. */
static enum err step(struct multipart *m, bool *more_r)
{
	unsigned char *hit;
	enum err e;
	*more_r = true;
	switch (m->state) {
	case FIRST:
	case BODY:
		hit = memmem(m->window, m->n, m->delimiter, m->delimiter_n);
		size_t take = hit ? (size_t)(hit - m->window)
			      : m->n >= m->delimiter_n ? m->n - m->delimiter_n + 1
						       : 0;
		if (m->state == BODY && (e = body_bytes(m, m->window, take)))
			return e;
		consume(m, take);
		if (!hit) {
			*more_r = false;
			return OK;
		}
		consume(m, m->delimiter_n);
		e = m->state == BODY ? end_part(m) : OK;
		m->state = AFTER_DELIMITER;
		return e;
	case AFTER_DELIMITER:
		*more_r = m->n >= 2;
		if (m->n < 2)
			return OK;
		if (m->window[0] == '-' && m->window[1] == '-')
			m->state = EPILOGUE;
		else if (m->window[0] == '\r' && m->window[1] == '\n')
			m->state = HEAD;
		else
			return INVALID;
		consume(m, m->state == HEAD ? 0 : 2); /* HEAD ends with an empty line: keep CR LF */
		return OK;
	case HEAD:
		hit = memmem(m->window, m->n, "\r\n\r\n", 4);
		*more_r = hit != NULL;
		if (!hit)
			return m->n > HEAD_MAX ? INVALID : OK;
		*hit = 0;
		if (hit - m->window > HEAD_MAX || hit - m->window < 2 ||
		    memchr(m->window, 0, (size_t)(hit - m->window)))
			return INVALID;
		e = start_part(m, (char *)m->window + 2);
		consume(m, (size_t)(hit - m->window) + 4);
		m->state = BODY;
		return e;
	case EPILOGUE:
		m->n = 0;
		*more_r = false;
		return OK;
	}
	return INVALID;
}

enum err multipart_feed(struct multipart *m, const void *p, size_t n)
{
	const unsigned char *s = p;
	while (n) {
		size_t room = sizeof m->window - m->n, part = n < room ? n : room;
		memcpy(m->window + m->n, s, part);
		m->n += part;
		s += part;
		n -= part;
		for (bool more = true; more;) {
			enum err e = step(m, &more);
			if (e)
				return e;
		}
	}
	return OK;
}

enum err multipart_end(struct multipart *m)
{
	return m->state == EPILOGUE ? OK : INVALID;
}
