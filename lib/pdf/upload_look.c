/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Judges what can be reached from the catalog; changes nothing. */
#include "pdf/upload.h"

#include "port/qpdf_job.h"
#include "port/zlib.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

void upload_refuse(struct upload *u, const char *reason)
{
	if (!u->reason)
		u->reason = reason;
}

bool upload_fault(struct upload *u, enum qp_fault f)
{
	if (f == QP_FINE)
		return false;
	upload_refuse(u, f == QP_PASSWORD ? "password"
			 : f == QP_MEMORY ? "too_complex"
					  : "damaged");
	return true;
}

static bool in_list(const char *name, const char *const *list)
{
	for (size_t i = 0; list[i]; i++)
		if (!strcmp(name, list[i]))
			return true;
	return false;
}

/* Addresses that a viewer would run instead of visiting. */
static bool runs(struct qp *q, qp_obj address)
{
	static const char *const bad[] = { "javascript:", "data:", "vbscript:", NULL };
	struct bytes b = qp_string(q, address);
	while (b.n && *b.p <= 0x20) { /* viewers skip blanks */
		b.p++;
		b.n--;
	}
	for (size_t i = 0; bad[i]; i++)
		if (b.n >= strlen(bad[i]) &&
		    !strncasecmp((const char *)b.p, bad[i], strlen(bad[i])))
			return true;
	return false;
}

/* A layer that is off somewhere, or membership that shows what is off. */
static bool hidden_layer(struct qp *q, qp_obj o, const char *type)
{
	static const char *const uses[][2] = { { "/View", "/ViewState" },
					       { "/Print", "/PrintState" },
					       { "/Export", "/ExportState" } };
	if (!strcmp(type, "/OCMD"))
		return qp_has(q, o, "/VE") || qp_key_is(q, o, "/P", "/AllOff") ||
		       qp_key_is(q, o, "/P", "/AnyOff");
	bool off = false;
	qp_obj usage = qp_key(q, o, "/Usage");
	for (size_t i = 0; i < 3; i++) {
		qp_obj u = qp_key(q, usage, uses[i][0]);
		off = off || qp_key_is(q, u, uses[i][1], "/OFF");
		qp_release(q, u);
	}
	qp_release(q, usage);
	return off;
}

static void look_at_name(struct qp *q, qp_obj o, const char *key, const char *name,
			 struct upload *u)
{
	static const char *const acts[] = { "/SubmitForm", "/ImportData", "/ResetForm",	  "/GoToR",
					    "/GoToE",	   "/Hide",	  "/SetOCGState", NULL };
	static const char *const media[] = { "/Movie",	   "/Sound", "/Screen",
					     "/RichMedia", "/3D",    NULL };
	if (!strcmp(key, "/S")) {
		u->script |= !strcmp(name, "/JavaScript");
		u->launch |= !strcmp(name, "/Launch");
		u->action |= in_list(name, acts);
	} else if (!strcmp(key, "/Subtype")) {
		u->media |= in_list(name, media) && qp_has(q, o, "/Rect");
	} else if (!strcmp(key, "/FT")) {
		u->signature |= !strcmp(name, "/Sig") && qp_has(q, o, "/V");
	} else if (!strcmp(key, "/Type") && (!strcmp(name, "/OCG") || !strcmp(name, "/OCMD"))) {
		u->hidden |= hidden_layer(q, o, name);
	}
}

bool upload_whole(struct qp *q, qp_obj stream)
{
	unsigned char *p;
	size_t n;
	qp_obj filter = qp_key(q, stream, "/Filter"), first = qp_item(q, filter, 0);
	bool flate = !strcmp(qp_name(q, filter), "/FlateDecode") ||
		     !strcmp(qp_name(q, first), "/FlateDecode");
	bool good = qp_stream_decodes(q, stream);
	if (good && flate) {
		good = qp_stream_raw(q, stream, &p, &n) && zlib_whole((struct bytes){ p, n });
		free(p);
	}
	qp_release(q, filter);
	qp_release(q, first);
	return good;
}

