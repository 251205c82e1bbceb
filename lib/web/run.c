/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The runner: finds the route, finds out who asks, enforces what the route
 * declares, calls the handler, turns errors into pages. */
#include "web/run.h"

#include "base/clock.h"
#include "base/hex.h"
#include "base/log.h"
#include "base/rand.h"
#include "base/str.h"
#include "core/ledger.h"
#include "office/wake.h"
#include "web/answer.h"
#include "web/body.h"
#include "web/csrf.h"
#include "web/input.h"
#include "web/maintenance.h"
#include "web/who.h"

#include <string.h>

#define BODY_DEFAULT (256 << 10)
#define PATH_MAX_BYTES 1024
#define QUERY_MAX 8192

struct turn { /* what only the runner knows of a request */
	struct fcgi *f;
	struct req r;
	struct reply p;
	struct raws raws;
	const char *method;
};

static const char *param(struct turn *t, const char *name)
{
	const char *s = fcgi_param(t->f, name);
	return s ? s : "";
}

/* Address below the base, whatever the web server's rewriting looks like: the
 * program's own name in SCRIPT_NAME is the first word, PATH_INFO the rest. */
static const char *path_of(struct turn *t, const struct page *pg)
{
	struct arena *a = t->r.arena;
	const char *script = param(t, "SCRIPT_NAME"), *info = param(t, "PATH_INFO");
	const char *base = route_base_path(t->r.conf), *last = strrchr(script, '/');
	if (strlen(script) + strlen(info) > PATH_MAX_BYTES)
		return "";
	last = last ? last + 1 : script;
	size_t n = strlen(pg->name);
	if (!strncmp(last, pg->name, n) &&
	    (!last[n] || str_eq(last + n, ".cgi") || str_eq(last + n, ".fcgi")))
		return arena_printf(a, "/%s%s", pg->name, info);
	const char *whole = arena_printf(a, "%s%s", script, info);
	if (str_starts(whole, base))
		whole += strlen(base);
	return *whole ? whole : "/";
}

static void begin(struct turn *t, struct arena *a, const struct conf *c, const struct page *pg)
{
	unsigned char random[7];
	char id[11];
	struct req *r = &t->r;
	rand_bytes(random, sizeof random);
	token_encode(random, 10, id);
	*r = (struct req){ .arena = a, .conf = c, .page = pg, .now = clock_now() };
	r->id = arena_str(a, id);
	r->wrongs_end = &r->wrongs;
	r->token = r->doc = "";
	t->method = arena_str(a, param(t, "REQUEST_METHOD"));
	r->post = str_eq(t->method, "POST");
	r->cookies = arena_strn(a, param(t, "HTTP_COOKIE"), strnlen(param(t, "HTTP_COOKIE"), 16384));
	r->query = arena_strn(a, param(t, "QUERY_STRING"), strnlen(param(t, "QUERY_STRING"), QUERY_MAX));
	r->agent = arena_strn(a, param(t, "HTTP_USER_AGENT"),
			      strnlen(param(t, "HTTP_USER_AGENT"), 200));
	r->peer = who_peer(a, param(t, "REMOTE_ADDR"), param(t, "HTTP_X_FORWARDED_FOR"));
	r->lang = "ja";
	r->path = path_of(t, pg);
	log_request(r->id);
	reply_init(&t->p, r);
	raws_init(&t->raws, a, c, NULL);
}

/* False: no such address. */
static bool find_route(struct turn *t)
{
	struct req *r = &t->r;
	for (const struct route *o = r->page->routes; o->get || o->post; o++)
		if (route_match(r->arena, o->at, r->path, &r->parts)) {
			r->route = o;
			t->raws.inputs = o->inputs;
			if (*req_part(r, "t"))
				r->token = req_part(r, "t");
			if (*req_part(r, "id"))
				r->doc = req_part(r, "id");
			return true;
		}
	return false;
}

static const char *raw_text(const struct raws *l, const char *name)
{
	for (const struct raw *w = l->first; w; w = w->next)
		if (!w->file && str_eq(w->name, name))
			return w->text;
	return NULL;
}

static void read_query(struct turn *t)
{
	struct req *r = &t->r;
	struct raws q;
	raws_init(&q, r->arena, r->conf, r->post ? NULL : t->raws.inputs);
	if (urlenc_parse(&q, r->query, strlen(r->query)))
		q.first = NULL;
	r->ticket = raw_text(&q, "k");
	if (!r->route || !(r->route->flags & ROUTE_BARE))
		who_lang(r, &t->p, raw_text(&q, "lang"), param(t, "HTTP_ACCEPT_LANGUAGE"));
	if (!r->post)
		t->raws = q;
}

static enum err fail(struct turn *t, int status, const char *why)
{
	return reply_error(&t->p, status, why);
}

/* Browsers that say where a form stood must not name another site. "null" is what
 * our own pages give (Referrer-Policy: no-referrer). */
static bool is_near(const struct turn *t)
{
	const char *origin = fcgi_param(t->f, "HTTP_ORIGIN");
	const char *host = fcgi_param(t->f, "HTTP_HOST");
	if (str_eq(fcgi_param(t->f, "HTTP_SEC_FETCH_SITE"), "cross-site"))
		return false;
	if (str_empty(origin) || str_eq(origin, "null") || str_empty(host))
		return true;
	const char *name = strstr(origin, "://");
	return name && str_eq(name + 3, host);
}

