/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Judges. Changes nothing but what every viewer assumes (a missing MediaBox,
 * inherited page attributes) and missing looks of fields. */
#include "pdf/upload.h"

#include <string.h>
#include <strings.h>

#define MAX_UNITS 14400.0 /* ISO 32000-1 Annex C.2: side of a page */

void upload_refuse(struct upload *u, const char *reason)
{
	if (!u->reason)
		u->reason = reason;
}

bool upload_fault(struct upload *u, enum qp_fault f)
{
	if (f == QP_FINE)
		return false;
	upload_refuse(u, f == QP_PASSWORD ? "password" : f == QP_MEMORY ? "too_complex" : "damaged");
	return true;
}

static bool key_in(struct qp *q, qp_obj o, const char *key, const char *const *names)
{
	for (size_t i = 0; names[i]; i++)
		if (qp_key_is(q, o, key, names[i]))
			return true;
	return false;
}

/* Addresses that a viewer would run or open instead of visiting. */
static bool bad_address(struct qp *q, qp_obj action)
{
	static const char *const good[] = { "http:", "https:", "mailto:" };
	qp_obj u = qp_key(q, action, "/URI");
	struct bytes b = qp_string(q, u);
	bool bad = b.n > 0;
	for (size_t i = 0; i < 3 && bad; i++)
		bad = !(b.n >= strlen(good[i]) &&
			!strncasecmp((const char *)b.p, good[i], strlen(good[i])));
	/* Relative addresses ("www.example.jp") are harmless: they are dropped as actions. */
	bool runs = bad && (b.n > 5) &&
		    (!strncasecmp((const char *)b.p, "javas", 5) ||
		     !strncasecmp((const char *)b.p, "data:", 5) ||
		     !strncasecmp((const char *)b.p, "vbscr", 5));
	qp_release(q, u);
	return runs;
}

static void look_at_layers(struct qp *q, qp_obj o, struct upload *s)
{
	static const char *const inverse[] = { "/AllOff", "/AnyOff", NULL };
	static const char *const uses[][2] = {
		{ "/View", "/ViewState" }, { "/Print", "/PrintState" }, { "/Export", "/ExportState" }
	};
	if (qp_key_is(q, o, "/Type", "/OCMD") &&
	    (qp_has(q, o, "/VE") || key_in(q, o, "/P", inverse)))
		s->hidden = true;
	if (!qp_key_is(q, o, "/Type", "/OCG"))
		return;
	qp_obj usage = qp_key(q, o, "/Usage");
	for (size_t i = 0; i < 3; i++) {
		qp_obj u = qp_key(q, usage, uses[i][0]);
		if (qp_key_is(q, u, uses[i][1], "/OFF"))
			s->hidden = true;
		qp_release(q, u);
	}
	qp_release(q, usage);
}

static void look(struct qp *q, qp_obj o, void *ctx)
{
	static const char *const acts[] = { "/SubmitForm", "/ImportData", "/ResetForm", "/GoToR",
					    "/GoToE", "/Hide", "/SetOCGState", NULL };
	static const char *const media[] = { "/Movie", "/Sound", "/Screen", "/RichMedia", "/3D", NULL };
	struct upload *s = ctx;
	s->script |= qp_key_is(q, o, "/S", "/JavaScript") || qp_has(q, o, "/JS");
	s->launch |= qp_key_is(q, o, "/S", "/Launch") || bad_address(q, o);
	s->action |= key_in(q, o, "/S", acts);
	s->media |= key_in(q, o, "/Subtype", media) && qp_has(q, o, "/Rect");
	s->attachment |= qp_has(q, o, "/EF") || qp_has(q, o, "/EmbeddedFiles");
	s->xfa |= qp_has(q, o, "/XFA");
	s->signature |= qp_has(q, o, "/ByteRange") ||
			(qp_key_is(q, o, "/FT", "/Sig") && qp_has(q, o, "/V"));
	look_at_layers(q, o, s);
	if (qp_type(q, o) != QP_STREAM)
		return;
	s->external |= qp_has(q, o, "/F");
	if (s->repaired && !s->lost) /* a guessed length may cut data off */
		s->lost = !qp_stream_decodes(q, o);
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
	if (u->signature || qp_type(q, perms) == QP_DICT)
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
	u->pdfa = qp_stream_has(q, meta, "pdfaid");
}

