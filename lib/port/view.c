/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Runs libxslt. Knows where baked sheets lie; knows nothing of their content.
 * A sheet may read only files below the folder of its language, and only while
 * it is compiled; at run time everything is forbidden. */
#include "port/view.h"

#include "base/log.h"
#include "base/str.h"

#include <libxml/parser.h>
#include <libxslt/documents.h>
#include <libxslt/security.h>
#include <libxslt/transform.h>
#include <libxslt/xslt.h>
#include <libxslt/xsltInternals.h>
#include <libxslt/xsltutils.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHEETS 256 /* names of views × languages; far more than there are */

static struct {
	const char *dir;
	char folder[PATH_MAX]; /* the only place a sheet is loaded from */
	bool loading;
	xsltSecurityPrefsPtr prefs;
	struct sheet {
		char key[64];
		xsltStylesheetPtr xs;
	} sheet[SHEETS];
	int sheets;
} view;

__attribute__((format(printf, 2, 3))) static void on_message(void *ctx, const char *fmt, ...)
{
	char s[512];
	va_list ap;
	(void)ctx;
	va_start(ap, fmt);
	vsnprintf(s, sizeof s, fmt, ap);
	va_end(ap);
	s[strcspn(s, "\n")] = 0;
	if (*s)
		log_line("view.message", "text=\"%s\"", s);
}

static int may_read(xsltSecurityPrefsPtr p, xsltTransformContextPtr c, const char *file)
{
	(void)p;
	(void)c;
	return view.loading && str_starts(file, view.folder) && !strstr(file, "/../");
}

/* Our own loader: only local files, no entities, no DTD, whatever is asked. */
static xmlDocPtr load(const xmlChar *uri, xmlDictPtr dict, int options, void *ctx,
		      xsltLoadType type)
{
	(void)options;
	(void)ctx;
	(void)type;
	if (!may_read(NULL, NULL, (const char *)uri)) {
		log_line("view.refused", "file=%s", (const char *)uri);
		return NULL;
	}
	xmlParserCtxtPtr p = xmlNewParserCtxt();
	if (!p)
		log_die("memory.out", "where=view");
	if (dict && p->dict) { /* the sheet's own dictionary is expected */
		xmlDictFree(p->dict);
		p->dict = dict;
		xmlDictReference(dict);
	}
	xmlDocPtr d = xmlCtxtReadFile(p, (const char *)uri, NULL, XML_PARSE_NONET);
	xmlFreeParserCtxt(p);
	return d;
}

void view_open(const char *xsl)
{
	if (view.prefs)
		return;
	view.dir = xsl;
	xdoc_memory();
	xmlInitParser();
	xmlSetGenericErrorFunc(NULL, on_message);
	xsltSetGenericErrorFunc(NULL, on_message);
	xsltSetLoaderFunc(load);
	view.prefs = xsltNewSecurityPrefs();
	if (!view.prefs ||
	    xsltSetSecurityPrefs(view.prefs, XSLT_SECPREF_READ_FILE, may_read) ||
	    xsltSetSecurityPrefs(view.prefs, XSLT_SECPREF_WRITE_FILE, xsltSecurityForbid) ||
	    xsltSetSecurityPrefs(view.prefs, XSLT_SECPREF_CREATE_DIRECTORY, xsltSecurityForbid) ||
	    xsltSetSecurityPrefs(view.prefs, XSLT_SECPREF_READ_NETWORK, xsltSecurityForbid) ||
	    xsltSetSecurityPrefs(view.prefs, XSLT_SECPREF_WRITE_NETWORK, xsltSecurityForbid))
		log_die("memory.out", "where=view");
	xsltSetDefaultSecurityPrefs(view.prefs);
}

static bool is_name(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-");
	return n && n < 32 && !s[n];
}

static enum err compile(const char *lang, const char *kind, const char *name, xsltStylesheetPtr *r)
{
	char path[PATH_MAX];
	if (snprintf(view.folder, sizeof view.folder, "%s/%s/", view.dir, lang) >=
		    (int)sizeof view.folder ||
	    snprintf(path, sizeof path, "%s%s/%s.xsl", view.folder, kind, name) >= (int)sizeof path)
		return INVALID;
	FILE *f = fopen(path, "re"); /* to tell "no such sheet" from "bad sheet" */
	if (!f)
		return MISSING;
	fclose(f);
	view.loading = true;
	*r = xsltParseStylesheetFile(BAD_CAST path);
	view.loading = false;
	if (*r && !(*r)->errors)
		return OK;
	log_line("view.broken", "sheet=%s/%s/%s", lang, kind, name);
	xsltFreeStylesheet(*r);
	return BROKEN;
}

static enum err find(const char *lang, const char *kind, const char *name, xsltStylesheetPtr *r)
{
	char key[64];
	if (!view.prefs)
		log_die("view.closed", "view_open was not called");
	if ((!str_eq(lang, "ja") && !str_eq(lang, "en")) || !is_name(name))
		return INVALID;
	snprintf(key, sizeof key, "%s/%s/%s", lang, kind, name);
	for (int i = 0; i < view.sheets; i++)
		if (!strcmp(view.sheet[i].key, key)) {
			*r = view.sheet[i].xs;
			return OK;
		}
	if (view.sheets == SHEETS)
		return BROKEN;
	enum err e = compile(lang, kind, name, r);
	if (e)
		return e;
	struct sheet *s = &view.sheet[view.sheets++];
	memcpy(s->key, key, sizeof key);
	s->xs = *r;
	return OK;
}

static enum err draw(const char *lang, const char *kind, const char *name, struct xdoc *d,
		     struct buf *out)
{
	xsltStylesheetPtr xs = NULL;
	xmlChar *text = NULL;
	int n = 0;
	enum err e = find(lang, kind, name, &xs);
	if (e)
		return e;
	xsltTransformContextPtr c = xsltNewTransformContext(xs, xdoc_native(d));
	if (!c)
		log_die("memory.out", "where=view");
	e = BROKEN;
	xmlDocPtr result = NULL;
	if (!xsltSetCtxtSecurityPrefs(view.prefs, c))
		result = xsltApplyStylesheetUser(xs, xdoc_native(d), NULL, NULL, NULL, c);
	if (result && c->state == XSLT_STATE_OK &&
	    !xsltSaveResultToString(&text, &n, result, xs)) {
		buf_add(out, text, (size_t)n);
		e = out->over ? BROKEN : OK;
	}
	if (e)
		log_line("view.failed", "sheet=%s/%s/%s", lang, kind, name);
	xmlFree(text);
	if (result)
		xmlFreeDoc(result);
	xsltFreeTransformContext(c);
	return e;
}

enum err view_html(const char *lang, const char *name, struct xdoc *d, struct buf *out)
{
	return draw(lang, "page", name, d, out);
}

enum err view_text(const char *lang, const char *name, struct xdoc *d, struct buf *out)
{
	return draw(lang, "mail", name, d, out);
}

enum err view_paper(const char *lang, const char *name, struct xdoc *d, struct buf *out)
{
	return draw(lang, "paper", name, d, out);
}