static bool look(struct qp *q, qp_obj o, const char *key, qp_obj v, void *ctx)
{
	struct upload *u = ctx;
	enum qp_type t = qp_type(q, v);
	if (!key) {
		/* In a repaired file a guessed length may have cut any data off. */
		if (t == QP_STREAM && !u->lost &&
		    (u->repaired || qp_key_is(q, o, "/Subtype", "/Form")))
			u->lost = !upload_whole(q, o);
		return true;
	}
	if (t == QP_NULL)
		return false;
	if (t == QP_NAME)
		look_at_name(q, o, key, qp_name(q, v), u);
	u->script |= !strcmp(key, "/JS");
	u->attachment |= !strcmp(key, "/EF") || !strcmp(key, "/EmbeddedFiles");
	u->xfa |= !strcmp(key, "/XFA");
	u->signature |= !strcmp(key, "/ByteRange");
	u->launch |= !strcmp(key, "/URI") && runs(q, v);
	u->external |= !strcmp(key, "/F") && qp_type(q, o) == QP_STREAM;
	return true;
}

static void judge_layers(struct upload *u)
{
	struct qp *q = u->q;
	qp_obj oc = qp_key(q, qp_root(q), "/OCProperties");
	qp_obj d = qp_key(q, oc, "/D"), off = qp_key(q, d, "/OFF");
	bool base = qp_has(q, d, "/BaseState") && !qp_key_is(q, d, "/BaseState", "/ON");
	if (qp_count(q, off) > 0 || base || u->hidden)
		upload_refuse(u, "layers");
}

static void judge_catalog(struct upload *u)
{
	struct qp *q = u->q;
	qp_obj root = qp_root(q), perms = qp_key(q, root, "/Perms");
	qp_obj form = qp_key(q, root, "/AcroForm"), meta = qp_key(q, root, "/Metadata");
	qp_obj xfa = qp_key(q, form, "/XFA"), fields = qp_key(q, form, "/Fields");
	u->signature |= qp_type(q, perms) == QP_DICT;
	if (u->signature && !u->flatten)
		upload_refuse(u, "signed");
	if (qp_type(q, xfa) != QP_NULL || u->xfa)
		upload_refuse(u, "xfa");
	if (u->external)
		upload_refuse(u, "external");
	/* Honest forms carry scripts; a script in a file that also had to be
	 * repaired, or one that starts programs, is no honest form. */
	if (u->launch || (u->script && u->repaired))
		upload_refuse(u, "active");
	judge_layers(u);
	u->form = qp_count(q, fields) > 0;
	u->stale = qp_true(q, qp_key(q, form, "/NeedAppearances"));
	u->pdfa = qp_stream_has(q, meta, "pdfaid");
}

void upload_judge(struct upload *u, int64_t max_pages)
{
	struct qp *q = u->q;
	if (qp_encrypted(q)) {
		if (!qpdf_job_user_opens("/dev/fd/3"))
			upload_refuse(u, "password");
		else if (!qp_permits_all(q))
			upload_refuse(u, "restricted");
		u->encrypted = true;
	}
	u->pages = qp_pages(q);
	if (upload_fault(u, qp_fault(q)))
		return;
	if (u->pages <= 0)
		upload_refuse(u, u->pages ? "damaged" : "no_pages");
	else if (u->pages > max_pages)
		upload_refuse(u, "too_many_pages");
	u->repaired = qp_harm(q) != QP_WHOLE || !qp_counts_pages(q);
	if (!u->reason && !upload_walk(q, look, u))
		upload_refuse(u, "too_complex");
	u->repaired |= qp_harm(q) != QP_WHOLE; /* more may have come up on the way */
	if (!u->reason)
		judge_catalog(u);
	if (!u->reason)
		upload_pages(u);
	if (!u->reason)
		upload_fault(u, qp_fault(q));
}