/* --- pages --------------------------------------------------------------------- */

static void judge_annotations(struct upload *u, qp_obj page)
{
	struct qp *q = u->q;
	qp_obj annots = qp_key(q, page, "/Annots");
	for (int i = 0, n = qp_count(q, annots); i < n && !u->reason; i++) {
		qp_obj a = qp_item(q, annots, i);
		bool widget = qp_key_is(q, a, "/Subtype", "/Widget");
		if (widget && !upload_dress(q, a))
			upload_refuse(u, "too_complex");
		if (widget || !qp_key_is(q, a, "/Subtype", "/Link"))
			u->draw = true;
		if (!widget && !qp_key_is(q, a, "/Subtype", "/Link") &&
		    !qp_key_is(q, a, "/Subtype", "/Popup"))
			u->annotation = true;
		qp_release(q, a);
	}
}

static void judge_box(struct upload *u, qp_obj page, const char *key, double unit)
{
	struct qp *q = u->q;
	qp_obj box = qp_key(q, page, key);
	double at[4];
	if (qp_type(q, box) == QP_NULL) {
		if (!strcmp(key, "/MediaBox")) /* every viewer takes US Letter then: write it down */
			qp_put(q, page, key, qp_parse(q, "[0 0 612 792]"));
		return;
	}
	if (qp_count(q, box) != 4) {
		upload_refuse(u, "page_size");
		return;
	}
	for (int i = 0; i < 4; i++)
		at[i] = qp_number(q, qp_item(q, box, i)) * unit;
	double w = at[2] > at[0] ? at[2] - at[0] : at[0] - at[2];
	double h = at[3] > at[1] ? at[3] - at[1] : at[1] - at[3];
	if (!(w >= 3 && h >= 3 && w <= MAX_UNITS && h <= MAX_UNITS))
		upload_refuse(u, "page_size");
}

/* In a repaired file a reference to nothing may be lost content. */
static void judge_contents(struct upload *u, qp_obj page)
{
	struct qp *q = u->q;
	qp_obj c = qp_key(q, page, "/Contents");
	if (u->repaired && qp_dangling(q, c))
		u->lost = true;
	for (int i = 0, n = qp_count(q, c); i < n; i++) {
		qp_obj part = qp_item(q, c, i);
		if (u->repaired && qp_dangling(q, part))
			u->lost = true;
		if (qp_type(q, part) == QP_STREAM && !qp_stream_decodes(q, part))
			u->lost = true;
		qp_release(q, part);
	}
	if (qp_type(q, c) == QP_STREAM && !qp_stream_decodes(q, c))
		u->lost = true;
	if (u->repaired && qp_dangling(q, qp_key(q, page, "/Resources")))
		u->lost = true;
}

static void judge_pages(struct upload *u)
{
	struct qp *q = u->q;
	qp_settle_pages(q);
	for (int i = 0; i < u->pages && !u->reason; i++) {
		qp_obj page = qp_page(q, i);
		if (qp_type(q, page) != QP_DICT) {
			upload_refuse(u, "damaged");
			return;
		}
		double unit = qp_number(q, qp_key(q, page, "/UserUnit"));
		judge_box(u, page, "/MediaBox", unit > 0 ? unit : 1);
		judge_box(u, page, "/CropBox", unit > 0 ? unit : 1);
		judge_contents(u, page);
		judge_annotations(u, page);
	}
	if (u->lost || qp_harm(q) == QP_LOST)
		upload_refuse(u, "damaged");
}

void upload_judge(struct upload *u, int64_t max_pages)
{
	struct qp *q = u->q;
	if (qp_encrypted(q)) {
		if (!qp_user_opens("/dev/fd/3"))
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
	u->repaired = qp_harm(q) != QP_WHOLE;
	if (!u->reason && !qp_walk(q, qp_trailer(q), look, u))
		upload_refuse(u, "too_complex");
	u->repaired = qp_harm(q) != QP_WHOLE; /* more may have come up on the way */
	if (!u->reason)
		judge_catalog(u);
	if (!u->reason)
		judge_pages(u);
	if (!u->reason)
		upload_fault(u, qp_fault(q));
}