/* Reads and judges the body and its token. True: go on with the handler. */
static bool read_post(struct turn *t)
{
	struct req *r = &t->r;
	const struct route *o = r->route;
	int64_t limit = o->body ? o->body : BODY_DEFAULT;
	if (limit == FORM_FILES)
		limit = r->conf->max_files * r->conf->max_file + (1 << 20);
	enum err e = body_read(t->f, limit, &t->raws);
	if (e) {
		(void)(e == DENIED    ? fail(t, 413, "body")
		       : e == INVALID ? fail(t, 400, NULL)
				      : fail(t, 503, "disk"));
		return false;
	}
	if (!(o->flags & ROUTE_OPEN) && (!csrf_good(r, raw_text(&t->raws, "csrf")) || !is_near(t))) {
		(void)fail(t, 403, "csrf");
		return false;
	}
	return true;
}

static int wrong_status(const struct req *r)
{
	for (const struct wrong *w = r->wrongs; w; w = w->next)
		if (str_eq(w->id, "up.size"))
			return 413;
	return 422;
}

static enum err call(struct turn *t)
{
	struct req *r = &t->r;
	const struct route *o = r->route;
	enum err e = OK;
	input_judge(r, &t->raws, o->inputs, r->post);
	if (!r->post)
		return o->get(r, &t->p);
	if (!r->wrongs || o->flags & ROUTE_JUDGES)
		e = o->post(r, &t->p);
	else
		e = INVALID;
	if (e != INVALID || !r->wrongs || !o->get)
		return e;
	reply_forget(&t->p);
	e = o->get(r, &t->p);
	if (!e && t->p.view && t->p.status == 200)
		reply_status(&t->p, wrong_status(r));
	return e;
}

static void error_page(struct turn *t, enum err e)
{
	bool link = *t->r.token != 0;
	switch (e) {
	case OK:
		return;
	case INVALID:
		(void)fail(t, 400, NULL);
		return;
	case DENIED:
		(void)fail(t, 403, NULL);
		return;
	case MISSING:
		(void)fail(t, 404, link ? "link" : NULL);
		return;
	case CONFLICT:
		(void)fail(t, 409, NULL);
		return;
	case RETRY:
		(void)fail(t, 503, NULL);
		return;
	case BROKEN:
		(void)fail(t, 500, ledger_unknown() ? "unknown" : NULL);
		return;
	}
}

/* False: the answer is already in t->p. */
static bool may_ask(struct turn *t)
{
	struct req *r = &t->r;
	const struct route *o = r->route;
	enum err e = o->flags & ROUTE_BARE ? OK : who_session(r);
	if (e) {
		error_page(t, e);
		return false;
	}
	if (o->who < OWNER || r->user) {
		if (o->who != OPERATOR || r->operator_)
			return true;
		(void)fail(t, 403, NULL);
		return false;
	}
	const char *login = route_path(r->arena, r->conf, AT_ACCOUNT_LOGIN);
	reply_to(&t->p, r->post ? login : arena_printf(r->arena, "%s?next=%s", login, r->path));
	return false;
}

static bool has_links(const struct page *pg)
{
	for (const struct route *o = pg->routes; o->get || o->post; o++)
		if (o->who == LINK)
			return true;
	return false;
}

static void answer(struct turn *t)
{
	struct req *r = &t->r;
	bool known = find_route(t);
	bool show = str_eq(t->method, "GET") || str_eq(t->method, "HEAD");
	int64_t until;
	read_query(t);
	if (!(known && r->route->flags & ROUTE_BARE) && maintenance_now(r->conf, &until))
		(void)fail(t, 503, "maintenance");
	else if (!show && !r->post)
		(void)fail(t, 405, NULL);
	else if (!known)
		(void)fail(t, 404, has_links(r->page) ? "link" : NULL);
	else if (r->post ? !r->route->post : !r->route->get)
		(void)fail(t, 405, NULL);
	else if (strlen(param(t, "QUERY_STRING")) > QUERY_MAX)
		(void)fail(t, 400, NULL);
	else if (may_ask(t) && (!r->post || read_post(t)))
		error_page(t, call(t));
}

void run_request(struct fcgi *f, struct arena *a, const struct conf *c, const struct page *pg)
{
	struct turn t = { .f = f };
	int64_t start = clock_mono(), bytes = 0;
	begin(&t, a, c, pg);
	answer(&t);
	enum err e = reply_send(&t.p, f, str_eq(t.method, "HEAD"), &bytes);
	fcgi_end(f);
	bool bare = t.r.route && t.r.route->flags & ROUTE_BARE;
	if (!bare || t.p.status >= 400)
		log_line("request", "method=%.8s at=%s doc=%s status=%d bytes=%lld us=%lld peer=%s%s",
			 t.method, t.r.route ? route_pattern(t.r.route->at) : "-",
			 *t.r.doc ? t.r.doc : "-", t.p.status, (long long)bytes,
			 (long long)((clock_mono() - start) / 1000), t.r.peer,
			 e ? " cut=1" : "");
	if (t.p.wake)
		wake_clerk(c);
	raws_clear(&t.raws);
	reply_clear(&t.p);
	log_request(NULL);
}
