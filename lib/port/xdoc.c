/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Builds view models with libxml2's tree functions. Knows no sheet, no page.
 * Texts become text nodes (never xmlNewChild, which reads its content as
 * entity text and empties "A & B"). */
#include "port/xdoc.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/pool.h"
#include "base/str.h"

#include <libxml/tree.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define NODE(n) ((xmlNodePtr)(void *)(n))
#define OURS(n) ((struct xnode *)(void *)(n))
#define TEXT_MAX (32u << 20)

static void *must(void *p)
{
	if (!p)
		log_die("memory.out", "where=xdoc");
	return p;
}

void xdoc_memory(void)
{
	static bool done;
	if (!done && xmlMemSetup(pool_free, pool_malloc, pool_realloc, pool_strdup))
		log_die("memory.out", "where=xdoc");
	done = true;
}

struct xdoc *xdoc_new(const char *root)
{
	xdoc_memory();
	xmlDocPtr d = must(xmlNewDoc(BAD_CAST "1.0"));
	xmlDocSetRootElement(d, must(xmlNewDocNode(d, NULL, BAD_CAST root, NULL)));
	return (struct xdoc *)(void *)d;
}

void xdoc_free(struct xdoc *d)
{
	if (d)
		xmlFreeDoc((xmlDocPtr)(void *)d);
}

void *xdoc_native(struct xdoc *d)
{
	return d;
}

struct xnode *xdoc_root(struct xdoc *d)
{
	return OURS(xmlDocGetRootElement((xmlDocPtr)(void *)d));
}

/* s with every byte or character that XML cannot carry replaced. */
static void cleaned(const char *s, struct buf *out)
{
	size_t n = strlen(s);
	while (n) {
		uint32_t cp;
		size_t step = str_utf8_next(s, n, &cp);
		if (step && str_is_xml_text(s, step))
			buf_add(out, s, step);
		else
			buf_str(out, "\xEF\xBF\xBD");
		step += !step;
		s += step;
		n -= step;
	}
}

/* Calls put with clean text: the text itself in the usual case. */
static void with_clean(const char *s, void (*put)(xmlNodePtr, const char *, const char *),
		       xmlNodePtr n, const char *name)
{
	struct buf b;
	if (str_is_xml_text(s, strlen(s))) {
		put(n, name, s);
		return;
	}
	buf_init(&b, TEXT_MAX);
	cleaned(s, &b);
	put(n, name, buf_text(&b));
	buf_clear(&b);
}

static void put_text(xmlNodePtr n, const char *name, const char *s)
{
	(void)name;
	must(xmlAddChild(n, must(xmlNewDocText(n->doc, BAD_CAST s))));
}

static void put_attr(xmlNodePtr n, const char *name, const char *s)
{
	must(xmlSetProp(n, BAD_CAST name, BAD_CAST s));
}

struct xnode *xdoc_add(struct xnode *parent, const char *name)
{
	xmlNodePtr p = NODE(parent);
	return OURS(must(xmlAddChild(p, must(xmlNewDocNode(p->doc, NULL, BAD_CAST name, NULL)))));
}

struct xnode *xdoc_add_text(struct xnode *parent, const char *name, const char *text)
{
	struct xnode *n = xdoc_add(parent, name);
	xdoc_text(n, text);
	return n;
}

void xdoc_text(struct xnode *n, const char *text)
{
	if (text && *text)
		with_clean(text, put_text, NODE(n), NULL);
}

void xdoc_attr(struct xnode *n, const char *name, const char *value)
{
	if (value)
		with_clean(value, put_attr, NODE(n), name);
}

void xdoc_attr_int(struct xnode *n, const char *name, int64_t value)
{
	char s[24];
	snprintf(s, sizeof s, "%lld", (long long)value);
	put_attr(NODE(n), name, s);
}

void xdoc_attr_flag(struct xnode *n, const char *name, int value)
{
	if (value)
		put_attr(NODE(n), name, "1");
}

void xdoc_attr_time(struct xnode *n, const char *name, int64_t t)
{
	struct civil c = clock_jst(t);
	char s[80];
	snprintf(s, sizeof s, "%04d-%02d-%02dT%02d:%02d:%02d %d", c.year, c.month, c.day, c.hour,
		 c.minute, c.second, c.weekday);
	put_attr(NODE(n), name, s);
}

const char *xdoc_get(const struct xnode *n, const char *name)
{
	const xmlAttr *a = ((const xmlNode *)(const void *)n)->properties;
	for (; a; a = a->next)
		if (!strcmp((const char *)a->name, name))
			return a->children && a->children->content
				       ? (const char *)a->children->content
				       : "";
	return "";
}
