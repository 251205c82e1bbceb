/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The view model: a small XML tree built in C and drawn by XSLT (port/view).
 * Text and attribute values are escaped by construction. Whatever is not an
 * XML 1.0 character in valid UTF-8 becomes U+FFFD, so that hostile input never
 * makes a text vanish. Out of memory ends the process; nothing returns NULL.
 *
 * Element and attribute names are constants of ours (ASCII). */
#ifndef PORT_XDOC_H
#define PORT_XDOC_H

#include <stdint.h>

struct xdoc;  /* owns its nodes */
struct xnode; /* borrowed from its document */

/* Gives libxml2 its memory; before anything else of that library is used. May be
 * repeated. */
void xdoc_memory(void);
struct xdoc *xdoc_new(const char *root);
void xdoc_free(struct xdoc *d); /* NULL-safe */
struct xnode *xdoc_root(struct xdoc *d);

/* A new last child element. */
struct xnode *xdoc_add(struct xnode *parent, const char *name);
/* The same with a text; NULL gives an empty element. */
struct xnode *xdoc_add_text(struct xnode *parent, const char *name, const char *text);
/* Appends text to a node. */
void xdoc_text(struct xnode *n, const char *text);

/* Attributes; setting one again replaces it. NULL sets nothing. */
void xdoc_attr(struct xnode *n, const char *name, const char *value);
void xdoc_attr_int(struct xnode *n, const char *name, int64_t value);
/* "1" when true, no attribute when false: <xsl:if test="@late">. */
void xdoc_attr_flag(struct xnode *n, const char *name, int value);
/* An instant (ns UTC) in JST as "2027-03-31T23:59:00 3" (the last digit is the
 * weekday, 0 = Sunday), which xsl/part/time.xsl writes in each language. */
void xdoc_attr_time(struct xnode *n, const char *name, int64_t t);
const char *xdoc_get(const struct xnode *n, const char *name); /* "" when absent; valid until set again */

/* The libxml2 document (an xmlDocPtr), for port/view only. */
void *xdoc_native(struct xdoc *d);

#endif
