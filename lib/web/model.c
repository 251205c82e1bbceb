/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The attributes of <page>, the mistakes and the typed values. */
#include "web/model.h"

#include "base/str.h"
#include "web/csrf.h"
#include "web/maintenance.h"
#include "web/page.h"
#include "web/who.h"

#include <string.h>

static void add_site(struct xnode *n, const struct conf *c, bool en)
{
	const char *host = strstr(c->base, "://");
	xdoc_attr(n, "base", route_base_path(c));
	xdoc_attr(n, "site", c->base);
	xdoc_attr(n, "host", host ? host + 3 : c->base);
	xdoc_attr(n, "service", en && *c->service_en ? c->service_en : c->service);
	xdoc_attr(n, "operator", en && *c->operator_en ? c->operator_en : c->operator_);
	xdoc_attr(n, "contact", c->contact);
	xdoc_attr(n, "source", c->source);
	xdoc_attr_flag(n, "tsa", c->tsa[0] != NULL);
}

static void add_wrongs(struct xnode *n, const struct req *r)
{
	for (const struct wrong *w = r->wrongs; w; w = w->next) {
		struct xnode *x = xdoc_add(n, "wrong");
		xdoc_attr(x, "field", w->field);
		if (w->at)
			xdoc_attr_int(x, "at", w->at);
		xdoc_attr(x, "label", w->label);
		xdoc_attr(x, "text", w->text);
		xdoc_attr(x, "id", w->id);
		for (int i = 0; i < 3 && w->key[i]; i++)
			xdoc_attr(x, w->key[i], w->value[i]);
	}
}

static void add_values(struct xnode *n, const struct req *r)
{
	const struct input *last = NULL;
	int at = 0;
	for (size_t i = 0; i < r->values_n; i++) {
		const struct value *v = &r->values[i];
		at = v->input == last ? at + 1 : 0;
		last = v->input;
		if (v->input->type == INPUT_SECRET || v->input->type == INPUT_FILE)
			continue;
		struct xnode *x = xdoc_add_text(n, "value", v->text);
		xdoc_attr(x, "name", v->input->name);
		if (at)
			xdoc_attr_int(x, "at", at);
	}
}

/* The limit that the sentence why.body names: of a page's own file, or of uploads. */
static int64_t largest(const struct req *r)
{
	for (const struct input *i = r->route ? r->route->inputs : NULL; i && i->name; i++)
		if (i->type == INPUT_FILE && i->max)
			return i->max;
	return r->conf->max_file;
}

void model_finish(struct reply *p, const char *lang)
{
	struct req *r = p->r;
	struct xnode *n = xdoc_root(p->doc);
	char token[CSRF_CHARS + 1];
	xdoc_attr(n, "lang", lang);
	add_site(n, r->conf, str_eq(lang, "en"));
	xdoc_attr(n, "path", r->path);
	xdoc_attr_int(n, "status", p->status);
	xdoc_attr(n, "view", p->view);
	xdoc_attr(n, "why", p->why);
	xdoc_attr(n, "ref", r->id);
	int64_t until = 0;
	if (str_eq(p->why, "maintenance") && maintenance_now(r->conf, &until) && until)
		xdoc_attr_time(n, "until", until);
	if (p->why)
		xdoc_attr_int(n, "max", largest(r) >> 20);
	xdoc_attr(n, "user", r->user);
	xdoc_attr_flag(n, "admin", r->operator_);
	if (*r->token)
		xdoc_attr(n, "t", r->token);
	if (*r->doc)
		xdoc_attr(n, "id", r->doc);
	if (r->carry) {
		xdoc_attr(n, "k", arena_printf(r->arena, "?k=%s", r->carry));
		xdoc_attr(n, "k2", arena_printf(r->arena, "&k=%s", r->carry));
	}
	if (r->route && r->route->post && !(r->route->flags & (ROUTE_BARE | ROUTE_OPEN)))
		who_anon(p);
	if (csrf_token(r, token))
		xdoc_attr(n, "csrf", token);
	add_wrongs(n, r);
	if (r->post || r->wrongs)
		add_values(n, r);
}
