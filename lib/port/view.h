/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Draws a view model with a stylesheet baked for one language. Sheets come
 * from <xsl>/<lang>/page/<name>.xsl and <xsl>/<lang>/mail/<name>.xsl only, are
 * compiled once per process, and can reach neither files nor the network while
 * they run. Messages of the libraries go to the log. */
#ifndef PORT_VIEW_H
#define PORT_VIEW_H

#include "base/buf.h"
#include "base/err.h"
#include "port/xdoc.h"

/* The folder with the baked sheets (conf->xsl); borrowed for the process's life. */
void view_open(const char *xsl);

/* Appends HTML (UTF-8, with doctype) to out. lang is "ja" or "en", name a view
 * ([a-z0-9-]). MISSING: no such sheet; BROKEN: it does not compile or failed
 * (the reason is in the log); INVALID: lang or name is malformed. */
enum err view_html(const char *lang, const char *name, struct xdoc *d, struct buf *out) MUST_USE;
/* The same for a mail as text: what the sheet writes, unescaped. Sheets write
 * the subject, a line break, then the body (xsl/mail/, xsl/part/mail.xsl). */
enum err view_text(const char *lang, const char *name, struct xdoc *d, struct buf *out) MUST_USE;

/* The same from <xsl>/<lang>/paper/<name>.xsl: blocks for core/press, a line each. */
enum err view_paper(const char *lang, const char *name, struct xdoc *d, struct buf *out) MUST_USE;

#endif
