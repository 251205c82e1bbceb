/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Removes. Allow-lists where the format is closed (catalog, trailer, pages,
 * links), a list of what acts by itself everywhere else. */
#include "pdf/upload.h"

#include <string.h>
#include <strings.h>

#define ASIDE "/TeiketsuLinks"

static bool plain_action(struct qp *q, qp_obj a)
{
	if (qp_has(q, a, "/Next") || qp_has(q, a, "/JS"))
		return false;
	if (qp_key_is(q, a, "/S", "/GoTo"))
		return true;
	qp_obj u = qp_key(q, a, "/URI");
	struct bytes b = qp_string(q, u);
	const char *p = (const char *)b.p;
	bool good = (b.n > 7 && !strncasecmp(p, "http://", 7)) ||
		    (b.n > 8 && !strncasecmp(p, "https://", 8)) ||
		    (b.n > 7 && !strncasecmp(p, "mailto:", 7));
	qp_release(q, u);
	return good && qp_key_is(q, a, "/S", "/URI");
}

/* Every dictionary that stays loses what acts by itself. */
static bool strip(struct qp *q, qp_obj o, const char *key, qp_obj v, void *ctx)
{
	static const char *const never[] = {
		"/AA", "/JS", "/PA", "/AF", "/EF", "/PieceInfo", "/OC"
	};
	const int *writes = ctx;
	bool drop = false;
	if (!key) {
		upload_spell(q, o, NULL, v, *writes);
		return true;
	}
	for (size_t i = 0; i < sizeof never / sizeof *never && !drop; i++)
		drop = !strcmp(key, never[i]);
	/* The structure would keep an annotation that is drawn, with its comments. */
	if (!strcmp(key, "/Obj") && qp_type(q, v) == QP_DICT)
		drop = !qp_key_is(q, v, "/Subtype", "/Link");
	/* A structure element's /A has no /S: it is no action. */
	if (!strcmp(key, "/A") && qp_type(q, v) == QP_DICT && qp_has(q, v, "/S"))
		drop = !plain_action(q, v);
	if (drop)
		qp_drop(q, o, key);
	else
		upload_spell(q, o, key, v, *writes);
	return !drop;
}

static void strip_catalog(struct qp *q, bool form)
{
	static const char *const keep[] = { "/Type",	       "/Pages",      "/Outlines",
					    "/Names",	       "/Dests",      "/PageLabels",
					    "/PageMode",       "/PageLayout", "/ViewerPreferences",
					    "/StructTreeRoot", "/MarkInfo",   "/Lang",
					    "/OutputIntents",  NULL,	      NULL };
	static const char *const names[] = { "/Dests", NULL };
	static const char *const trailer[] = { "/Root", "/Info", "/ID", "/Size", NULL };
	const char *list[sizeof keep / sizeof *keep];
	memcpy(list, keep, sizeof keep);
	if (form) /* the job needs its fonts and says where it went wrong */
		list[sizeof keep / sizeof *keep - 2] = "/AcroForm";
	qp_keep_only(q, qp_root(q), list);
	qp_keep_only(q, qp_key(q, qp_root(q), "/Names"), names);
	qp_keep_only(q, qp_trailer(q), trailer);
}

static void strip_page(struct qp *q, qp_obj page, const char *aside)
{
	const char *const keep[] = { "/Type",	  "/Parent",	    "/Resources", "/MediaBox",
				     "/CropBox",  "/BleedBox",	    "/TrimBox",	  "/ArtBox",
				     "/Contents", "/Rotate",	    "/Group",	  "/Annots",
				     "/Tabs",	  "/StructParents", "/UserUnit",  aside,
				     NULL };
	static const char *const link[] = { "/Type", "/Subtype",      "/Rect", "/Border", "/C",
					    "/H",    "/QuadPoints",   "/Dest", "/A",	  "/F",
					    "/P",    "/StructParent", "/BS",   "/NM",	  NULL };
	qp_keep_only(q, page, keep);
	qp_obj annots = qp_key(q, page, "/Annots");
	for (int i = 0, n = qp_count(q, annots); i < n; i++) {
		qp_obj a = qp_item(q, annots, i);
		if (qp_key_is(q, a, "/Subtype", "/Link"))
			qp_keep_only(q, a, link);
		qp_release(q, a);
	}
}

/* Links leave /Annots before the job and come back after it. What shows nothing
 * goes at once: the job would speak of it. */
static void put_links_aside(struct qp *q, qp_obj page)
{
	qp_obj annots = qp_key(q, page, "/Annots"), links = qp_new_array(q), rest = qp_new_array(q);
	for (int i = 0, n = qp_count(q, annots); i < n; i++) {
		qp_obj a = qp_item(q, annots, i);
		if (qp_key_is(q, a, "/Subtype", "/Link"))
			qp_append(q, links, a);
		else if (qp_has(q, a, "/AP"))
			qp_append(q, rest, a);
		qp_release(q, a);
	}
	qp_put(q, page, "/Annots", rest);
	qp_put(q, page, ASIDE, links);
}

static void put_links_back(struct qp *q, qp_obj page)
{
	qp_obj links = qp_key(q, page, ASIDE);
	if (qp_count(q, links))
		qp_put(q, page, "/Annots", links);
	else
		qp_drop(q, page, "/Annots");
	qp_drop(q, page, ASIDE);
}

void upload_strip(struct upload *u)
{
	struct qp *q = u->q;
	int writes = u->draw ? 2 : 1;
	strip_catalog(q, u->draw);
	for (int i = 0; i < u->pages; i++) {
		qp_obj page = qp_page(q, i);
		strip_page(q, page, NULL);
		if (u->draw)
			put_links_aside(q, page);
		qp_release(q, page);
	}
	if (!upload_walk(q, strip, &writes))
		upload_refuse(u, "too_complex");
	/* "true" would make libqpdf leave the fields alone. */
	qp_drop(q, qp_key(q, qp_root(q), "/AcroForm"), "/NeedAppearances");
}

void upload_restore(struct upload *u)
{
	struct qp *q = u->q;
	int writes = 1;
	strip_catalog(q, false);
	for (int i = 0; i < u->pages; i++) {
		qp_obj page = qp_page(q, i);
		strip_page(q, page, ASIDE);
		put_links_back(q, page);
		qp_release(q, page);
	}
	if (!upload_walk(q, strip, &writes))
		upload_refuse(u, "too_complex");
}
